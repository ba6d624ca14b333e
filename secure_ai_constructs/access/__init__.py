"""What policies mean: who is allowed what, and whose key encrypts.

- `policy` is what a control asks of the statements of a template, in three truth values; `invocation` asks of models,
  `messages` of topics and `perimeter` of VPC endpoints;
- `document`, `condition`, `match`, `request` and `evaluate` decide one concrete request in a world of policies;
- `grants` lists what the statements of an assembly give to whom, for people;
- `world` makes that world of an assembly; `opensearch` reads the policies that are not IAM's.
"""

from secure_ai_constructs.access.document import Document, Unsupported, parse
from secure_ai_constructs.access.evaluate import Decision, Reason, evaluate
from secure_ai_constructs.access.grants import EVERYBODY, Grant, grants_of
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
from secure_ai_constructs.access.messages import ALARMS, PUBLISHERS, SOURCE_KEYS, TOPIC_POLICIES, topic_says
from secure_ai_constructs.access.perimeter import (
    is_for_services,
    is_of_aws,
    names_callers,
    names_resources,
    refuses_strangers,
)
from secure_ai_constructs.access.policy import (
    IDENTITY_POLICY_TYPES,
    POSITIVE,
    RESOURCE_POLICIES,
    WIDE_POLICIES,
    Statement,
    Statements,
    allowed_by_aws,
    granted_by,
    granted_to,
    managed_by_aws,
    may,
    objects_are_locked,
    roles_of,
    statements,
)
from secure_ai_constructs.access.request import Identity, KeyGrant, Request, ResourcePolicy, World

__all__ = [
    "ALARMS",
    "EVERYBODY",
    "GUARDRAIL_KEY",
    "IDENTITY_POLICY_TYPES",
    "POSITIVE",
    "PUBLISHERS",
    "RESOURCE_POLICIES",
    "SOURCE_KEYS",
    "TOPIC_POLICIES",
    "WIDE_POLICIES",
    "Decision",
    "Document",
    "Grant",
    "Identity",
    "KeyGrant",
    "Reason",
    "Request",
    "ResourcePolicy",
    "Statement",
    "Statements",
    "Unsupported",
    "World",
    "allowed_by_aws",
    "evaluate",
    "granted_by",
    "granted_to",
    "grants_of",
    "invokes",
    "is_customer_key",
    "is_for_bedrock",
    "is_for_services",
    "is_of_aws",
    "managed_by_aws",
    "may",
    "names_callers",
    "names_resources",
    "names_versions",
    "objects_are_locked",
    "parse",
    "refuses_other_guardrails",
    "refuses_strangers",
    "roles_of",
    "statements",
    "topic_says",
    "uses_models",
    "watches_place_of",
]
