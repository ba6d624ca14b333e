"""Whether policies alone say who may what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs.controls.s3_acls_disabled import CONTROL
from tests.judging import ANYTHING, FALSE, NOT_APPLICABLE, TRUE, UNKNOWN, judge, resource

if TYPE_CHECKING:
    from secure_ai_constructs.truth import Truth


def bucket(*owners: Any) -> dict[str, Any]:
    rules = [{"ObjectOwnership": one} for one in owners]
    return resource("AWS::S3::Bucket", {"OwnershipControls": {"Rules": rules}})


def test_a_bucket_that_enforces_its_owner_passes() -> None:
    assert judge(CONTROL, bucket("BucketOwnerEnforced")) is TRUE


def test_a_bucket_that_says_nothing_is_made_without_lists() -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket")) is TRUE


@pytest.mark.parametrize("owner", ["BucketOwnerPreferred", "ObjectWriter"])
def test_lists_that_are_turned_on_fail(owner: str) -> None:
    assert judge(CONTROL, bucket(owner)) is FALSE


def test_what_deployment_decides_is_unknown() -> None:
    assert judge(CONTROL, bucket(ANYTHING)) is UNKNOWN


def test_a_policy_is_not_spoken_of() -> None:
    assert judge(CONTROL, resource("AWS::S3::BucketPolicy")) is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("canned", "verdict"), [("Private", TRUE), ("LogDeliveryWrite", FALSE), ("PublicRead", FALSE), (ANYTHING, UNKNOWN)]
)
def test_a_canned_list_is_a_list(canned: Any, verdict: Truth) -> None:
    assert judge(CONTROL, resource("AWS::S3::Bucket", {"AccessControl": canned})) is verdict
