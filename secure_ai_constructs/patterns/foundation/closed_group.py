"""A security group that lets nothing in and nothing out, until somebody says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_ec2 as ec2

if TYPE_CHECKING:
    from constructs import Construct

_NOTHING = {
    "CidrIp": "255.255.255.255/32",
    "Description": "Nothing goes out by this rule",
    "FromPort": 252,
    "IpProtocol": "icmp",
    "ToPort": 86,
}


def closed_group(scope: Construct, vpc: ec2.IVpc, description: str) -> ec2.SecurityGroup:
    """The group `SecurityGroup` of a scope, with one rule inside that lets nothing out.

    Rules that name groups of other stacks or prefix lists are resources of their own. A group without
    any rule inside gets one from EC2 that lets everything out, whatever resources come later.
    AWS source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
    """
    group = ec2.SecurityGroup(scope, "SecurityGroup", vpc=vpc, description=description, allow_all_outbound=False)
    resource = group.node.default_child
    if isinstance(resource, ec2.CfnSecurityGroup):
        resource.add_property_override("SecurityGroupEgress", [_NOTHING])
    return group
