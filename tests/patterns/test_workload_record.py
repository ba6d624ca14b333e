"""The record of a workload's scope, deployment model and threats."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secure_ai_constructs import DeploymentModel, MatrixScope, Threat, WorkloadRecord
from tests.patterns.synthesis import is_kept, only, resources, stack

ANSWERED = Threat("LLM01", "A document gives instructions.", ("bedrock-guardrail-prompt-attack",), "New wordings.")
ACCEPTED = Threat("AML.T0024.001", "The model is copied by asking it.", accepted_by="fraud-platform")
GIVEN: dict[str, Any] = {
    "workload": "claims-assistant",
    "matrix_scope": MatrixScope.PRE_TRAINED_MODEL,
    "owner": "claims-platform",
    "threats": [ANSWERED, ACCEPTED],
}


def test_the_record_says_what_the_workload_is_and_what_could_go_wrong() -> None:
    scope = stack()
    WorkloadRecord(scope, "Record", **GIVEN, deployment=DeploymentModel.HYBRID)
    found = only(scope, "AWS::SSM::Parameter")
    assert found["Name"] == "/secure-ai/workloads/claims-assistant"
    assert json.loads(found["Value"]) == {
        "scope": 3,
        "deployment": "hybrid",
        "owner": "claims-platform",
        "threats": [
            {
                "id": "LLM01",
                "description": "A document gives instructions.",
                "controls": ["bedrock-guardrail-prompt-attack"],
                "residual": "New wordings.",
            },
            {
                "id": "AML.T0024.001",
                "description": "The model is copied by asking it.",
                "acceptedBy": "fraud-platform",
            },
        ],
    }


def test_the_record_outlives_its_stack() -> None:
    scope = stack()
    WorkloadRecord(scope, "Record", **GIVEN)
    [record] = resources(scope, "AWS::SSM::Parameter").values()
    assert is_kept(record)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"workload": "Claims Assistant"},
            "workload must be a name such as 'claims-assistant', was 'Claims Assistant'",
        ),
        ({"workload": None}, "workload must be a name such as 'claims-assistant', was None"),
        ({"matrix_scope": 3}, "matrix_scope must be MatrixScope, was 3"),
        ({"deployment": "cloud"}, "deployment must be DeploymentModel, was 'cloud'"),
        ({"owner": " "}, "owner must say something, was ' '"),
        ({"threats": []}, "threats must name at least one, was empty: no workload has none"),
        ({"threats": ["LLM01"]}, "threats must be Threat, was 'LLM01'"),
        ({"threats": [Threat("LLM11", "a", ("a-b",))]}, "such as 'LLM01', was 'LLM11'"),
        ({"threats": [Threat("LLM01", " ", ("a-b",))]}, "LLM01 must say what an attacker does, was ' '"),
        (
            {"threats": [Threat("LLM01", "a", ("GR-3 ",))]},
            "controls must be ids such as 'kms-key-rotates', had 'GR-3 '",
        ),
        ({"threats": [Threat("LLM01", "a")]}, "must have controls that answer it, or accepted_by, had neither"),
        ({"threats": [ANSWERED, ANSWERED]}, "threats must name each once, named LLM01 twice"),
        (
            {"threats": [Threat("LLM01", "a" * 4096, ("a-b",))]},
            "a record must have at most 4096 characters, had 4[0-9]{3}: say less",
        ),
    ],
    ids=str,
)
def test_a_record_that_says_too_little_or_too_much_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"Test/Record: .*{message}"):
        WorkloadRecord(stack(), "Record", **{**GIVEN, **changes})
