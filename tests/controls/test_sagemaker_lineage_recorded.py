"""Whether anybody knows what a model learned from."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.controls.sagemaker_lineage_recorded import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, judge_in, resource

BUCKET = resource("AWS::S3::Bucket")
MODEL = resource(
    "AWS::SageMaker::Model", {"PrimaryContainer": {"ModelDataUrl": {"Fn::Sub": "s3://${Bucket}/m.tar.gz"}}}
)


def artifact(kind: Any = "Model", uri: Any = None, *, exact: bool = True) -> dict[str, Any]:
    source: dict[str, Any] = {"SourceUri": uri or {"Fn::Sub": "s3://${Bucket}/m.tar.gz"}}
    if exact:
        source["SourceTypes"] = [
            {"SourceIdType": "S3Version", "Value": "v1"},
            {"SourceIdType": "Custom", "Value": "0" * 64},
        ]
    said = {"ArtifactType": kind, "Source": source, "Properties": {"legal_basis": "contract"}}
    return resource("AWS::SageMaker::Artifact", said)


DATA = artifact("DataSet", "s3://training/payments.parquet")


def test_weights_of_which_nobody_says_what_they_learned_from_fail() -> None:
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact()) is FALSE


def test_an_artifact_of_the_weights_passes() -> None:
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact(), Data=DATA) is TRUE


def test_an_address_without_a_version_or_hash_fails() -> None:
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact(exact=False), Data=DATA) is FALSE
    vague = artifact("DataSet", "s3://training/payments.parquet", exact=False)
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact(), Data=vague) is FALSE


def test_weights_with_a_kind_of_hash_and_no_hash_fail() -> None:
    vague = artifact()
    vague["Properties"]["Source"]["SourceTypes"] = [{"SourceIdType": "Custom", "Value": ""}]
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=vague, Data=DATA) is FALSE


@pytest.mark.parametrize("kind", ["S3Version", "Custom"])
def test_data_by_version_or_by_hash_alone_fails(kind: str) -> None:
    half = artifact("DataSet", "s3://training/payments.parquet")
    source = half["Properties"]["Source"]
    source["SourceTypes"] = [one for one in source["SourceTypes"] if one["SourceIdType"] == kind]
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact(), Data=half) is FALSE


def test_data_of_which_nobody_says_what_it_may_be_used_for_fails() -> None:
    mute = artifact("DataSet", "s3://training/payments.parquet")
    del mute["Properties"]["Properties"]
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact(), Data=mute) is FALSE


def test_no_artifact_or_that_of_other_things_fails() -> None:
    assert judge(CONTROL, MODEL, Bucket=BUCKET) is FALSE
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact("DataSet")) is FALSE
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact(uri="s3://elsewhere/m.tar.gz")) is FALSE
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact(uri={"Fn::Sub": "s3://${Bucket}/n.tar.gz"})) is FALSE


def test_weights_that_are_named_literally_are_the_same() -> None:
    model = resource("AWS::SageMaker::Model", {"Containers": [{"ModelDataUrl": "s3://a/m.tar.gz"}]})
    assert judge(CONTROL, model, Artifact=artifact(uri="s3://a/m.tar.gz"), Data=DATA) is TRUE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, MODEL, Bucket=BUCKET, Artifact=artifact(ANYTHING), Data=DATA) is UNKNOWN


def test_where_there_is_no_lineage_nobody_asks_for_it() -> None:
    assert judge_in("us-gov-west-1", CONTROL, MODEL, Bucket=BUCKET) is NOT_APPLICABLE
    assert judge_in("eu-central-1", CONTROL, MODEL, Bucket=BUCKET) is FALSE


def test_a_role_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::IAM::Role")) is NOT_APPLICABLE
