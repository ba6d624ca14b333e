"""Where AWS offers what the patterns are made of, and what happens elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from secure_ai_constructs.regions import NOT_OFFERED, offered
from tests.regions import REGIONS, is_known

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Assembly


@pytest.mark.parametrize("resource_type", NOT_OFFERED)
def test_the_regions_without_a_type_are_those_that_cfn_lint_lists(resource_type: str) -> None:
    assert sorted(NOT_OFFERED[resource_type]) == sorted(one for one in REGIONS if not is_known(resource_type, one))


def test_a_region_that_is_not_listed_is_believed_to_have_it() -> None:
    assert offered("AWS::S3Vectors::Index", "eu-central-1")
    assert offered("AWS::S3Vectors::Index", "moon-1")
    assert offered("AWS::S3Vectors::Index", None)
    assert not offered("AWS::S3Vectors::Index", "il-central-1")


def test_where_some_type_of_the_reference_app_is_missing_one_of_its_service_is_listed(reference: Assembly) -> None:
    """So that a construct can refuse the Region: what it asks for stands for all that it makes."""
    ours = {one for one in reference.by_type if one.startswith("AWS::")}
    missing = {one: {place for place in REGIONS if not is_known(one, place)} for one in sorted(ours)}
    unlisted = {
        one: places
        for one, places in missing.items()
        if not any(places <= set(NOT_OFFERED[other]) for other in NOT_OFFERED if _service(other) == _service(one))
    }
    assert {one for one, places in unlisted.items() if places} == set()


def _service(resource_type: str) -> str:
    return resource_type.rpartition("::")[0]
