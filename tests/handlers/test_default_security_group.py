"""What is open in a VPC's default security group, and what is left open after the handler ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.handlers.ec2_service import Ec2, error
from tests.handlers.lambda_runtime import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GROUP = "sg-0aaaaaaaaaaaaaaaa"
CREATE = {"RequestType": "Create", "ResourceProperties": {"GroupId": GROUP, "Account": ACCOUNT}}
OF_ITS_OWNER = ("RevokeSecurityGroupIngress", "tcp", "10.0.0.0/8")


@pytest.fixture
def ec2() -> Iterator[Ec2]:
    """EC2 with one default group."""
    found = Ec2()
    found.default_group(GROUP)
    with found.service:
        yield found


@pytest.fixture
def act(ec2: Ec2, load: Callable[..., Any]) -> Callable[..., Any]:
    """The handler's own part."""
    acts: Callable[..., Any] = load("default_security_group.index", AWS_ENDPOINT_URL_EC2=ec2.service.url).act
    return acts


def test_both_rules_that_a_group_comes_with_are_taken_away_and_no_other(ec2: Ec2, act: Callable[..., Any]) -> None:
    ec2.rules[GROUP].add(OF_ITS_OWNER)
    act(CREATE)
    assert ec2.rules[GROUP] == {OF_ITS_OWNER}


def test_a_group_that_is_half_closed_is_closed(ec2: Ec2, act: Callable[..., Any]) -> None:
    for rule in list(ec2.rules[GROUP]):
        ec2.default_group(GROUP)
        ec2.rules[GROUP].discard(rule)
        act(CREATE)
        assert ec2.rules[GROUP] == set()


def test_nothing_is_described(ec2: Ec2, act: Callable[..., Any]) -> None:
    """The role has no right to describe anything."""
    act(CREATE)
    assert [b"Action=RevokeSecurityGroup" in one.body for one in ec2.service.requests] == [True, True]


def test_a_group_that_is_not_there_is_not_said_to_be_closed(ec2: Ec2, act: Callable[..., Any]) -> None:
    ec2.rules.clear()
    with pytest.raises(ClientError, match=r"InvalidGroup\.NotFound"):
        act(CREATE)


def test_a_refusal_is_an_error(ec2: Ec2, act: Callable[..., Any]) -> None:
    ec2.service.first.append(error("UnauthorizedOperation", 403))
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        act(CREATE)
