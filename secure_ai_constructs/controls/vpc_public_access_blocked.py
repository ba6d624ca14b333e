"""Whoever may attach a gateway opens a way to the internet, in a VPC that nobody looks at, unless the account blocks all.

A brake with exceptions holds where it is not needed: an exclusion lets its VPC out again. And a public bucket needs
no VPC. CloudFormation has no type for the account's block of public buckets: the control looks for this library's
custom resource.
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
    buckets = brake.peers("Custom::S3AccountPublicAccessBlock").exist()
    return brake["InternetGatewayBlockMode"].equals("block-bidirectional") & buckets


CONTROL = Control(
    id="vpc-public-access-blocked",
    title="The account's brake on the internet holds for VPCs and buckets, without exception",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=(_OPTIONS, _EXCLUSION),
    holds=holds,
    fix="Set InternetGatewayBlockMode to block-bidirectional, delete exclusions, block public buckets; see PublicAccessBlock.",
    sources=("https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html",),
    baseline=("NET-9",),
    satisfies=(NIST_SC_7,),
)
