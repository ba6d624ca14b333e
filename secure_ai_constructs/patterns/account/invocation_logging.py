"""What every model in the account was told, and what it said, kept where nobody changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import CustomResource, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from secure_ai_constructs.patterns.account.kept import keep
from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, KeyPurpose, Operations, ServiceFunction
from secure_ai_constructs.patterns.foundation.caller import give, named
from secure_ai_constructs.patterns.foundation.customer_key import require_purposes
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.sourced_principal import sourced_principal

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms


SETTING_ACTIONS = (
    "bedrock:DeleteModelInvocationLoggingConfiguration",
    "bedrock:GetModelInvocationLoggingConfiguration",
    "bedrock:PutModelInvocationLoggingConfiguration",
)
"""They have no resource level: the setting is the account's."""
SETTING_CHANGES = (
    "DeleteEnforcedGuardrailConfiguration",
    "PutAccountDataRetention",
    "PutEnforcedGuardrailConfiguration",
)
"""Of what holds for everybody in the account, whether or not invocations are logged."""
BEDROCK_CHANGES = sorted(
    (
        *SETTING_CHANGES,
        "DeleteModelInvocationLoggingConfiguration",
        "PutModelInvocationLoggingConfiguration",
    )
)
FAILURES = (
    "ModelInvocationLargeDataS3DeliveryFailure",
    "ModelInvocationLogsCloudWatchDeliveryFailure",
    "ModelInvocationLogsS3DeliveryFailure",
)
"""AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html."""
STREAM = "aws/bedrock/modelinvocations"
PREFIX = "models"
MASKED = (
    logs.DataIdentifier.ADDRESS,
    logs.DataIdentifier.AWSSECRETKEY,
    logs.DataIdentifier.BANKACCOUNTNUMBER_DE,
    logs.DataIdentifier.BANKACCOUNTNUMBER_ES,
    logs.DataIdentifier.BANKACCOUNTNUMBER_FR,
    logs.DataIdentifier.BANKACCOUNTNUMBER_GB,
    logs.DataIdentifier.BANKACCOUNTNUMBER_IT,
    logs.DataIdentifier.BANKACCOUNTNUMBER_US,
    logs.DataIdentifier.CREDITCARDEXPIRATION,
    logs.DataIdentifier.CREDITCARDNUMBER,
    logs.DataIdentifier.CREDITCARDSECURITYCODE,
    logs.DataIdentifier.EMAILADDRESS,
    logs.DataIdentifier.NAME,
    logs.DataIdentifier.OPENSSHPRIVATEKEY,
    logs.DataIdentifier.PASSPORTNUMBER_US,
    logs.DataIdentifier.PGPPRIVATEKEY,
    logs.DataIdentifier.PHONENUMBER_DE,
    logs.DataIdentifier.PHONENUMBER_ES,
    logs.DataIdentifier.PHONENUMBER_FR,
    logs.DataIdentifier.PHONENUMBER_GB,
    logs.DataIdentifier.PHONENUMBER_IT,
    logs.DataIdentifier.PHONENUMBER_US,
    logs.DataIdentifier.PKCSPRIVATEKEY,
    logs.DataIdentifier.SSN_US,
)
"""What readers of the log group see as asterisks, unless they have `logs:Unmask`; the copy in the bucket is whole."""


class InvocationLoggingAlarms(Construct):
    """Tells of invocations that are not logged: a setting that changes, and deliveries that fail."""

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        operations.tell_of(
            self,
            "SettingChanges",
            "invocation logging, enforced guardrails and retention that change or go",
            api_calls("bedrock", BEDROCK_CHANGES),
        )
        for metric in FAILURES:
            # The dimension under which AWS counts them is not documented; a query needs none.
            counted = cloudwatch.MathExpression(
                expression=f'SELECT SUM({metric}) FROM "AWS/Bedrock"',  # noqa: S608 - Metrics Insights, no database
                label=metric,
                period=Duration.minutes(5),
                using_metrics={},
            )
            operations.alerts.alarm_above(
                self, metric, counted, description=f"Model invocations could not be logged: {metric}"
            )


WHO_ASKED = (
    "fields identity.arn as principal, modelId as model, operation\n"
    "| stats count(*) as calls, sum(input.inputTokenCount) as tokens_in, sum(output.outputTokenCount) as tokens_out "
    "by principal, model, operation\n"
    "| sort calls desc"
)
"""Of contents, which are masked, it shows nothing.

AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
"""


class InvocationLogging(Construct):
    """Logs all model invocations of the account and Region, with contents, to a log group and to a bucket.

    A setting that somebody else has made is refused, and not replaced. It stays on when the stack goes, with
    the role and the places that it writes to, unless `turn_off_with_stack` says otherwise.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey,
        operations: Operations,
        turn_off_with_stack: bool = False,
    ) -> None:
        """Creates bucket, log group and setting; `key` must be made with `KeyPurpose.INVOCATIONS` and `LOGS`."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_purposes("key", key, KeyPurpose.INVOCATIONS, KeyPurpose.LOGS, of=self)
        require_kind(f"{self.node.path}: turn_off_with_stack", turn_off_with_stack, bool)
        stack, self._key = Stack.of(self), key
        self._source = f"arn:{stack.partition}:bedrock:{stack.region}:{stack.account}:*"
        self.archive = DataBucket(
            self, "Archive", key=key, access_logs=operations.access_logs, profile=DataProfile.LOGS
        )
        self.archive.admit_service(
            "bedrock",
            sid="InvocationsAreWritten",
            actions=["s3:PutObject"],
            source=self._source,
            prefix=f"{PREFIX}/AWSLogs/{stack.account}/BedrockModelInvocationLogs/",
        )
        self.log_group = logs.LogGroup(
            self,
            "LogGroup",
            encryption_key=key,
            retention=logs.RetentionDays.ONE_YEAR,
            deletion_protection_enabled=True,
            data_protection_policy=logs.DataProtectionPolicy(identifiers=list(MASKED)),
        )
        self.question = logs.CfnQueryDefinition(
            self,
            "Prompts",
            name=f"{stack.stack_name}/Who asked which model how much",
            log_group_names=[self.log_group.log_group_name],
            query_string=WHO_ASKED,
        )
        self.role = self._role()
        self.function = self._function(operations)
        self.setting = self._setting(turn_off=turn_off_with_stack)
        keep(self.archive.bucket, self.archive.policy, self.log_group, self.role)
        self.alarms = InvocationLoggingAlarms(self, "Alarms", operations=operations)

    def _role(self) -> iam.Role:
        stack = Stack.of(self)
        write = {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": f"arn:{stack.partition}:logs:{stack.region}:{stack.account}:log-group:"
            f"{self.log_group.log_group_name}:log-stream:{STREAM}",
        }
        return iam.Role(
            self,
            "Role",
            assumed_by=sourced_principal("bedrock.amazonaws.com", account=stack.account, source=self._source),
            description="Bedrock logs model invocations",
            inline_policies={"Write": iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": [write]})},
        )

    @property
    def destination(self) -> str:
        """Where the setting sends what is logged, as its handler and the daily rule spell it."""
        return f"{self.log_group.log_group_name} and {self.archive.bucket.bucket_name}"

    def grant_read(self, role: iam.IRole, *, unmasked: bool = False) -> None:
        """Lets a role read the log group; `unmasked`, the personal data too, and the bucket, which is never masked.

        The bucket's lock names the role: it stands in this stack or exists already.
        """
        require_kind(f"{self.node.path}: unmasked", unmasked, bool)
        actions = ["logs:FilterLogEvents", "logs:GetLogEvents", "logs:StartQuery"]
        statements: list[dict[str, Any]] = [
            {
                "Sid": "ReadInvocations",
                "Effect": "Allow",
                "Action": [*actions, "logs:Unmask"] if unmasked else actions,
                "Resource": self.log_group.log_group_arn,
            }
        ]
        if unmasked:
            self.archive.grant_read_objects(role)
            use = {
                "Sid": "ReadWholeInvocations",
                "Effect": "Allow",
                "Action": "kms:Decrypt",
                "Resource": self._key.key_arn,
            }
            statements.append(use)
        else:
            statements.append(
                {
                    "Sid": "NeverUnmasked",
                    "Effect": "Deny",
                    "Action": "logs:Unmask",
                    "Resource": self.log_group.log_group_arn,
                }
            )
        give(role, (named(one, self.node.path, str(unmasked)) for one in statements), of=self)

    def _function(self, operations: Operations) -> ServiceFunction:
        function = ServiceFunction(
            self,
            "Function",
            handler="invocation_logging",
            description="Turns on the logging of model invocations",
            key=operations.key.key,
            timeout=Duration.minutes(5),
        )
        pass_on = {"StringEquals": {"iam:PassedToService": "bedrock.amazonaws.com"}}
        function.allow(
            {"Sid": "Setting", "Effect": "Allow", "Action": list(SETTING_ACTIONS), "Resource": "*"},
            {
                "Sid": "PassRole",
                "Effect": "Allow",
                "Action": "iam:PassRole",
                "Resource": self.role.role_arn,
                "Condition": pass_on,
            },
        )
        return function

    def _setting(self, *, turn_off: bool) -> CustomResource:
        setting = CustomResource(
            self,
            "Setting",
            service_token=self.function.function.function_arn,
            resource_type="Custom::BedrockInvocationLogging",
            properties={
                "LogGroup": self.log_group.log_group_name,
                "Role": self.role.role_arn,
                "Bucket": self.archive.bucket.bucket_name,
                "Prefix": PREFIX,
                "WhenDeleted": "TurnOff" if turn_off else "Keep",
            },
            service_timeout=Duration.minutes(6),
        )
        setting.node.add_dependency(self.archive.policy)
        return setting
