"""Whether a vector store is public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.controls.opensearch_network_private import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth


def policy(document: Any, kind: str = "network") -> dict[str, Any]:
    return resource("AWS::OpenSearchServerless::SecurityPolicy", {"Type": kind, "Policy": document})


PRIVATE = '[{"Rules": [], "AllowFromPublic": false, "SourceServices": ["bedrock.amazonaws.com"]}]'


def test_a_private_collection_passes() -> None:
    assert judge(CONTROL, policy(PRIVATE)) is TRUE


def test_a_policy_written_with_a_substitution_is_read_too() -> None:
    assert judge(CONTROL, policy({"Fn::Sub": PRIVATE.replace("[]", '["${AWS::Region}"]')})) is TRUE


def test_a_public_collection_fails() -> None:
    assert judge(CONTROL, policy('[{"AllowFromPublic": true}]')) is FALSE


def test_one_public_rule_among_private_ones_fails() -> None:
    assert judge(CONTROL, policy('[{"AllowFromPublic": false}, {"AllowFromPublic": true}]')) is FALSE


def test_saying_nothing_fails() -> None:
    assert judge(CONTROL, policy('[{"Rules": []}]')) is FALSE


def test_a_policy_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(ANYTHING)) is UNKNOWN


def test_an_encryption_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy("{}", kind="encryption")) is NOT_APPLICABLE


@pytest.mark.parametrize(("public", "verdict"), [(True, FALSE), (False, TRUE)])
def test_a_document_that_cloudformation_writes_is_read(*, public: bool, verdict: Truth) -> None:
    rules = [{"ResourceType": "collection", "Resource": ["collection/claims"]}]
    document = [{"Rules": rules, "AllowFromPublic": public, **({} if public else {"SourceVPCEs": ["vpce-1"]})}]
    policy = {"Type": "network", "Policy": {"Fn::ToJsonString": document}}
    found = resource("AWS::OpenSearchServerless::SecurityPolicy", policy)
    assert judge(CONTROL, found) is verdict
