"""What Config watches after deployment, under the ids that synth uses, run by the engine that Config runs."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from cfn_guard_rs.api import run_checks

from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.patterns.account.configuration_baseline import OF_THE_ACCOUNT
from secure_ai_constructs.patterns.account.runtime_controls import (
    GUARD,
    MANAGED,
    NOT_WATCHED,
    conformance_pack,
    guard_policy,
)
from secure_ai_constructs.patterns.account.unwatched_controls import UNWATCHED
from secure_ai_constructs.regions import RULES_NOT_OFFERED, rule_offered

LARGEST_PACK = 51_200
"""Bytes of a template that is given in line.

AWS source: https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
"""
IDS = {one.id for one in CATALOG}
PACK = json.loads(conformance_pack())["Resources"]

GUARDRAIL: dict[str, Any] = {
    "KmsKeyArn": "arn:aws:kms:eu-central-1:123456789012:key/1",
    "ContentPolicyConfig": {
        "FiltersConfig": [
            {"Type": "PROMPT_ATTACK", "InputStrength": "HIGH", "OutputStrength": "NONE"},
            *(
                {"Type": one, "InputStrength": "HIGH", "OutputStrength": "HIGH"}
                for one in ("HATE", "INSULTS", "MISCONDUCT", "SEXUAL", "VIOLENCE")
            ),
        ]
    },
    "ContextualGroundingPolicyConfig": {"FiltersConfig": [{"Type": "GROUNDING", "Threshold": 0.7}]},
    "SensitiveInformationPolicyConfig": {"PiiEntitiesConfig": [{"Type": "NAME", "Action": "ANONYMIZE"}]},
    "CrossRegionConfig": {"GuardrailProfileArn": "arn:aws:bedrock:eu-central-1:1:guardrail-profile/eu.guardrail.v1:0"},
}
FEATURES = [{"Name": one, "Status": "ENABLED"} for one in ("AI_PROTECTION", "S3_DATA_EVENTS")]
PROFILE = {"Tags": [{"Key": "Owner", "Value": "platform"}, {"Key": "DataClassification", "Value": "confidential"}]}


def knowledge_base(model: str) -> dict[str, Any]:
    return {"KnowledgeBaseConfiguration": {"VectorKnowledgeBaseConfiguration": {"EmbeddingModelArn": model}}}


GOOD: dict[str, dict[str, Any]] = {
    "AWS::Bedrock::ApplicationInferenceProfile": PROFILE,
    "AWS::Bedrock::KnowledgeBase": knowledge_base("arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan"),
    "AWS::Bedrock::Guardrail": GUARDRAIL,
    "AWS::GuardDuty::Detector": {"Features": FEATURES},
    "AWS::Bedrock::Prompt": {"CustomerEncryptionKeyArn": "arn:aws:kms:eu-central-1:123456789012:key/1"},
}
BAD: dict[str, list[dict[str, Any]]] = {
    "ai-resource-classified": [{"Tags": PROFILE["Tags"][:1]}, {"Tags": PROFILE["Tags"][1:]}, {"Tags": []}],
    "bedrock-model-in-region": [knowledge_base("arn:aws:bedrock:eu-central-1:1:inference-profile/global.titan")],
    "bedrock-guardrail-customer-key": [{**GUARDRAIL, "KmsKeyArn": None}],
    "bedrock-guardrail-grounding": [
        {**GUARDRAIL, "ContextualGroundingPolicyConfig": {"FiltersConfig": [{"Type": "RELEVANCE", "Threshold": 0.5}]}}
    ],
    "bedrock-guardrail-harmful-content": [
        {**GUARDRAIL, "ContentPolicyConfig": {"FiltersConfig": GUARDRAIL["ContentPolicyConfig"]["FiltersConfig"][:-1]}}
    ],
    "bedrock-guardrail-prompt-attack": [
        {**GUARDRAIL, "ContentPolicyConfig": {"FiltersConfig": [{"Type": "PROMPT_ATTACK", "InputStrength": "LOW"}]}},
        {**GUARDRAIL, "ContentPolicyConfig": {"FiltersConfig": [{"Type": "HATE", "InputStrength": "HIGH"}]}},
    ],
    "bedrock-guardrail-sensitive-information": [{**GUARDRAIL, "SensitiveInformationPolicyConfig": {}}],
    "bedrock-guardrail-in-region": [
        {"CrossRegionConfig": {"GuardrailProfileArn": "arn:aws:bedrock:eu-central-1:1:guardrail-profile/global.v1:0"}}
    ],
    "bedrock-prompt-customer-key": [{"Name": "governed"}],
    "guardduty-watches-ai": [
        {"Features": FEATURES[:1]},
        {"Features": [FEATURES[0], {"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}]},
    ],
}
MAY_BE_ABSENT = {"bedrock-guardrail-in-region"}
"""What says nothing stays where it is."""


def complies(control: str, configuration: dict[str, Any], resource_type: str = "") -> str:
    """What Config's engine says of a configuration item: PASS, FAIL or SKIP."""
    present = {name: value for name, value in configuration.items() if value is not None}
    item = {"resourceType": resource_type or GUARD[control][0], "configuration": present}
    return str(run_checks(item, guard_policy(control)).status)


def test_every_rule_has_the_id_of_a_control() -> None:
    assert set(MANAGED) | set(GUARD) <= IDS
    assert {one["Properties"]["ConfigRuleName"] for one in PACK.values()} == set(MANAGED) | set(GUARD)


def test_no_control_is_watched_twice() -> None:
    assert set(MANAGED) & set(GUARD) == set()
    assert len(set(MANAGED.values())) == len(MANAGED)


def test_what_is_left_out_says_why_and_is_not_in_the_pack() -> None:
    assert set(NOT_WATCHED) <= IDS
    assert set(NOT_WATCHED) & (set(MANAGED) | set(GUARD)) == set()
    assert all(NOT_WATCHED.values())


def test_a_rule_that_somebody_does_without_is_left_out() -> None:
    found = json.loads(conformance_pack(without=["secret-rotates"]))["Resources"]
    assert {key for key in PACK if key not in found} == {"SecretRotates"}


@pytest.mark.parametrize(
    ("region", "missing"),
    [
        ("eu-central-1", set()),
        ("eu-south-1", {"kms-key-deletion-slow", "opensearch-standby-replicas", "sagemaker-job-isolated"}),
        ("us-gov-west-1", {*MANAGED} - {one for one in MANAGED if rule_offered(MANAGED[one], "us-gov-west-1")}),
    ],
)
def test_a_rule_that_a_region_lacks_is_left_out(region: str, missing: set[str]) -> None:
    found = json.loads(conformance_pack(region=region))["Resources"].values()
    names = {one["Properties"]["ConfigRuleName"] for one in found}
    assert {*MANAGED, *GUARD} - names == missing
    assert set(GUARD) <= names


def test_every_rule_of_aws_s_is_one_that_its_guide_lists() -> None:
    used = {*MANAGED.values(), *OF_THE_ACCOUNT.values(), "CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK"}
    assert used <= set(RULES_NOT_OFFERED)
    assert set(RULES_NOT_OFFERED) - used == {"S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC"}


def test_of_what_config_records_no_control_is_left_out_in_silence() -> None:
    recorded = set(botocore.session.get_session().get_service_model("config").shape_for("ResourceType").enum)
    watched = {one.id for one in CATALOG if recorded & set(one.applies_to)}
    explained = [one for ids in UNWATCHED.values() for one in ids]
    assert len(set(explained)) == len(explained)
    said = (set(MANAGED) | set(GUARD), set(NOT_WATCHED), set(explained))
    assert watched <= set().union(*said)
    assert set().union(*said) <= IDS
    assert all(not one & other for one, other in itertools.combinations(said, 2))


def test_the_pack_fits() -> None:
    assert len(conformance_pack().encode()) <= LARGEST_PACK


def test_the_pack_is_a_template_that_cfn_lint_accepts(tmp_path: Path) -> None:
    file = tmp_path / "pack.template.json"
    file.write_text(conformance_pack(), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--regions", "eu-central-1", "--", str(file)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("control", GUARD)
def test_what_the_library_builds_complies(control: str) -> None:
    assert complies(control, GOOD[GUARD[control][0]]) == "PASS"


@pytest.mark.parametrize(("control", "configuration"), [(key, one) for key, ones in BAD.items() for one in ones])
def test_what_lacks_the_defense_does_not_comply(control: str, configuration: dict[str, Any]) -> None:
    assert complies(control, configuration) == "FAIL"
    assert complies(control, {}) == ("SKIP" if control in MAY_BE_ABSENT else "FAIL")


def test_every_rule_of_ours_is_tried_on_something_that_fails() -> None:
    assert set(BAD) == set(GUARD)


@pytest.mark.parametrize("control", GUARD)
def test_other_types_are_not_spoken_of(control: str) -> None:
    assert complies(control, {}, "AWS::S3::Bucket") == "SKIP"
