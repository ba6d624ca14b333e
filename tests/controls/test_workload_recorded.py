"""Whether somebody has asked what could go wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secure_ai_constructs.controls.workload_recorded import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

WORKLOAD = resource("AWS::Bedrock::KnowledgeBase")
ANSWERED = {"id": "LLM01", "description": "a", "controls": ["bedrock-guardrail-prompt-attack"]}
SAID = {"scope": 3, "deployment": "cloud", "owner": "claims", "threats": [ANSWERED]}


def record(name: Any = "/secure-ai/workloads/claims", **changes: Any) -> dict[str, Any]:
    return resource("AWS::SSM::Parameter", {"Name": name, "Value": json.dumps({**SAID, **changes})})


def test_a_record_passes() -> None:
    assert judge(CONTROL, WORKLOAD, Record=record()) is TRUE


def test_a_model_of_one_s_own_needs_a_record_of_its_own() -> None:
    endpoint = resource("AWS::SageMaker::Endpoint")
    assert judge(CONTROL, endpoint, Record=record()) is FALSE
    assert judge(CONTROL, endpoint, Record=record(scope=5)) is TRUE


def test_a_threat_that_somebody_accepts_passes() -> None:
    accepted = {"id": "LLM09", "description": "a", "acceptedBy": "claims"}
    assert judge(CONTROL, WORKLOAD, Record=record(threats=[ANSWERED, accepted])) is TRUE


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": 5},
        {"scope": None},
        {"deployment": "somewhere"},
        {"owner": ""},
        {"threats": []},
        {"threats": [ANSWERED, {"id": "LLM09", "description": "a"}]},
    ],
    ids=str,
)
def test_a_record_that_says_less_fails(changes: dict[str, Any]) -> None:
    assert judge(CONTROL, WORKLOAD, Record=record(**changes)) is FALSE


def test_another_parameter_fails() -> None:
    assert judge(CONTROL, WORKLOAD, Record=record("/secure-ai/service-cards/textract")) is FALSE


def test_no_record_fails() -> None:
    assert judge(CONTROL, WORKLOAD) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    given = resource("AWS::SSM::Parameter", {"Name": "/secure-ai/workloads/claims", "Value": ANYTHING})
    assert judge(CONTROL, WORKLOAD, Record=given) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
