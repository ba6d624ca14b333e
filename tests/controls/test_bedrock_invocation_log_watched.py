"""Whether somebody asks every day."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_invocation_log_watched import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

LOGGING = resource("Custom::BedrockInvocationLogging")


def rule(
    owner: Any = "CUSTOM_LAMBDA", name: str = "bedrock-invocation-logged", often: str = "TwentyFour_Hours"
) -> dict[str, Any]:
    properties = {"ConfigRuleName": name, "Source": {"Owner": owner}, "MaximumExecutionFrequency": often}
    return resource("AWS::Config::ConfigRule", properties)


def test_a_rule_of_ones_own_passes() -> None:
    assert judge(CONTROL, LOGGING, Rule=rule()) is TRUE


def test_no_rule_fails() -> None:
    assert judge(CONTROL, LOGGING) is FALSE


def test_a_rule_of_another_name_fails() -> None:
    assert judge(CONTROL, LOGGING, Rule=rule(name="another")) is FALSE


def test_a_rule_of_awss_fails() -> None:
    assert judge(CONTROL, LOGGING, Rule=rule("AWS")) is FALSE


def test_a_rule_that_never_runs_fails() -> None:
    assert judge(CONTROL, LOGGING, Rule=rule(often="")) is FALSE


def test_an_owner_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, LOGGING, Rule=rule(ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
