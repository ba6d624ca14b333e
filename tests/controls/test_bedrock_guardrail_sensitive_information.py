"""Whether secrets are kept out of answers."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.bedrock_guardrail_sensitive_information import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource


def guardrail(policy: Any) -> dict[str, Any]:
    return resource("AWS::Bedrock::Guardrail", {"SensitiveInformationPolicyConfig": policy})


def test_a_list_of_pii_types_passes() -> None:
    assert judge(CONTROL, guardrail({"PiiEntitiesConfig": [{"Type": "NAME", "Action": "ANONYMIZE"}]})) is TRUE


def test_a_pattern_of_ones_own_passes() -> None:
    assert (
        judge(CONTROL, guardrail({"RegexesConfig": [{"Name": "Policy", "Pattern": "P-[0-9]+", "Action": "BLOCK"}]}))
        is TRUE
    )


def test_empty_lists_fail() -> None:
    assert judge(CONTROL, guardrail({"PiiEntitiesConfig": []})) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::Guardrail")) is FALSE


def test_a_policy_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, guardrail(ANYTHING)) is UNKNOWN


def test_a_guardrail_version_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::Bedrock::GuardrailVersion")) is NOT_APPLICABLE


@pytest.mark.parametrize(
    "entity",
    [
        {"Type": "NAME", "Action": "NONE"},
        {"Type": "NAME", "Action": "BLOCK", "OutputAction": "NONE"},
        {"Type": "NAME", "Action": "BLOCK", "OutputEnabled": False},
        {},
    ],
)
def test_a_filter_that_leaves_answers_alone_fails(entity: dict[str, Any]) -> None:
    assert judge(CONTROL, guardrail({"PiiEntitiesConfig": [entity]})) is FALSE
