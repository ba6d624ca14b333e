"""Whether callers can go on when the account enforces a guardrail."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.bedrock_enforced_guardrail_allowed import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource, role_with

ENFORCED = resource(
    "AWS::Bedrock::EnforcedGuardrailConfiguration",
    {"GuardrailIdentifier": {"Fn::GetAtt": ["Guardrail", "GuardrailArn"]}},
)
HERE = {"Enforced": ENFORCED, "Guardrail": resource("AWS::Bedrock::Guardrail")}
MODEL = "arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0"


def role(applies_to: Any = None, model: str = MODEL) -> dict[str, Any]:
    statements = [{"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": model}]
    if applies_to is not None:
        statements.append({"Effect": "Allow", "Action": "bedrock:ApplyGuardrail", "Resource": applies_to})
    document = {"Version": "2012-10-17", "Statement": statements}
    return role_with(document)


@pytest.mark.parametrize(
    "on",
    [{"Fn::GetAtt": ["Guardrail", "GuardrailArn"]}, "*", "arn:aws:bedrock:eu-central-1:123456789012:guardrail/*"],
    ids=str,
)
def test_who_may_apply_it_passes(on: Any) -> None:
    assert judge(CONTROL, role(on), **HERE) is TRUE


def test_a_policy_beside_the_one_that_asks_will_do() -> None:
    statement = {"Effect": "Allow", "Action": "bedrock:ApplyGuardrail", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    beside = resource("AWS::IAM::Policy", {"PolicyDocument": document, "Roles": [{"Ref": "Subject"}]})
    assert judge(CONTROL, role(), Beside=beside, **HERE) is TRUE


def test_an_id_that_is_written_out_is_the_end_of_the_arn() -> None:
    enforced = resource("AWS::Bedrock::EnforcedGuardrailConfiguration", {"GuardrailIdentifier": "abc123"})
    assert judge(CONTROL, role("arn:aws:bedrock:eu-central-1:123456789012:guardrail/abc123"), One=enforced) is TRUE
    assert judge(CONTROL, role("arn:aws:bedrock:eu-central-1:123456789012:guardrail/xabc123"), One=enforced) is FALSE


def test_who_may_not_or_another_one_alone_fails() -> None:
    assert judge(CONTROL, role(), **HERE) is FALSE
    assert judge(CONTROL, role("arn:aws:bedrock:eu-central-1:123456789012:guardrail/other"), **HERE) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, role(ANYTHING), **HERE) is UNKNOWN


def test_what_embeds_alone_or_where_none_is_enforced_is_not_spoken_of() -> None:
    embeds = role(model="arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0")
    assert judge(CONTROL, embeds, **HERE) is NOT_APPLICABLE
    assert judge(CONTROL, role()) is NOT_APPLICABLE
