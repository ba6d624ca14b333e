"""Whether messages travel in the open."""

from __future__ import annotations

import json
from typing import Any

from secure_ai_constructs.controls.messages_tls_only import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, allow, deny, judge, resource

TOPIC = resource("AWS::SNS::Topic")
QUEUE = resource("AWS::SQS::Queue")
QUEUE_ARN = {"Fn::GetAtt": ["Subject", "Arn"]}
PLAIN_HTTP = {"Bool": {"aws:SecureTransport": "false"}}
LOCK = {"Principal": "*", "Condition": PLAIN_HTTP}


def of_topic(document: Any) -> dict[str, Any]:
    return resource("AWS::SNS::TopicPolicy", {"Topics": [SUBJECT], "PolicyDocument": document})


def of_queue(document: Any) -> dict[str, Any]:
    return resource("AWS::SQS::QueuePolicy", {"Queues": [SUBJECT], "PolicyDocument": document})


def topic_policy(**changes: Any) -> dict[str, Any]:
    return of_topic(deny(**{**LOCK, "Action": "sns:Publish", "Resource": SUBJECT, **changes}))


def queue_policy(**changes: Any) -> dict[str, Any]:
    return of_queue(deny(**{**LOCK, "Action": "sqs:*", "Resource": QUEUE_ARN, **changes}))


def test_a_topic_that_refuses_plain_http_passes() -> None:
    assert judge(CONTROL, TOPIC, Policy=topic_policy()) is TRUE
    assert judge(CONTROL, TOPIC, Policy=topic_policy(Principal={"AWS": "*"}, Resource="*")) is TRUE


def test_a_queue_that_refuses_plain_http_passes() -> None:
    assert judge(CONTROL, QUEUE, Policy=queue_policy()) is TRUE
    assert judge(CONTROL, QUEUE, Policy=queue_policy(Condition={"Bool": {"aws:securetransport": False}})) is TRUE


def test_a_policy_written_as_json_passes() -> None:
    document = json.dumps(deny(**LOCK, Action="sqs:*", Resource="*"))
    assert judge(CONTROL, QUEUE, Policy=of_queue(document)) is TRUE


def test_sending_and_receiving_may_be_refused_in_two_statements() -> None:
    send = deny(**LOCK, Action="sqs:SendMessage", Resource="*")["Statement"]
    receive = deny(**LOCK, Action=["sqs:ReceiveMessage"], Resource="*")["Statement"]
    assert judge(CONTROL, QUEUE, Policy=of_queue({"Statement": [*send, *receive]})) is TRUE
    assert judge(CONTROL, QUEUE, Policy=of_queue({"Statement": send})) is FALSE


def test_a_policy_of_one_queue_or_topic_passes() -> None:
    document = deny(**LOCK, Action="*", Resource="*")
    queue = resource("AWS::SQS::QueueInlinePolicy", {"Queue": SUBJECT, "PolicyDocument": document})
    assert judge(CONTROL, QUEUE, Policy=queue) is TRUE
    topic = resource("AWS::SNS::TopicInlinePolicy", {"TopicArn": SUBJECT, "PolicyDocument": document})
    assert judge(CONTROL, TOPIC, Policy=topic) is TRUE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, TOPIC) is FALSE
    assert judge(CONTROL, QUEUE) is FALSE


def test_a_denial_on_another_topic_fails() -> None:
    assert judge(CONTROL, TOPIC, Policy=topic_policy(Resource={"Ref": "Other"}), Other=TOPIC) is FALSE


def test_the_policy_of_another_queue_fails() -> None:
    document = deny(**LOCK, Action="sqs:*", Resource="*")
    other = resource("AWS::SQS::QueuePolicy", {"Queues": [{"Ref": "Other"}], "PolicyDocument": document})
    assert judge(CONTROL, QUEUE, Other=QUEUE, Policy=other) is FALSE


def test_a_denial_to_one_principal_fails() -> None:
    assert judge(CONTROL, TOPIC, Policy=topic_policy(Principal={"Service": "events.amazonaws.com"})) is FALSE


def test_a_denial_of_something_else_fails() -> None:
    assert judge(CONTROL, TOPIC, Policy=topic_policy(Action="sns:Subscribe")) is FALSE


def test_a_denial_of_requests_with_tls_fails() -> None:
    assert judge(CONTROL, TOPIC, Policy=topic_policy(Condition={"Bool": {"aws:SecureTransport": "true"}})) is FALSE


def test_a_second_condition_lets_others_through() -> None:
    narrow = {**PLAIN_HTTP, "StringEquals": {"aws:PrincipalAccount": "123456789012"}}
    assert judge(CONTROL, QUEUE, Policy=queue_policy(Condition=narrow)) is FALSE


def test_permission_with_tls_is_no_refusal_without() -> None:
    with_tls = {"Bool": {"aws:SecureTransport": "true"}}
    document = allow(Principal="*", Action="sqs:*", Resource="*", Condition=with_tls)
    assert judge(CONTROL, QUEUE, Policy=of_queue(document)) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, TOPIC, Policy=topic_policy(Condition=ANYTHING)) is UNKNOWN


def test_a_policy_that_may_not_be_created_is_unknown() -> None:
    assert judge(CONTROL, QUEUE, Policy={**queue_policy(), "Condition": "Maybe"}) is UNKNOWN


def test_a_bucket_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE
