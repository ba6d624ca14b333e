"""Jobs are started once a day and counted once: whatever comes twice, is throttled, or is not there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.handlers.drift_watch import index
from tests.handlers.lambda_runtime import LambdaFunction
from tests.handlers.local_service import refusal
from tests.handlers.model_services import ENVIRONMENT, Buckets, ProcessingJobs, batch, created, daily

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = ["data", "quality", "attribution", "bias"]


@pytest.fixture
def jobs() -> Iterator[ProcessingJobs]:
    found = ProcessingJobs()
    with found.service:
        yield found


@pytest.fixture
def buckets(jobs: ProcessingJobs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Buckets]:
    """A baseline and a day's capture; the handler finds both services."""
    found = Buckets()
    found.put("fraud-results", "baseline/baseline.json")
    found.put("fraud-capture", "fraud/AllTraffic/2026/11/24/09/1.jsonl")
    with found.service:
        addresses = {"AWS_ENDPOINT_URL_S3": found.service.url, "AWS_ENDPOINT_URL_SAGEMAKER": jobs.service.url}
        for name, value in {**ENVIRONMENT, **addresses}.items():
            monkeypatch.setenv(name, value)
        index.client.cache_clear()
        yield found
    index.client.cache_clear()


def failed(*events: Any) -> list[str]:
    """The messages that come back."""
    answer = index.handler(batch(*events), None)
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def emitted(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    lines = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    return [one for one in lines if "_aws" in one]


# Starting


def test_every_kind_is_watched_for_the_day_before(buckets: Buckets, jobs: ProcessingJobs) -> None:
    assert failed(daily()) == []
    assert sorted(jobs.jobs) == sorted(f"fraud-{kind}-20261124" for kind in KINDS)
    assert buckets.service.requests


def test_a_job_runs_isolated_in_the_network_under_the_key(buckets: Buckets, jobs: ProcessingJobs) -> None:
    assert failed(daily()) == []
    job = jobs.jobs["fraud-data-20261124"]
    assert job["NetworkConfig"] == {
        "EnableNetworkIsolation": True,
        "EnableInterContainerTrafficEncryption": True,
        "VpcConfig": {"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
    }
    assert job["ProcessingResources"]["ClusterConfig"]["VolumeKmsKeyId"] == ENVIRONMENT["KEY"]
    assert job["ProcessingOutputConfig"]["KmsKeyId"] == ENVIRONMENT["KEY"]
    assert job["RoleArn"] == ENVIRONMENT["ROLE"]
    inputs = {one["InputName"]: one["S3Input"]["S3Uri"] for one in job["ProcessingInputs"]}
    assert inputs == {
        "code": "s3://assets/0123.zip",
        "baseline": "s3://fraud-results/baseline/",
        "capture": "s3://fraud-capture/fraud/AllTraffic/2026/11/24/",
    }
    [output] = job["ProcessingOutputConfig"]["Outputs"]
    assert output["S3Output"]["S3Uri"] == "s3://fraud-results/results/2026-11-24/"
    assert job["Environment"]["PYTHONPATH"] == "/opt/ml/processing/code/0123.zip"
    pieces = [value for name, value in sorted(job["Environment"].items()) if name.startswith("SETTINGS_")]
    assert len(pieces) == 2
    assert json.loads("".join(pieces)) == {**json.loads(ENVIRONMENT["SETTINGS"]), "kind": "data"}
    assert job["Environment"]["WINDOW"] == "2026-11-24"
    assert buckets.objects


def test_labels_of_the_day_go_to_whom_they_concern(buckets: Buckets, jobs: ProcessingJobs) -> None:
    buckets.put("fraud-labels", "truth/2026/11/24/labels.jsonl")
    assert failed(daily()) == []
    with_truth = {
        name.split("-")[1]
        for name, job in jobs.jobs.items()
        if "truth" in {one["InputName"] for one in job["ProcessingInputs"]}
    }
    assert with_truth == {"quality", "bias"}


def test_days_whose_labels_come_later_are_watched_later(
    buckets: Buckets, jobs: ProcessingJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABELS_AFTER", "30")
    buckets.put("fraud-capture", "fraud/AllTraffic/2026/10/25/09/1.jsonl")
    assert failed(daily()) == []
    assert sorted(jobs.jobs) == [
        "fraud-attribution-20261124",
        "fraud-bias-20261025",
        "fraud-data-20261124",
        "fraud-quality-20261025",
    ]


def test_a_schedule_that_comes_twice_starts_no_second_job(buckets: Buckets, jobs: ProcessingJobs) -> None:
    assert failed(daily(), daily()) == []
    assert failed(daily()) == []
    assert len(jobs.jobs) == len(KINDS)
    assert buckets.objects


def test_a_day_is_one_of_the_world_s_clock(buckets: Buckets, jobs: ProcessingJobs) -> None:
    assert failed(daily("2026-11-25T00:30:00+02:00")) == []
    assert jobs.jobs == {}, "in UTC it is the 24th still, and nobody asked on the 23rd"
    assert buckets.objects


@pytest.mark.parametrize("code", ["ThrottlingException", "ResourceLimitExceeded"])
def test_what_sagemaker_refuses_comes_back_and_is_not_started_twice(
    buckets: Buckets, jobs: ProcessingJobs, pauses: list[float], code: str
) -> None:
    jobs.service.first.extend([refusal(code)] * 10)
    assert failed(daily()) == ["0"]
    jobs.service.first.clear()
    assert failed(daily()) == []
    assert len(jobs.jobs) == len(KINDS)
    assert buckets.objects
    assert len(pauses) >= 0


# What cannot be observed


def test_without_a_baseline_nothing_is_started_and_that_is_counted(
    buckets: Buckets, jobs: ProcessingJobs, capsys: pytest.CaptureFixture[str]
) -> None:
    del buckets.objects["fraud-results", "baseline/baseline.json"]
    assert failed(daily()) == []
    assert jobs.jobs == {}
    found = emitted(capsys)
    assert [one["MonitoringType"] for one in found] == KINDS
    assert {(one["Observed"], one["state"], one["reason"]) for one in found} == {
        (0, "not_observable", "there is no baseline")
    }
    assert not any("Drift" in one for one in found), "what was not seen is not called no drift"


def test_a_day_without_questions_is_insufficient(
    buckets: Buckets, jobs: ProcessingJobs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failed(daily("2026-11-27T01:30:00Z")) == []
    assert jobs.jobs == {}
    assert {(one["Observed"], one["state"]) for one in emitted(capsys)} == {(0, "insufficient")}
    assert buckets.objects


# Counting


def result(**more: Any) -> str:
    return json.dumps({"kind": "data", "state": "ok", "samples": 900, "metrics": {"LargestPsi": 0.1}, **more})


@pytest.mark.parametrize(
    ("state", "drift", "observed"),
    [("ok", 0, 1), ("drift", 1, 1), ("insufficient", None, 0), ("not_observable", None, 0)],
)
def test_a_result_is_counted_as_metrics_of_the_endpoint(
    buckets: Buckets, capsys: pytest.CaptureFixture[str], state: str, drift: int | None, observed: int
) -> None:
    buckets.put("fraud-results", "results/2026-11-24/data.json", result(state=state, reason="because"))
    assert failed(created("results/2026-11-24/data.json")) == []
    [found] = emitted(capsys)
    assert (found.get("Drift"), found["Observed"], found["Samples"], found["LargestPsi"]) == (drift, observed, 900, 0.1)
    [described] = found["_aws"]["CloudWatchMetrics"]
    assert described["Namespace"] == "SecureAi/ModelMonitor"
    assert described["Dimensions"] == [["EndpointName", "MonitoringType"]]
    assert (found["EndpointName"], found["MonitoringType"]) == ("fraud", "data")
    assert {one["Name"] for one in described["Metrics"]} <= set(found)


def test_a_key_is_spelled_as_s3_spells_it(buckets: Buckets, capsys: pytest.CaptureFixture[str]) -> None:
    buckets.put("fraud-results", "results/a b/data.json", result())
    assert failed(created("results/a+b/data.json")) == []
    assert len(emitted(capsys)) == 1


def test_a_baseline_is_no_result(buckets: Buckets, capsys: pytest.CaptureFixture[str]) -> None:
    assert failed(created("baseline/baseline.json")) == []
    assert emitted(capsys) == []
    assert buckets.objects


@pytest.mark.parametrize(
    "text", ["", "{", "[]", result(state="fine"), result(metrics=[]), json.dumps({"kind": "data"})]
)
def test_a_result_that_cannot_be_read_comes_back(buckets: Buckets, text: str) -> None:
    buckets.put("fraud-results", "results/1.json", text)
    assert failed(created("results/1.json"), daily()) == ["0"]


@pytest.mark.parametrize("event", ["{", "null", "[]", {"detail-type": "Object Deleted"}, {}, daily("yesterday")])
def test_what_is_no_event_comes_back_alone(buckets: Buckets, jobs: ProcessingJobs, event: Any) -> None:
    assert failed(event, daily()) == ["0"]
    assert len(jobs.jobs) == len(KINDS)
    assert buckets.objects


# Baselines


def test_a_person_has_a_baseline_made(buckets: Buckets, jobs: ProcessingJobs) -> None:
    buckets.put("fraud-labels", "training/2026-10/rows.csv", "amount")
    names = {index.handler({"training": "training/2026-10/"}, None)["job"] for _ in range(2)}
    [(name, job)] = jobs.jobs.items()
    assert names == {name}
    inputs = {one["InputName"]: one["S3Input"]["S3Uri"] for one in job["ProcessingInputs"]}
    assert inputs["training"] == "s3://fraud-labels/training/2026-10/"
    [output] = job["ProcessingOutputConfig"]["Outputs"]
    assert output["S3Output"]["S3Uri"] == "s3://fraud-results/baseline/"
    assert buckets.objects


def test_training_data_that_was_mended_makes_another_baseline(buckets: Buckets, jobs: ProcessingJobs) -> None:
    for content in ("amount", "amount,label"):
        buckets.put("fraud-labels", "training/2026-10/rows.csv", content)
        assert index.handler({"training": "training/2026-10/"}, None)["job"] in jobs.jobs
    assert len(jobs.jobs) == 2


def test_a_folder_without_training_data_is_refused(buckets: Buckets, jobs: ProcessingJobs) -> None:
    with pytest.raises(ValueError, match="training must be a folder of the labels' bucket that holds something"):
        index.handler({"training": "training/none/"}, None)
    assert not jobs.jobs
    assert buckets.objects


@pytest.mark.parametrize("event", [{}, {"training": ""}, {"training": "truth/"}, {"training": 1}])
def test_a_baseline_of_nothing_is_refused(event: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="training must be a folder of the labels' bucket that begins with training/"):
        index.handler(event, None)


def test_it_runs_as_lambda_runs_it(buckets: Buckets, jobs: ProcessingJobs, tmp_path: Path) -> None:
    addresses = {"AWS_ENDPOINT_URL_S3": buckets.service.url, "AWS_ENDPOINT_URL_SAGEMAKER": jobs.service.url}
    with LambdaFunction("drift_watch.index", tmp_path, {**ENVIRONMENT, **addresses}) as function:
        assert function.invoke(batch(daily())).result == {"batchItemFailures": []}
        refused = function.invoke({"training": "elsewhere/"})
    assert len(jobs.jobs) == len(KINDS)
    assert refused.error
    assert refused.error["errorType"] == "ValueError"
