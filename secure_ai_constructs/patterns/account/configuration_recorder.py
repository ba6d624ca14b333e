"""What every resource of the account looks like, from day to day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import CustomResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_config as config
from constructs import Construct

from secure_ai_constructs.patterns.account.kept import keep
from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, KeyPurpose, Operations, ServiceFunction
from secure_ai_constructs.patterns.foundation.customer_key import require_purposes
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.unique_name import unique_name

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


_SERVICE = "config.amazonaws.com"


class ConfigurationRecorder(Construct):
    """Records all types of resources as they change, and delivers their history to a bucket.

    As Config's service-linked role, which Security Hub asks for; where the account has none, it is made. The
    bucket has no default retention, to which Config does not deliver. All is kept when the stack goes. An
    account has one recorder in each Region: where there is one, the creation fails and changes nothing.
    AWS source: https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """

    def __init__(
        self, scope: Construct, id: str, *, key: kms.IKey, operations: Operations, records_global: bool = True
    ) -> None:
        """Creates recorder, channel and bucket; `key` must have been made with `KeyPurpose.CONFIGURATION`.

        One Region of an account records what is of all of them, such as roles: `records_global`.
        """
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_purposes("key", key, KeyPurpose.CONFIGURATION, of=self)
        require_kind(f"{self.node.path}: records_global", records_global, bool)
        stack = Stack.of(self)
        self.history = DataBucket(
            self, "History", key=key, access_logs=operations.access_logs, profile=DataProfile.HISTORY
        )
        self.history.admit_service("config", sid="ConfigFinds", actions=["s3:GetBucketAcl", "s3:ListBucket"])
        self.history.admit_service(
            "config", sid="ConfigWrites", actions=["s3:PutObject"], prefix=f"AWSLogs/{stack.account}/Config/"
        )
        keep(self.history.bucket, self.history.policy)
        self.function, self.role = self._role(operations)
        # With a name of its own: under the usual one, "default", what somebody else made would be changed.
        self.recorder = config.CfnConfigurationRecorder(
            self,
            "Recorder",
            name=unique_name(self, "recorder"),
            role_arn=f"arn:{stack.partition}:iam::{stack.account}:role/aws-service-role/{_SERVICE}/AWSServiceRoleForConfig",
            recording_group=config.CfnConfigurationRecorder.RecordingGroupProperty(
                all_supported=True, include_global_resource_types=records_global
            ),
            recording_mode=config.CfnConfigurationRecorder.RecordingModeProperty(recording_frequency="CONTINUOUS"),
        )
        self.channel = config.CfnDeliveryChannel(
            self,
            "Channel",
            name=unique_name(self, "channel"),
            s3_bucket_name=self.history.bucket.bucket_name,
            s3_kms_key_arn=key.key_arn,
            config_snapshot_delivery_properties=config.CfnDeliveryChannel.ConfigSnapshotDeliveryPropertiesProperty(
                delivery_frequency="TwentyFour_Hours"
            ),
        )
        # Neither depends on the other: the recorder waits for a channel, and the channel asks for a recorder.
        for one in (self.recorder, self.channel):
            one.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
            one.node.add_dependency(self.history.policy, self.role)

    def _role(self, operations: Operations) -> tuple[ServiceFunction, CustomResource]:
        stack = Stack.of(self)
        function = ServiceFunction(
            self,
            "Function",
            handler="service_linked_role",
            description="Makes sure that Config has its role",
            key=operations.key.key,
        )
        function.allow(
            {
                "Sid": "ServiceRole",
                "Effect": "Allow",
                "Action": "iam:CreateServiceLinkedRole",
                "Resource": f"arn:{stack.partition}:iam::{stack.account}:role/aws-service-role/{_SERVICE}/AWSServiceRoleForConfig",
                "Condition": {"StringEquals": {"iam:AWSServiceName": _SERVICE}},
            }
        )
        role = CustomResource(
            self,
            "Role",
            service_token=function.function.function_arn,
            resource_type="Custom::ServiceLinkedRole",
            properties={"Service": _SERVICE},
            service_timeout=Duration.minutes(5),
        )
        return function, role
