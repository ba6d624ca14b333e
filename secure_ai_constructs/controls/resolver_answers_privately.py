"""Callers on premises whose names nobody answers go round by the internet; a resolver that answers anybody maps the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7
from secure_ai_constructs.truth import UNKNOWN, Truth
from secure_ai_constructs.zones import is_private

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_GROUP, _RULE = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"


def holds(resolver: Resource) -> Truth:
    """In two subnets, and for private addresses alone."""
    return resolver["IpAddresses"].has_at_least(2) & resolver["SecurityGroupIds"].all(_is_private)


def _is_private(given: Value) -> Truth:
    group = given.target
    if group is None or group.type != _GROUP:
        return UNKNOWN
    rules = group.referrers(_RULE, "GroupId").all(lambda rule: _from_private(rule.properties))
    return rules & group["SecurityGroupIngress"].all(_from_private)


def _from_private(rule: Value) -> Truth:
    return rule["SourceSecurityGroupId"].is_set() | is_private(rule["CidrIp"])


def when(resolver: Resource) -> Truth:
    return resolver["Direction"].equals("INBOUND")


CONTROL = Control(
    id="resolver-answers-privately",
    title="Names of endpoints are resolved for callers on premises, from private addresses alone",
    question=Question.NETWORK,
    severity=Severity.ERROR,
    applies_to=("AWS::Route53Resolver::ResolverEndpoint",),
    when=when,
    holds=holds,
    fix="Admit the premises' private ranges to the resolver's group, in two subnets; PrivateNetwork(on_premises=…) does.",
    sources=("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html",),
    baseline=("HYB-1",),
    satisfies=(NIST_AC_4, NIST_SC_7),
)
