"""A security group is opened to the world, a rule of Config notices, and its finding waits for the next audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.alerts import lets_through, told_of
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_3, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(recorder: Resource) -> Truth:
    return told_of(
        recorder,
        "aws.config",
        "Config Rules Compliance Change",
        lambda detail: (
            lets_through(detail["messageType"], "ComplianceChangeNotification")
            & lets_through(detail["newEvaluationResult"]["complianceType"], "NON_COMPLIANT")
        ),
        fields=("messageType", "newEvaluationResult"),
    )


CONTROL = Control(
    id="config-noncompliance-told",
    title="Resources that stop complying raise an alert",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::Config::ConfigurationRecorder",),
    holds=holds,
    fix="Add an event rule on Config Rules Compliance Change to NON_COMPLIANT; ConfigurationBaseline does.",
    sources=("https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html",),
    baseline=("CFG-4",),
    satisfies=(
        NIST_CM_3,
        NIST_SI_4,
    ),
)
