"""Whether a guardrail for everybody stops what cannot pass it."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_enforced_guardrail_safe import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KNOWLEDGE_BASE = resource("AWS::Bedrock::KnowledgeBase")


def enforced(version: Any = "3", excluded: Any = ("amazon.titan-embed-text-v2:0",)) -> dict[str, Any]:
    models = {"IncludedModels": ["ALL"], "ExcludedModels": list(excluded) if isinstance(excluded, tuple) else excluded}
    properties = {"GuardrailIdentifier": "abc", "GuardrailVersion": version, "ModelEnforcement": models}
    return resource("AWS::Bedrock::EnforcedGuardrailConfiguration", properties)


def test_a_version_that_spares_what_embeds_passes() -> None:
    assert judge(CONTROL, enforced(), Base=KNOWLEDGE_BASE) is TRUE


def test_without_a_knowledge_base_nothing_needs_to_be_spared() -> None:
    assert judge(CONTROL, enforced(excluded=())) is TRUE


def test_a_knowledge_base_that_can_embed_no_more_fails() -> None:
    assert judge(CONTROL, enforced(excluded=()), Base=KNOWLEDGE_BASE) is FALSE
    assert judge(CONTROL, enforced(excluded=("amazon.nova-lite-v1:0",)), Base=KNOWLEDGE_BASE) is FALSE


def test_a_draft_fails() -> None:
    assert judge(CONTROL, enforced("DRAFT"), Base=KNOWLEDGE_BASE) is FALSE


def test_a_version_that_the_app_makes_has_a_number() -> None:
    made = enforced({"Fn::GetAtt": ["Version", "Version"]})
    version = resource("AWS::Bedrock::GuardrailVersion", {"GuardrailIdentifier": "abc"})
    assert judge(CONTROL, made, Version=version) is TRUE


def test_no_version_fails_and_one_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, enforced("")) is FALSE
    assert judge(CONTROL, enforced(ANYTHING)) is UNKNOWN


def test_models_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, enforced(excluded=ANYTHING), Base=KNOWLEDGE_BASE) is UNKNOWN


def test_a_guardrail_that_nobody_enforces_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is NOT_APPLICABLE
