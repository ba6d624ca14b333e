"""Whether somebody can say who started a job."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.state_machine_logged import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"
GROUP = {"CloudWatchLogsLogGroup": {"LogGroupArn": "arn:aws:logs:eu-central-1:123456789012:log-group:jobs:*"}}


def machine(level: Any = "ALL", key: Any = KEY, destinations: Any = (GROUP,)) -> dict[str, Any]:
    listed = list(destinations) if isinstance(destinations, tuple) else destinations
    return resource(
        "AWS::StepFunctions::StateMachine",
        {
            "LoggingConfiguration": {"Level": level, "Destinations": listed},
            "EncryptionConfiguration": {"Type": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": key},
        },
    )


def test_every_step_under_a_key_passes() -> None:
    assert judge(CONTROL, machine()) is TRUE
    assert judge(CONTROL, machine(key={"Ref": "Key"}), Key=resource("AWS::KMS::Key")) is TRUE


def test_no_log_fails() -> None:
    assert judge(CONTROL, resource("AWS::StepFunctions::StateMachine")) is FALSE


def test_errors_alone_fail() -> None:
    for level in ("ERROR", "FATAL", "OFF"):
        assert judge(CONTROL, machine(level)) is FALSE


def test_a_log_that_goes_nowhere_fails() -> None:
    assert judge(CONTROL, machine(destinations=())) is FALSE


def test_no_key_fails() -> None:
    assert judge(CONTROL, machine(key={"Ref": "AWS::NoValue"})) is FALSE


def test_a_key_of_aws_fails() -> None:
    assert judge(CONTROL, machine(key="alias/aws/states")) is FALSE


def test_a_level_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, machine(ANYTHING)) is UNKNOWN


def test_destinations_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, machine(destinations=ANYTHING)) is UNKNOWN


def test_an_activity_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::StepFunctions::Activity")) is NOT_APPLICABLE
