"""Which prefix list is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber

from tests.handlers.ec2_service import Ec2

if TYPE_CHECKING:
    from collections.abc import Callable

S3 = "com.amazonaws.eu-central-1.s3"
CREATE = {"RequestType": "Create", "ResourceProperties": {"Name": S3}}


def test_it_is_the_one_of_that_name_that_aws_owns(load: Callable[..., Any]) -> None:
    ec2 = Ec2()
    with ec2.service:
        found = load("managed_prefix_list.index", AWS_ENDPOINT_URL_EC2=ec2.service.url).act(CREATE)
    assert (found.physical_id, found.data) == ("pl-6ea54007", {"PrefixListId": "pl-6ea54007"})


@pytest.mark.parametrize("number", [0, 2])
def test_there_must_be_exactly_one(number: int, load: Callable[..., Any]) -> None:
    index = load("managed_prefix_list.index")
    with Stubber(index.EC2) as stubber:
        filters = [{"Name": "prefix-list-name", "Values": [S3]}, {"Name": "owner-id", "Values": ["AWS"]}]
        lists = [{"PrefixListId": f"pl-{one}", "PrefixListName": S3} for one in range(number)]
        stubber.add_response("describe_managed_prefix_lists", {"PrefixLists": lists}, {"Filters": filters})
        with pytest.raises(LookupError, match=rf"must be named {S3}, found {number}"):
            index.act(CREATE)
