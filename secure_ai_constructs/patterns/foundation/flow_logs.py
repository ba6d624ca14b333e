"""Who talked to whom in the network, kept for a year under a customer managed key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from secure_ai_constructs.patterns.foundation.sourced_principal import sourced_principal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms


DEFAULT_FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} "
    "${bytes} ${start} ${end} ${action} ${log-status}"
)
"""Of version 2, which queries and tools expect in this order; what is added comes after it."""


class FlowLogs(Construct):
    """Logs all traffic of a VPC, accepted and rejected, to an encrypted log group.

    Through the L1: the L2's role trusts the service without naming the account.
    AWS source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    """

    def __init__(self, scope: Construct, id: str, *, vpc: ec2.IVpc, key: kms.IKey, fields: Sequence[str] = ()) -> None:
        """Creates log group, role and flow log; `key` must have been made with `KeyPurpose.LOGS`.

        `fields` are logged beside those of the default format.
        """
        super().__init__(scope, id)
        stack = Stack.of(self)
        self.log_group = logs.LogGroup(
            self,
            "LogGroup",
            encryption_key=key,
            retention=logs.RetentionDays.ONE_YEAR,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        flow_logs = f"arn:{stack.partition}:ec2:{stack.region}:{stack.account}:vpc-flow-log/*"
        write = {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": self.log_group.log_group_arn,
        }
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=sourced_principal("vpc-flow-logs.amazonaws.com", account=stack.account, source=flow_logs),
            inline_policies={"Write": iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": [write]})},
        )
        self.flow_log = ec2.CfnFlowLog(
            self,
            "FlowLog",
            resource_id=vpc.vpc_id,
            resource_type="VPC",
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_group_name=self.log_group.log_group_name,
            deliver_logs_permission_arn=self.role.role_arn,
            max_aggregation_interval=60,
            log_format=" ".join([DEFAULT_FORMAT, *(f"${{{field}}}" for field in fields)]) if fields else None,
        )
