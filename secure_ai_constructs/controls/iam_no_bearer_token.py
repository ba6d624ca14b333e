"""A Bedrock API key is a password that works from anywhere, and inherits all that its user may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, granted_by, managed_by_aws
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_2, NIST_IA_5
from secure_ai_constructs.truth import TRUE, Truth, all_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_ACTIONS = (
    "bedrock-mantle:CallWithBearerToken",
    "bedrock:CallWithBearerToken",
    "iam:CreateServiceSpecificCredential",
)
_OPEN_POLICIES = r":policy/(AmazonBedrockLimitedAccess|IAMFullAccess)$"
"""What AWS manages for all actions, or for all of Bedrock's, is a matter of `iam-actions-named`."""


def holds(grant: Resource) -> Truth:
    attached = managed_by_aws(grant).all(lambda arn: ~arn.matches(_OPEN_POLICIES))
    granted = granted_by(grant)
    silent = granted.all(lambda one: ~(one.allows() & one.covers(*_ACTIONS))) & attached
    return silent if silent is TRUE else all_of(_is_kept_from(grant, one) for one in _ACTIONS)


def _is_kept_from(grant: Resource, action: str) -> Truth:
    """Nothing of its own allows it, or it is denied whatever else is allowed."""
    granted, attached = granted_by(grant), managed_by_aws(grant).any(lambda arn: arn.matches(_OPEN_POLICIES))
    allowed = granted.any(lambda one: one.allows() & one.covers(action)) | attached
    return ~allowed | granted.any(lambda one: one.always_refuses(action))


CONTROL = Control(
    id="iam-no-bearer-token",
    title="No policy allows Bedrock API keys",
    question=Question.ACCESS,
    severity=Severity.ERROR,
    applies_to=IDENTITY_POLICY_TYPES,
    holds=holds,
    fix="Take CallWithBearerToken and CreateServiceSpecificCredential out, and let callers sign with their role.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-modify.html",),
    baseline=("IAM-10",),
    satisfies=(NIST_AC_2, NIST_IA_5),
)
