"""Whether AWS checks the account, too."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.security_hub_present import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

WORKLOAD = resource("AWS::Bedrock::KnowledgeBase")


def made(**changes: Any) -> dict[str, Any]:
    """What the account has, but for the changes."""
    return resource(
        "AWS::SecurityHub::Standard",
        {"StandardsArn": "arn:aws:securityhub:eu-central-1::standards/ai-security-best-practices/v/1.0.0", **changes},
    )


def test_the_standard_for_ai_passes() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made()) is TRUE


def test_an_endpoint_asks_as_well() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::Endpoint"), Made=made()) is TRUE


def test_an_account_without_it_fails() -> None:
    assert judge(CONTROL, WORKLOAD) is FALSE


def test_another_standard_fails() -> None:
    assert (
        judge(
            CONTROL,
            WORKLOAD,
            Made=made(StandardsArn="arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"),
        )
        is FALSE
    )


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, WORKLOAD, Made=made(StandardsArn=ANYTHING)) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
