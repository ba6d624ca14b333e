"""Ranges of addresses that belong to nobody on the internet."""

from __future__ import annotations

import re
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST_VPC, SMALLEST_VPC = 16, 22
"""The lengths of a prefix; the smallest holds three subnets of 256 addresses."""

MOST_RANGES = 30
_PRIVATE = tuple(IPv4Network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
_NOTATION = re.compile(r"[0-9.]+/[0-9]{1,2}")


def private_range(text: str, *, of: str) -> IPv4Network:
    """The range as it is written, such as `10.0.0.0/16`; raises ValueError for any other; `of` names what it is for.

    AWS source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    """
    try:
        found = IPv4Network(text) if _NOTATION.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or not any(found.subnet_of(one) for one in _PRIVATE):
        raise ValueError(f"{of} must be a private IPv4 range (RFC 1918) such as '10.0.0.0/16', was {text!r}")
    return found


def require_ranges(own: str | None, on_premises: Sequence[str], *, of: str) -> None:
    """Raises ValueError for ranges that are not private, a VPC's own of another size, and ranges that meet it."""
    if len(on_premises) > MOST_RANGES:
        raise ValueError(
            f"{of}: on_premises must be at most {MOST_RANGES} ranges, because a security group has 60 rules and DNS "
            f"takes two of each, was {len(on_premises)}"
        )
    premises = [private_range(one, of=f"{of}: each of on_premises") for one in on_premises]
    if len(set(premises)) < len(premises):
        raise ValueError(f"{of}: each of on_premises must be named once, was {', '.join(on_premises)}")
    if own is None:
        return
    vpc = private_range(own, of=f"{of}: cidr")
    if not LARGEST_VPC <= vpc.prefixlen <= SMALLEST_VPC:
        raise ValueError(f"{of}: cidr must be a range from /{LARGEST_VPC} to /{SMALLEST_VPC}, was {own!r}")
    if shared := [str(one) for one in premises if one.overlaps(vpc)]:
        raise ValueError(f"{of}: on_premises must be other addresses than the VPC's ({own}), was {', '.join(shared)}")
