"""Whether a container's role opens data past the service that keeps it."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.sagemaker_role_keys_through_s3 import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

MODEL = resource("AWS::SageMaker::Model", {"ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}})
KEY = "arn:aws:kms:eu-central-1:123456789012:key/1"
THROUGH_S3 = {"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}


def role(condition: Any, action: Any = "kms:Decrypt") -> dict[str, Any]:
    return role_with(allow(Action=action, Resource=KEY, Condition=condition))


def test_a_key_through_s3_passes() -> None:
    assert judge(CONTROL, MODEL, Role=role(THROUGH_S3)) is TRUE


def test_a_key_by_itself_fails() -> None:
    nothing = {"Ref": "AWS::NoValue"}
    for action in ("kms:Decrypt", "kms:GenerateDataKey", ["s3:GetObject", "KMS:decrypt"], "kms:*"):
        assert judge(CONTROL, MODEL, Role=role(nothing, action)) is FALSE


def test_through_any_service_fails() -> None:
    assert judge(CONTROL, MODEL, Role=role({"StringLike": {"kms:ViaService": "*"}})) is FALSE


def test_a_policy_beside_the_role_is_read_too() -> None:
    said = {"PolicyDocument": allow(Action="kms:Decrypt", Resource=KEY), "Roles": [{"Ref": "Role"}]}
    beside = resource("AWS::IAM::Policy", said)
    assert judge(CONTROL, MODEL, Role=role(THROUGH_S3), Policy=beside) is FALSE


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, MODEL, Role=role(ANYTHING)) is UNKNOWN


def test_a_role_without_keys_is_not_spoken_of() -> None:
    assert judge(CONTROL, MODEL, Role=role_with(allow(Action="s3:GetObject", Resource="*"))) is NOT_APPLICABLE


def test_a_role_that_stands_elsewhere_is_not_spoken_of() -> None:
    elsewhere = resource("AWS::SageMaker::Model", {"ExecutionRoleArn": "arn:aws:iam::123456789012:role/model"})
    assert judge(CONTROL, elsewhere) is NOT_APPLICABLE
