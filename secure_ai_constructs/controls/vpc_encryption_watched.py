"""Traffic that was never encrypted looks like any other in the logs.

The flow log's field `encryption-status` says of each connection how it was protected, once the VPC's encryption
control watches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_8, NIST_SC_13
from secure_ai_constructs.regions import offered
from secure_ai_constructs.truth import truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_CONTROL = "AWS::EC2::VPCEncryptionControl"


def holds(vpc: Resource) -> Truth:
    controls = vpc.referrers(_CONTROL, "VpcId")
    return controls.any(lambda control: control["Mode"].one_of("monitor", "enforce"))


def when(vpc: Resource) -> Truth:
    return truth(offered(_CONTROL, vpc.template.region))


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
