"""Whether a job can be started where nobody watches."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.iam_jobs_confined import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, deny, judge, resource

SUBNETS = {"ForAllValues:StringEquals": {"sagemaker:VpcSubnets": ["subnet-1", "subnet-2"]}}
KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"
UNDER_KEY = {"ArnEquals": {"sagemaker:OutputKmsKey": KEY, "sagemaker:VolumeKmsKey": KEY}}
CLOSED = {"Bool": {"sagemaker:InterContainerTrafficEncryption": "true", "sagemaker:NetworkIsolation": "true"}}
THERE = {"Null": {"sagemaker:VpcSubnets": "false"}}


def policy(condition: Any, action: Any = "sagemaker:CreateProcessingJob") -> dict[str, Any]:
    return resource("AWS::IAM::Policy", {"PolicyDocument": allow(Action=action, Resource="*", Condition=condition)})


def test_jobs_in_named_subnets_under_a_named_key_pass() -> None:
    assert judge(CONTROL, policy({**SUBNETS, **UNDER_KEY, **THERE, **CLOSED})) is TRUE
    one = {"StringEquals": {"sagemaker:VpcSubnets": "subnet-1"}}
    assert judge(CONTROL, policy({**one, **UNDER_KEY, **CLOSED}, "sagemaker:CreateTrainingJob")) is TRUE


@pytest.mark.parametrize(
    "condition",
    [
        {"Ref": "AWS::NoValue"},
        {**SUBNETS, **UNDER_KEY, **CLOSED},
        {**SUBNETS, **THERE, **CLOSED},
        {**UNDER_KEY, **CLOSED},
        {**UNDER_KEY, **THERE, **CLOSED},
        {**SUBNETS, **UNDER_KEY, **THERE},
        {**SUBNETS, **THERE, **CLOSED, "ArnEquals": {"sagemaker:VolumeKmsKey": KEY}},
        {**SUBNETS, **UNDER_KEY, **THERE, "Bool": {**CLOSED["Bool"], "sagemaker:NetworkIsolation": "false"}},
    ],
    ids=str,
)
def test_less_fails(condition: dict[str, Any]) -> None:
    assert judge(CONTROL, policy(condition)) is FALSE
    assert judge(CONTROL, policy(condition, "sagemaker:*")) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(ANYTHING)) is UNKNOWN


def test_who_starts_no_job_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy(UNDER_KEY, "sagemaker:DescribeProcessingJob")) is NOT_APPLICABLE
    refused = resource("AWS::IAM::Policy", {"PolicyDocument": deny(Action="sagemaker:CreateTrainingJob", Resource="*")})
    assert judge(CONTROL, refused) is NOT_APPLICABLE
