"""Who took over a function or a container is seen by what it calls, if anybody looks where it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_4
from secure_ai_constructs.truth import Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_FEATURES = ("EBS_MALWARE_PROTECTION", "LAMBDA_NETWORK_LOGS", "RDS_LOGIN_EVENTS", "RUNTIME_MONITORING")


def holds(detector: Resource) -> Truth:
    return all_of(
        detector["Features"].any(lambda one: one["Name"].equals(name) & one["Status"].equals("ENABLED"))  # noqa: B023 - all_of asks at once
        for name in _FEATURES
    )


CONTROL = Control(
    id="guardduty-watches-compute",
    title="GuardDuty watches functions, databases, volumes and what runs on instances",
    question=Question.THREATS,
    severity=Severity.WARNING,
    applies_to=("AWS::GuardDuty::Detector",),
    holds=holds,
    fix="List LAMBDA_NETWORK_LOGS, RDS_LOGIN_EVENTS, RUNTIME_MONITORING and EBS_MALWARE_PROTECTION as ENABLED under Features.",
    sources=("https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html",),
    baseline=("GD-1",),
    satisfies=(NIST_SI_4,),
)
