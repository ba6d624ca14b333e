"""A model's passport: as SageMaker's own schema wants it, complete, encrypted, and approved by nobody yet."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from aws_cdk import Fn, Stack

from secure_ai_constructs import CardContent, CustomerKey, ModelCard, RiskRating
from secure_ai_constructs.patterns.sagemaker import model_card
from secure_ai_constructs.patterns.sagemaker.card_schema import require_valid
from tests.patterns.synthesis import Properties, is_kept, mentions, only, rag, resources, stack

SCHEMA: dict[str, Any] = json.loads(Path(model_card.__file__).with_name("model_card_schema.json").read_text("utf-8"))
SECTIONS = {
    "intended_use": "Employees ask about the documents of their department.",
    "training": "Trained by its provider.",
    "evaluation": "Grounding of every answer is scored.",
    "limitations": "Knows only what was uploaded.",
    "owner": "insurance-platform",
}


def card(key_name: str = "Key", **arguments: Any) -> Stack:
    scope = stack()
    key = CustomerKey(scope, key_name, description="cards")
    details = arguments.pop("details", None)
    content = CardContent(**{"risk": RiskRating.MEDIUM, **SECTIONS, **arguments})
    ModelCard(scope, "Card", key=key.key, model_id="amazon.nova-lite-v1:0", content=content, details=details)
    return scope


def snake(node: Any, *, free: bool = False) -> Any:
    """CloudFormation's names as the card's own; the names of custom details are the customer's."""
    if isinstance(node, list):
        return [snake(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key if free else re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower(): snake(one, free=key == "CustomDetails")
        for key, one in node.items()
    }


def judge(content: Properties) -> None:
    """By the schema of the SageMaker documentation, and what CloudFormation's has beside it."""
    schema = json.loads(json.dumps(SCHEMA))
    schema["properties"]["model_overview"]["properties"]["model_id"] = {"type": "string", "maxLength": 1024}
    jsonschema.validate(snake(content), schema)


@pytest.mark.parametrize("risk", RiskRating)
def test_a_card_is_what_sagemaker_wants(risk: RiskRating) -> None:
    content = only(card(risk=risk, details={"Guardrail": "g:1"}), "AWS::SageMaker::ModelCard")["Content"]
    judge(content)
    assert content["IntendedUses"]["RiskRating"] == risk.value
    assert content["AdditionalInformation"]["CustomDetails"] == {"Guardrail": "g:1"}


def test_the_longest_sections_are_what_sagemaker_wants() -> None:
    longest = {name: "x" * {"training": 1024, "owner": 256}.get(name, 2048) for name in SECTIONS}
    judge(only(card(**longest), "AWS::SageMaker::ModelCard")["Content"])


def test_the_schema_would_notice_a_card_that_is_wrong() -> None:
    content = only(card(), "AWS::SageMaker::ModelCard")["Content"]
    content["IntendedUses"]["RiskRating"] = "None"
    with pytest.raises(jsonschema.ValidationError):
        judge(content)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"intended_uses": {"risk_rating": "None"}}, r"intended_uses\.risk_rating was not: 'None' is not one of"),
        ({"additional_information": {"custom_details": {"g": "x" * 1025}}}, r"custom_details\.g was not"),
        ({"purpose": "x"}, "the card was not"),
    ],
)
def test_what_sagemaker_would_refuse_at_deployment_is_refused_at_synth(content: dict[str, Any], place: str) -> None:
    with pytest.raises(ValueError, match=rf"Test/Card: content must be as SageMaker's schema of cards says, .*{place}"):
        require_valid(content, of="Test/Card")


@pytest.mark.parametrize("name", [one for one in SECTIONS if one != "owner"])
def test_a_section_that_only_deployment_knows_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"a model card's {name} must be text that is known now"):
        card(**{name: Fn.ref("Given")})


def test_a_card_waits_for_a_person_is_encrypted_and_kept() -> None:
    [found] = resources(card(), "AWS::SageMaker::ModelCard").values()
    assert found["Properties"]["ModelCardStatus"] == "PendingReview"
    assert mentions(found["Properties"]["SecurityConfig"]["KmsKeyId"], "Key")
    assert is_kept(found)


def test_another_key_makes_another_name_that_sagemaker_takes() -> None:
    names = [only(card(key), "AWS::SageMaker::ModelCard")["ModelCardName"] for key in ("Key", "Key", "Other")]
    assert names[0] == names[1]
    assert names[0] != names[2]
    for name in names:
        assert re.fullmatch(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", name)


@pytest.mark.parametrize("owner", ["", " ", "x" * 257, "<script>", "a\nb"])
def test_an_owner_is_a_tag(owner: str) -> None:
    with pytest.raises(ValueError, match="a model card's owner must ") as it:
        card(owner=owner)
    assert str(it.value).endswith(repr(owner))


@pytest.mark.parametrize("name", [one for one in SECTIONS if one != "owner"])
@pytest.mark.parametrize("text", ["", "  ", "x" * 2049])
def test_a_section_that_says_nothing_or_too_much_is_refused(name: str, text: str) -> None:
    longest = 1024 if name == "training" else 2048
    message = f"a model card's {name} must say something in at most {longest} characters, had {len(text)}"
    with pytest.raises(ValueError, match=message):
        card(**{name: text})


@pytest.mark.parametrize("risk", ["Unknown", "High", "", None])
def test_a_risk_that_nobody_rated_is_refused(risk: Any) -> None:
    with pytest.raises(ValueError, match=r"a model card's risk must be one of RiskRating.HIGH, .*, was ") as it:
        card(risk=risk)
    assert str(it.value).endswith(repr(risk))


def test_the_card_of_a_rag_says_what_surrounds_the_model() -> None:
    shared = rag()
    given = {name: SECTIONS[name] for name in ("intended_use", "evaluation", "limitations")}
    shared.add_model_card(risk=RiskRating.LOW, model_id="amazon.nova-lite-v1:0", **given)
    content = only(Stack.of(shared), "AWS::SageMaker::ModelCard")["Content"]
    details = content["AdditionalInformation"]["CustomDetails"]
    assert details["embedding"] == "amazon.titan-embed-text-v2:0"
    assert details["residency"] == "EU: eu-central-1"
    assert mentions(details["guardrail"], "GuardrailVersion")
    assert content["ModelOverview"] == {"ModelId": "amazon.nova-lite-v1:0", "ModelOwner": "platform"}
    assert mentions(only(Stack.of(shared), "AWS::SageMaker::ModelCard")["SecurityConfig"], "OperationsKey")


def test_a_second_model_card_is_refused() -> None:
    found = rag()
    given = {"intended_use": "u", "evaluation": "e", "limitations": "l", "model_id": "amazon.nova-lite-v1:0"}
    found.add_model_card(risk=RiskRating.LOW, **given)
    with pytest.raises(ValueError, match="a RAG must have one model card"):
        found.add_model_card(risk=RiskRating.LOW, **given)


@pytest.mark.parametrize("model_id", ["", " ", "x" * 1025])
def test_a_card_names_its_model(model_id: str) -> None:
    given = {"intended_use": "u", "evaluation": "e", "limitations": "l", "model_id": model_id}
    with pytest.raises(ValueError, match="a model's id must be one of Bedrock's that answers"):
        rag().add_model_card(risk=RiskRating.LOW, **given)
    scope = stack()
    key = CustomerKey(scope, "Key", description="cards")
    sections: dict[str, Any] = {**SECTIONS}
    content = CardContent(risk=RiskRating.MEDIUM, **sections)
    with pytest.raises(ValueError, match="model_id must say something in at most 1024 characters"):
        ModelCard(scope, "Card", key=key.key, model_id=model_id, content=content)


@pytest.mark.parametrize("section", SECTIONS)
def test_nothing_is_no_section(section: str) -> None:
    nothing: Any = {section: None}
    with pytest.raises(ValueError, match=rf"{section} must .*was None"):
        card(**nothing)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_that_is_left_out_is_named(section: str) -> None:
    rest: dict[str, Any] = {name: text for name, text in SECTIONS.items() if name != section}
    with pytest.raises(TypeError, match=f"missing 1 required positional argument: '{section}'"):
        CardContent(risk=RiskRating.LOW, **rest)
