"""A function of the library: exactly its own role, a way to nowhere, and an asset of one handler."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from aws_cdk import App, Duration, Stack
from botocore.config import Config

import app
from secure_ai_constructs import CustomerKey, KeyPurpose, PrivateNetwork, Service, ServiceFunction
from secure_ai_constructs.patterns.foundation.service_function import HANDLERS
from tests.patterns.synthesis import ENV, Properties, by_sid, is_kept, mentions, only, region, resources, stack

if TYPE_CHECKING:
    from pathlib import Path


def function(scope: Stack, **arguments: Any) -> ServiceFunction:
    key = CustomerKey(scope, "Key", description="test", purposes=[KeyPurpose.LOGS])
    given = {"handler": "question_answering", "description": "Answers", "key": key.key, **arguments}
    return ServiceFunction(scope, "Asker", **given)


def own_statements(scope: Stack) -> dict[str, Properties]:
    [inline] = only(scope, "AWS::IAM::Role", "Asker")["Policies"]
    return by_sid(inline["PolicyDocument"])


# Role


def test_a_role_writes_its_log_and_its_dead_letters_and_uses_its_key_and_no_more() -> None:
    scope = stack()
    function(scope)
    granted = {sid: (one["Action"], one["Resource"]["Fn::GetAtt"]) for sid, one in own_statements(scope).items()}
    assert set(granted) == {"Log", "DeadLetters", "UseKey"}
    assert granted["Log"][0] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert granted["Log"][1][0].startswith("AskerLogGroup")
    assert granted["DeadLetters"][0] == "sqs:SendMessage"
    assert granted["DeadLetters"][1][0].startswith("AskerDeadLetters")
    assert granted["UseKey"][0] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert granted["UseKey"][1][0].startswith("Key")


def test_only_lambda_assumes_the_role_and_nothing_is_attached_to_it_outside_a_network() -> None:
    scope = stack()
    function(scope)
    role = only(scope, "AWS::IAM::Role", "Asker")
    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert "ManagedPolicyArns" not in role
    assert not resources(scope, "AWS::IAM::Policy")


def test_what_is_allowed_stands_in_the_role_s_own_policy() -> None:
    scope = stack()
    statement = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::one/*"}
    function(scope).allow(statement)
    assert own_statements(scope)["Read"] == statement


def test_what_waits_for_the_role_is_allowed_apart() -> None:
    scope = stack()
    statement = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::one/*"}
    function(scope).allow_apart("Apart", statement)
    assert "Read" not in own_statements(scope)
    policy = only(scope, "AWS::IAM::Policy")
    assert policy["PolicyDocument"]["Statement"] == [statement]
    assert [one["Ref"][:9] for one in policy["Roles"]] == ["AskerRole"]


# Function


def test_everything_of_a_function_is_under_its_key() -> None:
    scope = stack()
    function(scope)
    assert mentions(only(scope, "AWS::Lambda::Function")["KmsKeyArn"], "Key")
    assert mentions(only(scope, "AWS::Logs::LogGroup")["KmsKeyId"], "Key")
    assert mentions(only(scope, "AWS::SQS::Queue")["KmsMasterKeyId"], "Key")


def test_a_log_is_kept_for_a_year_and_longer_than_the_function() -> None:
    scope = stack()
    function(scope)
    [group] = resources(scope, "AWS::Logs::LogGroup").values()
    assert group["Properties"]["RetentionInDays"] == 365
    assert is_kept(group)


def test_a_function_is_what_it_was_given_and_a_minute_long_unless_told() -> None:
    usual, other = stack(), stack()
    function(usual, environment={"TEAM": "claims"})
    function(other, timeout=Duration.minutes(10), concurrency=3)
    found = only(usual, "AWS::Lambda::Function")
    assert found["Environment"] == {"Variables": {"TEAM": "claims"}}
    assert (found["Timeout"], found["Runtime"], found["Architectures"]) == (60, "python3.14", ["arm64"])
    assert found["Handler"] == "handlers.question_answering.index.handler"
    assert "ReservedConcurrentExecutions" not in found
    found = only(other, "AWS::Lambda::Function")
    assert (found["Timeout"], found["ReservedConcurrentExecutions"]) == (600, 3)


def test_dead_letters_are_refused_over_plain_http() -> None:
    scope = stack()
    function(scope)
    [statement] = only(scope, "AWS::SQS::QueuePolicy")["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


@pytest.mark.parametrize("handler", ["", "nope", "custom_resource", "question_answering.nope"])
def test_a_handler_that_does_not_exist_is_refused(handler: str) -> None:
    with pytest.raises(ValueError, match=r"Test/Asker: handler must be one of .*question_answering.*, was ") as it:
        function(stack(), handler=handler)
    assert str(it.value).endswith(repr(handler))


@pytest.mark.parametrize("handler", sorted(one.parent.name for one in HANDLERS.glob("*/index.py")))
def test_an_asset_holds_one_handler_and_what_all_share(handler: str, tmp_path: Path) -> None:
    tree = App(outdir=str(tmp_path), context=app.settings(), analytics_reporting=False)
    scope = Stack(tree, "Test", env=ENV)
    function(scope, handler=handler)
    tree.synth()
    [asset] = tmp_path.glob("asset.*")
    files = {str(one.relative_to(asset)) for one in asset.rglob("*") if one.is_file()}
    shared = {"handlers/__init__.py", "handlers/custom_resource.py"}
    assert shared <= files
    assert {one for one in files if not one.startswith(f"handlers/{handler}/")} == shared
    assert f"handlers/{handler}/index.py" in files
    assert not [one for one in files if "__pycache__" in one]


def test_a_module_beside_the_index_can_be_the_handler() -> None:
    scope = stack()
    function(scope, handler="vector_database.rotation")
    assert only(scope, "AWS::Lambda::Function")["Handler"] == "handlers.vector_database.rotation.handler"


# Network


def test_a_function_in_a_network_goes_nowhere_until_it_is_told() -> None:
    scope = stack()
    function(scope, network=PrivateNetwork(scope, "Network"))
    group = only(scope, "AWS::EC2::SecurityGroup", "Asker")
    [out] = group["SecurityGroupEgress"]
    assert (out["CidrIp"], out["IpProtocol"], out["FromPort"]) == ("255.255.255.255/32", "icmp", 252)
    assert "SecurityGroupIngress" not in group
    assert not resources(scope, "AWS::EC2::SecurityGroupEgress")
    config = only(scope, "AWS::Lambda::Function", "Asker")["VpcConfig"]
    assert len(config["SubnetIds"]) == 3


def test_its_code_cannot_do_what_lambda_does_to_place_it() -> None:
    scope = stack()
    function(scope, network=PrivateNetwork(scope, "Network"))
    document = by_sid(only(scope, "AWS::IAM::ManagedPolicy")["PolicyDocument"])
    assert set(document["PlaceFunction"]["Action"]) < set(document["NotByItsCode"]["Action"])
    assert document["NotByItsCode"]["Effect"] == "Deny"
    assert "lambda:SourceFunctionArn" in document["NotByItsCode"]["Condition"]["ArnLike"]
    [attached] = only(scope, "AWS::IAM::Role", "Asker")["ManagedPolicyArns"]
    assert attached["Ref"].startswith("NetworkInterfaces")


def test_reaching_a_service_opens_the_way_out_to_the_endpoint_which_admits_callers() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    function(scope, network=network).reach(
        Service.KMS, actions=["kms:Decrypt"], resources=["arn:aws:kms:eu-central-1:123456789012:key/*"]
    )
    out, into = only(scope, "AWS::EC2::SecurityGroupEgress"), only(scope, "AWS::EC2::SecurityGroupIngress")
    assert (out["FromPort"], out["ToPort"], into["FromPort"], into["ToPort"]) == (443, 443, 443, 443)
    assert mentions(out["DestinationSecurityGroupId"], "Kms")
    assert mentions(into["SourceSecurityGroupId"], "NetworkCallers")
    joined = only(scope, "AWS::Lambda::Function", "Asker")["VpcConfig"]["SecurityGroupIds"]
    assert [mentions(joined, one) for one in ("AskerSecurityGroup", "NetworkCallers")] == [True, True]
    assert Service.KMS in network.endpoints


FIPS_NAMES = (
    ("kms", True),
    ("bedrock-runtime", True),
    ("bedrock-agent", False),
    ("sagemaker", True),
    ("sagemaker-runtime", True),
)


@pytest.mark.parametrize("place", ["us-east-1", "us-west-2", "us-gov-west-1"])
def test_with_fips_its_sdk_calls_the_names_that_the_endpoints_answer_to(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK itself reads the variables, and knows the names of validated endpoints."""
    scope = region(place)
    asker = function(scope, network=PrivateNetwork(scope, "Network", fips=True))
    for service in (
        Service.KMS,
        Service.BEDROCK_RUNTIME,
        Service.BEDROCK_AGENT,
        Service.SAGEMAKER_API,
        Service.SAGEMAKER_RUNTIME,
    ):
        asker.reach(service, actions=["kms:Decrypt"], resources=["arn:aws:kms:eu-central-1:123456789012:key/*"])
    variables = only(scope, "AWS::Lambda::Function", "Asker")["Environment"]["Variables"]
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for name, is_validated in FIPS_NAMES:
        names = [
            boto3.client(name, region_name=place, config=Config(use_fips_endpoint=fips)).meta.endpoint_url
            for fips in (None, is_validated)
        ]
        assert names[0] == names[1]
        assert ("-fips." in names[0]) is is_validated


def test_without_fips_its_sdk_calls_the_usual_names() -> None:
    scope = region("us-east-1")
    function(scope, network=PrivateNetwork(scope, "Network")).reach(
        Service.KMS, actions=["kms:Decrypt"], resources=["arn:aws:kms:eu-central-1:123456789012:key/*"]
    )
    assert "Environment" not in only(scope, "AWS::Lambda::Function", "Asker")


def test_s3_is_reached_by_its_prefix_list() -> None:
    scope = stack()
    function(scope, network=PrivateNetwork(scope, "Network")).reach_s3()
    out = only(scope, "AWS::EC2::SecurityGroupEgress")
    assert out["DestinationPrefixListId"]["Fn::GetAtt"][1] == "PrefixListId"
    assert only(scope, "Custom::ManagedPrefixList")["Name"] == "com.amazonaws.eu-central-1.s3"


def test_a_function_outside_a_network_reaches_nothing_in_it() -> None:
    outside = function(stack())
    with pytest.raises(ValueError, match="Test/Asker: the function must stand in a network to reach KMS"):
        outside.reach(Service.KMS, actions=["kms:Decrypt"], resources=["arn:aws:kms:eu-central-1:123456789012:key/*"])
    with pytest.raises(ValueError, match="Test/Asker: the function must stand in a network to reach S3"):
        outside.reach_s3()


def test_a_stack_has_no_function_that_was_not_asked_for() -> None:
    scope = stack()
    function(scope)
    assert len(resources(scope, "AWS::Lambda::Function")) == 1
    assert "LogRetention" not in json.dumps(resources(scope))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"handler": "a.b.c"}, "handler must be one of"),
        ({"handler": "../x"}, "handler must be one of"),
        ({"concurrency": 0}, "concurrency must be a whole number of at least 1, was 0"),
        ({"description": "d" * 257}, "description must have at most 256 characters, had 257"),
    ],
)
def test_a_function_is_one_that_lambda_takes(given: dict[str, Any], message: str) -> None:
    scope = stack()
    key = CustomerKey(scope, "Key", description="logs", purposes=[KeyPurpose.LOGS]).key
    with pytest.raises(ValueError, match=message):
        ServiceFunction(scope, "Function", **{"handler": "question_answering", "description": "d", "key": key, **given})


def test_endpoints_stand_in_the_order_in_which_they_were_named() -> None:
    """Sorted, tokens would stand by numbers, which all that was made before decides: a template must not."""
    scope = stack()
    made = function(scope, network=PrivateNetwork(scope, "Network"))
    made.only_through(["vpce-b", "vpce-a", "vpce-b"], sid="OnlyThrough", actions=["s3:ListBucketVersions"])
    assert own_statements(scope)["OnlyThrough"]["Condition"]["StringNotEquals"] == {
        "aws:SourceVpce": ["vpce-b", "vpce-a"]
    }
