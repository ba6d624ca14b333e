"""Whether a model's history can be followed from data to endpoint."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_lineage_joined import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

SUBJECT, OTHER = {"Fn::GetAtt": ["Subject", "Arn"]}, "arn:aws:sagemaker:eu-central-1:123456789012:artifact/other"
DATA = resource("AWS::SageMaker::Artifact", {"ArtifactType": "DataSet"})
WEIGHTS = resource("AWS::SageMaker::Artifact", {"ArtifactType": "Model"})
TRAINING = resource("AWS::SageMaker::Action", {"ActionType": "ModelTraining"})
ENDPOINT = resource("AWS::SageMaker::Context", {"ContextType": "Endpoint"})


def edge(source: Any = OTHER, destination: Any = OTHER) -> dict[str, Any]:
    return resource("Custom::LineageEdge", {"Source": source, "Destination": destination})


def test_training_is_joined_on_both_sides() -> None:
    before, after = edge(destination=SUBJECT), edge(source=SUBJECT)
    assert judge(CONTROL, TRAINING, Before=before, After=after) is TRUE
    assert judge(CONTROL, TRAINING, Before=before) is FALSE
    assert judge(CONTROL, TRAINING, After=after) is FALSE


@pytest.mark.parametrize("entity", [DATA, WEIGHTS], ids=["data", "weights"])
def test_data_and_weights_lead_on(entity: dict[str, Any]) -> None:
    assert judge(CONTROL, entity, After=edge(source=SUBJECT)) is TRUE
    assert judge(CONTROL, entity, Before=edge(destination=SUBJECT)) is FALSE


def test_of_an_endpoint_comes_nothing() -> None:
    assert judge(CONTROL, ENDPOINT, Before=edge(destination=SUBJECT)) is TRUE
    assert judge(CONTROL, ENDPOINT, After=edge(source=SUBJECT)) is FALSE


def test_an_entity_given_at_deployment_may_be_this_one() -> None:
    assert judge(CONTROL, DATA, After=edge(source=ANYTHING)) is UNKNOWN


def test_where_no_edge_is_made_nothing_is_asked() -> None:
    assert judge(CONTROL, DATA) is NOT_APPLICABLE
