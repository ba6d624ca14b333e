"""Starts the jobs that watch a model, once a day, and counts what they found; SageMaker's own schedule is closed to many.

A job is named for its day, so that an event which comes twice starts no second one. A day without
questions, or a model without a baseline, starts none: it is counted as not observed, which an alarm
tells of. What a job found is written as metrics into the function's log, for which no network is needed.
AWS source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

NAMESPACE = "SecureAi/ModelMonitor"
STATES = ("ok", "drift", "insufficient", "not_observable")
WITH_LABELS = ("quality", "bias")
ROOT = "/opt/ml/processing"
LONGEST = 256
"""Characters of an environment variable of a job."""
DAY = timedelta(days=1)
DONE = ("ResourceInUse", "ResourceInUseException")
"""The job of this name exists: an earlier delivery of the event started it."""


@functools.cache
def client(service: str) -> Any:
    """One client a service, for as long as the function's environment lives."""
    return boto3.client(service, config=Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=3))


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """A batch of SQS messages; or, from a person, `{"training": "training/…"}`, which makes a baseline."""
    if "Records" not in event:
        return {"job": _baseline(_training(event))}
    failed = []
    for record in event["Records"]:
        try:
            _act(json.loads(record["body"]))
        except (ClientError, KeyError, TypeError, ValueError) as error:
            print(json.dumps({"not_handled": record["messageId"], "because": f"{type(error).__name__}: {error}"[:300]}))
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _act(event: dict[str, Any]) -> None:
    if event["detail-type"] == "Scheduled Event":
        yesterday = datetime.fromisoformat(event["time"]).astimezone(UTC).date() - DAY
        for kind in json.loads(os.environ["KINDS"]):
            # What turns out to be true does so later: those days are watched when it has.
            later = int(os.environ["LABELS_AFTER"]) if kind in WITH_LABELS else 0
            _watch(kind, (yesterday - later * DAY).isoformat())
    elif event["detail-type"] == "Object Created":
        _count(unquote_plus(event["detail"]["object"]["key"]))
    else:
        raise ValueError(f"an event must be of a schedule or of a result, was {event['detail-type']!r}")


# Starting jobs


def _watch(kind: str, day: str) -> None:
    """Starts the job of a kind for a day, unless there is nothing that it could compare."""
    captured = f"{os.environ['CAPTURED']}/{day.replace('-', '/')}/"
    if not _exists(os.environ["RESULTS"], "baseline/baseline.json"):
        return _emit(kind, "not_observable", 0, {}, reason="there is no baseline")
    if not _exists(os.environ["CAPTURE"], captured):
        return _emit(kind, "insufficient", 0, {}, reason=f"nobody asked on {day}")
    inputs = {
        "baseline": f"s3://{os.environ['RESULTS']}/baseline/",
        "capture": f"s3://{os.environ['CAPTURE']}/{captured}",
    }
    truth = f"truth/{day.replace('-', '/')}/"
    if kind in WITH_LABELS and _exists(os.environ["LABELS"], truth):
        inputs["truth"] = f"s3://{os.environ['LABELS']}/{truth}"
    name = f"{os.environ['JOBS']}-{kind}-{day.replace('-', '')}"
    _start(name, kind, inputs, f"results/{day}/", day)
    return None


def _training(event: dict[str, Any]) -> str:
    prefix = event.get("training")
    if not isinstance(prefix, str) or not prefix.startswith("training/"):
        raise ValueError(f"training must be a folder of the labels' bucket that begins with training/, was {prefix!r}")
    return prefix


def _baseline(prefix: str) -> str:
    """A baseline from training data; the same objects asked for within an hour are the same job."""
    pages = client("s3").get_paginator("list_objects_v2")
    listed = pages.paginate(Bucket=os.environ["LABELS"], Prefix=prefix, ExpectedBucketOwner=os.environ["ACCOUNT"])
    objects = [(one["Key"], one["ETag"]) for page in listed for one in page.get("Contents", ())]
    if not objects:
        raise ValueError(f"training must be a folder of the labels' bucket that holds something, was {prefix!r}")
    hour = int(time.time() // 3600)
    digest = hashlib.sha256(json.dumps([prefix, hour, objects]).encode()).hexdigest()[:8]
    name = f"{os.environ['JOBS']}-baseline-{digest}"
    _start(name, "data", {"training": f"s3://{os.environ['LABELS']}/{prefix}"}, "baseline/", "")
    return name


def _start(name: str, kind: str, inputs: dict[str, str], output: str, day: str) -> None:
    settings = json.dumps({**json.loads(os.environ["SETTINGS"]), "kind": kind})
    code = os.environ["CODE"]
    place = json.loads(os.environ["PLACE"])
    job = {
        "ProcessingJobName": name,
        "RoleArn": os.environ["ROLE"],
        "AppSpecification": {
            "ImageUri": os.environ["IMAGE"],
            "ContainerEntrypoint": ["python3", "-m", "handlers.drift_monitor"],
        },
        "Environment": {
            "PYTHONPATH": f"{ROOT}/code/{code.rpartition('/')[2]}",
            "WINDOW": day,
            **{
                f"SETTINGS_{first // LONGEST:02}": settings[first : first + LONGEST]
                for first in range(0, len(settings), LONGEST)
            },
        },
        "ProcessingInputs": [_input("code", code), *(_input(one, uri) for one, uri in inputs.items())],
        "ProcessingOutputConfig": {
            "KmsKeyId": os.environ["KEY"],
            "Outputs": [
                {
                    "OutputName": "output",
                    "S3Output": {
                        "S3Uri": f"s3://{os.environ['RESULTS']}/{output}",
                        "LocalPath": f"{ROOT}/output",
                        "S3UploadMode": "EndOfJob",
                    },
                }
            ],
        },
        "ProcessingResources": {
            "ClusterConfig": {
                "InstanceCount": 1,
                "InstanceType": os.environ["INSTANCE_TYPE"],
                "VolumeSizeInGB": 30,
                "VolumeKmsKeyId": os.environ["KEY"],
            }
        },
        "NetworkConfig": {
            "EnableNetworkIsolation": True,
            "EnableInterContainerTrafficEncryption": True,
            "VpcConfig": {"Subnets": place["subnets"], "SecurityGroupIds": place["groups"]},
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 7200},
    }
    try:
        client("sagemaker").create_processing_job(**job)
    except ClientError as error:
        if error.response["Error"]["Code"] not in DONE:
            raise
    print(json.dumps({"job": name}))


def _input(name: str, uri: str) -> dict[str, Any]:
    return {
        "InputName": name,
        "S3Input": {
            "S3Uri": uri,
            "LocalPath": f"{ROOT}/{name}",
            "S3DataType": "S3Prefix",
            "S3InputMode": "File",
            "S3DataDistributionType": "FullyReplicated",
        },
    }


def _exists(bucket: str, prefix: str) -> bool:
    found = client("s3").list_objects_v2(
        Bucket=bucket, Prefix=prefix, MaxKeys=1, ExpectedBucketOwner=os.environ["ACCOUNT"]
    )
    return bool(found.get("KeyCount"))


# Counting results


def _count(key: str) -> None:
    """Writes the metrics of a result; the baseline is none."""
    if not key.startswith("results/"):
        return
    stored = client("s3").get_object(Bucket=os.environ["RESULTS"], Key=key, ExpectedBucketOwner=os.environ["ACCOUNT"])
    found = json.loads(stored["Body"].read())
    if found["state"] not in STATES or not isinstance(found["metrics"], dict):
        raise ValueError(f"a result must have a state among {', '.join(STATES)}, was {found['state']!r}")
    _emit(found["kind"], found["state"], found["samples"], found["metrics"], reason=found.get("reason", ""))


def _emit(kind: str, state: str, samples: int, numbers: dict[str, float], *, reason: str) -> None:
    """In the embedded metric format; `Observed` is 0 for what could not be seen, so that silence is told of.

    AWS source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    seen = state in ("ok", "drift")
    metrics = {"Observed": int(seen), "Samples": samples, **numbers}
    if seen:
        metrics["Drift"] = int(state == "drift")
    dimensions = {"EndpointName": os.environ["ENDPOINT"], "MonitoringType": kind}
    described = [
        {"Namespace": NAMESPACE, "Dimensions": [list(dimensions)], "Metrics": [{"Name": one} for one in metrics]}
    ]
    about = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": described}
    print(json.dumps({"_aws": about, **dimensions, **metrics, "state": state, "reason": reason}))
