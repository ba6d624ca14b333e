"""What holds of every model invocation in the account, whoever makes it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from aws_cdk import CustomResource, Duration, Stack
from aws_cdk import aws_bedrock as bedrock
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.patterns.account.invocation_logging import SETTING_CHANGES
from secure_ai_constructs.patterns.foundation import Operations, ServiceFunction
from secure_ai_constructs.patterns.foundation.caller import give
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.kind import require_each, require_kind
from secure_ai_constructs.patterns.foundation.place import require_beside, require_part
from secure_ai_constructs.patterns.foundation.service import require_offered
from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel

if TYPE_CHECKING:
    from collections.abc import Sequence


ENFORCED_TYPE = "AWS::Bedrock::EnforcedGuardrailConfiguration"
RETENTION_ACTIONS = ("bedrock:GetAccountDataRetention", "bedrock:PutAccountDataRetention")
EMBEDDINGS = (
    EmbeddingModel.titan_text_v2(),
    EmbeddingModel.cohere_english_v3(),
    EmbeddingModel.cohere_multilingual_v3(),
)


class DataRetention(Enum):
    """How long providers of models may keep prompts and answers.

    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/data-retention.html
    """

    NONE = "none"
    """Not at all; models that need retention become unavailable."""
    INHERIT = "inherit"
    """As the organization says."""


class BedrockSettingAlarms(Construct):
    """Tells of changes of what holds for everybody, where `InvocationLoggingAlarms` do not."""

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        calls = api_calls("bedrock", SETTING_CHANGES)
        operations.tell_of(
            self, "Changes", "enforced guardrails that change, and how long providers keep prompts", calls
        )


class BedrockAccountSettings(Construct):
    """A guardrail that Bedrock applies to every invocation of the account and Region, and how long data is kept.

    Both reach everybody in the account, so each is asked for. With an enforced guardrail, every caller needs
    `bedrock:ApplyGuardrail` and the guardrail's key, or every call of his fails: `callers` and `grant_use` give both,
    `needed` says what is to be given to roles of others, and `bedrock-enforced-guardrail-allowed` finds those.
    Embedding models answer no one and are excluded.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-enforcements.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        operations: Operations,
        guardrail: ContentGuardrail | None = None,
        embeddings: Sequence[EmbeddingModel] = EMBEDDINGS,
        callers: Sequence[iam.IRole] = (),
        retention: DataRetention | None = None,
    ) -> None:
        """Creates what is asked for; raises ValueError for nothing, and where the Region does not enforce guardrails.

        `callers` are roles that invoke models, and get what they need for it; `embeddings` are the models that
        knowledge bases of the account and Region embed with.
        """
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        if guardrail is None and retention is None:
            raise ValueError(f"{self.node.path}: guardrail or retention must be given, neither was")
        require_kind(f"{self.node.path}: guardrail", guardrail, ContentGuardrail, type(None))
        if guardrail:
            require_beside("guardrail", guardrail, of=self)
        require_kind(f"{self.node.path}: retention", retention, DataRetention, type(None))
        self.guardrail, self._operations = guardrail, operations
        require_each(f"{self.node.path}: embeddings", embeddings, EmbeddingModel)
        require_each(f"{self.node.path}: callers", callers)
        if guardrail and not embeddings:
            raise ValueError(
                f"{self.node.path}: embeddings must name what knowledge bases embed with, was empty: a guardrail that is "
                "enforced on those stops every ingestion"
            )
        if callers and not guardrail:
            raise ValueError(f"{self.node.path}: callers must be given with a guardrail that is enforced, none was")
        self.enforced = self._enforced(guardrail, embeddings) if guardrail else None
        for role in callers:
            self.grant_use(role)
        self.function: ServiceFunction | None = None
        self.retention = self._retention(retention) if retention else None

    def _enforced(
        self, guardrail: ContentGuardrail, embeddings: Sequence[EmbeddingModel]
    ) -> bedrock.CfnEnforcedGuardrailConfiguration:
        """It names the version, so that CloudFormation deletes it before the version and the guardrail."""
        require_offered(self, ENFORCED_TYPE)
        return bedrock.CfnEnforcedGuardrailConfiguration(
            self,
            "Enforced",
            guardrail_identifier=guardrail.guardrail.attr_guardrail_arn,
            guardrail_version=guardrail.version.attr_version,
            model_enforcement=bedrock.CfnEnforcedGuardrailConfiguration.ModelEnforcementProperty(
                included_models=["ALL"], excluded_models=sorted({one.model_id for one in embeddings})
            ),
            selective_content_guarding=bedrock.CfnEnforcedGuardrailConfiguration.SelectiveContentGuardingProperty(
                messages="COMPREHENSIVE", system="COMPREHENSIVE"
            ),
        )

    def _retention(self, mode: DataRetention) -> CustomResource:
        self.function = ServiceFunction(
            self,
            "Function",
            handler="data_retention",
            description="Says how long Bedrock keeps prompts and answers",
            key=self._operations.key.key,
        )
        self.function.allow({"Sid": "Setting", "Effect": "Allow", "Action": list(RETENTION_ACTIONS), "Resource": "*"})
        return CustomResource(
            self,
            "Retention",
            service_token=self.function.function.function_arn,
            resource_type="Custom::BedrockDataRetention",
            properties={"Account": Stack.of(self).account, "Mode": mode.value},
            service_timeout=Duration.minutes(5),
        )

    @property
    def needed(self) -> list[dict[str, Any]]:
        """What every role that invokes a model has to be allowed, in IAM's own words; nothing without a guardrail."""
        if self.guardrail is None:
            return []
        return [
            {
                "Sid": "EnforcedGuardrail",
                "Effect": "Allow",
                "Action": "bedrock:ApplyGuardrail",
                "Resource": self.guardrail.arns,
            },
            {
                "Sid": "EnforcedGuardrailKey",
                "Effect": "Allow",
                "Action": "kms:Decrypt",
                "Resource": self.guardrail.key.key_arn,
            },
        ]

    def grant_use(self, role: iam.IRole) -> None:
        """Lets a role go on invoking models under the enforced guardrail."""
        if not self.needed:
            raise ValueError(f"{self.node.path}: a guardrail must be enforced for its use to be granted, none was")
        give(role, self.needed, of=self)
