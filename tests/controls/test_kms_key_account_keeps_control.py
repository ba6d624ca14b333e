"""Whether a key can be lost with a role."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.kms_key_account_keeps_control import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

ROOT = {"AWS": "arn:aws:iam::123456789012:root"}


def key(bypass: Any = None, **statement: Any) -> dict[str, Any]:
    document = allow(**{"Principal": ROOT, "Action": "kms:*", "Resource": "*", **statement})
    properties = {"KeyPolicy": document} | ({"BypassPolicyLockoutSafetyCheck": bypass} if bypass is not None else {})
    return resource("AWS::KMS::Key", properties)


@pytest.mark.parametrize(
    "root",
    [
        ROOT["AWS"],
        "123456789012",
        {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"},
        {"Ref": "AWS::AccountId"},
    ],
)
def test_the_account_s_root_passes(root: Any) -> None:
    assert judge(CONTROL, key(Principal={"AWS": root})) is TRUE


def test_a_bypass_that_is_off_passes() -> None:
    assert judge(CONTROL, key(bypass=False)) is TRUE


@pytest.mark.parametrize(
    "statement",
    [
        {"Principal": {"AWS": "arn:aws:iam::123456789012:role/admin"}},
        {"Action": "kms:Decrypt"},
        {"Effect": "Deny"},
        {"Condition": {"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}},
    ],
    ids=str,
)
def test_less_than_that_fails(statement: dict[str, Any]) -> None:
    assert judge(CONTROL, key(**statement)) is FALSE


def test_a_bypass_of_the_check_fails() -> None:
    assert judge(CONTROL, key(bypass=True)) is FALSE


def test_a_key_without_a_policy_of_its_own_has_the_default_one() -> None:
    assert judge(CONTROL, resource("AWS::KMS::Key")) is TRUE


def test_a_principal_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, key(Principal={"AWS": ANYTHING})) is UNKNOWN


def test_an_alias_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::KMS::Alias")) is NOT_APPLICABLE
