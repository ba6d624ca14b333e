"""What is left of the data when a stack is deleted."""

from __future__ import annotations

from secure_ai_constructs.controls.data_outlives_stack import CONTROL
from tests.judging import FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

MAYBE = {"Fn::If": ["Maybe", "Retain", "Delete"]}


def test_retained_data_passes() -> None:
    kept = resource("AWS::S3::Bucket", DeletionPolicy="RetainExceptOnCreate", UpdateReplacePolicy="Retain")
    assert judge(CONTROL, kept) is TRUE


def test_data_that_goes_when_it_is_replaced_fails() -> None:
    assert judge(CONTROL, resource("AWS::SageMaker::ModelCard", DeletionPolicy="Retain")) is FALSE


def test_data_that_is_deleted_with_its_stack_fails() -> None:
    assert judge(CONTROL, resource("AWS::S3Vectors::Index", DeletionPolicy="Delete")) is FALSE


def test_a_lock_that_goes_with_its_stack_fails() -> None:
    assert judge(CONTROL, resource("AWS::S3::BucketPolicy")) is FALSE


def test_databases_cards_and_secrets_outlive_their_stack() -> None:
    for kind in CONTROL.applies_to:
        assert judge(CONTROL, resource(kind, DeletionPolicy="Retain", UpdateReplacePolicy="Retain")) is TRUE
        assert judge(CONTROL, resource(kind, DeletionPolicy="Delete")) is FALSE


def test_a_policy_that_deployment_chooses_is_unknown() -> None:
    assert (
        judge(CONTROL, resource("AWS::Logs::LogGroup", DeletionPolicy=MAYBE, UpdateReplacePolicy="Retain")) is UNKNOWN
    )


def test_a_topic_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::SNS::Topic")) is NOT_APPLICABLE
