"""A port open to every address is found by a scanner within minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value
    from secure_ai_constructs.truth import Truth


_ANY_ADDRESS = r"/[0-7]$"


def holds(group: Resource) -> Truth:
    if group.type == "AWS::EC2::SecurityGroupIngress":
        return _is_named(group.properties)
    return group["SecurityGroupIngress"].all(_is_named)


def _is_named(rule: Value) -> Truth:
    return ~rule["CidrIp"].matches(_ANY_ADDRESS) & ~rule["CidrIpv6"].matches(_ANY_ADDRESS)


CONTROL = Control(
    id="security-group-ingress-named",
    title="Security groups admit no unnamed address",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=(
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::SecurityGroupIngress",
    ),
    holds=holds,
    fix="Admit a security group or a private address range instead.",
    sources=("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",),
    baseline=("HYB-1", "INS-4", "NET-5"),
    satisfies=(NIST_SC_7,),
)
