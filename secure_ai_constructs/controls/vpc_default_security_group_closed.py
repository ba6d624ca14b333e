"""Whatever is launched without a group lands in the default one, where everything may talk to everything.

CloudFormation cannot change the default group; CDK's `restrict_default_security_group` does it
with a custom resource, which this control looks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_GROUP = "DefaultSecurityGroupId"


def holds(vpc: Resource) -> Truth:
    return vpc.referrers("Custom::VpcRestrictDefaultSG", _GROUP).any(lambda lock: lock[_GROUP].refers_to(vpc))


CONTROL = Control(
    id="vpc-default-security-group-closed",
    title="The default security group of a VPC is closed",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPC",),
    holds=holds,
    fix="In CDK, set restrict_default_security_group=True or its feature flag; elsewhere, remove the group's rules.",
    sources=("https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",),
    baseline=(
        "NET-1",
        "NET-5",
    ),
    satisfies=(NIST_SC_7,),
)
