"""What policies mean: who is allowed what, and whose key encrypts.

- `policy` is what a control asks of the statements of a template, in three truth values, and `invocation` of models;
- `document`, `condition`, `match`, `request` and `evaluate` decide one concrete request in a world of policies;
- `world` makes that world of an assembly; `opensearch` reads the policies that are not IAM's.
"""

from secure_ai_constructs.access.document import Document, Unsupported, parse
from secure_ai_constructs.access.evaluate import Decision, Reason, evaluate
from secure_ai_constructs.access.invocation import (
    GUARDRAIL_KEY,
    invokes,
    is_for_bedrock,
    names_versions,
    refuses_other_guardrails,
    uses_models,
    watches_place_of,
)
from secure_ai_constructs.access.keys import is_customer_key
from secure_ai_constructs.access.policy import (
    BROAD_ARN,
    IDENTITY_POLICY_TYPES,
    POSITIVE,
    WIDE_POLICIES,
    Statement,
    Statements,
    granted_by,
    granted_to,
    may,
    roles_of,
    statements,
)
from secure_ai_constructs.access.request import Identity, KeyGrant, Request, ResourcePolicy, World

__all__ = [
    "BROAD_ARN",
    "GUARDRAIL_KEY",
    "IDENTITY_POLICY_TYPES",
    "POSITIVE",
    "WIDE_POLICIES",
    "Decision",
    "Document",
    "Identity",
    "KeyGrant",
    "Reason",
    "Request",
    "ResourcePolicy",
    "Statement",
    "Statements",
    "Unsupported",
    "World",
    "evaluate",
    "granted_by",
    "granted_to",
    "invokes",
    "is_customer_key",
    "is_for_bedrock",
    "may",
    "names_versions",
    "parse",
    "refuses_other_guardrails",
    "roles_of",
    "statements",
    "uses_models",
    "watches_place_of",
]
