"""Where buckets log who read what: one policy for all sources."""

from __future__ import annotations

import pytest
from aws_cdk import Duration

from secure_ai_constructs import AccessLogBucket, CustomerKey, DataBucket
from tests.patterns.synthesis import ACCOUNT, by_sid, is_kept, mentions, only, resources, stack


def test_the_log_bucket_s_policy_does_not_grow_with_its_sources() -> None:
    policies = []
    for names in (["A"], ["A", "B", "C"]):
        scope = stack()
        logs, key = AccessLogBucket(scope, "AccessLogs"), CustomerKey(scope, "Key", description="documents")
        for name in names:
            DataBucket(scope, name, key=key.key, access_logs=logs)
        policies.append(only(scope, "AWS::S3::BucketPolicy", "AccessLogs")["PolicyDocument"])
    assert policies[0] == policies[1]
    delivery = by_sid(policies[0])["LogDelivery"]
    assert delivery["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert delivery["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}


def test_access_logs_are_encrypted_versioned_kept_and_expire() -> None:
    scope = stack()
    AccessLogBucket(scope, "AccessLogs")
    [found] = resources(scope, "AWS::S3::Bucket").values()
    assert mentions(found["Properties"]["BucketEncryption"], "AES256")
    [rule] = found["Properties"]["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] == 400
    assert is_kept(found)


@pytest.mark.parametrize("retention", [Duration.hours(36), Duration.hours(5), Duration.seconds(86_401)])
def test_logs_are_kept_for_whole_days(retention: Duration) -> None:
    with pytest.raises(ValueError, match="AccessLogs: retention must be at least a day, and whole days, was "):
        AccessLogBucket(stack(), "AccessLogs", retention=retention)
