"""What a caller of a team may do: retrieve from one knowledge base, and ask one model under the guardrail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from secure_ai_constructs.patterns.rag.model_access import INVOKE_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
    from secure_ai_constructs.patterns.rag.model_access import ModelAccess

RETRIEVE_ACTIONS = ("bedrock:Retrieve",)
"""Never `bedrock:RetrieveAndGenerate`: it has no resource level, and its own model call escapes the guardrail."""

GUARDRAIL_ACTIONS = ("bedrock:ApplyGuardrail", "bedrock:GetGuardrail")

BEARER_TOKEN_ACTIONS = ("bedrock:CallWithBearerToken", "bedrock-mantle:CallWithBearerToken")
"""An API key inherits what its user may do, unless this is denied."""

UNGUARDED_ACTIONS = (
    "bedrock-mantle:*",
    "bedrock:AgenticRetrieveStream",
    "bedrock:CreateEvaluationJob",
    "bedrock:CreateModelInvocationJob",
    "bedrock:GenerateQuery",
    "bedrock:InvokeAgent",
    "bedrock:InvokeFlow",
    "bedrock:InvokeInlineAgent",
    "bedrock:OptimizePrompt",
    "bedrock:RetrieveAndGenerate",
    "bedrock:StartFlowExecution",
)
"""Ways to a model on which `bedrock:GuardrailIdentifier` is not checked."""


def query_statements(
    knowledge_base: str, access: ModelAccess, guardrail: ContentGuardrail, endpoints: Sequence[str]
) -> list[dict[str, Any]]:
    """The statements of a caller's policy, in IAM's own words."""
    return [
        {"Sid": "Retrieve", "Effect": "Allow", "Action": list(RETRIEVE_ACTIONS), "Resource": knowledge_base},
        *access.statements(guardrail.versioned_arn),
        *only_guarded(guardrail, endpoints),
    ]


def only_guarded(
    guardrail: ContentGuardrail, endpoints: Sequence[str], *, retrieves: bool = True
) -> list[dict[str, Any]]:
    """The use of a guardrail, and Denies of every way around it, whatever the caller is granted elsewhere.

    Without `retrieves`, the endpoints are those of models alone, and say nothing of retrieval. `StringNotEquals` is true of an absent key, so the Denies also refuse a call that names no
    guardrail, and one that comes through no endpoint.
    """
    key, version = "bedrock:GuardrailIdentifier", guardrail.versioned_arn
    elsewhere = {
        "StringNotEquals": {"aws:SourceVpce": list(endpoints)},
        "BoolIfExists": {"aws:ViaAWSService": "false"},
    }
    through_endpoints = [*GUARDRAIL_ACTIONS[:1], *INVOKE_ACTIONS, *(RETRIEVE_ACTIONS if retrieves else ())]
    return [
        _allow("ApplyGuardrail", list(GUARDRAIL_ACTIONS), guardrail.arns),
        _allow("UseGuardrailKey", "kms:Decrypt", guardrail.key.key_arn),
        _deny("NeverUnguarded", INVOKE_ACTIONS, {"StringNotEquals": {key: version}}),
        _deny("NoUnguardedWay", UNGUARDED_ACTIONS),
        _deny("NoApiKeys", BEARER_TOKEN_ACTIONS),
        _deny("OnlyThroughTheNetwork", through_endpoints, elsewhere),
    ]


def _allow(sid: str, action: str | list[str], resource: str | list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": resource}


def _deny(sid: str, actions: Sequence[str], condition: dict[str, Any] | None = None) -> dict[str, Any]:
    statement = {"Sid": sid, "Effect": "Deny", "Action": list(actions), "Resource": "*"}
    return {**statement, "Condition": condition} if condition else statement
