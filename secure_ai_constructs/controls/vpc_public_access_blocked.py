"""Whoever may attach a gateway opens a way to the internet, in a VPC that nobody looks at, unless the account blocks all.

A brake with exceptions holds where it is not needed: an exclusion lets its VPC out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_OPTIONS = "AWS::EC2::VPCBlockPublicAccessOptions"
_EXCLUSION = "AWS::EC2::VPCBlockPublicAccessExclusion"


def holds(brake: Resource) -> Truth:
    if brake.type == _EXCLUSION:
        return brake["InternetGatewayExclusionMode"].is_set() & FALSE
    return brake["InternetGatewayBlockMode"].equals("block-bidirectional")


CONTROL = Control(
    id="vpc-public-access-blocked",
    title="The account's brake between VPCs and the internet has no exception",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=(_OPTIONS, _EXCLUSION),
    holds=holds,
    fix="Set InternetGatewayBlockMode to block-bidirectional and delete exclusions; PublicAccessBlock does the first.",
    sources=("https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html",),
    baseline=("NET-9",),
    satisfies=(NIST_SC_7,),
)
