"""The questions that a control asks, and what stays as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth
from tests.assembly.writing import load_yaml, resource, value

if TYPE_CHECKING:
    from pathlib import Path

OPEN = "Parameters: {Open: {Type: String}}"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [("a", TRUE), ("''", FALSE), ("[]", FALSE), ("{}", FALSE), ("null", FALSE), ("false", TRUE)],
)
def test_empty_values_are_not_set(tmp_path: Path, expression: str, expected: Truth) -> None:
    assert value(tmp_path, expression).is_set() is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [("true", TRUE), ("'true'", TRUE), ("'True'", TRUE), ("'yes'", FALSE), ("1", FALSE), ("[true]", FALSE)],
)
def test_true_is_written_in_several_ways(tmp_path: Path, expression: str, expected: Truth) -> None:
    assert value(tmp_path, expression).equals(True) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [("365", TRUE), ("'400'", TRUE), ("364", FALSE), ("many", FALSE), ("[400]", FALSE), ("!Ref Open", UNKNOWN)],
)
def test_numbers_are_compared_as_numbers(tmp_path: Path, expression: str, expected: Truth) -> None:
    assert value(tmp_path, expression, OPEN).at_least(365) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("[a, b]", TRUE),
        ("b", TRUE),
        ("[a, !Ref Open]", UNKNOWN),
        ("[a]", FALSE),
        ("!Ref Open", UNKNOWN),
        ("null", FALSE),
    ],
)
def test_some_item_is_asked_as_iam_does_where_a_scalar_is_a_list_of_one(
    tmp_path: Path, expression: str, expected: Truth
) -> None:
    assert value(tmp_path, expression, OPEN).any(lambda item: item.equals("b")) is expected


def test_alternatives_within_a_list_are_weighed_item_by_item(tmp_path: Path) -> None:
    conditions = OPEN + "\nConditions: {Maybe: !Equals [!Ref Open, x]}"
    listed = value(tmp_path, "[a, !If [Maybe, b, !Ref AWS::NoValue]]", conditions)
    assert listed.any(lambda item: item.equals("b")) is UNKNOWN
    assert listed.all(lambda item: item.one_of("a", "b")) is TRUE


def test_the_item_that_proves_a_claim_is_its_only_evidence(tmp_path: Path) -> None:
    listed = value(tmp_path, "[a, b, c]")
    with listed.resource.assembly.recording() as reads:
        assert listed.any(lambda item: item.equals("b")) is TRUE
    assert [read.path for read in reads] == [("Properties", "Property", "1")]


def test_the_item_that_refutes_a_claim_is_its_only_evidence(tmp_path: Path) -> None:
    listed = value(tmp_path, "[a, b, c]")
    with listed.resource.assembly.recording() as reads:
        assert listed.all(lambda item: ~item.equals("b")) is FALSE
    assert [read.path for read in reads] == [("Properties", "Property", "1")]


def test_resources_refer_to_one_another_by_reference_and_by_name(tmp_path: Path) -> None:
    assembly = load_yaml(
        tmp_path,
        "Resources:\n"
        "  Named: {Type: AWS::S3::Bucket, Properties: {BucketName: claims}}\n"
        "  ByName: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: claims}}\n"
        "  ByReference: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Named}}\n"
        "  ByArn: {Type: AWS::Bedrock::DataSource, Properties: {A: {Arn: 'arn:aws:s3:::claims'}}}\n"
        "  ByUri: {Type: AWS::SageMaker::Model, Properties: {Data: 's3://claims/model.tar.gz'}}\n"
        "  Waits: {Type: AWS::SNS::Topic, DependsOn: [ByName, Nothing]}\n",
    )
    bucket = resource(assembly, "Named")
    assert [one.logical_id for one in bucket.referrers("AWS::S3::BucketPolicy", "Bucket")] == ["ByName", "ByReference"]
    assert [one.logical_id for one in bucket.referrers("AWS::Bedrock::DataSource", "A.Arn")] == ["ByArn"]
    assert {one.logical_id for one in bucket.referrers_of_any_kind} == {"ByName", "ByReference", "ByArn", "ByUri"}
    assert resource(assembly, "Waits").references == (resource(assembly, "ByName"),)


@pytest.mark.parametrize("name", ["!Sub '${Env}-claims'", "!Sub '${AWS::StackName}-claims'", "!Ref Env", "!Ref Given"])
def test_a_name_that_parameters_spell_is_known_again(tmp_path: Path, name: str) -> None:
    assembly = load_yaml(
        tmp_path,
        "Parameters: {Env: {Type: String, AllowedValues: [dev, prod]}, Given: {Type: String}}\n"
        "Resources:\n"
        f"  Named: {{Type: AWS::S3::Bucket, Properties: {{BucketName: {name}}}}}\n"
        f"  Policy: {{Type: AWS::S3::BucketPolicy, Properties: {{Bucket: {name}, Arn: !Sub ['arn:aws:s3:::${{N}}/*', N: {name}]}}}}\n",
    )
    policy, bucket = resource(assembly, "Policy"), resource(assembly, "Named")
    assert policy["Bucket"].refers_to(bucket) is TRUE
    assert policy["Arn"].refers_to(bucket) is TRUE


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a", "a", TRUE),
        ("a", "b", FALSE),
        ("!Ref First", "!GetAtt First.Arn", TRUE),
        ("!Ref First", "!Ref Second", FALSE),
        ("!Ref First", "a", FALSE),
        ("a", "!Ref First", FALSE),
        ("!Ref First", "!Ref Given", UNKNOWN),
        ("!Sub '${AWS::StackName}-a'", "!Sub '${AWS::StackName}-a'", TRUE),
        ("!Sub '${AWS::StackName}-a'", "b", UNKNOWN),
        ("!Ref AWS::NoValue", "a", FALSE),
    ],
)
def test_two_values_are_the_same_by_reference_or_spelling(
    tmp_path: Path, one: str, other: str, expected: Truth
) -> None:
    assembly = load_yaml(
        tmp_path,
        "Parameters: {Given: {Type: String}}\n"
        "Resources:\n"
        "  First: {Type: AWS::S3::Bucket}\n"
        "  Second: {Type: AWS::S3::Bucket}\n"
        f"  Names: {{Type: AWS::SNS::Topic, Properties: {{One: {one}, Other: {other}}}}}\n",
    )
    names = resource(assembly, "Names")
    assert names["One"].same_as(names["Other"]) is expected


def test_a_document_in_a_string_is_parsed_and_what_is_none_is_unknown(tmp_path: Path) -> None:
    assert value(tmp_path, """'{"a": [1]}'""").parsed()["a"]["0"].equals(1) is TRUE
    assert value(tmp_path, "'{broken'").parsed()["a"].equals(1) is UNKNOWN


@pytest.mark.parametrize("kind", ["Custom::RoleMaker", "AWS::CloudFormation::Stack"])
def test_what_another_stack_or_a_custom_resource_returns_is_no_resource_for_certain(tmp_path: Path, kind: str) -> None:
    """It may be the ARN of a role, which the stack itself is not."""
    assembly = load_yaml(
        tmp_path,
        f"Resources:\n  Made: {{Type: {kind}}}\n  Role: {{Type: AWS::IAM::Role}}\n"
        "  Asks:\n    Type: AWS::Test::Resource\n    Properties:\n"
        "      Made: !GetAtt Made.Outputs.RoleArn\n      Own: !GetAtt Role.Arn\n",
    )
    asks = resource(assembly, "Asks")
    assert (asks["Made"].target, asks["Own"].target) == (None, resource(assembly, "Role"))
