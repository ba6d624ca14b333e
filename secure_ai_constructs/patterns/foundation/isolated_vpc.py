"""A VPC of isolated subnets in three zones, whose traffic is logged and whose default group is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aws_cdk import CustomResource, Duration, Fn, Stack
from aws_cdk import aws_ec2 as ec2

from secure_ai_constructs.patterns.foundation.flow_logs import FlowLogs
from secure_ai_constructs.patterns.foundation.service_function import ServiceFunction
from secure_ai_constructs.regions import offered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms
    from constructs import Construct

ZONES = 3


ENCRYPTION_CONTROL = "AWS::EC2::VPCEncryptionControl"


class IsolatedVpc(NamedTuple):
    """A VPC and what watches it."""

    vpc: ec2.Vpc
    flow_logs: FlowLogs
    encryption_control: ec2.CfnVPCEncryptionControl | None


def isolated_vpc(scope: Construct, cidr: str, key: kms.IKey) -> IsolatedVpc:
    """The VPC `Vpc` of a scope and its flow logs, beside the function that closes its default group.

    The function is ours: the one that CDK brings has no log group, key or dead-letter queue.
    """
    vpc = ec2.Vpc(
        scope,
        "Vpc",
        ip_addresses=ec2.IpAddresses.cidr(cidr),
        availability_zones=[Fn.select(zone, Fn.get_azs()) for zone in range(ZONES)],
        nat_gateways=0,
        create_internet_gateway=False,
        restrict_default_security_group=False,
        subnet_configuration=[
            ec2.SubnetConfiguration(name="Isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24)
        ],
    )
    _close_default_group(scope, vpc, key)
    control = _encryption_control(scope, vpc)
    fields = ["encryption-status"] if control else []
    return IsolatedVpc(vpc, FlowLogs(scope, "FlowLogs", vpc=vpc, key=key, fields=fields), control)


def _encryption_control(scope: Construct, vpc: ec2.Vpc) -> ec2.CfnVPCEncryptionControl | None:
    """Watches whether traffic is encrypted, and refuses none: what enforcing it refuses depends on the workload.

    AWS source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html
    """
    if not offered(ENCRYPTION_CONTROL, Stack.of(scope).region):
        return None
    return ec2.CfnVPCEncryptionControl(scope, "EncryptionControl", vpc_id=vpc.vpc_id, mode="monitor")


def isolated_subnets(vpc: ec2.IVpc, *, of: str) -> list[ec2.ISubnet]:
    """The first subnet of each zone that nothing leads out of: an endpoint takes one a zone.

    Raises ValueError unless they are in two zones at least.
    """
    first: dict[str, ec2.ISubnet] = {}
    for subnet in vpc.isolated_subnets:
        first.setdefault(subnet.availability_zone, subnet)
    if len(first) < 2:  # noqa: PLR2004 - one zone is no redundancy
        raise ValueError(
            f"{of}: the VPC must have isolated subnets in at least two Availability Zones, "
            f"had {len(vpc.isolated_subnets)} subnets in {len(first)}"
        )
    return list(first.values())


def require_route_tables(subnets: Sequence[ec2.ISubnet], *, of: str) -> None:
    """Raises ValueError for imported subnets whose route tables are not known: a gateway endpoint stands in those."""
    try:
        known = all(one.route_table.route_table_id for one in subnets)
    except RuntimeError:  # of jsii, when an import has none
        known = False
    if not known:
        raise ValueError(
            f"{of}: the VPC must be given with the route tables of its isolated subnets, or with its S3 gateway "
            f"endpoint (s3=…), was given with neither"
        )


def _close_default_group(scope: Construct, vpc: ec2.Vpc, key: kms.IKey) -> None:
    stack, group = Stack.of(scope), vpc.vpc_default_security_group
    closer = ServiceFunction(
        scope,
        "DefaultGroup",
        handler="default_security_group",
        description="Closes the default security group of the network",
        key=key,
    )
    closer.allow(
        {
            "Sid": "Close",
            "Effect": "Allow",
            "Action": ["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
            "Resource": f"arn:{stack.partition}:ec2:{stack.region}:{stack.account}:security-group/{group}",
        }
    )
    CustomResource(
        closer,
        "Closed",
        service_token=closer.function.function_arn,
        resource_type="Custom::ClosedDefaultSecurityGroup",
        properties={"GroupId": group, "Account": stack.account},
        service_timeout=Duration.minutes(5),
    )
