"""Whoever has wide rights makes an API key, or asks by bedrock-mantle, and is seen by no log and no guardrail.

No template says who administers an account. A policy of Denies is what can be given to those people, or to all of them
by the organization.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, POSITIVE, Statement, statements, uses_models
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_CM_7
from secure_ai_constructs.truth import Truth, all_of, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_KEYS = "iam:CreateServiceSpecificCredential"
"""By which a person makes himself an API key that lasts."""
_PEOPLE = ("AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User", "AWS::SSO::PermissionSet")
_WAYS = ("bedrock-mantle:CallWithBearerToken", "bedrock-mantle:CreateInference", "bedrock:CallWithBearerToken")


def holds(workload: Resource) -> Truth:
    """The organization's policies stand in another account's stack."""
    by_organization = workload.assembly.by_type.get("AWS::Organizations::Policy", ())
    return workload.peers("AWS::IAM::ManagedPolicy").any(
        lambda one: _is_attached(one) & _denies(one["PolicyDocument"])
    ) | workload.assembly.any_of(by_organization, lambda one: _is_in_force(one) & _denies(one["Content"]))


def _is_in_force(policy: Resource) -> Truth:
    """It bounds what is allowed, of somebody."""
    return policy["Type"].equals("SERVICE_CONTROL_POLICY") & policy["TargetIds"].is_set()


def _is_attached(policy: Resource) -> Truth:
    """Somebody has it: a policy by itself denies nobody anything."""
    named = any_of(policy[name].is_set() for name in ("Groups", "Roles", "Users"))
    return named | any_of(policy.referrers(one, "ManagedPolicyArns").exist() for one in _PEOPLE)


def _denies(document: Value) -> Truth:
    found = statements(document)
    return all_of(
        found.any(lambda one: one.always_refuses(way))  # noqa: B023 - all_of asks at once
        for way in _WAYS
    ) & found.any(lambda one: one.refuses(_KEYS) & _of_bedrock(one))


def _of_bedrock(statement: Statement) -> Truth:
    """Of every service, or of Bedrock alone."""
    alone = statement.applies_when(
        POSITIVE,
        "iam:ServiceSpecificCredentialServiceName",
        lambda one: one.one_of("bedrock.amazonaws.com", "bedrock"),
    )
    return statement.is_unconditional() | alone


CONTROL = Control(
    id="iam-ways-around-closed",
    title="Somebody is denied Bedrock's API keys and bedrock-mantle, by the account or its organization",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::KnowledgeBase", *IDENTITY_POLICY_TYPES),
    when=uses_models,
    holds=holds,
    once_per_account=True,
    fix="Attach such a policy to whoever has wide rights (AuditedAccount(deny_to=…)), or deny both in the organization.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-modify.html",),
    baseline=("IAM-10", "MIL-7"),
    satisfies=(NIST_AC_6, NIST_CM_7),
)
