"""Whether checked text leaves the Region."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_guardrail_in_region import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

EU = "arn:aws:bedrock:eu-central-1:123456789012:guardrail-profile/eu.guardrail.v1:0"


def guardrail(profile: Any = EU, **tags: Any) -> dict[str, Any]:
    said = {
        "CrossRegionConfig": {"GuardrailProfileArn": profile},
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    return resource("AWS::Bedrock::Guardrail", said)


MAYBE = {"Fn::If": ["Maybe", {"GuardrailProfileArn": EU}, {"Ref": "AWS::NoValue"}]}


def test_a_guardrail_without_a_profile_passes() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is TRUE


def test_a_guardrail_profile_fails() -> None:
    assert judge(CONTROL, guardrail()) is FALSE


def test_a_geography_that_the_tag_names_passes() -> None:
    assert judge(CONTROL, guardrail(Owner="us", InferenceGeography="eu")) is TRUE
    token = {
        "Fn::Sub": "arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:guardrail-profile/eu.guardrail.v1:0"
    }
    assert judge(CONTROL, guardrail(token, InferenceGeography="eu")) is TRUE


def test_another_geography_fails() -> None:
    for geography in ("us", "e", "eu.", "*", ".*", ""):
        assert judge(CONTROL, guardrail(InferenceGeography=geography)) is FALSE


def test_another_tag_names_no_geography() -> None:
    assert judge(CONTROL, guardrail(DataResidency="eu")) is FALSE


def test_the_whole_world_is_no_geography() -> None:
    anywhere = "arn:aws:bedrock:eu-central-1:123456789012:guardrail-profile/global.guardrail.v1:0"
    assert judge(CONTROL, guardrail(anywhere, InferenceGeography="global")) is FALSE


def test_a_profile_that_deployment_may_leave_out_is_unknown() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail", {"CrossRegionConfig": MAYBE})) is UNKNOWN


def test_a_tag_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, guardrail(InferenceGeography=ANYTHING)) is UNKNOWN


def test_a_profile_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, guardrail(ANYTHING, InferenceGeography="eu")) is UNKNOWN
    assert judge(CONTROL, guardrail(ANYTHING)) is FALSE


def test_a_guardrail_version_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::GuardrailVersion")) is NOT_APPLICABLE
