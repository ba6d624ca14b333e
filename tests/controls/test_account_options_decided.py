"""Whether somebody decided about what reaches beyond a workload."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls.account_options_decided import CONTROL
from secure_ai_constructs.review import review
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

if TYPE_CHECKING:
    from pathlib import Path

WORKLOAD = resource("AWS::Bedrock::KnowledgeBase")


def drift(identifier: Any = "CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK") -> dict[str, Any]:
    return resource("AWS::Config::ConfigRule", {"Source": {"Owner": "AWS", "SourceIdentifier": identifier}})


MADE = {
    "Retention": resource("Custom::BedrockDataRetention"),
    "Brake": resource("AWS::EC2::VPCBlockPublicAccessOptions"),
    "Macie": resource("AWS::Macie::Session"),
    "Drift": drift(),
}
PARTS = ("data-retention", "public-access-block", "sensitive-data", "stack-drift")


def test_what_is_there_was_decided() -> None:
    assert judge(CONTROL, WORKLOAD, **MADE) is TRUE
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint"), **MADE) is TRUE


@pytest.mark.parametrize("missing", MADE)
def test_what_nobody_thought_of_fails(missing: str) -> None:
    assert judge(CONTROL, WORKLOAD, **{name: one for name, one in MADE.items() if name != missing}) is FALSE


def test_a_rule_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, WORKLOAD, **{**MADE, "Drift": drift(ANYTHING)}) is UNKNOWN


@pytest.mark.parametrize("mode", ["adopt", "skip", "unasked"])
def test_what_somebody_has_said_was_decided(mode: str, tmp_path: Path) -> None:
    for said in (PARTS, PARTS[1:]):
        entries = {part: {"mode": mode, "said": "because", "rows": []} for part in said}
        template = {"Metadata": {"SecureAi::AuditedAccount": entries}, "Resources": {"Subject": WORKLOAD}}
        file = tmp_path / "Test.template.json"
        file.write_text(json.dumps(template), encoding="utf-8")
        [finding] = review(load(file), [CONTROL]).findings
        assert finding.verdict is (TRUE if said == PARTS else FALSE)


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket"), **MADE) is NOT_APPLICABLE
