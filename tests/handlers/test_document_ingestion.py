"""Documents on their way into the knowledge base, as GuardDuty and S3 tell of them."""

from __future__ import annotations

import hashlib
import itertools
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.handlers.document_services import (
    ACCESS_DENIED,
    DATA_SOURCE,
    ENVIRONMENT,
    KNOWLEDGE_BASE,
    SLOW_DOWN,
    Bucket,
    IngestionJobs,
    Time,
    addresses,
    batch,
    deleted,
    handle,
    scanned,
)
from tests.handlers.lambda_runtime import LambdaFunction
from tests.handlers.local_service import refusal

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1024 * 1024


@pytest.fixture
def bucket(bucket: Bucket, pauses: list[float]) -> Bucket:
    """S3 with two documents, and nobody sleeps."""
    assert pauses == []
    bucket.put("a.pdf", "v1", b"the first document")
    bucket.put("folder/b c+d.pdf", "v1", b"the second document")
    return bucket


def documents(bucket: Bucket) -> list[dict[str, Any]]:
    """What the one manifest says was read."""
    [manifest] = bucket.manifests.values()
    found: list[dict[str, Any]] = manifest["documents"]
    return found


def test_a_clean_document_starts_a_job_and_is_in_its_manifest_with_the_hash_of_its_bytes(
    bucket: Bucket, jobs: IngestionJobs
) -> None:
    assert handle(scanned("a.pdf")) == []
    [(token, _)] = jobs.jobs.items()
    assert bucket.manifests == {
        f"manifests/JOB0000000-{token[:16]}.json": {
            "team": "claims",
            "knowledge_base_id": KNOWLEDGE_BASE,
            "data_source_id": DATA_SOURCE,
            "ingestion_job_id": "JOB0000000",
            "started_at": "2026-09-10 08:00:00+00:00",
            "documents": [
                {
                    "key": "a.pdf",
                    "version_id": "v1",
                    "sha256": hashlib.sha256(b"the first document").hexdigest(),
                    "size": 18,
                }
            ],
        }
    }


def test_one_large_document_takes_nobody_s_manifest_away(bucket: Bucket, jobs: IngestionJobs) -> None:
    """Each look at the clock costs seconds: half a minute before the end, what is not read yet is listed without a hash."""
    bucket.put("large.pdf", "v1", b"x" * (40 * MIB))
    assert handle(scanned("large.pdf"), scanned("a.pdf"), time=Time(seconds=100, each=4)) == []
    assert len(jobs.jobs) == 1
    by_key = {one["key"]: one for one in documents(bucket)}
    assert by_key["large.pdf"] == {"key": "large.pdf", "version_id": "v1", "not_hashed": True, "size": 40 * MIB}
    assert by_key["a.pdf"]["size"] == 18


def test_how_long_the_oldest_has_waited_is_counted(
    bucket: Bucket, jobs: IngestionJobs, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_789_000_000.0 + 7_300)
    handle(scanned("a.pdf"), scanned("folder/b c+d.pdf"))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [counted] = [line for line in lines if "_aws" in line]
    assert (counted["OldestWaited"], counted["KnowledgeBaseId"]) == (7_300, KNOWLEDGE_BASE)
    [directive] = counted["_aws"]["CloudWatchMetrics"]
    assert directive["Metrics"] == [{"Name": "OldestWaited", "Unit": "Seconds"}]
    assert bucket.manifests
    assert jobs.jobs


def test_events_that_come_back_in_other_batches_start_a_job_each(bucket: Bucket, jobs: IngestionJobs) -> None:
    """Bedrock then finds nothing new; no document is lost."""
    assert handle(scanned("a.pdf"), scanned("folder/b c+d.pdf")) == []
    assert handle(scanned("a.pdf")) == []
    assert handle(scanned("folder/b c+d.pdf")) == []
    assert len(jobs.jobs) == 3
    assert len(bucket.manifests) == 3


def test_a_batch_makes_one_job(bucket: Bucket, jobs: IngestionJobs) -> None:
    assert handle(scanned("a.pdf"), scanned("folder/b c+d.pdf"), deleted("c.pdf")) == []
    assert len(jobs.jobs) == 1
    assert [one["key"] for one in documents(bucket)] == ["a.pdf", "c.pdf", "folder/b c+d.pdf"]


@pytest.mark.parametrize(
    ("version", "how"),
    [("v2", "Delete Marker Created"), ("v1", "Permanently Deleted"), (None, "Permanently Deleted")],
)
def test_a_deleted_document_starts_a_job_and_is_not_read(
    version: str | None, how: str, bucket: Bucket, jobs: IngestionJobs
) -> None:
    assert handle(deleted("a.pdf", version, how)) == []
    assert documents(bucket) == [{"key": "a.pdf", "version_id": version, "deleted": True}]
    assert [one.method for one in bucket.service.requests] == ["PUT"]
    assert len(jobs.jobs) == 1


def test_the_scanned_version_is_read_and_not_a_later_one(bucket: Bucket) -> None:
    bucket.put("a.pdf", "v2", b"a later version")
    handle(scanned("a.pdf", "v1"))
    assert documents(bucket)[0]["sha256"] == hashlib.sha256(b"the first document").hexdigest()


def test_a_document_without_versions_is_read_as_it_is(bucket: Bucket) -> None:
    bucket.put("a.pdf", None, b"in a bucket without versions")
    handle(scanned("a.pdf", None))
    assert documents(bucket)[0]["sha256"] == hashlib.sha256(b"in a bucket without versions").hexdigest()


@pytest.mark.parametrize("version", ["v0", None])
def test_a_document_that_is_gone_meanwhile_is_said_to_be(version: str | None, bucket: Bucket) -> None:
    assert handle(scanned("gone.pdf", version)) == []
    assert documents(bucket) == [{"key": "gone.pdf", "version_id": version, "gone": True}]


@pytest.mark.parametrize("code", ["ConflictException", "ThrottlingException", "ServiceQuotaExceededException"])
def test_while_bedrock_is_busy_the_whole_batch_comes_back(code: str, bucket: Bucket, jobs: IngestionJobs) -> None:
    jobs.service.first.extend([refusal(code)] * 10)
    assert handle(scanned("a.pdf"), deleted("c.pdf"), "no JSON") == ["message-2", "message-0", "message-1"]
    assert bucket.manifests == {}
    jobs.service.first.clear()
    assert handle(scanned("a.pdf"), deleted("c.pdf")) == []
    assert len(set(jobs.tokens)) == 1


@pytest.mark.parametrize("code", ["AccessDeniedException", "ValidationException", "ResourceNotFoundException"])
def test_what_waiting_does_not_cure_is_an_error(code: str, bucket: Bucket, jobs: IngestionJobs) -> None:
    jobs.service.first.append(refusal(code))
    with pytest.raises(ClientError, match=code):
        handle(scanned("a.pdf"))
    assert bucket.manifests == {}


def test_the_same_batch_twice_is_one_job_and_one_manifest(bucket: Bucket, jobs: IngestionJobs) -> None:
    for _ in range(2):
        assert handle(scanned("a.pdf"), deleted("c.pdf")) == []
    assert (len(jobs.tokens), len(set(jobs.tokens)), len(jobs.jobs), len(bucket.manifests)) == (2, 1, 1, 1)


def test_the_order_of_a_batch_makes_no_difference(bucket: Bucket, jobs: IngestionJobs) -> None:
    events = (scanned("a.pdf"), scanned("folder/b c+d.pdf"), deleted("c.pdf"), deleted("a.pdf", "v2"))
    for order in itertools.permutations(events):
        handle(*order)
    assert (len(set(jobs.tokens)), len(bucket.manifests)) == (1, 1)


def test_the_order_of_versions_of_one_document_makes_no_difference(bucket: Bucket, jobs: IngestionJobs) -> None:
    versions = [deleted("a.pdf", f"v{number}") for number in range(40)]
    manifests = []
    for turn in range(10):
        handle(*versions[turn:], *versions[:turn])
        handle(*reversed(versions[turn:]), *versions[:turn])
        manifests.append(documents(bucket))
    assert len(set(jobs.tokens)) == 1
    assert all(one == manifests[0] for one in manifests)


def test_other_documents_are_another_job(bucket: Bucket, jobs: IngestionJobs) -> None:
    bucket.put("a.pdf", "v2", b"the first document")
    for event in (scanned("a.pdf"), scanned("a.pdf", "v2"), deleted("a.pdf", "v1"), scanned("folder/b c+d.pdf")):
        handle(event)
    assert len(set(jobs.tokens)) == 4


def test_what_is_told_twice_in_a_batch_is_written_once(bucket: Bucket, jobs: IngestionJobs) -> None:
    handle(scanned("a.pdf"))
    handle(scanned("a.pdf"), scanned("a.pdf"))
    assert len(documents(bucket)) == 1
    assert len(set(jobs.tokens)) == 1


def test_a_document_that_is_told_of_twice_in_a_batch_is_read_once(bucket: Bucket) -> None:
    assert handle(scanned("a.pdf"), scanned("a.pdf")) == []
    assert [one.method for one in bucket.service.requests] == ["HEAD", "HEAD", "GET", "PUT"]


@pytest.mark.parametrize("status", ["THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED"])
def test_what_is_not_clean_is_neither_read_nor_ingested(status: str, bucket: Bucket, jobs: IngestionJobs) -> None:
    assert handle(scanned("a.pdf", status=status)) == ["message-0"]
    assert (bucket.service.requests, jobs.jobs) == ([], {})


MALFORMED = (
    "no JSON",
    "[" * 100_000,
    "[]",
    "null",
    "{}",
    {"detail-type": "Object Deleted"},
    {**deleted("a.pdf"), "detail": {"object": "a.pdf"}},
    {**deleted("a.pdf"), "detail-type": "Object Created"},
    {**scanned("a.pdf"), "detail": {}},
    scanned(""),
    deleted(""),
    scanned(5),  # type: ignore[arg-type]
    deleted(5),  # type: ignore[arg-type]
    deleted(None),  # type: ignore[arg-type]
)


@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_message_comes_back_alone(body: Any, bucket: Bucket) -> None:
    assert handle(scanned("a.pdf"), body, deleted("c.pdf")) == ["message-1"]
    assert [one["key"] for one in documents(bucket)] == ["a.pdf", "c.pdf"]


KEYS = ["detail-type", "detail", "object", "key", "version-id", "s3ObjectDetails", "objectKey", "scanResultDetails"]
VALUES = ["Object Deleted", "GuardDuty Malware Protection Object Scan Result", "NO_THREATS_FOUND", "a.pdf"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from(VALUES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=ANYTHING)
def test_no_message_takes_another_one_with_it(bucket: Bucket, body: Any) -> None:
    assert "message-1" not in handle(body, deleted("c.pdf"))
    assert bucket.manifests


def test_without_a_message_that_can_be_handled_there_is_no_job(bucket: Bucket, jobs: IngestionJobs) -> None:
    assert handle("no JSON", "{}") == ["message-0", "message-1"]
    assert (jobs.service.requests, bucket.manifests) == ([], {})


def test_a_document_that_may_not_be_read_comes_back_alone(bucket: Bucket) -> None:
    bucket.versions["secret.pdf", "v1"] = ACCESS_DENIED
    assert handle(scanned("a.pdf"), scanned("secret.pdf"), scanned("a.pdf", bucket="another")) == [
        "message-1",
        "message-2",
    ]
    assert [one["key"] for one in documents(bucket)] == ["a.pdf"]


@pytest.mark.parametrize("bad", [{"version": 5}, {"bucket": "a b"}])
def test_what_cannot_be_asked_for_takes_no_other_document_with_it(
    bucket: Bucket, jobs: IngestionJobs, bad: Any
) -> None:
    assert handle(scanned("a.pdf"), scanned("b.pdf", **bad)) == ["message-1"]
    assert [one["key"] for one in documents(bucket)] == ["a.pdf"]
    assert len(jobs.jobs) == 1


def test_no_job_is_said_to_have_read_what_it_could_not(bucket: Bucket, jobs: IngestionJobs) -> None:
    """A tag may come after the event that tells of it: a job that was started before left the document out."""
    bucket.versions["late.pdf", "v1"] = ACCESS_DENIED
    assert handle(scanned("late.pdf")) == ["message-0"]
    assert (jobs.jobs, bucket.manifests) == ({}, {})
    bucket.put("late.pdf", "v1", b"late")
    assert handle(scanned("late.pdf"), received=2) == []
    assert len(jobs.jobs) == 1
    assert documents(bucket)[0]["sha256"] == hashlib.sha256(b"late").hexdigest()


def test_a_bucket_that_throttles_is_asked_again(bucket: Bucket) -> None:
    bucket.service.first.extend([SLOW_DOWN] * 2)
    assert handle(scanned("a.pdf")) == []
    assert documents(bucket)[0]["size"] == 18


def test_a_manifest_that_cannot_be_written_brings_the_batch_back_and_the_next_attempt_starts_no_second_job(
    bucket: Bucket, jobs: IngestionJobs
) -> None:
    bucket.broken = True
    with pytest.raises(ClientError, match="AccessDenied"):
        handle(scanned("a.pdf"), deleted("c.pdf"))
    assert (len(jobs.jobs), bucket.manifests) == (1, {})
    bucket.broken = False
    assert handle(deleted("c.pdf"), scanned("a.pdf")) == []
    assert (len(jobs.jobs), len(bucket.manifests), len(set(jobs.tokens))) == (1, 1, 1)


def test_a_large_document_is_never_whole_in_memory(bucket: Bucket) -> None:
    bucket.put("large.pdf", "v1", b"x" * MIB, times=20)
    handle(scanned("a.pdf"))  # the clients and what they load are there
    tracemalloc.start()
    try:
        handle(scanned("large.pdf"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    [found] = [one for manifest in bucket.manifests.values() for one in manifest["documents"] if one["size"] > MIB]
    assert (found["size"], found["sha256"]) == (20 * MIB, hashlib.sha256(b"x" * 20 * MIB).hexdigest())
    assert peak < 6 * MIB


def test_in_the_real_runtime_a_batch_is_ingested_and_the_log_holds_no_content(
    bucket: Bucket, jobs: IngestionJobs, tmp_path: Path
) -> None:
    environment = {**ENVIRONMENT, **addresses(bucket, jobs)}
    with LambdaFunction("document_ingestion.index", tmp_path, environment) as function:
        ended = function.invoke(batch(scanned("a.pdf"), "no JSON", deleted("c.pdf")))
    assert ended.result == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert [one["key"] for one in documents(bucket)] == ["a.pdf", "c.pdf"]
    said = [json.loads(line) for line in ended.log.splitlines()]
    assert [line for line in said if "_aws" not in line] == [
        {"not_handled": "message-1", "because": "JSONDecodeError"},
        {"ingestion_job_id": "JOB0000000", "documents": 2},
    ]
