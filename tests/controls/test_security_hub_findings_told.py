"""Whether somebody learns that a control of AWS fails."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.security_hub_findings_told import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, event_rule, judge, resource

WATCHED = resource("AWS::SecurityHub::Standard")
PATTERN: dict[str, Any] = {
    "detail-type": ["Security Hub Findings - Imported"],
    "detail": {"findings": {"Compliance": {"Status": ["FAILED"]}}},
}


def test_what_fails_is_told_of() -> None:
    assert judge(CONTROL, WATCHED, Rule=event_rule(PATTERN)) is TRUE


def test_no_rule_fails() -> None:
    assert judge(CONTROL, WATCHED) is FALSE


def test_a_rule_that_leaves_some_out_fails() -> None:
    assert (
        judge(
            CONTROL,
            WATCHED,
            Rule=event_rule(
                {
                    "detail-type": ["Security Hub Findings - Imported"],
                    "detail": {"findings": {"Compliance": {"Status": ["PASSED"]}}},
                }
            ),
        )
        is FALSE
    )


def test_high_severity_is_told_of_and_all_of_it() -> None:
    def rule(*labels: str) -> dict[str, Any]:
        findings = {**PATTERN["detail"]["findings"], "Severity": {"Label": list(labels)}}
        return event_rule({**PATTERN, "detail": {"findings": findings}})

    assert judge(CONTROL, WATCHED, Rule=rule("CRITICAL", "HIGH")) is TRUE
    assert judge(CONTROL, WATCHED, Rule=rule("CRITICAL")) is FALSE


def test_a_pattern_given_at_deployment_is_unknown() -> None:
    assert (
        judge(
            CONTROL, WATCHED, Rule=event_rule({"detail-type": ["Security Hub Findings - Imported"], "detail": ANYTHING})
        )
        is UNKNOWN
    )


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
