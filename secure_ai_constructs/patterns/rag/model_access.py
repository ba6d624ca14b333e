"""How a team asks a model: through a profile that says in every bill and log whose question it was."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from aws_cdk import Names, ReferenceStrength, Stack, Tags
from aws_cdk import aws_bedrock as bedrock
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataResidency
from secure_ai_constructs.regions import offered

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.rag.language_model import LanguageModel

INVOKE_ACTIONS = ("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")
"""Converse and ConverseStream are authorized as these two."""

PROFILE_TYPE = "AWS::Bedrock::ApplicationInferenceProfile"


class ModelAccess(Construct):
    """An application inference profile of one model, where the Region has them; else the model itself.

    Costs, metrics and log entries of the profile carry the team's tags and the profile's id.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-create.html
    """

    def __init__(self, scope: Construct, id: str, *, model: LanguageModel, residency: DataResidency) -> None:
        """Creates the profile; raises ValueError for a model that would answer where data may not be.

        And for one whose geographic profile the Region does not have.
        """
        stack, path = Stack.of(scope), f"{scope.node.path}/{id}"
        residency.require_route(model.model_id, model.geography, of=path)
        model.require_region(stack.region, of=path)
        super().__init__(scope, id)
        self.model, self._stack = model, stack
        self.profile = self._profile() if offered(PROFILE_TYPE, stack.region) else None

    @property
    def invoke_id(self) -> str:
        """What a caller gives Bedrock as `modelId`."""
        if self.profile:
            return self.profile.attr_inference_profile_arn
        return self.model.source_arn(self._stack) if self.model.geography else self.model.model_id

    @property
    def metric_id(self) -> str:
        """What Bedrock's metrics call the model."""
        if self.profile:
            return self.profile.attr_inference_profile_id
        return f"{self.model.geography}.{self.model.model_id}" if self.model.geography else self.model.model_id

    def statements(self, guardrail: str) -> list[dict[str, Any]]:
        """What a caller must be allowed, under one version of a guardrail, in IAM's own words.

        A profile is allowed by its own ARN, and the model behind it only through the profile, in
        every Region that may answer.
        """
        guarded: dict[str, Any] = {"bedrock:GuardrailIdentifier": guardrail}
        if regions := self.model.regions(self._stack.region):
            guarded["aws:RequestedRegion"] = regions[0] if len(regions) == 1 else list(regions)
        through = self.profile.attr_inference_profile_arn if self.profile else None
        if through is None and self.model.geography:
            through = self.model.source_arn(self._stack)
        behind = {**guarded, "bedrock:InferenceProfileArn": through} if through else guarded
        models = self.model.model_arns(self._stack)
        statements = [_invoke("InvokeGuarded", models if len(models) > 1 else models[0], behind)]
        return [*statements, _invoke("InvokeProfileGuarded", through, guarded)] if through else statements

    def _profile(self) -> bedrock.CfnApplicationInferenceProfile:
        """All of a profile is create-only, so its name says what it was copied from."""
        digest = hashlib.sha256(f"{self.model}".encode()).hexdigest()[:8]
        if self.model.geography:
            Tags.of(self).add("InferenceGeography", self.model.geography)
        made = bedrock.CfnApplicationInferenceProfile(
            self,
            "Profile",
            inference_profile_name=f"{Names.unique_resource_name(self, max_length=50, separator='-')}-{digest}",
            model_source=bedrock.CfnApplicationInferenceProfile.InferenceProfileModelSourceProperty(
                copy_from=self.model.source_arn(self._stack)
            ),
        )
        # As of a guardrail's version: who asks another model from now on lets go of this one.
        made.apply_cross_stack_reference_strength(ReferenceStrength.WEAK)
        return made


def _invoke(sid: str, resource: str | list[str], condition: dict[str, Any]) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": list(INVOKE_ACTIONS),
        "Resource": resource,
        "Condition": {"StringEquals": condition},
    }
