"""Whether a guardrail for everybody stops what cannot pass it."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_enforced_guardrail_safe import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def base(model: Any) -> dict[str, Any]:
    vectors = {"EmbeddingModelArn": model}
    configuration = {"Type": "VECTOR", "VectorKnowledgeBaseConfiguration": vectors}
    return resource("AWS::Bedrock::KnowledgeBase", {"KnowledgeBaseConfiguration": configuration})


MODELS = "arn:aws:bedrock:eu-central-1::foundation-model"
KNOWLEDGE_BASE = base(f"{MODELS}/amazon.titan-embed-text-v2:0")


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


def test_the_model_that_is_embedded_with_is_the_one_that_is_spared() -> None:
    cohere = base(f"{MODELS}/cohere.embed-english-v3")
    assert judge(CONTROL, enforced(), Base=cohere) is FALSE
    assert judge(CONTROL, enforced(), Base=KNOWLEDGE_BASE, Other=cohere) is FALSE
    by_arn = enforced(excluded=(f"{MODELS}/cohere.embed-english-v3",))
    assert judge(CONTROL, by_arn, Base=cohere) is TRUE


def test_models_are_compared_as_they_are_spelled() -> None:
    spelled = {"Fn::Sub": "arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/amazon.titan-embed-text-v2:0"}
    assert judge(CONTROL, enforced(excluded=(spelled,)), Base=base(spelled)) is TRUE


def test_a_guardrail_of_some_models_spares_the_others() -> None:
    subject = enforced(excluded=())
    subject["Properties"]["ModelEnforcement"]["IncludedModels"] = ["amazon.nova-lite-v1:0"]
    assert judge(CONTROL, subject, Base=KNOWLEDGE_BASE) is TRUE
    subject["Properties"]["ModelEnforcement"]["IncludedModels"].append("amazon.titan-embed-text-v2:0")
    assert judge(CONTROL, subject, Base=KNOWLEDGE_BASE) is FALSE


def test_a_guardrail_that_reasons_fails() -> None:
    reasons = resource("AWS::Bedrock::Guardrail", {"AutomatedReasoningPolicyConfig": {"Policies": ["arn"]}})
    subject = enforced()
    subject["Properties"]["GuardrailIdentifier"] = {"Ref": "Guardrail"}
    assert judge(CONTROL, subject, Guardrail=reasons) is FALSE
    assert judge(CONTROL, subject, Guardrail=resource("AWS::Bedrock::Guardrail")) is TRUE


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
