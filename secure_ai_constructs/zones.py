"""In how many Availability Zones something stands: two subnets of one zone go down together.

AWS source: https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


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


def is_interface(endpoint: Resource) -> Truth:
    """One of OpenSearch Serverless is an interface, and says no type."""
    return truth(endpoint.type != "AWS::EC2::VPCEndpoint") | endpoint["VpcEndpointType"].equals("Interface")
