"""Where in a network something stands: two subnets of one zone go down together, and addresses are somebody's.

AWS source: https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_PRIVATE = r"^(10\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.)"


def in_zones(subnets: Value, least: int) -> Truth:
    """There are so many subnets, and those that the assembly has are in so many zones; of others nobody here reads that."""
    return subnets.each(lambda one: one.has_at_least(least) & _apart(one, least))


def _apart(subnets: Value, least: int) -> Truth:
    own = [one for one in subnets.targets if one.type == "AWS::EC2::Subnet"]
    zones = {_zone(one) for one in own}
    if len(own) < least or len(zones - {""}) >= least:
        return TRUE
    return UNKNOWN if "" in zones else FALSE


def _zone(subnet: Resource) -> str:
    """As the template spells it; two that are spelled alike are one. Where it says nothing, AWS chooses."""
    said = subnet.data.get("Properties") or {}
    return json.dumps(said.get("AvailabilityZone") or said.get("AvailabilityZoneId") or "").strip('"')


def is_private(block: Value) -> Truth:
    """Its addresses are of no network but the customer's own, by RFC 1918 and RFC 6598."""
    return block.matches(_PRIVATE)


def is_interface(endpoint: Resource) -> Truth:
    """One of OpenSearch Serverless is an interface, and says no type."""
    return truth(endpoint.type != "AWS::EC2::VPCEndpoint") | endpoint["VpcEndpointType"].equals("Interface")
