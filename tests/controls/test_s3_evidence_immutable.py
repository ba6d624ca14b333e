"""Whether a culprit can delete the proof."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_evidence_immutable import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, deny, judge, resource


def bucket(profile: Any, *, enabled: Any = True, **retention: Any) -> dict[str, Any]:
    lock = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}
    return resource(
        "AWS::S3::Bucket",
        {
            "Tags": [{"Key": "Owner", "Value": "audit"}, {"Key": "DataProfile", "Value": profile}],
            "ObjectLockEnabled": enabled,
            "ObjectLockConfiguration": lock,
        },
    )


def kept(**changes: Any) -> dict[str, Any]:
    """The bucket's policy, which denies everyone to bypass a retention, but for the changes."""
    said = {
        "Principal": "*",
        "Action": ["s3:BypassGovernanceRetention", "s3:PutObjectRetention"],
        "Resource": {"Fn::Join": ["", [{"Fn::GetAtt": ["Subject", "Arn"]}, "/*"]]},
        **changes,
    }
    return resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": deny(**said)})


def test_a_default_retention_passes() -> None:
    for profile in ("capture", "evidence", "logs"):
        assert judge(CONTROL, bucket(profile, Mode="GOVERNANCE", Days=365), Policy=kept()) is TRUE


def test_where_an_endpoint_captures_is_asked_whatever_the_tag() -> None:
    uri = {"Fn::Sub": "s3://${Subject}/captured"}
    config = resource("AWS::SageMaker::EndpointConfig", {"DataCaptureConfig": {"DestinationS3Uri": uri}})
    assert judge(CONTROL, resource("AWS::S3::Bucket"), Config=config) is FALSE
    assert judge(CONTROL, bucket("artifacts", Mode="GOVERNANCE", Days=365), Config=config, Policy=kept()) is TRUE


def test_a_retention_that_may_be_bypassed_fails() -> None:
    held = bucket("evidence", Mode="GOVERNANCE", Days=365)
    assert judge(CONTROL, held) is FALSE
    for change in (
        {"Action": "s3:BypassGovernanceRetention"},
        {"Action": "s3:PutObjectRetention"},
        {"Resource": "arn:aws:s3:::another/*"},
        {"Principal": {"AWS": "arn:aws:iam::123456789012:role/one"}},
        {"Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ):
        assert judge(CONTROL, held, Policy=kept(**change)) is FALSE


def test_years_of_compliance_pass() -> None:
    assert judge(CONTROL, bucket("evidence", Mode="COMPLIANCE", Years="7")) is TRUE


def test_no_lock_fails() -> None:
    tags = {"Tags": [{"Key": "DataProfile", "Value": "logs"}]}
    assert judge(CONTROL, resource("AWS::S3::Bucket", tags)) is FALSE
    assert judge(CONTROL, bucket("logs", enabled=False, Mode="GOVERNANCE", Days=1)) is FALSE


def test_a_lock_without_a_retention_fails() -> None:
    assert judge(CONTROL, bucket("logs")) is FALSE
    assert judge(CONTROL, bucket("logs", Mode="GOVERNANCE")) is FALSE
    assert judge(CONTROL, bucket("logs", Mode="GOVERNANCE", Days=0)) is FALSE


def test_days_given_at_deployment_are_unknown() -> None:
    assert judge(CONTROL, bucket("logs", Mode="COMPLIANCE", Days=ANYTHING)) is UNKNOWN
    assert judge(CONTROL, bucket("logs", Mode="GOVERNANCE", Days=ANYTHING), Policy=kept()) is UNKNOWN


def test_a_profile_given_at_deployment_may_be_evidence() -> None:
    assert judge(CONTROL, bucket(ANYTHING)) is UNKNOWN


def test_documents_are_not_spoken_of() -> None:
    assert judge(CONTROL, bucket("documents")) is NOT_APPLICABLE
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is NOT_APPLICABLE


def test_another_tag_with_that_value_is_no_profile() -> None:
    tags = {"Tags": [{"Key": "Owner", "Value": "logs"}, {"Key": "DataProfile", "Value": "documents"}]}
    assert judge(CONTROL, resource("AWS::S3::Bucket", tags)) is NOT_APPLICABLE


def test_a_deny_that_spares_somebody_fails() -> None:
    policy = kept()
    [statement] = policy["Properties"]["PolicyDocument"]["Statement"]
    del statement["Principal"]
    statement["NotPrincipal"] = {"AWS": "arn:aws:iam::123456789012:role/admin"}
    assert judge(CONTROL, bucket("evidence", Mode="GOVERNANCE", Days=365), Policy=policy) is FALSE
