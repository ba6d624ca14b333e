"""A vector index, created in a collection that is slow to let the handler in."""

from __future__ import annotations

import dataclasses
import socket
import urllib.error
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.handlers.opensearch_index import index
from tests.handlers.local_service import Answer, Request, as_json
from tests.handlers.opensearch_collection import REFUSED, Collection, dimensions, why_unsigned

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("pauses")
LAMBDA_TIMEOUT = 600
POLICY_SECONDS = 300
"""AWS source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html."""


@pytest.fixture
def collection() -> Iterator[Collection]:
    """An empty collection."""
    found = Collection()
    with found.service:
        yield found


def creation(endpoint: str, **changes: str) -> dict[str, Any]:
    """The event that asks for an index of 1024 dimensions."""
    properties = {
        "Endpoint": endpoint,
        "Index": "documents-1",
        "Dimensions": "1024",
        "VectorField": "embedding",
        "TextField": "text",
        "MetadataField": "metadata",
    }
    return {"RequestType": "Create", "ResourceProperties": {**properties, **changes}}


def test_the_index_is_what_a_knowledge_base_needs(collection: Collection) -> None:
    """Source: https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-setup.html."""
    index.act(creation(collection.service.url))
    assert collection.indexes == {
        "documents-1": {
            "settings": {"index": {"knn": True}},
            "mappings": {
                "properties": {
                    "embedding": {
                        "type": "knn_vector",
                        "dimension": 1024,
                        "method": {"name": "hnsw", "engine": "faiss", "space_type": "l2"},
                    },
                    "text": {"type": "text"},
                    "metadata": {"type": "text", "index": False},
                }
            },
        }
    }


def test_every_request_is_signed_with_the_hash_of_its_body(collection: Collection) -> None:
    collection.indexes["documents-1"] = {"mappings": {"properties": {"embedding": {"dimension": 1024}}}}
    index.act(creation(collection.service.url))
    assert [one.method for one in collection.service.requests] == ["PUT", "GET"]
    assert [why_unsigned(one) for one in collection.service.requests] == ["", ""]


def test_the_collection_of_these_tests_believes_no_other_signature(collection: Collection) -> None:
    index.act(creation(collection.service.url))
    request = collection.service.requests[0]
    assert why_unsigned(request) == ""
    assert why_unsigned(dataclasses.replace(request, body=request.body + b" ")) != ""
    assert why_unsigned(dataclasses.replace(request, path="/documents-2")) != ""
    assert why_unsigned(Request("PUT", "/", type(request.headers)(), b"")) != ""


@pytest.mark.parametrize("refusals", [1, 5, 12])
def test_a_policy_that_is_not_effective_yet_is_waited_for(
    refusals: int, collection: Collection, pauses: list[float]
) -> None:
    collection.service.first.extend([REFUSED] * refusals)
    assert index.act(creation(collection.service.url)).physical_id == "documents-1"
    assert pauses == [*index.PAUSES[:refusals], index.SETTLE]


def test_a_new_index_is_looked_for_and_given_time_before_bedrock_is_told(
    collection: Collection, pauses: list[float]
) -> None:
    index.act(creation(collection.service.url))
    assert [one.method for one in collection.service.requests] == ["PUT", "GET"]
    assert pauses == [index.SETTLE]


def test_an_index_whose_creation_was_not_heard_of_is_given_time_too(
    collection: Collection, pauses: list[float]
) -> None:
    for _ in range(2):
        index.act(creation(collection.service.url))
    assert pauses == [index.SETTLE] * 2
    index.act({**creation(collection.service.url), "RequestType": "Update", "PhysicalResourceId": "documents-1"})
    assert pauses == [index.SETTLE] * 2


def test_a_policy_that_never_becomes_effective_is_a_failure(collection: Collection, pauses: list[float]) -> None:
    collection.service.first.extend([REFUSED] * 20)
    with pytest.raises(RuntimeError, match="refused the index documents-1 with status 403"):
        index.act(creation(collection.service.url))
    assert pauses == list(index.PAUSES)


def test_it_waits_longer_than_a_policy_takes_and_not_as_long_as_the_function_may_run() -> None:
    assert POLICY_SECONDS < sum(index.PAUSES) < sum(index.PAUSES) + index.SETTLE < LAMBDA_TIMEOUT


def test_an_index_that_is_there_with_the_same_dimensions_is_taken(collection: Collection) -> None:
    index.act(creation(collection.service.url))
    before = dict(collection.indexes)
    assert index.act(creation(collection.service.url)).physical_id == "documents-1"
    assert collection.indexes == before


def test_an_index_that_is_there_with_other_dimensions_is_refused_and_kept(collection: Collection) -> None:
    index.act(creation(collection.service.url, Dimensions="512"))
    with pytest.raises(ValueError, match="the index documents-1 is there with 512 dimensions and must have 1024"):
        index.act(creation(collection.service.url))
    assert dimensions(collection.indexes["documents-1"]) == 512


def test_an_index_that_is_there_and_cannot_be_looked_at_is_a_failure(
    collection: Collection, pauses: list[float]
) -> None:
    exists = as_json({"error": {"type": "resource_already_exists_exception"}, "status": 400}, 400)
    collection.service.first.extend([exists, *[REFUSED] * 20])
    with pytest.raises(RuntimeError, match="with status 403"):
        index.act(creation(collection.service.url))
    assert len(pauses) == len(index.PAUSES)


def test_failures_of_the_service_are_waited_out(collection: Collection, pauses: list[float]) -> None:
    collection.service.first.extend([Answer(500), Answer(503), Answer(502)])
    index.act(creation(collection.service.url))
    assert (list(collection.indexes), len(pauses)) == (["documents-1"], 4)


def test_a_service_that_always_fails_is_a_failure(collection: Collection, pauses: list[float]) -> None:
    collection.service.first.extend([Answer(500)] * 20)
    with pytest.raises(RuntimeError, match="with status 500"):
        index.act(creation(collection.service.url))
    assert len(pauses) == len(index.PAUSES)


def test_a_request_that_is_wrong_is_not_repeated(collection: Collection, pauses: list[float]) -> None:
    collection.service.first.append(as_json({"error": {"type": "mapper_parsing_exception"}, "status": 400}, 400))
    with pytest.raises(RuntimeError, match="with status 400"):
        index.act(creation(collection.service.url))
    assert (len(collection.service.requests), pauses) == (1, [])


def test_a_collection_that_cannot_be_reached_is_tried_again_and_then_a_failure(pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(urllib.error.URLError, match="refused"):
        index.act(creation(f"http://127.0.0.1:{port}"))
    assert pauses == list(index.PAUSES)


def test_its_deletion_calls_nothing_and_keeps_the_vectors(collection: Collection) -> None:
    index.act(creation(collection.service.url))
    collection.service.requests.clear()
    deletion = {**creation(collection.service.url), "RequestType": "Delete", "PhysicalResourceId": "documents-1"}
    assert index.act(deletion).physical_id == "documents-1"
    assert (collection.service.requests, list(collection.indexes)) == ([], ["documents-1"])
