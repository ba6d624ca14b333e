"""Whether somebody learns that models are called by a thief."""

from __future__ import annotations

from secure_ai_constructs.controls.guardduty_findings_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

WATCHED = resource("AWS::GuardDuty::Detector")
PATTERN = {"source": ["aws.guardduty"], "detail": {"type": [{"prefix": "Impact:IAMUser/"}]}}


def test_a_threat_to_models_is_told_of() -> None:
    assert judge(CONTROL, WATCHED, Rule=event_rule(PATTERN)) is TRUE


def test_no_rule_fails() -> None:
    assert judge(CONTROL, WATCHED) is FALSE


def test_a_rule_that_leaves_some_out_fails() -> None:
    assert (
        judge(
            CONTROL,
            WATCHED,
            Rule=event_rule({"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 4]}]}}),
        )
        is FALSE
    )


def test_a_pattern_given_at_deployment_is_unknown() -> None:
    assert (
        judge(CONTROL, WATCHED, Rule=event_rule({"source": ["aws.guardduty"], "detail": {"type": ANYTHING}})) is UNKNOWN
    )


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
