"""A trail that can be blinded in one Region, read in the clear or edited afterwards is no evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import is_customer_key
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_9, NIST_AU_12

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(trail: Resource) -> Truth:
    return (
        trail["IsLogging"].equals(True)
        & trail["IsMultiRegionTrail"].equals(True)
        & trail["IncludeGlobalServiceEvents"].equals(True)
        & trail["EnableLogFileValidation"].equals(True)
        & is_customer_key(trail["KMSKeyId"])
        & trail["CloudWatchLogsLogGroupArn"].is_set()
        & trail["CloudWatchLogsRoleArn"].is_set()
    )


CONTROL = Control(
    id="cloudtrail-protected",
    title="Trails cover all Regions, are validated, encrypted and can be asked",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::CloudTrail::Trail",),
    holds=holds,
    fix="Set IsLogging, IsMultiRegionTrail, IncludeGlobalServiceEvents, EnableLogFileValidation, KMSKeyId and a log group.",
    sources=("https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",),
    baseline=(
        "CT-1",
        "INT-6",
    ),
    satisfies=(
        NIST_AU_12,
        NIST_AU_9,
    ),
)
