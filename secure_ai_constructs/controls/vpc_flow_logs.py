"""An intruder who moves through the network leaves no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_2, NIST_AU_12, NIST_SI_4

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth


def holds(vpc: Resource) -> Truth:
    return vpc.referrers("AWS::EC2::FlowLog", "ResourceId").any(lambda log: log["TrafficType"].equals("ALL"))


CONTROL = Control(
    id="vpc-flow-logs",
    title="VPCs log all traffic",
    question=Question.AUDIT,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPC",),
    holds=holds,
    fix="Create a flow log with TrafficType ALL for the VPC.",
    sources=("https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",),
    baseline=("NET-1",),
    satisfies=(
        NIST_AU_12,
        NIST_AU_2,
        NIST_SI_4,
    ),
)
