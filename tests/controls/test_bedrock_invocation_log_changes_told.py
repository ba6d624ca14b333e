"""Whether somebody learns that the log of prompts was turned off."""

from __future__ import annotations

from secure_ai_constructs.controls.bedrock_invocation_log_changes_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

WATCHED = resource("Custom::BedrockInvocationLogging")
PATTERN = {
    "source": ["aws.bedrock"],
    "detail": {
        "eventName": [
            "DeleteEnforcedGuardrailConfiguration",
            "DeleteModelInvocationLoggingConfiguration",
            "PutAccountDataRetention",
            "PutEnforcedGuardrailConfiguration",
            "PutModelInvocationLoggingConfiguration",
        ]
    },
}


def test_a_log_that_is_turned_off_is_told_of() -> None:
    assert judge(CONTROL, WATCHED, Rule=event_rule(PATTERN)) is TRUE


def test_no_rule_fails() -> None:
    assert judge(CONTROL, WATCHED) is FALSE


def test_a_rule_that_leaves_some_out_fails() -> None:
    assert (
        judge(
            CONTROL,
            WATCHED,
            Rule=event_rule(
                {"source": ["aws.bedrock"], "detail": {"eventName": ["DeleteModelInvocationLoggingConfiguration"]}}
            ),
        )
        is FALSE
    )


def test_a_pattern_given_at_deployment_is_unknown() -> None:
    assert (
        judge(CONTROL, WATCHED, Rule=event_rule({"source": ["aws.bedrock"], "detail": {"eventName": ANYTHING}}))
        is UNKNOWN
    )


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
