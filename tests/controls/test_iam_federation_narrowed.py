"""Whether strangers of a public identity provider may become the role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.controls.iam_federation_narrowed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth

GITHUB = "token.actions.githubusercontent.com"
OF_GITHUB = f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"
AUDIENCE = {f"{GITHUB}:aud": "sts.amazonaws.com"}


def role(provider: Any = OF_GITHUB, condition: Any = None) -> dict[str, Any]:
    said = {"Condition": condition} if condition else {}
    trust = allow(Principal={"Federated": provider}, Action="sts:AssumeRoleWithWebIdentity", **said)
    return resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": trust})


@pytest.mark.parametrize(
    ("subject", "verdict"),
    [
        ("repo:example/models:environment:production", TRUE),
        ("repo:example/models:*", TRUE),
        ("repo:example/*", TRUE),
        ("repo:*", FALSE),
        ("repo:exam*", FALSE),
        ("*", FALSE),
        ("*:ref:refs/heads/main", FALSE),
        (["repo:example/models:*", "repo:*"], FALSE),
        (ANYTHING, UNKNOWN),
    ],
    ids=str,
)
def test_the_subject_says_whose_pipeline_it_is(subject: Any, verdict: Truth) -> None:
    condition = {"StringEquals": AUDIENCE, "StringLike": {f"{GITHUB}:sub": subject}}
    assert judge(CONTROL, role(condition=condition)) is verdict


def test_an_audience_is_the_same_for_all_of_github() -> None:
    assert judge(CONTROL, role(condition={"StringEquals": AUDIENCE})) is FALSE
    assert judge(CONTROL, role()) is FALSE


def test_other_claims_name_a_customer_too() -> None:
    named = {"StringEquals": {f"{GITHUB}:repository_owner_id": "1234567", **AUDIENCE}}
    assert judge(CONTROL, role(condition=named)) is TRUE
    assert judge(CONTROL, role(condition={"StringNotEquals": {f"{GITHUB}:repository_owner_id": "1234567"}})) is FALSE


def test_a_provider_that_the_app_makes_is_known_by_its_address() -> None:
    made = resource("AWS::IAM::OIDCProvider", {"Url": f"https://{GITHUB}"})
    own = resource("AWS::IAM::OIDCProvider", {"Url": "https://login.example.com"})
    for provider in ({"Ref": "Provider"}, {"Fn::GetAtt": ["Provider", "Arn"]}):
        assert judge(CONTROL, role(provider), Provider=made) is FALSE
        assert judge(CONTROL, role(provider), Provider=own) is NOT_APPLICABLE


def test_a_sign_in_of_consumers_is_one_of_an_application() -> None:
    pool = {"cognito-identity.amazonaws.com:aud": "eu-central-1:11111111-2222-3333-4444-555555555555"}
    signed_in = {"ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}}
    of_pools = "cognito-identity.amazonaws.com"
    assert judge(CONTROL, role(of_pools, {"StringEquals": pool, **signed_in})) is TRUE
    assert judge(CONTROL, role(of_pools, signed_in)) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, role(condition=ANYTHING)) is UNKNOWN


@pytest.mark.parametrize(
    "provider",
    [
        "arn:aws:iam::123456789012:saml-provider/company",
        "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/1",
    ],
)
def test_a_provider_of_one_s_own_is_not_spoken_of(provider: str) -> None:
    assert judge(CONTROL, role(provider)) is NOT_APPLICABLE
