"""What each intrinsic function stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from secure_ai_constructs.assembly import AssemblyError
from secure_ai_constructs.assembly.node import Known
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN
from tests.assembly.writing import load_yaml, resource, value

if TYPE_CHECKING:
    from pathlib import Path

PARAMETERS = """
Parameters:
  Open: {Type: String}
  Closed: {Type: String, Default: aws:kms}
  Allowed: {Type: String, AllowedValues: ["aws:kms", "aws:kms:dsse"]}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /path/of/a/parameter}
  Subnets: {Type: CommaDelimitedList, Default: "subnet-1, subnet-2"}
"""
CONDITIONS = (
    PARAMETERS
    + """
Conditions:
  Holds: !Equals [!Ref Closed, "aws:kms"]
  Fails: !Not [!Condition Holds]
  Maybe: !Equals [!Ref Open, x]
  MaybeNot: !And [!Condition Holds, !Not [!Condition Maybe]]
  Never: !And [!Condition Maybe, !Condition Fails]
  Always: !Or [!Condition Maybe, !Condition Holds]
"""
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("!Ref Closed", TRUE),
        ("!Ref Allowed", UNKNOWN),
        ("!Ref Open", UNKNOWN),
        ("!Ref Stored", UNKNOWN),
        ("!Ref Undeclared", UNKNOWN),
        ("!Ref AWS::NoValue", FALSE),
        ("'{{resolve:ssm:/path}}'", UNKNOWN),
        ("!Sub 'aws:${Suffix}'", UNKNOWN),
        ("!Sub ['aws:${Suffix}', {Suffix: kms}]", TRUE),
        ("!Sub 'aws:${!kms}'", FALSE),
        ("!Join [':', [aws, kms]]", TRUE),
        ("!Join [':', [aws, !Ref Open]]", UNKNOWN),
        ("!Join [':', [gcp, !Ref Open]]", FALSE),
        ("!Select [1, [AES256, 'aws:kms']]", TRUE),
        ("!Select [0, !Split ['/', 'aws:kms/x']]", TRUE),
        ("!Select [9, [AES256]]", UNKNOWN),
        ("!If [Holds, 'aws:kms', AES256]", TRUE),
        ("!If [Fails, 'aws:kms', AES256]", FALSE),
        ("!If [Maybe, 'aws:kms', AES256]", UNKNOWN),
        ("!If [Maybe, 'aws:kms', 'aws:kms']", TRUE),
        ("!If [Never, AES256, 'aws:kms']", TRUE),
        ("!If [Always, 'aws:kms', AES256]", TRUE),
        ("!If [Undeclared, 'aws:kms', AES256]", UNKNOWN),
        ("!FindInMap [Algorithms, strong, name]", TRUE),
        ("!FindInMap [Algorithms, !Ref AWS::Region, name]", UNKNOWN),
        ("!FindInMap [Algorithms, absent, name]", UNKNOWN),
        ("!Base64 aws:kms", UNKNOWN),
        ("!ImportValue of-another-stack", UNKNOWN),
        ("!Join malformed", UNKNOWN),
        ("!GetAtt Key.Arn", FALSE),
        ("!Ref Key", FALSE),
    ],
)
def test_a_property_is_compared_with_what_the_function_stands_for(
    tmp_path: Path, expression: str, expected: object
) -> None:
    mappings = "Mappings: {Algorithms: {strong: {name: 'aws:kms'}, weak: {name: AES256}}}\n"
    assert value(tmp_path, expression, CONDITIONS + mappings).equals("aws:kms") is expected


def test_a_parameter_with_allowed_values_is_each_of_them(tmp_path: Path) -> None:
    assert value(tmp_path, "!Ref Allowed", PARAMETERS).one_of("aws:kms", "aws:kms:dsse") is TRUE
    assert value(tmp_path, "!Ref Allowed", PARAMETERS).equals("AES256") is FALSE


def test_a_mapping_whose_key_is_known_at_deployment_is_each_of_its_entries(tmp_path: Path) -> None:
    mappings = "Mappings: {Rotation: {eu-central-1: {enabled: true}, us-east-1: {enabled: true}}}"
    assert value(tmp_path, "!FindInMap [Rotation, !Ref AWS::Region, enabled]", mappings).equals(True) is TRUE


def test_a_list_parameter_is_a_list(tmp_path: Path) -> None:
    subnets = value(tmp_path, "!Ref Subnets", PARAMETERS)
    assert subnets.has_at_least(2) is TRUE
    assert subnets.has_at_least(3) is FALSE


def test_items_that_are_no_value_do_not_count(tmp_path: Path) -> None:
    assert value(tmp_path, "[subnet-1, !Ref AWS::NoValue]").has_at_least(2) is FALSE
    assert (
        value(tmp_path, "[subnet-1, !If [Maybe, subnet-2, !Ref AWS::NoValue]]", CONDITIONS).has_at_least(2) is UNKNOWN
    )


def test_a_string_with_tokens_is_shown_as_sub_would_spell_it(tmp_path: Path) -> None:
    assert str(value(tmp_path, "!Join ['', [!GetAtt Key.Arn, '/*']]")) == "${Key.Arn}/*"
    assert str(value(tmp_path, "!If [Maybe, [!Ref Key], a]", CONDITIONS)) == '["${Key}"] or a'
    assert str(value(tmp_path, "{Key: [!Ref Key, 1]}")) == '{"Key": ["${Key}", 1]}'


def test_a_reference_is_found_inside_a_string_or_a_split_of_it(tmp_path: Path) -> None:
    key = value(tmp_path, "!Select [1, !Split ['/', !Sub 'key/${Key}/x']]").target
    assert key is not None
    assert key.logical_id == "Key"


def test_a_pattern_is_searched_in_literal_text_and_unknown_where_a_parameter_stands(tmp_path: Path) -> None:
    pattern = r"inference-profile/global\."
    assert value(tmp_path, "!Sub 'arn:x:inference-profile/global.m'").matches(pattern) is TRUE
    assert value(tmp_path, "!Sub 'arn:${AWS::Partition}:bedrock'").matches(pattern) is FALSE
    assert value(tmp_path, "!Sub 'arn:${Open}'", PARAMETERS).matches(pattern) is UNKNOWN
    assert value(tmp_path, "!GetAtt Key.Arn").matches(pattern) is FALSE


def test_a_macro_leaves_absent_properties_unknown(tmp_path: Path) -> None:
    written = value(tmp_path, "{Fn::Transform: {Name: AWS::Include}, Known: 1}")
    assert written["Known"].equals(1) is TRUE
    assert written["Other"].is_set() is TRUE
    assert written["Other"].equals(1) is UNKNOWN


def test_a_condition_that_refers_to_itself_is_refused_with_its_place(tmp_path: Path) -> None:
    circle = "Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}"
    with pytest.raises(AssemblyError, match=r"template\.yaml: Conditions\.A: refers to itself"):
        value(tmp_path, "!If [A, 1, 2]", circle).equals(1)


def test_a_resource_whose_condition_is_false_is_not_there(tmp_path: Path) -> None:
    assembly = load_yaml(
        tmp_path,
        CONDITIONS + "Resources:\n"
        "  There: {Type: AWS::S3::Bucket, Condition: Holds}\n"
        "  Gone: {Type: AWS::S3::Bucket, Condition: Fails}\n"
        "  Perhaps: {Type: AWS::S3::Bucket, Condition: Maybe}\n",
    )
    assert [one.logical_id for one in assembly.by_type["AWS::S3::Bucket"]] == ["There", "Perhaps"]
    assert resource(assembly, "Perhaps").exists is UNKNOWN


def test_a_resource_that_may_not_exist_supports_a_claim_no_further_than_it_exists(tmp_path: Path) -> None:
    assembly = load_yaml(
        tmp_path,
        CONDITIONS + "Resources:\n"
        "  Bucket: {Type: AWS::S3::Bucket, Condition: Maybe}\n"
        "  Always: {Type: AWS::S3::Bucket}\n"
        "  Policy: {Type: AWS::S3::BucketPolicy, Condition: Maybe, Properties: {Bucket: !Ref Bucket}}\n"
        "  Other: {Type: AWS::S3::BucketPolicy, Condition: Maybe, Properties: {Bucket: !Ref Always}}\n",
    )
    under_the_same_condition = resource(assembly, "Bucket").referrers("AWS::S3::BucketPolicy", "Bucket")
    assert under_the_same_condition.any(lambda policy: policy["Bucket"].is_set()) is TRUE
    under_a_condition_of_its_own = resource(assembly, "Always").referrers("AWS::S3::BucketPolicy", "Bucket")
    assert under_a_condition_of_its_own.any(lambda policy: policy["Bucket"].is_set()) is UNKNOWN


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-central-1", "aws"),
        ("us-gov-west-1", "aws-us-gov"),
        ("cn-north-1", "aws-cn"),
        ("us-isob-east-1", "aws-iso-b"),
    ],
)
def test_a_region_fixes_the_partition(tmp_path: Path, region: str, partition: str) -> None:
    found = value(tmp_path, "!Ref AWS::Partition").resource.template
    found.region = region
    assert found.pseudo_parameter("AWS::Partition") == Known(partition, found)
