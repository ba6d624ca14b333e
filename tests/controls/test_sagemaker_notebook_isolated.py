"""Whether a notebook reaches the internet."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_notebook_isolated import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

GOOD: dict[str, Any] = {"DirectInternetAccess": "Disabled", "SubnetId": "subnet-1", "SecurityGroupIds": ["sg-1"]}


def notebook(**changed: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::NotebookInstance", {**GOOD, **changed})


def test_what_is_closed_passes() -> None:
    assert judge(CONTROL, notebook(), Key=resource("AWS::KMS::Key")) is TRUE


@pytest.mark.parametrize(
    "changed", [{"DirectInternetAccess": "Enabled"}, {"SubnetId": ""}, {"SecurityGroupIds": []}], ids=str
)
def test_what_is_open_fails(changed: dict[str, Any]) -> None:
    assert judge(CONTROL, notebook(**changed), Key=resource("AWS::KMS::Key")) is FALSE


def test_nothing_said_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::NotebookInstance")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, notebook(DirectInternetAccess=ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
