"""A group that lets everything out lets the data out.

Without `SecurityGroupEgress`, EC2 adds a rule that allows all traffic to everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


_ANY_ADDRESS = r"/[0-7]$"


def holds(group: Resource) -> Truth:
    if group.type == "AWS::EC2::SecurityGroupEgress":
        return _is_named(group.properties)
    rules = group["SecurityGroupEgress"]
    return rules.is_set() & rules.all(_is_named)


def _is_named(rule: Value) -> Truth:
    return ~rule["CidrIp"].matches(_ANY_ADDRESS) & ~rule["CidrIpv6"].matches(_ANY_ADDRESS)


CONTROL = Control(
    id="security-group-egress-named",
    title="Security groups name where traffic may go",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=(
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::SecurityGroupEgress",
    ),
    holds=holds,
    fix="List the egress rules; in CDK, allow_all_outbound=False.",
    sources=(
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html",
    ),
    baseline=("NET-5",),
    satisfies=(
        NIST_AC_4,
        NIST_SC_7,
    ),
)
