"""A database with a public address is found within minutes, and its password is all that stands before the vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(instance: Resource) -> Truth:
    return instance["PubliclyAccessible"].equals(False)


CONTROL = Control(
    id="rds-not-public",
    title="Database instances have no public address",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::RDS::DBInstance",),
    holds=holds,
    fix="Set PubliclyAccessible to false.",
    sources=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    ),
    baseline=("NET-10",),
    satisfies=(NIST_SC_7,),
)
