"""Whether somebody can see what was not ingested."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_knowledge_base_logged import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

BASE = resource("AWS::Bedrock::KnowledgeBase")
ARN = {"Fn::GetAtt": ["Subject", "KnowledgeBaseArn"]}
DESTINATION = {"Fn::GetAtt": ["Destination", "Arn"]}
DESTINATIONS = {"Destination": resource("AWS::Logs::DeliveryDestination")}


def source(arn: Any = ARN, kind: str = "APPLICATION_LOGS") -> dict[str, Any]:
    return resource("AWS::Logs::DeliverySource", {"Name": "claims", "ResourceArn": arn, "LogType": kind})


def delivery(name: Any, destination: Any = DESTINATION) -> dict[str, Any]:
    return resource("AWS::Logs::Delivery", {"DeliverySourceName": name, "DeliveryDestinationArn": destination})


def test_a_delivered_log_passes() -> None:
    assert judge(CONTROL, BASE, Source=source(), Delivery=delivery({"Ref": "Source"}), **DESTINATIONS) is TRUE


def test_a_delivery_that_writes_out_the_name_of_the_source_passes() -> None:
    assert judge(CONTROL, BASE, Source=source(), Delivery=delivery("claims"), **DESTINATIONS) is TRUE


def test_no_log_fails() -> None:
    assert judge(CONTROL, BASE) is FALSE


def test_a_source_that_nothing_delivers_fails() -> None:
    assert judge(CONTROL, BASE, Source=source()) is FALSE


def test_a_delivery_of_another_source_fails() -> None:
    assert judge(CONTROL, BASE, Source=source(), Delivery=delivery("fraud"), **DESTINATIONS) is FALSE


def test_a_delivery_without_a_destination_fails() -> None:
    nowhere = delivery({"Ref": "Source"}, {"Ref": "AWS::NoValue"})
    assert judge(CONTROL, BASE, Source=source(), Delivery=nowhere) is FALSE


def test_traces_are_no_log() -> None:
    others = {"Source": source(kind="TRACES"), "Delivery": delivery({"Ref": "Source"}), **DESTINATIONS}
    assert judge(CONTROL, BASE, **others) is FALSE


def test_a_log_of_another_knowledge_base_fails() -> None:
    other = source({"Fn::GetAtt": ["Other", "KnowledgeBaseArn"]})
    others = {"Source": other, "Delivery": delivery({"Ref": "Source"}), "Other": BASE, **DESTINATIONS}
    assert judge(CONTROL, BASE, **others) is FALSE


def test_a_knowledge_base_given_at_deployment_is_unknown() -> None:
    others = {"Source": source(ANYTHING), "Delivery": delivery({"Ref": "Source"}), **DESTINATIONS}
    assert judge(CONTROL, BASE, **others) is UNKNOWN


def test_a_data_source_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::DataSource")) is NOT_APPLICABLE
