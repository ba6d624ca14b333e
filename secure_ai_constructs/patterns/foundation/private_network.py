"""A network without an internet: services are reached through endpoints that say what may pass."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from aws_cdk import CfnResource, Fn, RemovalPolicy, Stack, Token
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from secure_ai_constructs.patterns.foundation.customer_key import CustomerKey, KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Sequence

ZONES = 3


class Service(Enum):
    """AWS services that a private workload calls; the value names the endpoint service and its construct."""

    BEDROCK_RUNTIME = ("bedrock-runtime", "BedrockRuntime")
    BEDROCK_AGENT_RUNTIME = ("bedrock-agent-runtime", "BedrockAgentRuntime")
    CLOUDWATCH_LOGS = ("logs", "CloudWatchLogs")
    KMS = ("kms", "Kms")
    STS = ("sts", "Sts")


class PrivateNetwork(Construct):
    """A VPC of isolated subnets in three Availability Zones, with no gateway to the internet.

    S3 is reached through a gateway endpoint, every other service through an interface endpoint
    that `reach` creates once. Endpoints admit only principals of the account, all traffic is
    logged under a customer managed key, and the default security group is closed.
    AWS source: https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cidr: str = "10.0.0.0/16",
    ) -> None:
        """Creates the network; the stack must name its account and Region, which policies name."""
        super().__init__(scope, id)
        stack = Stack.of(self)
        if Token.is_unresolved(stack.region) or Token.is_unresolved(stack.account):
            raise ValueError(
                f"{self.node.path}: the stack must name its account and Region (env=Environment(…)), "
                f"because endpoints and policies name them; {stack.stack_name} does not"
            )
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(cidr),
            availability_zones=[Fn.select(zone, Fn.get_azs()) for zone in range(ZONES)],
            nat_gateways=0,
            create_internet_gateway=False,
            restrict_default_security_group=True,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="Isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24)
            ],
        )
        _drop_redundant_dependency(stack)
        self.key = CustomerKey(
            self, "LogKey", description="Encrypts the flow logs of the network", purposes=[KeyPurpose.LOGS]
        )
        self.flow_logs = self._log_all_traffic()
        self.s3 = self._reach_s3()
        self.endpoints: dict[Service, ec2.InterfaceVpcEndpoint] = {}
        self._services = Construct(self, "Services")

    def reach(self, service: Service, *, actions: Sequence[str], resources: Sequence[str]) -> ec2.InterfaceVpcEndpoint:
        """The endpoint of a service, which admits these actions on these resources, too.

        The endpoint is created on the first call. Its security group admits nobody until a caller
        asks, `caller.connections.allow_to_default_port(endpoint)`: from the caller's side, so that
        the rules stand in the caller's stack and the network depends on nobody.
        Raises ValueError when an action or a resource list is empty.
        """
        if not actions or not resources:
            raise ValueError(f"{self.node.path}: reach({service.name}) must name actions and resources")
        if service not in self.endpoints:
            self.endpoints[service] = self._create_endpoint(service)
        endpoint = self.endpoints[service]
        endpoint.add_to_policy(
            iam.PolicyStatement(
                principals=[iam.AnyPrincipal()],
                actions=sorted(actions),
                resources=sorted(resources),
                conditions={"StringEquals": {"aws:PrincipalAccount": Stack.of(self).account}},
            )
        )
        return endpoint

    def _create_endpoint(self, service: Service) -> ec2.InterfaceVpcEndpoint:
        name, construct_id = service.value
        scope = Construct(self._services, construct_id)
        group = ec2.SecurityGroup(
            scope,
            "SecurityGroup",
            vpc=self.vpc,
            description=f"Who may call {name}",
            allow_all_outbound=False,
        )
        return ec2.InterfaceVpcEndpoint(
            scope,
            "Endpoint",
            vpc=self.vpc,
            service=ec2.InterfaceVpcEndpointAwsService(name),
            subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            security_groups=[group],
            private_dns_enabled=True,
            open=False,
        )

    def _reach_s3(self) -> ec2.GatewayVpcEndpoint:
        """Buckets of this account only, by a condition that does not grow with teams."""
        endpoint = self.vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
        account = Stack.of(self).account
        endpoint.add_to_policy(
            iam.PolicyStatement(
                sid="OwnBuckets",
                principals=[iam.AnyPrincipal()],
                actions=["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
                resources=["*"],
                conditions={"StringEquals": {"aws:PrincipalAccount": account, "aws:ResourceAccount": account}},
            )
        )
        return endpoint

    def _log_all_traffic(self) -> ec2.CfnFlowLog:
        """Through the L1: the L2's role trusts the service without naming the account."""
        stack = Stack.of(self)
        self.flow_log_group = logs.LogGroup(
            self,
            "FlowLogGroup",
            encryption_key=self.key.key,
            retention=logs.RetentionDays.ONE_YEAR,
            removal_policy=RemovalPolicy.RETAIN,
        )
        source = {
            "StringEquals": {"aws:SourceAccount": stack.account},
            "ArnLike": {"aws:SourceArn": f"arn:{stack.partition}:ec2:{stack.region}:{stack.account}:vpc-flow-log/*"},
        }
        role = iam.Role(
            self,
            "FlowLogRole",
            assumed_by=iam.ServicePrincipal("vpc-flow-logs.amazonaws.com", conditions=source),
            inline_policies={
                "Write": iam.PolicyDocument(
                    statements=[
                        iam.PolicyStatement(
                            actions=["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                            resources=[self.flow_log_group.log_group_arn],
                        )
                    ]
                )
            },
        )
        return ec2.CfnFlowLog(
            self,
            "FlowLog",
            resource_id=self.vpc.vpc_id,
            resource_type="VPC",
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_group_name=self.flow_log_group.log_group_name,
            deliver_logs_permission_arn=role.role_arn,
            max_aggregation_interval=60,
        )


def _drop_redundant_dependency(stack: Stack) -> None:
    """CDK's handler for default security groups depends on its role twice, which cfn-lint reports (W3005)."""
    provider = stack.node.try_find_child("Custom::VpcRestrictDefaultSGCustomResourceProvider")
    handler = provider.node.try_find_child("Handler") if provider else None
    if isinstance(handler, CfnResource):
        handler.add_deletion_override("DependsOn")
