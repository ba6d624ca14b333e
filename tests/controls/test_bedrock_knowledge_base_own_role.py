"""Whether two knowledge bases act as one."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.bedrock_knowledge_base_own_role import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def knowledge_base(role: Any) -> dict[str, Any]:
    return resource("AWS::Bedrock::KnowledgeBase", {"RoleArn": role})


ROLE = {"Fn::GetAtt": ["Role", "Arn"]}
OTHER_ROLE = {"Fn::GetAtt": ["OtherRole", "Arn"]}
ROLES = {"Role": resource("AWS::IAM::Role"), "OtherRole": resource("AWS::IAM::Role")}


def test_a_role_of_its_own_passes() -> None:
    assert judge(CONTROL, knowledge_base(ROLE), Other=knowledge_base(OTHER_ROLE), **ROLES) is TRUE


def test_a_shared_role_fails() -> None:
    assert judge(CONTROL, knowledge_base(ROLE), Other=knowledge_base(ROLE), **ROLES) is FALSE


def test_a_missing_role_fails() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::KnowledgeBase")) is FALSE


def test_a_role_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, knowledge_base(ANYTHING)) is UNKNOWN


def test_a_shared_role_of_a_conditional_knowledge_base_is_unknown() -> None:
    assert (
        judge(CONTROL, knowledge_base(ROLE), Other={**knowledge_base(ROLE), "Condition": "Maybe"}, **ROLES) is UNKNOWN
    )


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
