"""What GuardDuty says of the objects and buckets that it scans.

AWS source: https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html
"""

from __future__ import annotations

from typing import Any

from tests.patterns.synthesis import ACCOUNT

BUCKET = "documents-of-claims"
NOT_CLEAN = ("THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED")
Event = dict[str, Any]


def scan_result(status: str = "NO_THREATS_FOUND", *, bucket: str = BUCKET, key: str = "policy.pdf") -> Event:
    """What GuardDuty says of an object."""
    scan = {"NO_THREATS_FOUND": "COMPLETED", "THREATS_FOUND": "COMPLETED", "FAILED": "FAILED"}.get(status, "SKIPPED")
    return {
        "version": "0",
        "id": "72c7d362-737a-6dce-fc78-9e27a0171419",
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "source": "aws.guardduty",
        "account": ACCOUNT,
        "region": "eu-central-1",
        "resources": [f"arn:aws:guardduty:eu-central-1:{ACCOUNT}:malware-protection-plan/b4c7f464ab3a4EXAMPLE"],
        "detail": {
            "schemaVersion": "1.0",
            "scanStatus": scan,
            "resourceType": "S3_OBJECT",
            "s3ObjectDetails": {
                "bucketName": bucket,
                "objectKey": key,
                "eTag": "ASIAI44QH8DHBEXAMPLE",
                "versionId": "d41d8cd98f00b204e9800998eEXAMPLE",
                "s3Throttled": False,
            },
            "scanResultDetails": {"scanResultStatus": status, "threats": None},
        },
    }


def not_tagged(bucket: str = BUCKET) -> Event:
    return {
        "source": "aws.guardduty",
        "detail-type": "GuardDuty Malware Protection Post Scan Action Failed",
        "detail": {
            "s3ObjectDetails": {"bucketName": bucket, "objectKey": "policy.pdf"},
            "postScanActions": [{"actionType": "TAGGING", "failureReason": "ACCESS_DENIED"}],
        },
    }


def not_scanning(status: str, bucket: str = BUCKET) -> Event:
    return {
        "source": "aws.guardduty",
        "detail-type": f"GuardDuty Malware Protection Resource Status {status}",
        "detail": {"s3BucketDetails": {"bucketName": bucket}, "resourceStatus": status.upper()},
    }
