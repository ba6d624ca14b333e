"""What policies mean: who is allowed what, and whose key encrypts."""

from secure_ai_constructs.access.keys import is_customer_key
from secure_ai_constructs.access.policy import (
    BROAD_ARN,
    IDENTITY_POLICY_TYPES,
    POSITIVE,
    Statement,
    Statements,
    granted_by,
    statements,
)

__all__ = [
    "BROAD_ARN",
    "IDENTITY_POLICY_TYPES",
    "POSITIVE",
    "Statement",
    "Statements",
    "granted_by",
    "is_customer_key",
    "statements",
]
