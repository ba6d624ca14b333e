"""Whose key it is: only a key in the customer's account can be rotated, watched and switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.truth import FALSE, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Value

_KEYS = ("AWS::KMS::Key", "AWS::KMS::Alias", "AWS::KMS::ReplicaKey")


def is_customer_key(value: Value) -> Truth:
    """The value names a customer managed key.

    A key or alias of the assembly is one. A literal ARN, id or alias counts as one unless it is
    an `alias/aws/…`, by which AWS's own keys are addressed.
    AWS source: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
    """
    named = value.target
    if named is not None:
        return value.is_set() & truth(named.type in _KEYS)
    present = value.is_set()
    return FALSE if present is FALSE else present & ~value.matches("alias/aws/") & value.matches(".")
