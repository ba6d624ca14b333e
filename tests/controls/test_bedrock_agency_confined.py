"""Whether what acts for a model is kept in."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.bedrock_agency_confined import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

ACTORS = ("BrowserCustom", "CodeInterpreterCustom", "Runtime")


def actor(kind: str, mode: Any, **placed: Any) -> dict[str, Any]:
    return resource(f"AWS::BedrockAgentCore::{kind}", {"NetworkConfiguration": {"NetworkMode": mode, **placed}})


def base(kind: Any) -> dict[str, Any]:
    return resource("AWS::Bedrock::KnowledgeBase", {"KnowledgeBaseConfiguration": {"Type": kind}})


@pytest.mark.parametrize("kind", ACTORS)
def test_what_acts_in_the_vpc_passes_and_what_acts_in_public_fails(kind: str) -> None:
    for where in ("NetworkModeConfig", "VpcConfig"):
        assert judge(CONTROL, actor(kind, "VPC", **{where: {"Subnets": ["subnet-1"]}})) is TRUE
    assert judge(CONTROL, actor(kind, "VPC")) is FALSE
    assert judge(CONTROL, actor(kind, "PUBLIC")) is FALSE
    assert judge(CONTROL, resource(f"AWS::BedrockAgentCore::{kind}")) is FALSE


def test_code_in_a_sandbox_passes() -> None:
    assert judge(CONTROL, actor("CodeInterpreterCustom", "SANDBOX")) is TRUE


def test_services_that_are_closed_fail() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Agent", {"AgentName": "a"})) is FALSE
    assert judge(CONTROL, base("KENDRA")) is FALSE


def test_a_knowledge_base_of_vectors_is_not_spoken_of() -> None:
    assert judge(CONTROL, base("VECTOR")) is NOT_APPLICABLE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, actor("Runtime", ANYTHING)) is UNKNOWN
    assert judge(CONTROL, base(ANYTHING)) is UNKNOWN
