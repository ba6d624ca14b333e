"""What every resource of the account looks like, from day to day, and which of them left the way they were built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import CustomResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_config as config
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.account.kept import keep
from secure_ai_constructs.patterns.account.runtime_controls import GUARD, MANAGED, conformance_pack
from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, ServiceFunction
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.unique_name import unique_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from aws_cdk import aws_kms as kms

    from secure_ai_constructs.patterns.foundation import Operations

OF_THE_ACCOUNT = {
    "AccessFromTheInternet": "RESTRICTED_INCOMING_TRAFFIC",
    "AccessKeysOfRoot": "IAM_ROOT_ACCESS_KEY_CHECK",
    "Administrators": "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
    "LogsOfTheTrail": "CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED",
    "PasswordsOfUsers": "IAM_USER_MFA_ENABLED",
    "Root": "ROOT_ACCOUNT_MFA_ENABLED",
    "SshFromTheInternet": "INCOMING_SSH_DISABLED",
    "ValidatedTrail": "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED",
}
"""What no template shows: rules of AWS's about the account itself, by their construct."""
RECORDER_CHANGES = (
    "DeleteConfigRule",
    "DeleteConfigurationRecorder",
    "DeleteConformancePack",
    "DeleteDeliveryChannel",
    "PutConfigurationRecorder",
    "StopConfigurationRecorder",
)
_NOT_COMPLIANT = {
    "source": ["aws.config"],
    "detail-type": ["Config Rules Compliance Change"],
    "detail": {
        "messageType": ["ComplianceChangeNotification"],
        "newEvaluationResult": {"complianceType": ["NON_COMPLIANT"]},
    },
}
_SERVICE = "config.amazonaws.com"


class ConfigurationRecorder(Construct):
    """Records all types of resources as they change, and delivers their history to a bucket.

    As Config's service-linked role, which Security Hub asks for; where the account has none, it is made. The
    bucket has no default retention, to which Config does not deliver. All is kept when the stack goes. An
    account has one recorder in each Region: where there is one, the creation fails and changes nothing.
    AWS source: https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """

    def __init__(self, scope: Construct, id: str, *, key: kms.IKey, operations: Operations) -> None:
        """Creates recorder, channel and bucket; `key` must have been made with `KeyPurpose.CONFIGURATION`."""
        super().__init__(scope, id)
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
                all_supported=True, include_global_resource_types=True
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


class ConfigurationBaseline(Construct):
    """The catalog's controls that Config can watch, under the ids that synth uses, and rules about the account.

    Whatever stops complying is told of. Rules need a recorder: the account's, or the one that is given.
    AWS source: https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        operations: Operations,
        recorder: ConfigurationRecorder | None = None,
        without: Collection[str] = (),
    ) -> None:
        """Creates the conformance pack and the rules, but for those of controls `without` a rule in the Region."""
        super().__init__(scope, id)
        if unknown := sorted(set(without) - set(MANAGED) - set(GUARD)):
            raise ValueError(
                f"{self.node.path}: without must name controls that have a rule ({', '.join(sorted({**MANAGED, **GUARD}))}), "
                f"had {', '.join(unknown)}"
            )
        self._recorder = recorder
        self.pack = config.CfnConformancePack(
            self,
            "Pack",
            conformance_pack_name=unique_name(self, "secure-ai"),
            template_body=conformance_pack(without=without),
        )
        rules = Construct(self, "Rules")
        self.rules = {
            name: config.CfnConfigRule(
                rules,
                name,
                source=config.CfnConfigRule.SourceProperty(owner="AWS", source_identifier=identifier),
            )
            for name, identifier in OF_THE_ACCOUNT.items()
        }
        for one in (self.pack, *self.rules.values()):
            self._after_recorder(one)
        operations.tell_of(self, "NotCompliant", "resources that stopped complying with a rule", _NOT_COMPLIANT)
        operations.tell_of(
            self, "RecorderChanges", "recorders and rules that stop or go", api_calls("config", RECORDER_CHANGES)
        )

    def watch_invocation_logging(self, operations: Operations) -> config.CfnConfigRule:
        """A rule of our own that asks once a day whether model invocations are logged: Config records no such thing."""
        stack = Stack.of(self)
        function = ServiceFunction(
            self,
            "LoggingFunction",
            handler="invocation_logging.evaluation",
            description="Tells Config whether model invocations are logged",
            key=operations.key.key,
        )
        function.allow(
            {
                "Sid": "Evaluate",
                "Effect": "Allow",
                "Action": ["bedrock:GetModelInvocationLoggingConfiguration", "config:PutEvaluations"],
                "Resource": "*",
            }
        )
        function.function.add_permission(
            "Config", principal=iam.ServicePrincipal(_SERVICE), source_account=stack.account
        )
        rule = config.CfnConfigRule(
            self,
            "Logging",
            config_rule_name="bedrock-invocation-logged",
            description="Model invocations are logged with their contents",
            maximum_execution_frequency="TwentyFour_Hours",
            source=config.CfnConfigRule.SourceProperty(
                owner="CUSTOM_LAMBDA",
                source_identifier=function.function.function_arn,
                source_details=[
                    config.CfnConfigRule.SourceDetailProperty(
                        event_source="aws.config", message_type="ScheduledNotification"
                    )
                ],
            ),
        )
        rule.node.add_dependency(function.function.node.find_child("Config"))
        self._after_recorder(rule)
        return rule

    def _after_recorder(self, one: Construct) -> None:
        if self._recorder:
            one.node.add_dependency(self._recorder.recorder, self._recorder.channel)
