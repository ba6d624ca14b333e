"""What is waited for and what is given up: a database that is asleep, a document that may not be read, the daily job."""

from __future__ import annotations

from typing import Any

import pytest

from secure_ai_constructs.handlers.question_answering import index as answering
from tests.handlers.bedrock import Bedrock, ask, asked_for, conversation
from tests.handlers.document_services import ACCESS_DENIED, Bucket, IngestionJobs, deleted, handle, scanned
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
    [documents] = written(bucket)
    assert ([one["key"] for one in documents], len(jobs.jobs)) == (["a.pdf", "c.pdf"], 1)


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
    assert bucket.service.requests == []


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
