"""Where AWS offers what the patterns are made of: as cfn-lint knows it, which follows CloudFormation."""

from __future__ import annotations

import pytest
from aws_cdk import Stack
from cfnlint.helpers import REGIONS
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

from secure_ai_constructs import VectorStore
from secure_ai_constructs.patterns.foundation import offered
from secure_ai_constructs.patterns.foundation.isolated_vpc import ENCRYPTION_CONTROL
from secure_ai_constructs.patterns.foundation.service import NOT_OFFERED
from secure_ai_constructs.patterns.rag.model_access import PROFILE_TYPE
from tests.patterns.synthesis import MODEL, rag, region, resources

LEFT_OUT = {PROFILE_TYPE, ENCRYPTION_CONTROL}
"""What a RAG does without where its Region has none."""
STORES = (VectorStore.s3_vectors(), VectorStore.opensearch_serverless(), VectorStore.aurora_postgresql())


def is_known(resource_type: str, place: str) -> bool:
    """Whether CloudFormation has the type in the Region."""
    try:
        PROVIDER_SCHEMA_MANAGER.get_resource_schema(region=place, resource_type=resource_type)
    except ResourceNotFoundError:
        return False
    return True


@pytest.mark.parametrize("resource_type", NOT_OFFERED)
def test_the_regions_without_a_type_are_those_that_cfn_lint_lists(resource_type: str) -> None:
    assert sorted(NOT_OFFERED[resource_type]) == sorted(one for one in REGIONS if not is_known(resource_type, one))


def test_a_region_that_is_not_listed_is_believed_to_have_it() -> None:
    assert offered("AWS::S3Vectors::Index", "eu-central-1")
    assert offered("AWS::S3Vectors::Index", "moon-1")
    assert not offered("AWS::S3Vectors::Index", "il-central-1")


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
