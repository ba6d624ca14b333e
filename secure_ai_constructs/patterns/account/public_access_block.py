"""A brake on the internet for everything in the account, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import CustomResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_config as config
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations, ServiceFunction
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.place import require_part

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Buckets": ("s3", ("DeleteAccountPublicAccessBlock", "PutAccountPublicAccessBlock")),
    "Networks": (
        "ec2",
        (
            "CreateVpcBlockPublicAccessExclusion",
            "ModifyVpcBlockPublicAccessExclusion",
            "ModifyVpcBlockPublicAccessOptions",
        ),
    ),
}


class PublicAccessBlockAlarms(Construct):
    """Tells of a brake that is loosened."""

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        for name, (service, calls) in CHANGES.items():
            operations.tell_of(self, name, "ways between the internet and the account", api_calls(service, calls))


class PublicAccessBlock(Construct):
    """No traffic between VPCs of the Region and the internet, and no public bucket in the account.

    It reaches what is public on purpose, too, so it is asked for. It only ever closes, and stays when the stack goes.
    AWS source: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
    AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    """

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        self.networks = ec2.CfnVPCBlockPublicAccessOptions(
            self, "Networks", internet_gateway_block_mode="block-bidirectional"
        )
        # There may have been one before, and the rollback of a creation would release it.
        self.networks.apply_removal_policy(RemovalPolicy.RETAIN)
        self.function = ServiceFunction(
            self,
            "Function",
            handler="public_access_block",
            description="Blocks public access to all buckets of the account",
            key=operations.key.key,
        )
        actions = ["s3:GetAccountPublicAccessBlock", "s3:PutAccountPublicAccessBlock"]
        self.function.allow({"Sid": "Setting", "Effect": "Allow", "Action": actions, "Resource": "*"})
        self.buckets = CustomResource(
            self,
            "Buckets",
            service_token=self.function.function.function_arn,
            resource_type="Custom::S3AccountPublicAccessBlock",
            properties={"Account": Stack.of(self).account},
            service_timeout=Duration.minutes(5),
        )
        self.alarms = PublicAccessBlockAlarms(self, "Alarms", operations=operations)

    def watch_buckets(self) -> config.CfnConfigRule:
        """A rule that asks daily whether buckets are still closed: a call to another Region's S3 opens them here, too."""
        if self.node.try_find_child("Watched"):
            raise ValueError(f"{self.node.path}: buckets must be watched once, and are watched already")
        return config.CfnConfigRule(
            self,
            "Watched",
            description="Public access to all buckets of the account is blocked",
            source=config.CfnConfigRule.SourceProperty(
                owner="AWS", source_identifier="S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC"
            ),
        )
