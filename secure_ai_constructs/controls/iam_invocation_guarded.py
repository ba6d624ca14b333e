"""An application that may call the model without the guardrail will, after the next refactoring or the first injection.

`bedrock:GuardrailIdentifier` makes the guardrail a condition of the permission. A role that
Bedrock itself assumes, for embeddings, is out of scope.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, POSITIVE, Statement, granted_by, statements
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_3, OWASP_LLM01, OWASP_LLM02
from secure_ai_constructs.truth import Truth, all_of, any_of, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value


_ROLES = ("Roles", "RoleName")


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(
        lambda one: implied(_invokes(one), lambda: one.requires(POSITIVE, "bedrock:GuardrailIdentifier"))
    )


def _invokes(statement: Statement) -> Truth:
    return statement.allows() & statement.covers("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")


def _is_for_bedrock(grant: Resource) -> Truth:
    """Every role that it is attached to is one that nobody but Bedrock can assume."""
    if grant.type == "AWS::IAM::Role":
        return _trusts_bedrock_alone(grant)
    others = [grant.referrers(kind, "ManagedPolicyArns").exist() for kind in ("AWS::IAM::Group", "AWS::IAM::User")]
    attached = grant.referrers("AWS::IAM::Role", "ManagedPolicyArns")
    named = {role for path in _ROLES for role in grant[path].targets}
    verdicts = [_trusts_bedrock_alone(role) for role in {*named, *attached}]
    return (
        all_of(verdicts)
        & truth(bool(verdicts))
        & ~any_of([grant["Users"].is_set(), grant["Groups"].is_set(), *others])
        & all_of(grant[path].all(lambda role: truth(role.target is not None)) for path in _ROLES)
    )


def _trusts_bedrock_alone(role: Resource) -> Truth:
    trust = statements(role["AssumeRolePolicyDocument"])
    return trust.any(lambda one: one.to_service(_is_bedrock)) & trust.all(
        lambda one: (
            one.value["Principal"]["Service"].all(_is_bedrock) & truth(set(one.value["Principal"].keys) == {"Service"})
        )
    )


def _is_bedrock(service: Value) -> Truth:
    return service.equals("bedrock.amazonaws.com")


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(_invokes) & ~_is_for_bedrock(grant)


CONTROL = Control(
    id="iam-invocation-guarded",
    title="Applications may invoke models only through a guardrail",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Add StringEquals bedrock:GuardrailIdentifier with the guardrail's versioned ARN to the statement.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html",),
    baseline=(
        "GR-5",
        "IAM-4",
    ),
    satisfies=(
        NIST_AC_3,
        OWASP_LLM01,
        OWASP_LLM02,
    ),
)
