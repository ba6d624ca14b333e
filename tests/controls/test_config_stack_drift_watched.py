"""Whether what was changed by hand is found, in every stack."""

from __future__ import annotations

import json
from typing import Any

import pytest

from secure_ai_constructs.controls.config_stack_drift_watched import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

ROLE = {"cloudformationRoleArn": "arn:aws:iam::123456789012:role/drift"}


def rule(parameters: Any = None, identifier: Any = "CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK", **scope: Any) -> Any:
    source = {"Owner": "AWS", "SourceIdentifier": identifier}
    stacks = {"ComplianceResourceTypes": ["AWS::CloudFormation::Stack"], **scope}
    return resource(
        "AWS::Config::ConfigRule", {"Source": source, "InputParameters": parameters or ROLE, "Scope": stacks}
    )


@pytest.mark.parametrize("parameters", [ROLE, json.dumps(ROLE)])
def test_a_rule_of_all_stacks_with_a_role_passes(parameters: Any) -> None:
    assert judge(CONTROL, rule(parameters)) is TRUE


def test_a_rule_without_a_role_fails() -> None:
    assert judge(CONTROL, rule({"other": "1"})) is FALSE


@pytest.mark.parametrize("scope", [{"ComplianceResourceId": "s"}, {"ComplianceResourceTypes": ["AWS::S3::Bucket"]}])
def test_a_rule_of_some_stacks_or_of_something_else_fails(scope: dict[str, Any]) -> None:
    assert judge(CONTROL, rule(**scope)) is FALSE


def test_what_deployment_or_another_rule_decides_is_unknown() -> None:
    assert judge(CONTROL, rule(ANYTHING)) is UNKNOWN
    assert judge(CONTROL, rule(TagKey="Drift")) is UNKNOWN


def test_another_rule_is_not_spoken_of() -> None:
    assert judge(CONTROL, rule(identifier="S3_BUCKET_LOGGING_ENABLED")) is NOT_APPLICABLE
