"""Whether anybody looks for known holes."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.inspector_present import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, judge_in, resource

WORKLOAD = resource("AWS::Bedrock::KnowledgeBase")


def made(**changes: Any) -> dict[str, Any]:
    """What the account has, but for the changes."""
    return resource("Custom::InspectorEnablement", {"ResourceTypes": "EC2,ECR,LAMBDA,LAMBDA_CODE", **changes})


def test_inspector_of_all_passes() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made()) is TRUE


def test_an_endpoint_asks_as_well() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint"), Made=made()) is TRUE


def test_an_account_without_it_fails() -> None:
    assert judge(CONTROL, WORKLOAD) is FALSE


def test_scans_without_images_fail() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made(ResourceTypes="EC2,LAMBDA")) is FALSE


def test_code_is_no_function() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made(ResourceTypes="EC2,ECR,LAMBDA_CODE")) is FALSE


def test_code_is_asked_for_where_inspector_reads_it() -> None:
    without = made(ResourceTypes="EC2,ECR,LAMBDA")
    assert judge_in("eu-central-1", CONTROL, WORKLOAD, Made=without) is FALSE
    assert judge_in("eu-central-1", CONTROL, WORKLOAD, Made=made()) is TRUE
    assert judge_in("eu-west-3", CONTROL, WORKLOAD, Made=without) is TRUE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made(ResourceTypes=ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
