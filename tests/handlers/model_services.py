"""What the function that watches a model speaks to: buckets that are listed and read, and jobs of SageMaker."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.handlers.local_service import Answer, LocalService, Request, as_json, refusal

ENVIRONMENT = {
    "ACCOUNT": "111122223333",
    "CAPTURE": "fraud-capture",
    "CAPTURED": "fraud/AllTraffic",
    "CODE": "s3://assets/0123.zip",
    "ENDPOINT": "fraud",
    "IMAGE": f"111122223333.dkr.ecr.eu-central-1.amazonaws.com/watch@sha256:{'0' * 64}",
    "INSTANCE_TYPE": "ml.m6i.large",
    "JOBS": "fraud",
    "KEY": "arn:aws:kms:eu-central-1:111122223333:key/1234",
    "LABELS_AFTER": "0",
    "KINDS": json.dumps(["data", "quality", "attribution", "bias"]),
    "LABELS": "fraud-labels",
    "PLACE": json.dumps({"subnets": ["subnet-1", "subnet-2"], "groups": ["sg-1"]}),
    "RESULTS": "fraud-results",
    "ROLE": "arn:aws:iam::111122223333:role/fraud-jobs",
    "SETTINGS": json.dumps(
        {"endpoint": "fraud", "problem": "binary", "threshold": 0.5, "limits": {"psi": 0.2}, "group": "g" * 200}
    ),
}
LONGEST = 256
"""Characters of an environment variable, as botocore's model says and does not check."""
NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")


def md5(text: str) -> str:
    """What S3 says of the content of a small object."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class Buckets:
    """As much of S3 as the function sees: whether something begins with a prefix, and what a result says."""

    def __init__(self) -> None:
        """Everything is empty."""
        self.objects: dict[tuple[str, str], str] = {}
        self.service = LocalService(self._respond)

    def put(self, bucket: str, key: str, text: str = "") -> None:
        self.objects[bucket, key] = text

    def _respond(self, request: Request) -> Answer:
        address = urlsplit(request.path)
        bucket, _, key = unquote(address.path).removeprefix("/").partition("/")
        if request.headers["x-amz-expected-bucket-owner"] != ENVIRONMENT["ACCOUNT"]:
            return Answer(403)
        if key:
            found = self.objects.get((bucket, key))
            return Answer(404) if found is None else Answer(200, found.encode())
        [prefix] = parse_qs(address.query)["prefix"]
        [most] = parse_qs(address.query).get("max-keys", ["1000"])
        keys = [one for place, one in self.objects if place == bucket and one.startswith(prefix)][: int(most)]
        listed = "".join(
            f"<Contents><Key>{escape(one)}</Key><ETag>{md5(self.objects[bucket, one])}</ETag></Contents>"
            for one in keys
        )
        body = f'<?xml version="1.0"?><ListBucketResult><KeyCount>{len(keys)}</KeyCount>{listed}</ListBucketResult>'
        return Answer(200, body.encode(), {"Content-Type": "application/xml"})


class ProcessingJobs:
    """SageMaker starts one job for a name."""

    def __init__(self) -> None:
        """No job ran yet."""
        self.jobs: dict[str, dict[str, Any]] = {}
        self.service = LocalService(self._respond)

    def _respond(self, request: Request) -> Answer:
        job = request.json
        name = job["ProcessingJobName"]
        if request.headers["X-Amz-Target"] != "SageMaker.CreateProcessingJob" or not NAME.fullmatch(name):
            return refusal("ValidationException")
        environment = job["Environment"]
        if len(environment) > 100 or any(len(one) > LONGEST for pair in environment.items() for one in pair):
            return refusal("ValidationException")
        if name in self.jobs:
            return refusal("ResourceInUse")
        self.jobs[name] = job
        arn = f"arn:aws:sagemaker:eu-central-1:{ENVIRONMENT['ACCOUNT']}:processing-job/{name}"
        return as_json({"ProcessingJobArn": arn})


def daily(time: str = "2026-11-25T01:30:00Z") -> dict[str, Any]:
    """What a schedule of EventBridge says."""
    return {"detail-type": "Scheduled Event", "source": "aws.events", "time": time, "detail": {}}


def created(key: str) -> dict[str, Any]:
    """What S3 says of a new object."""
    detail = {"bucket": {"name": ENVIRONMENT["RESULTS"]}, "object": {"key": key, "size": 1}}
    return {"detail-type": "Object Created", "source": "aws.s3", "detail": detail}


def batch(*events: Any) -> dict[str, Any]:
    """A batch of SQS messages; text is sent as it is."""
    bodies = [one if isinstance(one, str) else json.dumps(one) for one in events]
    return {"Records": [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]}
