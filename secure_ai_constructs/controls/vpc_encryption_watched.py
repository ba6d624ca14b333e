"""Traffic that was never encrypted looks like any other in the logs.

The flow log's field `encryption-status` says of each connection how it was protected, once the VPC's encryption
control watches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_8, NIST_SC_13
from secure_ai_constructs.truth import truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

WITHOUT = (
    "ap-east-2",
    "ap-northeast-2",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "cn-north-1",
    "cn-northwest-1",
    "eu-south-2",
    "il-central-1",
    "mx-central-1",
)
"""Regions whose CloudFormation has no such control, as cfn-lint lists them."""


def holds(vpc: Resource) -> Truth:
    controls = vpc.referrers("AWS::EC2::VPCEncryptionControl", "VpcId")
    return controls.any(lambda control: control["Mode"].one_of("monitor", "enforce"))


def when(vpc: Resource) -> Truth:
    return truth(vpc.template.region not in WITHOUT)


CONTROL = Control(
    id="vpc-encryption-watched",
    title="VPCs watch whether their traffic is encrypted",
    question=Question.ENCRYPTION,
    severity=Severity.WARNING,
    applies_to=("AWS::EC2::VPC",),
    when=when,
    holds=holds,
    fix="Create an AWS::EC2::VPCEncryptionControl for the VPC, with Mode monitor or enforce.",
    sources=("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html",),
    baseline=("TLS-3",),
    satisfies=(NIST_SC_13, NIST_SC_8),
)
