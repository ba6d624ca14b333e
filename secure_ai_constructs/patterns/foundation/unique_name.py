"""Names where AWS takes few characters and wants each but once in an account and Region."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from aws_cdk import Stack

if TYPE_CHECKING:
    from constructs import Construct


def unique_name(scope: Construct, prefix: str, *choices: object) -> str:
    """`<prefix>-<16 hexadecimal digits>`, which no other construct or deployment of an app has.

    Another of `choices`, which cannot change in place, is another name: what replaces a resource
    stands beside it first.
    """
    whole = "\n".join([Stack.of(scope).stack_name, scope.node.path, *map(str, choices)])
    return f"{prefix}-{hashlib.sha256(whole.encode()).hexdigest()[:16]}"
