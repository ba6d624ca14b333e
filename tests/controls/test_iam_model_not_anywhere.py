"""Whether a role's prompts may leave every jurisdiction."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.iam_model_not_anywhere import CONTROL
from tests.judging import (
    ANYTHING,
    FALSE,
    NOT_APPLICABLE,
    TRUE,
    UNKNOWN,
    allow,
    deny,
    judge,
    judge_in,
    role_with,
)

HERE = "arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0"
ANYWHERE = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/global.amazon.nova-2-lite-v1:0"


def role(document: dict[str, Any]) -> dict[str, Any]:
    return role_with(document)


def invokes(*resources: Any, action: str = "bedrock:InvokeModel") -> dict[str, Any]:
    return role(allow(Action=action, Resource=list(resources)))


def test_models_of_the_region_and_of_a_geography_pass() -> None:
    assert judge(CONTROL, invokes(HERE, ANYWHERE.replace("global.", "eu."))) is TRUE


@pytest.mark.parametrize("action", ["bedrock:InvokeModel", "bedrock:Invoke*", "bedrock:*"])
def test_a_profile_of_the_world_fails(action: str) -> None:
    assert judge(CONTROL, invokes(HERE, ANYWHERE, action=action)) is FALSE


def test_a_deny_of_it_is_no_grant() -> None:
    assert judge(CONTROL, role(deny(Action="bedrock:InvokeModel", Resource=ANYWHERE))) is NOT_APPLICABLE


def test_a_model_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, invokes(ANYTHING)) is UNKNOWN


def test_a_role_that_invokes_nothing_is_not_spoken_of() -> None:
    assert judge(CONTROL, role(allow(Action="s3:GetObject", Resource="*"))) is NOT_APPLICABLE


@pytest.mark.parametrize(
    "pattern",
    [
        "*",
        "arn:aws:bedrock:*",
        "arn:aws:bedrock:*:*:*",
        "arn:aws:bedrock:*:*:inference-profile/*",
        "arn:aws:bedrock:*:*:inference-*",
    ],
)
def test_a_pattern_of_all_profiles_fails_unless_the_region_is_asked_for(pattern: str) -> None:
    assert judge(CONTROL, invokes(HERE, pattern)) is FALSE
    assert judge(CONTROL, invokes(pattern, action="bedrock:InvokeModelWithResponseStream")) is FALSE
    here = {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}
    document = allow(Action="bedrock:InvokeModel", Resource=pattern, Condition=here)
    assert judge(CONTROL, role(document)) is TRUE


def test_a_pattern_of_models_of_the_region_passes() -> None:
    assert judge(CONTROL, invokes("arn:aws:bedrock:eu-central-1::foundation-model/*")) is TRUE


FAR = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"


@pytest.mark.parametrize(
    "arn",
    [FAR, ANYWHERE.replace("global.", "us."), ANYWHERE.replace("eu-central-1", "us-east-1").replace("global.", "us.")],
)
def test_models_and_profiles_of_another_part_of_the_world_fail(arn: str) -> None:
    assert judge_in("eu-central-1", CONTROL, invokes(HERE, arn)) is FALSE
    assert judge(CONTROL, invokes(HERE, arn)) is TRUE, "where the role will stand is not known"


@pytest.mark.parametrize("near", [HERE.replace("eu-central-1", "eu-west-1"), ANYWHERE.replace("global.", "eu.")])
def test_models_and_profiles_of_the_same_part_pass(near: str) -> None:
    assert judge_in("eu-central-1", CONTROL, invokes(HERE, near)) is TRUE


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:RequestedRegion": "us-east-1"}},
        {"StringEquals": {"bedrock:InferenceProfileArn": ANYWHERE.replace("global.", "us.")}},
    ],
)
def test_models_elsewhere_pass_behind_a_profile_or_in_a_region_that_is_named(condition: dict[str, Any]) -> None:
    there = role(allow(Action="bedrock:InvokeModel", Resource=FAR, Condition=condition))
    assert judge_in("eu-central-1", CONTROL, there) is TRUE
