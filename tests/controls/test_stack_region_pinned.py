"""Whether a stack says where its data lives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls.stack_region_pinned import CONTROL
from secure_ai_constructs.review import review
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, judge, resource

if TYPE_CHECKING:
    from pathlib import Path

    from secure_ai_constructs.truth import Truth

KNOWLEDGE_BASE = resource("AWS::Bedrock::KnowledgeBase")


def judge_stack(folder: Path, environment: str, *knowledge_bases: str) -> list[Truth]:
    artifact: dict[str, Any] = {
        "type": "aws:cloudformation:stack",
        "environment": environment,
        "properties": {"templateFile": "Rag.template.json"},
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {"Rag": {**artifact, "displayName": "Rag"}}}))
    template = {"Resources": dict.fromkeys(knowledge_bases, KNOWLEDGE_BASE)}
    (folder / "Rag.template.json").write_text(json.dumps(template))
    return [finding.verdict for finding in review(load(folder), [CONTROL]).findings]


def test_a_stack_with_account_and_region_passes(tmp_path: Path) -> None:
    assert judge_stack(tmp_path, "aws://123456789012/eu-central-1", "One") == [TRUE]


@pytest.mark.parametrize("environment", ["aws://unknown-account/unknown-region", "aws://123456789012/unknown-region"])
def test_a_stack_that_deploys_anywhere_fails(tmp_path: Path, environment: str) -> None:
    assert judge_stack(tmp_path, environment, "One") == [FALSE]


def test_a_stack_is_asked_once_however_many_workloads_it_has(tmp_path: Path) -> None:
    assert judge_stack(tmp_path, "aws://123456789012/eu-central-1", "One", "Two", "Three") == [TRUE]


def test_a_template_outside_a_cloud_assembly_is_not_spoken_of() -> None:
    assert judge(CONTROL, KNOWLEDGE_BASE) is NOT_APPLICABLE
