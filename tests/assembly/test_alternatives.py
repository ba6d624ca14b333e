"""What deployment may pick: no alternative is forgotten, no unknown is taken for another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import (
    bedrock_guardrail_customer_key,
    data_policy_not_public,
    guardduty_present,
    iam_actions_named,
    opensearch_network_private,
    s3_customer_key,
    vpc_flow_logs,
    vpc_no_internet,
)
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth
from tests.assembly.writing import value

if TYPE_CHECKING:
    from pathlib import Path

    from secure_ai_constructs.control import Control

HEAD: dict[str, Any] = {
    "Parameters": {"Open": {"Type": "String"}, "Env": {"Type": "String", "AllowedValues": ["dev", "prod"]}},
    "Conditions": {"Maybe": {"Fn::Equals": [{"Ref": "Open"}, "x"]}, "Never": {"Fn::Equals": ["a", "b"]}},
}


def maybe(then: Any, otherwise: Any) -> dict[str, Any]:
    return {"Fn::If": ["Maybe", then, otherwise]}


def judge(folder: Path, control: Control, subject: dict[str, Any], **others: Any) -> Truth | None:
    (folder / "t.json").write_text(json.dumps({**HEAD, "Resources": {"Subject": subject, **others}}), encoding="utf-8")
    found = [one.verdict for one in review(load(folder / "t.json"), [control]).findings if one.logical_id == "Subject"]
    return found[0] if found else None


def policy(document: Any) -> dict[str, Any]:
    return {"Type": "AWS::S3::BucketPolicy", "Properties": {"PolicyDocument": document}}


PUBLIC = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
CLOSED = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "s3:GetObject"}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"Statement": maybe(PUBLIC, PUBLIC)}, FALSE),
        ({"Statement": maybe([PUBLIC], PUBLIC)}, FALSE),
        ({"Statement": maybe(PUBLIC, CLOSED)}, UNKNOWN),
        ({"Statement": [CLOSED, maybe(PUBLIC, {"Ref": "AWS::NoValue"})]}, UNKNOWN),
        ({"Statement": {**PUBLIC, "Principal": {"AWS": maybe("*", "123456789012")}}}, UNKNOWN),
        (json.dumps({"Statement": PUBLIC}), FALSE),
        ("\n  " + json.dumps({"Statement": PUBLIC}), FALSE),
        (maybe(json.dumps({"Statement": PUBLIC}), json.dumps({"Statement": [PUBLIC]})), FALSE),
        ({"Fn::Sub": json.dumps({"Statement": {**PUBLIC, "Principal": "${Open}"}})}, UNKNOWN),
        ("no JSON", UNKNOWN),
    ],
)
def test_every_way_to_write_a_policy_is_read(tmp_path: Path, document: Any, expected: Truth) -> None:
    assert judge(tmp_path, data_policy_not_public.CONTROL, policy(document)) is expected


def test_properties_that_are_a_choice_are_read(tmp_path: Path) -> None:
    subject = {"Type": "AWS::S3::BucketPolicy", "Properties": maybe({"PolicyDocument": {"Statement": PUBLIC}}, {})}
    assert judge(tmp_path, data_policy_not_public.CONTROL, subject) is UNKNOWN


def test_inline_policies_that_deployment_may_leave_out_are_read(tmp_path: Path) -> None:
    document = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    policies = maybe([{"PolicyName": "All", "PolicyDocument": document}], {"Ref": "AWS::NoValue"})
    role = {"Type": "AWS::IAM::Role", "Properties": {"Policies": policies}}
    assert judge(tmp_path, iam_actions_named.CONTROL, role) is UNKNOWN


def test_a_collection_policy_with_a_leading_line_feed_is_read(tmp_path: Path) -> None:
    properties = {"Type": "network", "Policy": '\n[{"AllowFromPublic": false}]'}
    subject = {"Type": "AWS::OpenSearchServerless::SecurityPolicy", "Properties": properties}
    assert judge(tmp_path, opensearch_network_private.CONTROL, subject) is TRUE


KEY = {"Fn::GetAtt": ["Key", "Arn"]}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (maybe(KEY, KEY), TRUE),
        (maybe(KEY, "alias/aws/s3"), UNKNOWN),
        (maybe(KEY, {"Ref": "Open"}), UNKNOWN),
        ({"Fn::Sub": "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/docs"}, TRUE),
        ("alias/docs", TRUE),
        ({"Fn::Sub": "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/s3"}, FALSE),
        ("arn:aws:s3:::not-a-key", FALSE),
        ({"Fn::GetAtt": ["Custom", "Arn"]}, UNKNOWN),
        ({"Fn::GetAtt": ["Elsewhere", "Outputs.KeyArn"]}, UNKNOWN),
        ({"Fn::GetAtt": ["Stored", "Value"]}, UNKNOWN),
        ({"Fn::Sub": "{{resolve:ssm:/keys/${Env}}}"}, UNKNOWN),
    ],
)
def test_a_key_is_ours_only_if_every_alternative_is(tmp_path: Path, key: Any, expected: Truth) -> None:
    by_default = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
    encryption = {"BucketEncryption": {"ServerSideEncryptionConfiguration": [by_default]}}
    others = {
        "Key": {"Type": "AWS::KMS::Key"},
        "Custom": {"Type": "Custom::Key"},
        "Elsewhere": {"Type": "AWS::CloudFormation::Stack"},
        "Stored": {"Type": "AWS::SSM::Parameter"},
        "Docs": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "docs"}},
    }
    subject = {"Type": "AWS::S3::Bucket", "Properties": encryption}
    assert judge(tmp_path, s3_customer_key.CONTROL, subject, **others) is expected


VPC = {"Type": "AWS::EC2::VPC"}
THIS, OTHER = {"Ref": "Subject"}, {"Ref": "OtherVpc"}


@pytest.mark.parametrize(
    ("vpc", "expected"),
    [(THIS, TRUE), (OTHER, FALSE), (maybe(THIS, OTHER), UNKNOWN), ({"Ref": "Open"}, UNKNOWN)],
)
def test_a_link_that_deployment_decides_supports_nothing_for_certain(tmp_path: Path, vpc: Any, expected: Truth) -> None:
    log = {"Type": "AWS::EC2::FlowLog", "Properties": {"ResourceId": vpc, "TrafficType": "ALL"}}
    assert judge(tmp_path, vpc_flow_logs.CONTROL, VPC, Log=log, OtherVpc=VPC) is expected


def test_a_gateway_for_a_vpc_that_deployment_names_may_be_for_this_one(tmp_path: Path) -> None:
    attached = {"VpcId": {"Ref": "Open"}, "InternetGatewayId": "igw-1"}
    gateway = {"Type": "AWS::EC2::VPCGatewayAttachment", "Properties": attached}
    assert judge(tmp_path, vpc_no_internet.CONTROL, VPC, Gateway=gateway) is UNKNOWN


@pytest.mark.parametrize(
    "condition",
    [
        "!Equals [{'Fn::Length': !Ref A}, {'Fn::Length': !Ref B}]",
        "!Equals [!Base64 a, !Base64 b]",
        "!Equals [!Select [!Ref A, [x, y]], !Select [!Ref B, [x, y]]]",
        "!Equals [!Ref A, !Ref B]",
    ],
)
def test_two_unknowns_are_not_taken_for_one(tmp_path: Path, condition: str) -> None:
    sections = f"Parameters: {{A: {{Type: String}}, B: {{Type: String}}}}\nConditions: {{Same: {condition}}}"
    assert value(tmp_path, "!If [Same, Enabled, Suspended]", sections).equals("Enabled") is UNKNOWN


def test_one_unknown_is_itself(tmp_path: Path) -> None:
    sections = "Parameters: {A: {Type: String}}\nConditions: {Same: !Equals [!Sub 'x${A}', !Sub 'x${A}']}"
    assert value(tmp_path, "!If [Same, Enabled, Suspended]", sections).equals("Enabled") is TRUE


def test_the_default_of_a_mapping_is_an_alternative(tmp_path: Path) -> None:
    head = "Parameters: {A: {Type: String}}\nMappings: {M: {a: {x: Enabled}}}"
    default = "{DefaultValue: Suspended}"
    assert value(tmp_path, f"!FindInMap [M, !Ref A, x, {default}]", head).equals("Enabled") is UNKNOWN
    assert value(tmp_path, f"!FindInMap [M, b, x, {default}]", head).equals("Suspended") is TRUE


def test_conditions_are_evaluated_once_however_often_they_are_named(tmp_path: Path) -> None:
    chain = "".join(f"  C{i}: !And [!Condition C{i - 1}, !Condition C{i - 1}]\n" for i in range(1, 60))
    sections = f"Conditions:\n  C0: !Equals [a, a]\n{chain}"
    assert value(tmp_path, "!If [C59, Enabled, Suspended]", sections).equals("Enabled") is TRUE


def test_a_substitution_of_many_braces_is_read_at_once(tmp_path: Path) -> None:
    assert value(tmp_path, "!Sub '" + "${" * 50_000 + "'").is_set() is TRUE


def test_a_secret_default_is_not_shown(tmp_path: Path) -> None:
    secret = value(tmp_path, "!Ref Secret", "Parameters: {Secret: {Type: String, NoEcho: true, Default: hunter2}}")
    assert str(secret) == "${Secret}"


# Between templates -------------------------------------------------------------------------------


def stacks(folder: Path, **templates: tuple[str, dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    artifacts = {}
    for name, (environment, template) in templates.items():
        file = f"{name}.template.json"
        (folder / file).write_text(json.dumps({**HEAD, **template}), encoding="utf-8")
        properties = {"templateFile": file, "stackName": name}
        artifacts[name] = {"type": "aws:cloudformation:stack", "environment": environment, "properties": properties}
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}), encoding="utf-8")
    return folder


KB = {"Type": "AWS::Bedrock::KnowledgeBase"}
DETECTOR = {"Type": "AWS::GuardDuty::Detector", "Properties": {"Enable": True}}
HERE, THERE, NOWHERE = "aws://1/eu-central-1", "aws://1/eu-west-1", "aws://unknown-account/unknown-region"


@pytest.mark.parametrize(
    ("workload", "detector", "expected"),
    [(HERE, HERE, TRUE), (HERE, THERE, FALSE), (HERE, "aws://2/eu-central-1", FALSE), (NOWHERE, HERE, UNKNOWN)],
)
def test_a_defense_counts_in_its_own_account_and_region(
    tmp_path: Path, workload: str, detector: str, expected: Truth
) -> None:
    folder = stacks(
        tmp_path, App=(workload, {"Resources": {"Kb": KB}}), Base=(detector, {"Resources": {"D": DETECTOR}})
    )
    [finding] = review(load(folder), [guardduty_present.CONTROL]).findings
    assert finding.verdict is expected


def test_the_worst_of_a_stack_stands_for_it(tmp_path: Path) -> None:
    first = {**KB, "Condition": "Maybe"}
    resources = {"A": first, "B": KB, "D": {**DETECTOR, "Condition": "Maybe"}}
    [finding] = review(
        load(stacks(tmp_path, App=(HERE, {"Resources": resources}))), [guardduty_present.CONTROL]
    ).findings
    assert (finding.logical_id, finding.verdict) == ("B", UNKNOWN)


def test_assemblies_of_the_same_file_names_are_kept_apart(tmp_path: Path) -> None:
    dev = stacks(tmp_path / "dev", App=("aws://1/eu-central-1", {"Resources": {"Kb": KB, "D": DETECTOR}}))
    prod = stacks(tmp_path / "prod", App=("aws://2/eu-central-1", {"Resources": {"Kb": KB}}))
    found = review(load(dev, prod), [guardduty_present.CONTROL]).findings
    assert [(one.template, one.verdict) for one in found] == [
        (f"{dev}/App.template.json", TRUE),
        (f"{prod}/App.template.json", FALSE),
    ]


def test_an_import_whose_name_is_open_is_unknown(tmp_path: Path) -> None:
    imported = {"Fn::ImportValue": {"Fn::Sub": "${Env}-key"}}
    guardrail = {"Type": "AWS::Bedrock::Guardrail", "Properties": {"KmsKeyArn": imported}}
    other = {"Resources": {"Key": {"Type": "AWS::KMS::Key"}}, "Outputs": {"NotExported": {"Value": KEY}}}
    folder = stacks(tmp_path, App=(HERE, {"Resources": {"G": guardrail}}), Other=(HERE, other))
    [finding] = review(load(folder), [bedrock_guardrail_customer_key.CONTROL]).findings
    assert finding.verdict is UNKNOWN


@pytest.mark.parametrize(("condition", "expected"), [("Never", FALSE), ("Maybe", UNKNOWN)])
def test_what_stands_in_a_nested_stack_exists_as_far_as_that_does(
    tmp_path: Path, condition: str, expected: Truth
) -> None:
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Condition": condition,
        "Metadata": {"aws:asset:path": "Inner.nested.template.json"},
    }
    folder = stacks(tmp_path, App=(HERE, {"Resources": {"Kb": KB, "Nested": nested}}))
    (folder / "Inner.nested.template.json").write_text(json.dumps({"Resources": {"D": DETECTOR}}), encoding="utf-8")
    [finding] = review(load(folder), [guardduty_present.CONTROL]).findings
    assert finding.verdict is expected


def test_a_parameter_s_dynamic_reference_is_no_value(tmp_path: Path) -> None:
    sections = "Parameters: {Status: {Type: String, Default: '{{resolve:ssm:/status}}'}}"
    assert value(tmp_path, "!Ref Status", sections).equals("Enabled") is UNKNOWN
