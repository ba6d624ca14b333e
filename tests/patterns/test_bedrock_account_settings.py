"""What holds of every invocation in the account: a guardrail, and how long data is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam

from secure_ai_constructs import BedrockAccountSettings, ContentGuardrail, DataRetention, Operations
from tests.patterns.synthesis import by_sid, mentions, only, region, resources, stack

if TYPE_CHECKING:
    from aws_cdk import Stack


def settings(scope: Stack, *, guarded: bool = True, **arguments: Any) -> BedrockAccountSettings:
    given: dict[str, Any] = {"guardrail": ContentGuardrail(scope, "Guardrail")} if guarded else {}
    operations = Operations(scope, "Operations")
    return BedrockAccountSettings(scope, "Settings", operations=operations, **given, **arguments)


def test_a_guardrail_is_enforced_on_every_model_but_those_that_embed() -> None:
    scope = stack()
    settings(scope)
    found = only(scope, "AWS::Bedrock::EnforcedGuardrailConfiguration")
    assert found["ModelEnforcement"]["IncludedModels"] == ["ALL"]
    assert "amazon.titan-embed-text-v2:0" in found["ModelEnforcement"]["ExcludedModels"]
    assert found["SelectiveContentGuarding"] == {"Messages": "COMPREHENSIVE", "System": "COMPREHENSIVE"}


def test_it_is_deleted_before_the_guardrail_and_its_version() -> None:
    """CloudFormation deletes what names another before that."""
    scope = stack()
    settings(scope)
    found = only(scope, "AWS::Bedrock::EnforcedGuardrailConfiguration")
    [version] = resources(scope, "AWS::Bedrock::GuardrailVersion")
    [guardrail] = resources(scope, "AWS::Bedrock::Guardrail")
    assert mentions(found["GuardrailVersion"], version)
    assert mentions(found["GuardrailIdentifier"], guardrail)


def test_a_role_goes_on_invoking_when_it_is_let() -> None:
    scope = stack()
    role = iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal())
    settings(scope).grant_use(role)
    said = by_sid(only(scope, "AWS::IAM::Policy", "Caller")["PolicyDocument"])
    assert said["EnforcedGuardrail"]["Action"] == "bedrock:ApplyGuardrail"
    assert mentions(said["EnforcedGuardrailKey"]["Resource"], "GuardrailKey")


def test_callers_go_on_invoking() -> None:
    scope = stack()
    role = iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal())
    settings(scope, callers=[role])
    assert "EnforcedGuardrail" in by_sid(only(scope, "AWS::IAM::Policy", "Caller")["PolicyDocument"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"embeddings": []}, "embeddings must name what knowledge bases embed with, was empty"),
        ({"embeddings": ["titan"]}, "embeddings must be EmbeddingModel, was 'titan'"),
        ({"callers": "role"}, "callers must be a list, was 'role'"),
        ({"callers": ["role"]}, "a caller must be a role, was 'role'"),
    ],
)
def test_what_would_stop_everybody_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"Test/Settings: {message}"):
        settings(stack(), **arguments)


def test_callers_without_a_guardrail_are_refused() -> None:
    scope = stack()
    role = iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal())
    with pytest.raises(ValueError, match="callers must be given with a guardrail that is enforced, none was"):
        settings(scope, guarded=False, retention=DataRetention.NONE, callers=[role])


def test_what_roles_of_others_need_is_said() -> None:
    assert [one["Sid"] for one in settings(stack()).needed] == ["EnforcedGuardrail", "EnforcedGuardrailKey"]


def test_nothing_is_kept_when_that_is_asked_for() -> None:
    scope = stack()
    settings(scope, guarded=False, retention=DataRetention.NONE)
    assert only(scope, "Custom::BedrockDataRetention")["Mode"] == "none"
    assert not resources(scope, "AWS::Bedrock::EnforcedGuardrailConfiguration")


def test_without_a_guardrail_its_use_is_not_granted() -> None:
    scope = stack()
    found = settings(scope, guarded=False, retention=DataRetention.INHERIT)
    with pytest.raises(ValueError, match="a guardrail must be enforced for its use to be granted, none was"):
        found.grant_use(iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal()))


def test_settings_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="Test/Settings: guardrail or retention must be given, neither was"):
        settings(stack(), guarded=False)


def test_a_region_that_enforces_no_guardrail_is_refused() -> None:
    with pytest.raises(
        ValueError, match="the Region must offer AWS::Bedrock::EnforcedGuardrailConfiguration; me-central-1 does not"
    ):
        settings(region("me-central-1"))
