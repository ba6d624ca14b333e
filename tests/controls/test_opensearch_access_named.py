"""Who reads which index."""

from __future__ import annotations

import json
from typing import Any

from secure_ai_constructs.controls.opensearch_access_named import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

ROLE = "arn:aws:iam::123456789012:role/claims"
INDEX = "index/claims/documents"


def rule(**changes: Any) -> dict[str, Any]:
    said = {"ResourceType": "index", "Resource": [INDEX], "Permission": ["aoss:ReadDocument"], **changes}
    return {"Rules": [said], "Principal": [ROLE]}


def policy(*rules: Any, kind: Any = "data") -> dict[str, Any]:
    return resource("AWS::OpenSearchServerless::AccessPolicy", {"Type": kind, "Policy": json.dumps(list(rules))})


def test_names_pass() -> None:
    assert judge(CONTROL, policy(rule())) is TRUE


def test_a_role_of_the_assembly_passes() -> None:
    before, after = json.dumps([rule()]).split(ROLE)
    joined = {"Fn::Join": ["", [before, {"Fn::GetAtt": ["Role", "Arn"]}, after]]}
    subject = resource("AWS::OpenSearchServerless::AccessPolicy", {"Type": "data", "Policy": joined})
    assert judge(CONTROL, subject, Role=resource("AWS::IAM::Role")) is TRUE


def test_every_index_fails() -> None:
    assert judge(CONTROL, policy(rule(Resource=["index/*/*"]))) is FALSE
    assert judge(CONTROL, policy(rule(Resource=[INDEX, "index/claims/doc*"]))) is FALSE


def test_every_permission_fails() -> None:
    assert judge(CONTROL, policy(rule(Permission=["aoss:*"]))) is FALSE


def test_everybody_fails() -> None:
    for principal in ("*", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:root"):
        assert judge(CONTROL, policy({**rule(), "Principal": [ROLE, principal]})) is FALSE


def test_scalars_are_read_as_lists() -> None:
    assert judge(CONTROL, policy(rule(Resource="index/*/*"))) is FALSE
    assert judge(CONTROL, policy({**rule(), "Principal": "*"})) is FALSE


def test_a_second_entry_counts() -> None:
    assert judge(CONTROL, policy(rule(), {**rule(), "Principal": ["*"]})) is FALSE


def test_a_second_rule_counts() -> None:
    both = {**rule(), "Rules": [*rule()["Rules"], *rule(Permission=["aoss:*"])["Rules"]]}
    assert judge(CONTROL, policy(both)) is FALSE


def test_a_policy_given_at_deployment_is_unknown() -> None:
    subject = resource("AWS::OpenSearchServerless::AccessPolicy", {"Type": "data", "Policy": ANYTHING})
    assert judge(CONTROL, subject) is UNKNOWN


def test_a_policy_that_is_no_json_is_unknown() -> None:
    subject = resource("AWS::OpenSearchServerless::AccessPolicy", {"Type": "data", "Policy": "[{"})
    assert judge(CONTROL, subject) is UNKNOWN


def test_another_type_of_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy(rule(), kind="retention")) is NOT_APPLICABLE
    assert judge(CONTROL, resource("AWS::OpenSearchServerless::SecurityPolicy")) is NOT_APPLICABLE
