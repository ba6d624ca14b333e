"""Whether somebody learns of a hole."""

from __future__ import annotations

from secure_ai_constructs.controls.inspector_findings_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

WATCHED = resource("Custom::InspectorEnablement")
PATTERN = {"detail-type": ["Inspector2 Finding"], "detail": {"severity": ["CRITICAL", "HIGH"]}}


def test_a_hole_is_told_of() -> None:
    assert judge(CONTROL, WATCHED, Rule=event_rule(PATTERN)) is TRUE


def test_no_rule_fails() -> None:
    assert judge(CONTROL, WATCHED) is FALSE


def test_a_rule_that_leaves_some_out_fails() -> None:
    assert (
        judge(
            CONTROL,
            WATCHED,
            Rule=event_rule({"detail-type": ["Inspector2 Finding"], "detail": {"severity": ["CRITICAL"]}}),
        )
        is FALSE
    )


def test_a_pattern_given_at_deployment_is_unknown() -> None:
    assert (
        judge(
            CONTROL, WATCHED, Rule=event_rule({"detail-type": ["Inspector2 Finding"], "detail": {"severity": ANYTHING}})
        )
        is UNKNOWN
    )


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
