"""One guardrail for all teams: what may be asked, what may be answered, and in which version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_cdk import Duration, Names, ReferenceStrength, RemovalPolicy, Stack, Tags, Token
from aws_cdk import aws_bedrock as bedrock
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from secure_ai_constructs.patterns.foundation import CustomerKey, DataResidency
from secure_ai_constructs.patterns.foundation.data_residency import GEOGRAPHIES, WITH_GUARDRAIL_PROFILE
from secure_ai_constructs.patterns.foundation.kind import (
    require_each,
    require_kind,
    require_like,
    require_number,
)
from secure_ai_constructs.patterns.foundation.place import require_key_here
from secure_ai_constructs.patterns.foundation.service import require_offered
from secure_ai_constructs.patterns.rag.guardrail_content import (
    PERSONAL,
    DeniedTopic,
    own_topics,
    personal_data,
    require_entities,
    require_patterns,
    require_topics,
    require_words,
    usual_content,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms

    from secure_ai_constructs.patterns.foundation import AlertTopic

INTERVENTIONS = 100
"""So many interventions in five minutes are more than people who ask in good faith cause."""


class ContentGuardrail(Construct):
    """A guardrail with every layer on, and a numbered version of exactly its present content.

    The version's logical id follows the content: a changed guardrail makes a new version, and the
    old one is kept for those who still name it. A change made through the L1 is not seen: it needs
    a version of its own.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html
    """

    data_classification = ""
    """As which the first pattern that it was given to has tagged it; empty until then."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey | None = None,
        administrator: iam.IRole | None = None,
        masked: Sequence[str] = PERSONAL,
        masks_questions: bool = False,
        also_blocked: Sequence[str] = (),
        blocked_words: Sequence[str] = (),
        denied_topics: Sequence[DeniedTopic] = (),
        patterns: Mapping[str, str] | None = None,
        grounding: float = 0.7,
        relevance: float = 0.5,
        geography: str = "",
    ) -> None:
        """Creates guardrail and version; `grounding` and `relevance` are thresholds from 0.5 up to, not including, 1.

        `masked` are types of personal data that are masked in answers, such as `US_PASSPORT_NUMBER`, and in what the
        model is asked, with `masks_questions`; `also_blocked` are types that are blocked beside secrets. Without a `key`
        it makes its own, which names `administrator` for its care.
        `patterns` are regular expressions, by name, of what is masked in answers, such as policy numbers.
        With a `geography`, such as `eu`, the standard tier is used, which knows more languages and may
        evaluate in another Region of the geography; without one, the classic tier stays in the Region.
        """
        super().__init__(scope, id)
        require_offered(self, "AWS::Bedrock::Guardrail")
        if key is not None:
            require_key_here("key", key, of=self)
        for name, threshold in (("grounding", grounding), ("relevance", relevance)):
            require_number(f"{self.node.path}: {name}", threshold)
            if not 0.5 <= threshold < 1:  # noqa: PLR2004 - the range that the message states
                raise ValueError(f"{self.node.path}: {name} must be at least 0.5 and below 1, was {threshold}")
        require_each(f"{self.node.path}: denied_topics", denied_topics, DeniedTopic)
        require_kind(f"{self.node.path}: patterns", patterns, Mapping, type(None))
        require_kind(f"{self.node.path}: geography", geography, str)
        require_topics(denied_topics, of=self.node.path)
        require_patterns(patterns or {}, of=self.node.path)
        require_words(blocked_words, of=self.node.path)
        require_entities(masked, also_blocked, of=self.node.path)
        require_kind(f"{self.node.path}: masks_questions", masks_questions, bool)
        if geography:
            self._check_geography(geography)
        self.geography, self.grounding, self.relevance = geography, grounding, relevance
        self._told: list[AlertTopic] = []
        self.key = (
            key or CustomerKey(self, "Key", description="Encrypts the guardrail", administrator=administrator).key
        )
        personal = personal_data(masked, also_blocked, patterns or {}, in_questions=masks_questions)
        content = usual_content(blocked_words, grounding, relevance, personal) | own_topics(denied_topics)
        if geography:
            content |= self._standard_tier(content)
            Tags.of(self).add("InferenceGeography", geography)
        self.guardrail = bedrock.CfnGuardrail(
            self,
            "Guardrail",
            name=Names.unique_resource_name(self, max_length=50, separator="-"),
            description="Blocks attacks, harmful content and secrets; masks personal data; checks grounding",
            kms_key_arn=self.key.key_arn,
            **content,
        )
        # The profile's ARN holds tokens, whose numbers are not content.
        said = {**content, **({"cross_region_config": self._profile} if geography else {})}
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]
        self.version = bedrock.CfnGuardrailVersion(
            self,
            "Version",
            guardrail_identifier=self.guardrail.attr_guardrail_id,
            description=f"Content {digest}",
        )
        stack = Stack.of(self)
        self.version.override_logical_id(f"{stack.get_logical_id(self.version)}{digest}")
        self.version.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        # An export that a team's stack imports could not make way for that of the next version.
        self.version.apply_cross_stack_reference_strength(ReferenceStrength.WEAK)

    @property
    def residency(self) -> DataResidency:
        """Where what it reads may be evaluated: in its geography, or in its Region alone."""
        return (
            DataResidency.within(self.geography) if self.geography else DataResidency.in_region(Stack.of(self).region)
        )

    @property
    def versioned_arn(self) -> str:
        """`<guardrail ARN>:<version>`, as `bedrock:GuardrailIdentifier` spells it."""
        return f"{self.guardrail.attr_guardrail_arn}:{self.version.attr_version}"

    @property
    def arns(self) -> list[str]:
        """What a caller must be allowed to apply: the guardrail, and its profile in each Region that may evaluate."""
        stack = Stack.of(self)
        regions = sorted({stack.region, *GEOGRAPHIES[self.geography]}) if self.geography else []
        return [
            self.guardrail.attr_guardrail_arn,
            *(f"arn:{stack.partition}:bedrock:{region}:{stack.account}:{self._profile}" for region in regions),
        ]

    def metric(self, name: str) -> cloudwatch.Metric:
        """A metric of exactly this version, such as `InvocationsIntervened`, as a sum over five minutes."""
        return cloudwatch.Metric(
            namespace="AWS/Bedrock/Guardrails",
            metric_name=name,
            dimensions_map={
                "GuardrailArn": self.guardrail.attr_guardrail_arn,
                "GuardrailVersion": self.version.attr_version,
            },
            statistic="Sum",
            period=Duration.minutes(5),
        )

    def alarm_to(self, alerts: AlertTopic, *, interventions: int = INTERVENTIONS) -> None:
        """Tells of many interventions in five minutes, and of calls that the guardrail could not evaluate.

        A topic is told once, however often it is given; RAGs may share a guardrail.

        AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-guardrails-cw-metrics.html
        """
        require_like(f"{self.node.path}: alerts", alerts, "an AlertTopic", "topic")
        require_number(f"{self.node.path}: interventions", interventions)
        if interventions < 0:
            raise ValueError(f"{self.node.path}: interventions must be a number from 0 on, was {interventions}")
        if alerts in self._told:
            return
        scope = Construct(self, f"Alarms{alerts.node.addr[-8:]}") if self._told else self
        self._told.append(alerts)
        for alarm_id, name, most, what in (
            ("Interventions", "InvocationsIntervened", interventions, "Somebody tries what the guardrail blocks"),
            ("Errors", "InvocationClientErrors", 0, "The guardrail could not evaluate what it was given"),
            ("Throttles", "InvocationThrottles", 0, "The guardrail refused calls because there were too many"),
        ):
            alerts.alarm_above(scope, alarm_id, self.metric(name), threshold=most, description=what)

    @property
    def _profile(self) -> str:
        return f"guardrail-profile/{self.geography}.guardrail.v1:0"

    def _standard_tier(self, content: dict[str, Any]) -> dict[str, Any]:
        stack = Stack.of(self)
        tiered = {
            "content_policy_config": {
                **content["content_policy_config"],
                "contentFiltersTierConfig": {"tierName": "STANDARD"},
            },
            "cross_region_config": {
                "guardrailProfileArn": f"arn:{stack.partition}:bedrock:{stack.region}:{stack.account}:{self._profile}"
            },
        }
        if topics := content.get("topic_policy_config"):
            tiered["topic_policy_config"] = {**topics, "topicsTierConfig": {"tierName": "STANDARD"}}
        return tiered

    def _check_geography(self, geography: str) -> None:
        region = Stack.of(self).region
        if geography not in WITH_GUARDRAIL_PROFILE:
            known = ", ".join(WITH_GUARDRAIL_PROFILE)
            raise ValueError(
                f"{self.node.path}: geography must be one with a guardrail profile ({known}), was {geography!r}"
            )
        regions = WITH_GUARDRAIL_PROFILE[geography]
        if not Token.is_unresolved(region) and region not in regions:
            raise ValueError(
                f"{self.node.path}: the Region must have the guardrail profile of {geography} "
                f"({', '.join(regions)} do), was {region}"
            )
