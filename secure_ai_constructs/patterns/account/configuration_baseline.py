"""Which resources left the way that they were built: the catalog's controls, watched after deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Stack
from aws_cdk import aws_config as config
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.account.configuration_recorder import ConfigurationRecorder
from secure_ai_constructs.patterns.account.invocation_logging import InvocationLogging
from secure_ai_constructs.patterns.account.runtime_controls import GUARD, MANAGED, conformance_pack
from secure_ai_constructs.patterns.foundation import Operations, ServiceFunction
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.kind import require_each, require_kind
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.unique_name import unique_name
from secure_ai_constructs.regions import rule_offered

if TYPE_CHECKING:
    from collections.abc import Collection


OF_THE_ACCOUNT = {
    "AccessFromTheInternet": "RESTRICTED_INCOMING_TRAFFIC",
    "AccessKeysOfRoot": "IAM_ROOT_ACCESS_KEY_CHECK",
    "Administrators": "IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
    "LogsOfTheTrail": "CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED",
    "OldAccessKeys": "ACCESS_KEYS_ROTATED",
    "PasswordsOfUsers": "IAM_USER_MFA_ENABLED",
    "Root": "ROOT_ACCOUNT_MFA_ENABLED",
    "SshFromTheInternet": "INCOMING_SSH_DISABLED",
    "UnusedPasswordsAndKeys": "IAM_USER_UNUSED_CREDENTIALS_CHECK",
    "ValidatedTrail": "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED",
}
"""What no template shows: rules of AWS's about the account itself, by their construct."""
PARAMETERS = {
    "OldAccessKeys": {"maxAccessKeyAge": "90"},
    "UnusedPasswordsAndKeys": {"maxCredentialUsageAge": "90"},
}
"""In days."""
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
        """Creates the conformance pack and the rules that the Region has, but for those of controls `without` one."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_each(f"{self.node.path}: without", without, str)
        require_kind(f"{self.node.path}: recorder", recorder, ConfigurationRecorder, type(None))
        if unknown := sorted(set(without) - set(MANAGED) - set(GUARD)):
            raise ValueError(
                f"{self.node.path}: without must name controls that have a rule ({', '.join(sorted({**MANAGED, **GUARD}))}), "
                f"had {', '.join(unknown)}"
            )
        self._recorder, region = recorder, Stack.of(self).region
        self.pack = config.CfnConformancePack(
            self,
            "Pack",
            conformance_pack_name=unique_name(self, "secure-ai"),
            template_body=conformance_pack(region=region, without=without),
        )
        rules = Construct(self, "Rules")
        self.rules = {
            name: config.CfnConfigRule(
                rules,
                name,
                source=config.CfnConfigRule.SourceProperty(owner="AWS", source_identifier=identifier),
                input_parameters=PARAMETERS.get(name),
            )
            for name, identifier in OF_THE_ACCOUNT.items()
            if rule_offered(identifier, region)
        }
        for one in (self.pack, *self.rules.values()):
            self._after_recorder(one)
        operations.tell_of(self, "NotCompliant", "resources that stopped complying with a rule", _NOT_COMPLIANT)
        operations.tell_of(
            self, "RecorderChanges", "recorders and rules that stop or go", api_calls("config", RECORDER_CHANGES)
        )

    def watch_invocation_logging(
        self, operations: Operations, setting: InvocationLogging | None = None
    ) -> config.CfnConfigRule:
        """A rule of our own that asks once a day whether model invocations are logged: Config records no such thing.

        With `setting`, to where that sends them; what else the account has may send them anywhere.
        """
        require_part("operations", operations, Operations, of=self)
        require_kind(f"{self.node.path}: setting", setting, InvocationLogging, type(None))
        if self.node.try_find_child("LoggingFunction"):
            raise ValueError(f"{self.node.path}: invocation logging must be watched once, and is watched already")
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
            input_parameters={"Destination": setting.destination} if setting else None,
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
