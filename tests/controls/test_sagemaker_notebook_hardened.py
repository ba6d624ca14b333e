"""What a notebook's users can switch off."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_notebook_hardened import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

GOOD: dict[str, Any] = {
    "RootAccess": "Disabled",
    "PlatformIdentifier": "notebook-al2023-v1",
    "InstanceMetadataServiceConfiguration": {"MinimumInstanceMetadataServiceVersion": "2"},
    "LifecycleConfigName": "updates",
}


def notebook(**changed: Any) -> dict[str, Any]:
    return resource("AWS::SageMaker::NotebookInstance", {**GOOD, **changed})


def test_what_is_closed_passes() -> None:
    assert judge(CONTROL, notebook(), Key=resource("AWS::KMS::Key")) is TRUE


@pytest.mark.parametrize(
    "changed",
    [
        {"RootAccess": "Enabled"},
        {"PlatformIdentifier": "notebook-al2-v2"},
        {"LifecycleConfigName": None},
        {"InstanceMetadataServiceConfiguration": {"MinimumInstanceMetadataServiceVersion": "1"}},
    ],
    ids=str,
)
def test_what_is_open_fails(changed: dict[str, Any]) -> None:
    assert judge(CONTROL, notebook(**changed), Key=resource("AWS::KMS::Key")) is FALSE


def test_a_configuration_of_the_assembly_must_run_something() -> None:
    named = notebook(LifecycleConfigName={"Fn::GetAtt": ["Updates", "NotebookInstanceLifecycleConfigName"]})
    kind = "AWS::SageMaker::NotebookInstanceLifecycleConfig"
    assert judge(CONTROL, named, Updates=resource(kind, {"OnStart": [{"Content": "ZG5m"}]})) is TRUE
    assert judge(CONTROL, named, Updates=resource(kind)) is FALSE


def test_nothing_said_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::NotebookInstance")) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, notebook(RootAccess=ANYTHING)) is UNKNOWN


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
