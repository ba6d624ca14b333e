"""A Region that lacks what a pattern is made of is refused, or the pattern does without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aws_cdk import Stack

from secure_ai_constructs import Dataset, ModelLineage, SecureNotebook, VectorStore
from secure_ai_constructs.patterns.foundation.isolated_vpc import ENCRYPTION_CONTROL
from secure_ai_constructs.patterns.rag.model_access import PROFILE_TYPE
from secure_ai_constructs.regions import offered
from tests.patterns import models
from tests.patterns.synthesis import ACCOUNT, MODEL, rag, region, resources
from tests.regions import REGIONS, is_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct

HASH = "a" * 64
LEFT_OUT = {PROFILE_TYPE, ENCRYPTION_CONTROL}
"""What a RAG does without where its Region has none."""
STORES = (VectorStore.s3_vectors(), VectorStore.opensearch_serverless(), VectorStore.aurora_postgresql())


@pytest.fixture(scope="module")
def types() -> dict[str, set[str]]:
    """What a RAG is made of, by the type that its store needs."""
    found = {}
    for store in STORES:
        shared = rag()
        team = shared.add_team("claims", store=store)
        team.add_query_function(model=MODEL)
        everything = [*resources(Stack.of(shared)).values(), *resources(Stack.of(team)).values()]
        found[store.resource_type] = {one["Type"] for one in everything if one["Type"].startswith("AWS::")}
    return found


@pytest.mark.parametrize("place", REGIONS)
def test_a_rag_is_made_of_what_its_region_offers(place: str, types: dict[str, set[str]]) -> None:
    try:
        rag(region(place))
    except ValueError:
        return
    for store, needed in types.items():
        missing = {one for one in needed if not is_known(one, place)} - LEFT_OUT
        assert missing == set() or not offered(store, place)


def test_a_model_is_asked_without_a_profile_where_there_are_none() -> None:
    team = rag(region("eu-north-1")).add_team("claims")
    assert not offered(PROFILE_TYPE, "eu-north-1")
    assert team.access_to(MODEL).profile is None
    assert team.access_to(MODEL).invoke_id == MODEL.model_id


def lineage(where: models.Place) -> Construct:
    datasets = [Dataset("payments", "s3://training/payments", "v1", HASH, "confidential", "contract")]
    job = f"arn:aws:sagemaker:{where.stack.region}:{ACCOUNT}:training-job/fraud-1"
    served = models.endpoint(where)
    return ModelLineage(
        where.stack,
        "Lineage",
        endpoint=served,
        training_job=job,
        datasets=datasets,
        weights_sha256=HASH,
        operations=where.operations,
    )


def notebook(where: models.Place) -> Construct:
    return SecureNotebook(
        where.before, "Notebook", network=where.network, operations=where.operations, owner="claims-science"
    )


@pytest.mark.parametrize(
    ("make", "place", "missing"),
    [
        (models.endpoint, "me-central-1", "AWS::SageMaker::Endpoint"),
        (models.endpoint, "us-gov-east-1", "AWS::SageMaker::ModelPackageGroup"),
        (models.endpoint, "ap-southeast-6", "AWS::SageMaker::ModelPackageGroup"),
        (lineage, "us-gov-west-1", "AWS::SageMaker::Artifact"),
        (lineage, "eu-central-2", "AWS::SageMaker::Artifact"),
        (notebook, "me-central-1", "AWS::SageMaker::NotebookInstance"),
    ],
)
def test_a_model_is_refused_where_its_region_lacks_something(
    make: Callable[[models.Place], Construct], place: str, missing: str
) -> None:
    with pytest.raises(ValueError, match=f"the Region must offer {missing}; {place} does not"):
        make(models.place(region(place)))
