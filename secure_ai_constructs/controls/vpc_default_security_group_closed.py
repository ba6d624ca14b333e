"""Whatever is launched without a group lands in the default one, where everything may talk to everything.

CloudFormation cannot change the default group; a custom resource of PrivateNetwork does, or CDK's
own for `restrict_default_security_group`. This control looks for either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7
from secure_ai_constructs.truth import Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_CLOSERS = (
    ("Custom::ClosedDefaultSecurityGroup", "GroupId"),
    ("Custom::VpcRestrictDefaultSG", "DefaultSecurityGroupId"),
)


def holds(vpc: Resource) -> Truth:
    return any_of(
        vpc.referrers(closer, group).any(lambda lock: lock[group].refers_to(vpc))  # noqa: B023 - any asks at once
        for closer, group in _CLOSERS
    )


CONTROL = Control(
    id="vpc-default-security-group-closed",
    title="The default security group of a VPC is closed",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::EC2::VPC",),
    holds=holds,
    fix="Use PrivateNetwork; in CDK, set restrict_default_security_group=True or its feature flag; elsewhere, remove the group's rules.",
    sources=("https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",),
    baseline=(
        "NET-1",
        "NET-5",
    ),
    satisfies=(NIST_SC_7,),
)
