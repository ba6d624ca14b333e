"""What else a container's role may do."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_role_reads_own import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource, role_with

BUCKET = resource("AWS::S3::Bucket")
OWN = {"Fn::Sub": "${Weights.Arn}/fraud/*"}
MODEL = resource(
    "AWS::SageMaker::Model",
    {
        "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
        "PrimaryContainer": {"ModelDataUrl": {"Fn::Sub": "s3://${Weights}/fraud/model.tar.gz"}},
    },
)
CONFIG = resource(
    "AWS::SageMaker::EndpointConfig",
    {
        "ProductionVariants": [{"ModelName": {"Fn::GetAtt": ["Subject", "ModelName"]}}],
        "DataCaptureConfig": {"DestinationS3Uri": {"Fn::Sub": "s3://${Captures}/fraud"}},
    },
)


def verdict(action: Any, of: Any = "*", model: dict[str, Any] = MODEL) -> Any:
    role = role_with(allow(Action=action, Resource=of))
    return judge(CONTROL, model, Role=role, Weights=BUCKET, Captures=BUCKET, Other=BUCKET, Config=CONFIG)


@pytest.mark.parametrize(
    "action", ["logs:PutLogEvents", "ecr:BatchGetImage", ["kms:Decrypt", "ec2:DescribeSubnets"], "kms:ReEncrypt*"]
)
def test_what_hosting_needs_passes(action: Any) -> None:
    assert verdict(action) is TRUE


@pytest.mark.parametrize(("action", "of"), [("s3:GetObject", OWN), ("s3:PutObject", {"Fn::Sub": "${Captures.Arn}/*"})])
def test_its_own_weights_and_captures_pass(action: str, of: Any) -> None:
    assert verdict(action, of) is TRUE


def test_weights_of_a_bucket_elsewhere_are_its_own_by_their_name() -> None:
    named = {**MODEL["Properties"], "PrimaryContainer": {"ModelDataUrl": "s3://weights/fraud/model.tar.gz"}}
    model = resource("AWS::SageMaker::Model", named)
    assert verdict("s3:GetObject", "arn:aws:s3:::weights/fraud/*", model) is TRUE
    assert verdict("s3:GetObject", "arn:aws:s3:::weights-of-others/*", model) is FALSE


@pytest.mark.parametrize(
    ("action", "of"),
    [
        ("s3:GetObject", "arn:aws:s3:::another/*"),
        ("s3:GetObject", {"Fn::Sub": "${Other.Arn}/*"}),
        ("s3:*", "*"),
        ("s3:GetObject", [OWN, "arn:aws:s3:::another/*"]),
        ("dynamodb:GetItem", "arn:aws:dynamodb:eu-central-1:123456789012:table/a"),
        ("secretsmanager:GetSecretValue", "*"),
        ("bedrock:InvokeModel", "*"),
        ("*", "*"),
        ("logs:FilterLogEvents", "*"),
        ("ec2:*", "*"),
        ("kms:*", "*"),
    ],
    ids=str,
)
def test_whatever_is_of_others_fails(action: str, of: Any) -> None:
    assert verdict(action, of) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert verdict(ANYTHING) is UNKNOWN
    assert verdict("s3:GetObject", ANYTHING) is UNKNOWN


def test_weights_that_are_named_as_a_source_are_its_own() -> None:
    source = {"S3DataSource": {"S3Uri": "s3://weights/fraud/"}}
    several = {
        "ExecutionRoleArn": MODEL["Properties"]["ExecutionRoleArn"],
        "Containers": [{}, {"ModelDataSource": source}],
    }
    assert verdict("s3:GetObject", "arn:aws:s3:::weights/*", resource("AWS::SageMaker::Model", several)) is TRUE


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ("arn:aws:iam::aws:policy/AmazonSageMakerFullAccess", TRUE),
        ("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly", TRUE),
        ("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", FALSE),
        ("arn:aws:iam::aws:policy/SecretsManagerReadWrite", FALSE),
        ("arn:aws:iam::123456789012:policy/elsewhere", UNKNOWN),
    ],
)
def test_a_policy_that_stands_elsewhere_is_unknown_and_most_of_aws_s_go_further(arn: str, expected: Any) -> None:
    role = role_with(allow(Action="logs:PutLogEvents", Resource="*"))
    role["Properties"]["ManagedPolicyArns"] = [arn]
    assert judge(CONTROL, MODEL, Role=role, Weights=BUCKET) is expected
    del role["Properties"]["Policies"]
    assert judge(CONTROL, MODEL, Role=role, Weights=BUCKET) is expected


def test_a_role_of_another_app_is_not_spoken_of() -> None:
    model = resource("AWS::SageMaker::Model", {"ExecutionRoleArn": "arn:aws:iam::123456789012:role/elsewhere"})
    assert judge(CONTROL, model) is NOT_APPLICABLE
