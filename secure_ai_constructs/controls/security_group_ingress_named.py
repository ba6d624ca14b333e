"""A port open to every address is found by a scanner within minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SC_7
from secure_ai_constructs.truth import Truth, any_of, truth
from secure_ai_constructs.zones import is_private

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_ANY_ADDRESS = r"/[0-7]$"
_ENDPOINTS = ("AWS::EC2::VPCEndpoint", "AWS::OpenSearchServerless::VpcEndpoint")
_NETWORKS = ("AWS::EC2::Subnet", "AWS::EC2::VPC")


def holds(group: Resource) -> Truth:
    if group.type == "AWS::EC2::SecurityGroupIngress":
        target = group["GroupId"].target
        return _is_named(group.properties) & (_is_private(group.properties) | ~_is_of_endpoint(target or group))
    rules = group["SecurityGroupIngress"]
    return rules.all(_is_named) & (rules.all(_is_private) | ~_is_of_endpoint(group))


def _is_of_endpoint(group: Resource) -> Truth:
    return any_of(group.referrers(kind, "SecurityGroupIds").exist() for kind in _ENDPOINTS)


def _is_private(rule: Value) -> Truth:
    """Callers of an endpoint are in the network, whose own block may be named, or come to it from premises."""
    block = rule["CidrIp"]
    of_network = any(one.type in _NETWORKS for one in block.targets)
    return ~block.is_set() | truth(of_network) | is_private(block)


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
    fix="Admit a security group or a private address range instead; to endpoints of services, no public one.",
    sources=("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",),
    baseline=("INS-4", "NET-5"),
    satisfies=(NIST_SC_7,),
)
