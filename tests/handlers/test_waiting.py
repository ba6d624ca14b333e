"""What is waited for and what is given up: a database that is asleep, a document that may not be read, the daily job."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from secure_ai_constructs.handlers.question_answering import index as answering
from tests.handlers.bedrock import Bedrock, ask, asked_for, conversation
from tests.handlers.document_services import ACCESS_DENIED, Bucket, IngestionJobs, Time, deleted, handle, scanned
from tests.handlers.local_service import Answer, refusal

ASLEEP = "The Aurora DB instance is resuming after being auto-paused. Please wait a few seconds and try again."
SCHEDULED = {"detail-type": "Scheduled Event", "source": "aws.events", "time": "2026-09-10T03:00:00Z", "detail": {}}


@pytest.fixture
def bucket(bucket: Bucket) -> Bucket:
    """S3 with one document that may be read, and one that may not."""
    bucket.put("a.pdf", "v1", b"the first document")
    bucket.versions["untagged.pdf", "v1"] = ACCESS_DENIED
    return bucket


def written(bucket: Bucket) -> list[Any]:
    """What each manifest says was read."""
    return [manifest["documents"] for manifest in bucket.manifests.values()]


def test_the_daily_job_is_one_without_a_document(bucket: Bucket, jobs: IngestionJobs) -> None:
    for _ in range(2):
        assert handle(SCHEDULED) == []
    assert (written(bucket), len(jobs.jobs)) == ([[]], 1)


def test_every_day_has_its_own_job(bucket: Bucket, jobs: IngestionJobs) -> None:
    handle(SCHEDULED)
    handle({**SCHEDULED, "time": "2026-09-11T03:00:00Z"})
    assert (written(bucket), len(jobs.jobs)) == ([[], []], 2)


def test_the_daily_job_and_documents_of_one_batch_share_a_job(bucket: Bucket, jobs: IngestionJobs) -> None:
    assert handle(SCHEDULED, scanned("a.pdf"), deleted("c.pdf")) == []
    told, listed = written(bucket)
    assert ([one["key"] for one in told], listed, len(jobs.jobs)) == (["a.pdf", "c.pdf"], [], 1)


def test_the_daily_job_lists_what_is_there_and_hashes_what_is_new(bucket: Bucket, jobs: IngestionJobs) -> None:
    bucket.keep("b c+d.pdf", "v2", b"new", "2026-09-09T12:00:00Z")
    bucket.keep("b c+d.pdf", "v1", b"former", "2026-09-08T12:00:00Z", latest=False)
    bucket.keep("old.pdf", "v1", b"of a day that has its own manifest", "2026-09-01T12:00:00Z")
    assert handle(SCHEDULED) == []
    [token] = jobs.jobs
    [(key, manifest)] = bucket.manifests.items()
    assert key == f"manifests/JOB0000000-{token[:16]}-00001.json"
    assert (manifest["page"], manifest["is_last"]) == (1, True)
    assert manifest["documents"] == [
        {"key": "b c+d.pdf", "version_id": "v2", "size": 3, "sha256": hashlib.sha256(b"new").hexdigest()},
        {"key": "old.pdf", "version_id": "v1", "size": 34},
    ]


def test_the_daily_job_says_what_it_could_not_read(bucket: Bucket) -> None:
    bucket.keep("infected.pdf", "v1", b"malware", "2026-09-09T12:00:00Z")
    bucket.keep("gone.pdf", "v1", b"deleted meanwhile", "2026-09-09T12:00:00Z")
    bucket.versions["infected.pdf", "v1"] = ACCESS_DENIED
    del bucket.versions["gone.pdf", "v1"]
    handle(SCHEDULED)
    [[infected, gone]] = written(bucket)
    assert (infected["unreadable"], gone["gone"]) == (True, True)


def test_one_document_that_fails_takes_no_other_one_from_the_stock(bucket: Bucket) -> None:
    bucket.keep("broken.pdf", "v1", b"", "2026-09-09T12:00:00Z")
    bucket.keep("good.pdf", "v1", b"good", "2026-09-09T12:00:00Z")
    bucket.versions["broken.pdf", "v1"] = refusal("InvalidObjectState")
    assert handle(SCHEDULED) == []
    [[broken, good]] = written(bucket)
    assert (broken["unreadable"], "sha256" in good) == (True, True)


def test_the_daily_job_of_a_prefix_lists_what_is_below_it(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFIX", "public/")
    bucket.keep("public/a.pdf", "v1", b"public", "2026-09-01T12:00:00Z")
    bucket.keep("secret/a.pdf", "v1", b"secret", "2026-09-01T12:00:00Z")
    handle(SCHEDULED)
    [[found]] = written(bucket)
    assert found["key"] == "public/a.pdf"


def test_many_documents_are_many_pages(bucket: Bucket) -> None:
    bucket.page = 2
    for number in range(5):
        bucket.keep(f"{number}.pdf", "v1", b"", "2026-09-01T12:00:00Z")
    handle(SCHEDULED)
    pages = bucket.manifests.values()
    assert [(one["page"], len(one["documents"]), one["is_last"]) for one in pages] == [
        (1, 2, False),
        (2, 2, False),
        (3, 1, True),
    ]


def test_a_stock_that_is_too_large_for_the_time_is_said_to_be_unfinished(
    bucket: Bucket, capsys: pytest.CaptureFixture[str]
) -> None:
    bucket.page = 1
    for number in range(5):
        bucket.keep(f"{number}.pdf", "v1", b"new", "2026-09-09T12:00:00Z")
    assert handle(SCHEDULED, time=Time(50, each=6)) == []
    first, second = bucket.manifests.values()
    assert "sha256" in first["documents"][0]
    assert ("sha256" in second["documents"][0], second["is_last"]) == (False, False)
    assert '"not_listed_after_page": 2' in capsys.readouterr().out


def test_a_stock_that_cannot_be_listed_brings_the_schedule_back_alone(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCUMENTS", "of-somebody-else")
    assert handle(SCHEDULED, deleted("c.pdf")) == ["message-0"]
    assert [[one["key"] for one in told] for told in written(bucket)] == [["c.pdf"]]


def test_a_stock_that_cannot_be_listed_starts_no_second_job(bucket: Bucket, jobs: IngestionJobs) -> None:
    bucket.service.first.append(ACCESS_DENIED)
    assert handle(SCHEDULED) == ["message-0"]
    assert handle(SCHEDULED) == []
    assert (len(jobs.jobs), len(set(jobs.tokens)), written(bucket)) == (1, 1, [[]])


def test_a_schedule_that_names_no_time_comes_back_alone(bucket: Bucket) -> None:
    assert handle({"detail-type": "Scheduled Event"}, deleted("c.pdf")) == ["message-0"]
    assert len(bucket.manifests) == 1


def test_while_the_database_wakes_the_batch_comes_back(bucket: Bucket, jobs: IngestionJobs) -> None:
    jobs.service.first.append(refusal("ValidationException", message=ASLEEP))
    assert handle(scanned("a.pdf"), deleted("c.pdf")) == ["message-0", "message-1"]
    assert handle(scanned("a.pdf"), deleted("c.pdf")) == []
    assert (len(set(jobs.tokens)), len(bucket.manifests)) == (1, 1)


def test_while_a_job_has_to_wait_nothing_is_read(bucket: Bucket, jobs: IngestionJobs) -> None:
    jobs.service.first.append(refusal("ConflictException"))
    assert handle(scanned("a.pdf")) == ["message-0"]
    assert [one.method for one in bucket.service.requests] == ["HEAD"]


@pytest.mark.parametrize("received", [1, 2])
def test_a_document_that_may_not_be_read_is_tried_again(received: int, bucket: Bucket) -> None:
    """It may be about to get its tag."""
    assert handle(scanned("untagged.pdf"), scanned("a.pdf"), received=received) == ["message-0"]
    [documents] = written(bucket)
    assert [one["key"] for one in documents] == ["a.pdf"]


def test_a_document_that_may_not_be_read_the_third_time_is_said_to_be_unreadable(bucket: Bucket) -> None:
    """S3 says the same of one that is gone, to a role that may not list the bucket."""
    assert handle(scanned("untagged.pdf"), received=3) == []
    assert written(bucket) == [[{"key": "untagged.pdf", "version_id": "v1", "unreadable": True}]]


@pytest.mark.usefixtures("pauses")
def test_a_failure_of_s3_is_never_said_to_be_the_documents(bucket: Bucket) -> None:
    bucket.versions["a.pdf", "v1"] = Answer(500)
    assert handle(scanned("a.pdf"), received=50) == ["message-0"]


def test_a_question_waits_for_a_database_that_wakes(bedrock: Bedrock, pauses: list[float]) -> None:
    for _ in range(2):
        bedrock.fails("retrieve", "ValidationException", ASLEEP)
    assert asked_for(bedrock, conversation())["status"] == "answered"
    assert pauses == [5, 10]


def test_a_question_to_a_database_that_does_not_wake_is_no_answer(bedrock: Bedrock, pauses: list[float]) -> None:
    for _ in range(5):
        bedrock.fails("retrieve", "ValidationException", ASLEEP)
    with pytest.raises(answering.NoAnswer, match=r"because of ValidationException$"):
        ask()
    assert (pauses, bedrock.all_was_asked()) == (list(answering.WAKING), True)


def test_another_failure_of_retrieval_is_not_waited_for(bedrock: Bedrock, pauses: list[float]) -> None:
    bedrock.fails("retrieve", "ValidationException", "the filter is wrong")
    with pytest.raises(answering.NoAnswer):
        ask()
    assert pauses == []
