"""Whether documents travel in the clear."""

from __future__ import annotations

from typing import Any

from secure_ai_constructs.controls.s3_tls_only import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, SUBJECT, TRUE, UNKNOWN, judge, resource

BUCKET = resource("AWS::S3::Bucket")
EVERYTHING = {
    "Effect": "Deny",
    "Principal": {"AWS": "*"},
    "Action": "s3:*",
    "Resource": {"Fn::Sub": "${Subject.Arn}/*"},
}
TLS = {**EVERYTHING, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
TLS_12 = {**EVERYTHING, "Condition": {"NumericLessThan": {"s3:TlsVersion": 1.2}}}


def policy(*statements: Any) -> dict[str, Any]:
    return resource("AWS::S3::BucketPolicy", {"Bucket": SUBJECT, "PolicyDocument": {"Statement": list(statements)}})


def test_refusing_plain_http_and_old_tls_passes() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(TLS, TLS_12)) is TRUE


def test_refusing_plain_http_alone_fails() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(TLS)) is FALSE


def test_refusing_old_tls_alone_fails() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy(TLS_12)) is FALSE


def test_no_policy_fails() -> None:
    assert judge(CONTROL, BUCKET) is FALSE


def test_allowing_instead_of_denying_fails() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy({**TLS, "Effect": "Allow"}, TLS_12)) is FALSE


def test_an_effect_given_at_deployment_is_unknown() -> None:
    assert judge(CONTROL, BUCKET, Policy=policy({**TLS, "Effect": ANYTHING}, TLS_12)) is UNKNOWN


def test_a_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, policy(TLS)) is NOT_APPLICABLE
