"""Who may invoke a model, and whether that is an application.

AWS source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access.policy import (
    IDENTITY_POLICY_TYPES,
    ROLES,
    Statement,
    granted_by,
    roles_of,
    statements,
)
from secure_ai_constructs.truth import TRUE, Truth, all_of, any_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

GUARDRAIL_KEY = "bedrock:GuardrailIdentifier"
_NUMBERED = r"(^[^*?]*|:\d{12}:guardrail/[^:]*):[0-9*?]+$"
"""A pattern leaves open which guardrail of an account it is, and not of whose: anybody's first version may filter nothing."""


def invokes(statement: Statement) -> Truth:
    """It allows to ask a model; Converse is authorized as InvokeModel."""
    return statement.allows() & statement.covers("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")


def names_versions(statement: Statement) -> Truth:
    """Each guardrail that its condition names is a numbered version: an ARN without a number is the draft's."""
    condition = statement.value["Condition"]
    return all_of(
        condition[operator][name].all(_is_numbered)
        for operator in condition.keys
        for name in condition[operator].keys
        if name.lower() == GUARDRAIL_KEY.lower()
    )


def _is_numbered(guardrail: Value) -> Truth:
    made_here = any(one.type == "AWS::Bedrock::GuardrailVersion" for one in guardrail.targets)
    return truth(made_here) | guardrail.matches(_NUMBERED)


def uses_models(resource: Resource) -> Truth:
    """It is a workload, or a policy that allows by name to ask a model: what allows everything says of AI nothing."""
    if resource.type not in IDENTITY_POLICY_TYPES:
        return TRUE
    return granted_by(resource).any(
        lambda one: invokes(one) & one.value["Action"].any(lambda action: action.matches(r"(?i)^bedrock:"))
    )


def watches_place_of(part: Resource, workload: Resource) -> Truth:
    """A part of the account's baseline is in the workload's Region; a policy is of every Region."""
    return TRUE if workload.type in IDENTITY_POLICY_TYPES else part.in_region_of(workload)


def refuses_other_guardrails(statement: Statement) -> Truth:
    """It denies every call under another guardrail, and so under none: an absent key is not equal to anything."""
    return statement.refuses("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream") & statement.applies_when(
        "StringNotEquals", GUARDRAIL_KEY, lambda one: one.is_set() & ~one.matches(r"[*?]")
    )


def is_for_bedrock(grant: Resource) -> Truth:
    """Every role that it is attached to is one that nobody but Bedrock can assume."""
    if grant.type == "AWS::IAM::Role":
        return _trusts_bedrock_alone(grant)
    others = [grant.referrers(kind, "ManagedPolicyArns").exist() for kind in ("AWS::IAM::Group", "AWS::IAM::User")]
    verdicts = [_trusts_bedrock_alone(role) for role in roles_of(grant)]
    return (
        all_of(verdicts)
        & truth(bool(verdicts))
        & ~any_of([grant["Users"].is_set(), grant["Groups"].is_set(), *others])
        & all_of(grant[path].all(lambda role: truth(role.target is not None)) for path in ROLES)
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
