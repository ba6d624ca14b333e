"""Which rules watch what models answer with."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.config_watches_ai import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

RECORDER = resource("AWS::Config::ConfigurationRecorder")
MODEL, GUARDRAIL = resource("AWS::SageMaker::Model"), resource("AWS::Bedrock::Guardrail")
ISOLATION = "SAGEMAKER_MODEL_ISOLATION_ENABLED"


def pack(body: Any) -> dict[str, Any]:
    return resource("AWS::Config::ConformancePack", {"TemplateBody": body})


def rule(identifier: Any = "rule", *types: str) -> dict[str, Any]:
    scope = {"Scope": {"ComplianceResourceTypes": list(types)}} if types else {}
    return resource("AWS::Config::ConfigRule", {"Source": {"SourceIdentifier": identifier}, **scope})


@pytest.mark.parametrize("resource_type", CONTROL.applies_to)
def test_every_kind_has_a_rule_of_its_own_or_fails(resource_type: str) -> None:
    assert judge(CONTROL, resource(resource_type), Recorder=RECORDER) is FALSE


def test_a_pack_with_the_rule_passes() -> None:
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Pack=pack(f"rules: {ISOLATION}")) is TRUE


def test_the_rule_alone_passes() -> None:
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Rule=rule(ISOLATION)) is TRUE


def test_a_rule_of_one_s_own_about_the_type_passes() -> None:
    assert judge(CONTROL, GUARDRAIL, Recorder=RECORDER, Rule=rule("own", "AWS::Bedrock::Guardrail")) is TRUE
    assert judge(CONTROL, GUARDRAIL, Recorder=RECORDER, Pack=pack('{"Types":["AWS::Bedrock::Guardrail"]}')) is TRUE


def test_the_rule_of_another_kind_fails() -> None:
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Pack=pack("SAGEMAKER_MODEL_IN_VPC"), Rule=rule()) is FALSE
    assert judge(CONTROL, GUARDRAIL, Recorder=RECORDER, Rule=rule("own", "AWS::Bedrock::Prompt")) is FALSE


def test_a_rule_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Rule=rule(ANYTHING)) is UNKNOWN


def test_without_a_recorder_it_is_not_spoken_of() -> None:
    assert judge(CONTROL, MODEL, Rule=rule()) is NOT_APPLICABLE


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket"), Recorder=RECORDER) is NOT_APPLICABLE
