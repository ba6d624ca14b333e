"""Whose key encrypts vectors."""

from __future__ import annotations

import json
from typing import Any

from secure_ai_constructs.controls.opensearch_customer_key import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"


def collection(name: Any = "claims", **properties: Any) -> dict[str, Any]:
    return resource("AWS::OpenSearchServerless::Collection", {"Name": name, **properties})


def policy(*names: Any, kind: Any = "encryption", **changes: Any) -> dict[str, Any]:
    rules = [{"ResourceType": "collection", "Resource": [f"collection/{name}" for name in names]}]
    document = json.dumps({"Rules": rules, "AWSOwnedKey": False, "KmsARN": KEY, **changes})
    return resource("AWS::OpenSearchServerless::SecurityPolicy", {"Type": kind, "Policy": document})


def test_a_policy_for_the_collection_passes() -> None:
    assert judge(CONTROL, collection(), Policy=policy("claims")) is TRUE


def test_a_policy_for_several_collections_passes() -> None:
    assert judge(CONTROL, collection(), Policy=policy("fraud", "claims")) is TRUE


def test_a_key_of_its_own_passes() -> None:
    assert judge(CONTROL, collection(EncryptionConfig={"AWSOwnedKey": False, "KmsKeyArn": KEY})) is TRUE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, collection()) is FALSE


def test_a_key_that_aws_owns_fails() -> None:
    assert judge(CONTROL, collection(), Policy=policy("claims", AWSOwnedKey=True)) is FALSE
    assert judge(CONTROL, collection(EncryptionConfig={"AWSOwnedKey": True})) is FALSE


def test_a_key_that_aws_manages_fails() -> None:
    aws = "arn:aws:kms:eu-central-1:123456789012:alias/aws/aoss"
    assert judge(CONTROL, collection(), Policy=policy("claims", KmsARN=aws)) is FALSE


def test_a_policy_for_another_collection_fails() -> None:
    assert judge(CONTROL, collection(), Policy=policy("claims-2", "claim")) is FALSE
    assert judge(CONTROL, collection(), Policy=policy("fraud*")) is FALSE


def test_a_network_policy_encrypts_nothing() -> None:
    assert judge(CONTROL, collection(), Policy=policy("claims", kind="network")) is FALSE


def test_a_pattern_is_unknown_because_a_narrower_one_may_overrule_it() -> None:
    assert judge(CONTROL, collection(), Policy=policy("cl*")) is UNKNOWN


def test_a_name_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, collection(ANYTHING), Policy=policy("claims")) is UNKNOWN


def test_a_policy_given_at_deployment_is_unknown() -> None:
    given = resource("AWS::OpenSearchServerless::SecurityPolicy", {"Type": "encryption", "Policy": ANYTHING})
    assert judge(CONTROL, collection(), Policy=given) is UNKNOWN


def test_a_key_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, collection(EncryptionConfig={"KmsKeyArn": ANYTHING})) is UNKNOWN


def test_an_access_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::OpenSearchServerless::AccessPolicy")) is NOT_APPLICABLE
