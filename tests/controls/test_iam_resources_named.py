"""Who may read data wherever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.controls.iam_resources_named import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, allow, judge, resource

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth


def policy(**statement: Any) -> dict[str, Any]:
    return resource("AWS::IAM::Policy", {"PolicyDocument": allow(**statement)})


def test_a_data_action_on_one_bucket_passes() -> None:
    assert judge(CONTROL, policy(Action="s3:GetObject", Resource="arn:aws:s3:::claims/*")) is TRUE


def test_a_data_action_on_a_resource_of_the_template_passes() -> None:
    assert (
        judge(
            CONTROL,
            policy(Action="kms:Decrypt", Resource={"Fn::GetAtt": ["Key", "Arn"]}),
            Key=resource("AWS::KMS::Key"),
        )
        is TRUE
    )


def test_a_data_action_on_everything_fails() -> None:
    assert judge(CONTROL, policy(Action=["s3:ListBucket", "s3:GetObject"], Resource="*")) is FALSE


def test_a_data_action_on_every_bucket_fails() -> None:
    assert judge(CONTROL, policy(Action="s3:GetObject", Resource="arn:aws:s3:::*/*")) is FALSE


def test_an_action_without_resource_level_on_everything_passes() -> None:
    assert judge(CONTROL, policy(Action="bedrock:ListFoundationModels", Resource="*")) is TRUE


def test_a_resource_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, policy(Action="bedrock:Retrieve", Resource=ANYTHING)) is UNKNOWN


def test_a_key_policy_is_not_spoken_of() -> None:
    assert (
        judge(CONTROL, resource("AWS::KMS::Key", {"KeyPolicy": allow(Action="kms:Decrypt", Resource="*")}))
        is NOT_APPLICABLE
    )


def test_other_names_of_the_same_actions_are_data_actions_too() -> None:
    for action in (
        "kms:ReEncryptFrom",
        "rds-data:ExecuteStatement",
        "s3:GetObjectVersion",
        "sagemaker:InvokeEndpointAsync",
        "secretsmanager:GetSecretValue",
    ):
        assert judge(CONTROL, policy(Action=action, Resource="*")) is FALSE


def test_every_model_every_secret_and_every_database_fail() -> None:
    for action, everything in (
        ("bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/*"),
        ("bedrock:InvokeModel", "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/*"),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:*"),
        ("rds-data:ExecuteStatement", "arn:aws:rds:eu-central-1:123456789012:cluster:*"),
        ("s3vectors:QueryVectors", "arn:aws:s3vectors:eu-central-1:123456789012:bucket/*/index/*"),
        ("s3vectors:GetVectors", "arn:aws:s3vectors:eu-central-1:123456789012:bucket/*/*"),
        ("s3:GetObject", "arn:aws:s3:*:123456789012:accesspoint/*/object/*"),
        ("s3:GetObject", "arn:aws:s3*"),
        ("bedrock:InvokeModel", "arn:aws:bedrock:eu-central-1:123456789012:provisioned-model/*"),
        ("bedrock:InvokeModel", "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/*"),
    ):
        assert judge(CONTROL, policy(Action=action, Resource=everything)) is FALSE


def test_the_indexes_of_one_bucket_are_named() -> None:
    own = "arn:aws:s3vectors:eu-central-1:123456789012:bucket/claims/index/*"
    assert judge(CONTROL, policy(Action="s3vectors:QueryVectors", Resource=own)) is TRUE


def test_policies_of_aws_are_about_everything() -> None:
    def role(name: str, kind: str = "AWS::IAM::Role", path: str = "ManagedPolicyArns") -> dict[str, Any]:
        return resource(kind, {path: [f"arn:aws:iam::aws:policy/{name}"]})

    for name in ("AdministratorAccess", "AmazonS3ReadOnlyAccess", "ReadOnlyAccess", "SecretsManagerReadWrite"):
        assert judge(CONTROL, role(name)) is FALSE
        assert judge(CONTROL, role(name, "AWS::SSO::PermissionSet", "ManagedPolicies")) is FALSE
    assert judge(CONTROL, role("service-role/AWSLambdaBasicExecutionRole")) is TRUE
    assert judge(CONTROL, role("job-function/DataScientist")) is UNKNOWN


def test_what_is_denied_beside_a_policy_of_aws_is_not_allowed() -> None:
    def role(*denied: str) -> dict[str, Any]:
        statement = {"Effect": "Deny", "Action": list(denied), "Resource": "*"}
        inline = [{"PolicyName": "NoData", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}]
        reads = {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"], "Policies": inline}
        return resource("AWS::IAM::Role", reads)

    assert judge(CONTROL, role("s3:GetObject*")) is TRUE
    assert judge(CONTROL, role("s3:GetObject")) is FALSE


def test_a_permission_set_holds_a_policy_of_its_own() -> None:
    everything = {"InlinePolicy": allow(Action="s3:GetObject", Resource="*")}
    assert judge(CONTROL, resource("AWS::SSO::PermissionSet", everything)) is FALSE


def test_a_boundary_that_somebody_has_by_its_name_grants() -> None:
    wide = {"ManagedPolicyName": "wide", "PolicyDocument": allow(Action="*", Resource="*")}
    policy = resource("AWS::IAM::ManagedPolicy", wide)
    bounded = resource("AWS::IAM::Role", {"PermissionsBoundary": {"Ref": "Subject"}})
    arn = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/wide"}
    has = resource("AWS::IAM::Role", {"ManagedPolicyArns": [arn]})
    sets = resource("AWS::SSO::PermissionSet", {"CustomerManagedPolicyReferences": [{"Name": "wide"}]})
    assert judge(CONTROL, policy, Bounded=bounded) is TRUE
    assert judge(CONTROL, policy, Bounded=bounded, Has=has) is FALSE
    assert judge(CONTROL, policy, Bounded=bounded, Sets=sets) is FALSE


def test_a_boundary_grants_nothing_until_it_is_attached() -> None:
    document = allow(Action="*", Resource="*")
    bounded = resource("AWS::IAM::Role", {"PermissionsBoundary": {"Ref": "Subject"}})
    attached = resource("AWS::IAM::Role", {"ManagedPolicyArns": [{"Ref": "Subject"}]})
    policy = resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": document})
    named = resource("AWS::IAM::ManagedPolicy", {"PolicyDocument": document, "Groups": ["people"]})
    assert judge(CONTROL, policy, Bounded=bounded) is TRUE
    assert judge(CONTROL, policy, Bounded=bounded, Attached=attached) is FALSE
    assert judge(CONTROL, named, Bounded=bounded) is FALSE
    assert judge(CONTROL, policy) is FALSE


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        ({"Fn::Join": ["", [{"Fn::GetAtt": ["Documents", "Arn"]}, "/*"]]}, TRUE),
        ({"Fn::Sub": "${Documents.Arn}/team/*"}, TRUE),
        ({"Fn::Sub": "arn:aws:s3:::${Documents}/*"}, TRUE),
        ({"Fn::Sub": "${GivenAtDeployment}/*"}, UNKNOWN),
        ("*/*", FALSE),
    ],
    ids=str,
)
def test_objects_of_a_bucket_that_is_made_here_are_named(named: Any, verdict: Truth) -> None:
    """As CDK's own grants write them."""
    bucket = resource("AWS::S3::Bucket")
    assert judge(CONTROL, policy(Action="s3:GetObject*", Resource=named), Documents=bucket) is verdict


@pytest.mark.parametrize(
    ("action", "everything"),
    [
        ("bedrock:InvokeAgent", "*"),
        ("bedrock-agentcore:InvokeAgentRuntime", "*"),
        ("kms:Encrypt", "arn:aws:kms:*:*:*/*"),
        ("bedrock:InvokeModel", "arn:aws:bedrock:*:*:*/*"),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:*"),
    ],
)
def test_whatever_reads_writes_or_asks_is_named(action: str, everything: str) -> None:
    assert judge(CONTROL, policy(Action=action, Resource=everything)) is FALSE
