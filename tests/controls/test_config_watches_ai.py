"""Which rules watch what models answer with."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secure_ai_constructs.controls.config_watches_ai import CONTROL
from secure_ai_constructs.regions import RULES_NOT_OFFERED
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, judge_in, resource

RECORDER = resource("AWS::Config::ConfigurationRecorder")
MODEL, GUARDRAIL = resource("AWS::SageMaker::Model"), resource("AWS::Bedrock::Guardrail")
ISOLATION = "SAGEMAKER_MODEL_ISOLATION_ENABLED"


def pack(body: Any) -> dict[str, Any]:
    return resource("AWS::Config::ConformancePack", {"TemplateBody": body})


def packed(*rules: dict[str, Any]) -> dict[str, Any]:
    return pack(json.dumps({"Resources": {f"Rule{i}": one for i, one in enumerate(rules)}}))


YAML = f"""
Resources:
  # of AWS
  Isolated:
    Type: AWS::Config::ConfigRule
    Properties: {{Source: {{Owner: AWS, SourceIdentifier: {ISOLATION}}}}}
"""


def rule(identifier: Any = "rule", *types: str, owner: str = "CUSTOM_POLICY") -> dict[str, Any]:
    scope = {"Scope": {"ComplianceResourceTypes": list(types)}} if types else {}
    return resource("AWS::Config::ConfigRule", {"Source": {"SourceIdentifier": identifier, "Owner": owner}, **scope})


@pytest.mark.parametrize("resource_type", CONTROL.applies_to)
def test_every_kind_has_a_rule_of_its_own_or_fails(resource_type: str) -> None:
    assert judge(CONTROL, resource(resource_type), Recorder=RECORDER) is FALSE


def test_a_pack_with_the_rule_passes() -> None:
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Pack=packed(rule(ISOLATION))) is TRUE
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Pack=pack(YAML)) is TRUE


def test_what_a_pack_does_not_say_fails_and_what_nobody_reads_is_unknown() -> None:
    commented = YAML.replace("    Properties", "    # Properties")
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Pack=pack(commented)) is FALSE
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Pack=pack("no: [document")) is UNKNOWN
    elsewhere = resource("AWS::Config::ConformancePack", {"TemplateS3Uri": "s3://rules/pack.yaml"})
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Pack=elsewhere) is UNKNOWN
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Pack=elsewhere, Rule=rule(ISOLATION)) is TRUE


def test_the_rule_alone_passes() -> None:
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Rule=rule(ISOLATION)) is TRUE


def test_a_rule_of_one_s_own_about_the_type_passes() -> None:
    assert judge(CONTROL, GUARDRAIL, Recorder=RECORDER, Rule=rule("own", "AWS::Bedrock::Guardrail")) is TRUE
    second = rule("own", "AWS::Bedrock::Prompt", "AWS::Bedrock::Guardrail")
    assert judge(CONTROL, GUARDRAIL, Recorder=RECORDER, Pack=packed(rule(), second)) is TRUE


def test_the_rule_of_another_kind_fails() -> None:
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Pack=packed(rule("SAGEMAKER_MODEL_IN_VPC")), Rule=rule()) is FALSE
    assert judge(CONTROL, GUARDRAIL, Recorder=RECORDER, Rule=rule("own", "AWS::Bedrock::Prompt")) is FALSE


def test_a_name_elsewhere_in_a_pack_and_a_rule_of_aws_about_something_else_say_nothing() -> None:
    assert judge(CONTROL, GUARDRAIL, Recorder=RECORDER, Pack=packed(rule("AWS::Bedrock::Guardrail"))) is FALSE
    tags = rule("REQUIRED_TAGS", "AWS::Bedrock::Guardrail", owner="AWS")
    assert judge(CONTROL, GUARDRAIL, Recorder=RECORDER, Rule=tags) is FALSE


def test_a_rule_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, MODEL, Recorder=RECORDER, Rule=rule(ANYTHING)) is UNKNOWN


def test_without_a_recorder_it_is_not_spoken_of() -> None:
    assert judge(CONTROL, MODEL, Rule=rule()) is NOT_APPLICABLE


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket"), Recorder=RECORDER) is NOT_APPLICABLE


def test_a_rule_that_the_region_lacks_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judge_in("eu-central-1", CONTROL, MODEL, Recorder=RECORDER) is FALSE
    monkeypatch.setitem(RULES_NOT_OFFERED, ISOLATION, ("eu-central-1",))
    assert judge_in("eu-central-1", CONTROL, MODEL, Recorder=RECORDER) is NOT_APPLICABLE
