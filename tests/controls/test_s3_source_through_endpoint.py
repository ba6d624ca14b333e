"""From where stolen credentials of a reader work."""

from __future__ import annotations

import json
from typing import Any

from secure_ai_constructs.controls.s3_source_through_endpoint import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, deny, judge, resource

BUCKET = resource("AWS::S3::Bucket")
SOURCE = resource(
    "AWS::Bedrock::DataSource",
    {"DataSourceConfiguration": {"S3Configuration": {"BucketArn": {"Fn::GetAtt": ["Subject", "Arn"]}}}},
)
ENDPOINT = {"StringNotEquals": {"aws:SourceVpce": ["vpce-1"]}}
WAY = {
    "Principal": "*",
    "Action": "s3:Get*",
    "Resource": {"Fn::Sub": "${Subject.Arn}/*"},
    "Condition": ENDPOINT,
}


def policy(**changes: Any) -> dict[str, Any]:
    return resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": deny(**{**WAY, **changes})})


def conditioned(**operators: Any) -> dict[str, Any]:
    return policy(Condition={**ENDPOINT, **operators})


def test_a_denial_from_elsewhere_passes() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy()) is TRUE


def test_a_policy_written_as_json_passes() -> None:
    document = json.dumps(deny(**{**WAY, "Resource": "*"}))
    written = resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": document})
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=written) is TRUE


def test_services_and_named_roles_may_be_spared() -> None:
    spared = conditioned(
        BoolIfExists={"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"},
        ArnNotLike={"aws:PrincipalArn": [{"Fn::GetAtt": ["Role", "Arn"]}]},
    )
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=spared, Role=resource("AWS::IAM::Role")) is TRUE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE) is FALSE


def test_patterns_of_roles_spare_too_many() -> None:
    for arn in (
        "*",
        "arn:aws:iam::123456789012:role/*",
        ["arn:aws:iam::123456789012:role/kb", "arn:aws:iam::*:role/x"],
    ):
        spared = conditioned(ArnNotLike={"aws:principalarn": arn})
        assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=spared) is FALSE


def test_a_condition_of_another_kind_spares_too_many() -> None:
    for beside in (
        {"StringNotEquals": {"aws:SourceVpce": "vpce-1", "aws:PrincipalTag/team": "claims"}},
        {"Bool": {"aws:ViaAWSService": "true"}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
    ):
        assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=conditioned(**beside)) is FALSE


def test_any_endpoint_fails() -> None:
    anywhere = policy(Condition={"StringNotLike": {"aws:SourceVpce": ["vpce-1", "*"]}})
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=anywhere) is FALSE


def test_older_versions_must_be_denied_as_well() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(Action="s3:GetObject")) is FALSE
    both = policy(Action=["s3:GetObject", "s3:GetObjectVersion"])
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=both) is TRUE


def test_a_denial_to_one_principal_fails() -> None:
    one = policy(Principal={"AWS": "arn:aws:iam::123456789012:role/reader"})
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=one) is FALSE


def test_a_denial_on_some_objects_fails() -> None:
    some = policy(Resource={"Fn::Sub": "${Subject.Arn}/secret/*"})
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=some) is FALSE


def test_a_denial_on_another_bucket_fails() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(Resource="arn:aws:s3:::other/*")) is FALSE


def test_endpoints_given_at_deployment_are_unknown() -> None:
    given = policy(Condition={"StringNotEquals": {"aws:SourceVpce": ANYTHING}})
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=given) is UNKNOWN


def test_a_condition_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, BUCKET, Source=SOURCE, Policy=policy(Condition=ANYTHING)) is UNKNOWN


def test_a_bucket_without_a_knowledge_base_is_not_spoken_of() -> None:
    assert judge(CONTROL, BUCKET) is NOT_APPLICABLE


def test_a_bucket_of_weights_is_spoken_of() -> None:
    weights = {"PrimaryContainer": {"ModelDataUrl": {"Fn::Sub": "s3://${Subject}/fraud/model.tar.gz"}}}
    model = resource("AWS::SageMaker::Model", weights)
    assert judge(CONTROL, BUCKET, Model=model, Policy=policy()) is TRUE
    assert judge(CONTROL, BUCKET, Model=model) is FALSE
