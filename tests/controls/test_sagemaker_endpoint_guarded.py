"""Whether a language model of one's own stands behind a guardrail."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_endpoint_guarded import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource, role_with

ENDPOINT = resource("AWS::SageMaker::Endpoint", {"EndpointName": "chat", "EndpointConfigName": {"Ref": "Config"}})
CONFIG = resource(
    "AWS::SageMaker::EndpointConfig", {"ProductionVariants": [{"ModelName": {"Fn::GetAtt": ["Model", "ModelName"]}}]}
)
ARN = "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/chat"
ASKS = {"Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": ARN}
GUARDS = {"Effect": "Allow", "Action": "bedrock:ApplyGuardrail", "Resource": "arn:aws:bedrock:a:1:guardrail/b"}


def model(image: Any = "a/vllm@sha256:0", **environment: str) -> dict[str, Any]:
    return resource("AWS::SageMaker::Model", {"PrimaryContainer": {"Image": image, "Environment": environment}})


def role(*statements: Any) -> dict[str, Any]:
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return role_with(document)


def verdict(served: dict[str, Any] | None = None, **roles: dict[str, Any]) -> Any:
    return judge(CONTROL, ENDPOINT, Config=CONFIG, Model=served or model(), **roles)


def test_a_caller_that_applies_a_guardrail_passes() -> None:
    assert verdict(Caller=role(ASKS, GUARDS), Other=role(GUARDS)) is TRUE


def test_a_guardrail_in_a_policy_beside_the_role_passes() -> None:
    document = {"Version": "2012-10-17", "Statement": [ASKS]}
    policy = resource("AWS::IAM::Policy", {"PolicyDocument": document, "Roles": [{"Ref": "Caller"}]})
    assert verdict(Caller=role(GUARDS), Policy=policy) is TRUE


@pytest.mark.parametrize("resource", [ARN, "*", "arn:aws:sagemaker:eu-central-1:123456789012:endpoint/*"])
def test_one_caller_without_a_guardrail_fails(resource: str) -> None:
    assert verdict(Caller=role(ASKS, GUARDS), Other=role({**ASKS, "Resource": resource})) is FALSE


def test_an_endpoint_that_nobody_here_may_ask_fails() -> None:
    assert verdict() is FALSE


def test_a_caller_of_another_endpoint_is_nobody_s_business() -> None:
    assert verdict(Caller=role(ASKS, GUARDS), Other=role({**ASKS, "Resource": f"{ARN}-two"})) is TRUE


@pytest.mark.parametrize(
    "variable", ["HF_MODEL_ID", "OPTION_MODEL_ID", "OPTION_ROLLING_BATCH", "SM_VLLM_MODEL", "MAX_TOTAL_TOKENS"]
)
def test_a_model_with_variables_of_a_language_server_is_spoken_of(variable: str) -> None:
    assert verdict(model("a/own@sha256:0", **{variable: "1"})) is FALSE


def test_a_model_that_says_numbers_is_not_spoken_of() -> None:
    assert verdict(model("a/fraud-scoring@sha256:0", THRESHOLD="1")) is NOT_APPLICABLE


def test_what_deployment_decides_is_unknown() -> None:
    assert verdict(Caller=role(ASKS, GUARDS), Other=role({**ASKS, "Action": ANYTHING})) is UNKNOWN
    assert verdict(model(ANYTHING), Caller=role(ASKS, GUARDS)) in (TRUE, UNKNOWN)
