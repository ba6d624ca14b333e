"""Whose key it is: only a key in the customer's account can be rotated, watched and switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Value
    from secure_ai_constructs.truth import Truth

_KEYS = ("AWS::KMS::Alias", "AWS::KMS::Key", "AWS::KMS::ReplicaKey")
_WRITTEN_OUT = r"(^|:)(key/|alias/)|^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$"
_OF_AWS = r"(^|:)alias/aws/"


def is_customer_key(value: Value) -> Truth:
    """The value names a customer managed key.

    A key or alias of the assembly is one. A literal ARN, id or alias counts as one unless it is
    an `alias/aws/…`, by which AWS's own keys are addressed.
    AWS source: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
    """
    return value.each(lambda one: one.names_a(*_KEYS) | (one.matches(_WRITTEN_OUT) & ~one.matches(_OF_AWS)))
