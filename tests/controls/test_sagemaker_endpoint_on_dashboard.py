"""Whether a model is on anybody's page."""

from __future__ import annotations

import json
from typing import Any

from secure_ai_constructs.controls.sagemaker_endpoint_on_dashboard import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

ENDPOINT = resource("AWS::SageMaker::Endpoint", {"EndpointName": "fraud"})


def dashboard(body: Any) -> dict[str, Any]:
    return resource("AWS::CloudWatch::Dashboard", {"DashboardBody": body})


def page(name: str) -> str:
    metric = ["AWS/SageMaker", "Invocations", "EndpointName", name]
    return json.dumps({"widgets": [{"properties": {"metrics": [metric]}}]})


def test_an_endpoint_that_a_metric_names_passes() -> None:
    assert judge(CONTROL, ENDPOINT, Page=dashboard(page("fraud"))) is TRUE


def test_an_endpoint_that_is_referred_to_passes() -> None:
    assert judge(CONTROL, ENDPOINT, Page=dashboard({"Fn::Join": ["", ['{"name":"', SUBJECT, '"}']]})) is TRUE


def test_another_endpoint_s_page_fails() -> None:
    assert judge(CONTROL, ENDPOINT, Page=dashboard(page("fraud-too"))) is FALSE


def test_no_page_fails() -> None:
    assert judge(CONTROL, ENDPOINT) is FALSE


def test_a_page_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, ENDPOINT, Page=dashboard(ANYTHING)) is UNKNOWN


def test_a_model_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Model")) is NOT_APPLICABLE
