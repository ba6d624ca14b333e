"""One call deletes the cluster, and with it the team's vectors and what else was kept there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_9

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(cluster: Resource) -> Truth:
    return cluster["DeletionProtection"].equals(True) & cluster["BackupRetentionPeriod"].at_least(_DAYS)


_DAYS = 7


CONTROL = Control(
    id="rds-recoverable",
    title="Database clusters are protected from deletion, and backed up",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::RDS::DBCluster",),
    holds=holds,
    fix="Set DeletionProtection to true and BackupRetentionPeriod to 7 days or more.",
    sources=("https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html",),
    baseline=("HA-4",),
    satisfies=(NIST_CP_9,),
)
