"""In how many Availability Zones something stands: two subnets of one zone go down together.

AWS source: https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.truth import Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


def in_zones(subnets: Value, least: int) -> Truth:
    """There are so many subnets; and those that the assembly has are in so many zones, as far as it says which."""
    own = [one for one in subnets.targets if one.type == "AWS::EC2::Subnet"]
    zones = {one["AvailabilityZone"].literal for one in own}
    return subnets.has_at_least(least) & truth(None in zones or len(own) < least or len(zones) >= least)


def is_interface(endpoint: Resource) -> Truth:
    """One of OpenSearch Serverless is an interface, and says no type."""
    return truth(endpoint.type != "AWS::EC2::VPCEndpoint") | endpoint["VpcEndpointType"].equals("Interface")
