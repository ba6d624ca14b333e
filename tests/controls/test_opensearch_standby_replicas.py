"""Whether answers survive the loss of a zone."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.opensearch_standby_replicas import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def collection(replicas: Any) -> dict[str, Any]:
    return resource("AWS::OpenSearchServerless::Collection", {"Name": "claims", "StandbyReplicas": replicas})


def test_replicas_pass() -> None:
    assert judge(CONTROL, collection("ENABLED")) is TRUE


def test_the_default_has_replicas_and_passes() -> None:
    assert judge(CONTROL, collection({"Ref": "AWS::NoValue"})) is TRUE


def test_no_replicas_fail() -> None:
    assert judge(CONTROL, collection("DISABLED")) is FALSE


def test_replicas_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, collection(ANYTHING)) is UNKNOWN
    assert judge(CONTROL, collection({"Fn::If": ["Maybe", "ENABLED", "DISABLED"]})) is UNKNOWN


def test_an_index_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::OpenSearchServerless::Index")) is NOT_APPLICABLE
