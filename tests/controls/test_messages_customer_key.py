"""Whose key encrypts what waits in a queue."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.messages_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def topic(key: Any) -> dict[str, Any]:
    return resource("AWS::SNS::Topic", {"KmsMasterKeyId": key})


def queue(key: Any, **properties: Any) -> dict[str, Any]:
    return resource("AWS::SQS::Queue", {"KmsMasterKeyId": key, **properties})


KEY = {"Fn::GetAtt": ["Key", "Arn"]}


def test_a_key_of_the_assembly_passes() -> None:
    assert judge(CONTROL, topic(KEY), Key=resource("AWS::KMS::Key")) is TRUE
    assert judge(CONTROL, queue({"Ref": "Alias"}), Alias=resource("AWS::KMS::Alias")) is TRUE


def test_an_alias_that_is_written_out_passes() -> None:
    assert judge(CONTROL, queue("alias/alerts")) is TRUE


def test_no_key_fails() -> None:
    assert judge(CONTROL, resource("AWS::SNS::Topic")) is FALSE
    assert judge(CONTROL, queue("")) is FALSE


def test_a_key_of_aws_fails() -> None:
    assert judge(CONTROL, topic("alias/aws/sns")) is FALSE
    assert judge(CONTROL, queue("arn:aws:kms:eu-central-1:123456789012:alias/aws/sqs")) is FALSE


def test_encryption_by_the_queue_service_fails() -> None:
    assert judge(CONTROL, queue({"Ref": "AWS::NoValue"}, SqsManagedSseEnabled=True)) is FALSE


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, topic(ANYTHING)) is UNKNOWN
    assert judge(CONTROL, queue(ANYTHING)) is UNKNOWN


def test_a_subscription_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SNS::Subscription")) is NOT_APPLICABLE
