"""Stolen credentials of a caller ask the model from any network, unless the caller itself is denied all but the endpoint.

SageMaker has no policy on an endpoint: what a caller may not do stands with the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, Statement, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_4, NIST_SC_7
from secure_ai_constructs.truth import Truth, all_of, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_ASKS = (
    "sagemaker:InvokeEndpoint",
    "sagemaker:InvokeEndpointAsync",
    "sagemaker:InvokeEndpointWithBidirectionalStream",
    "sagemaker:InvokeEndpointWithResponseStream",
)


def holds(grant: Resource) -> Truth:
    policy = granted_by(grant)
    return policy.all(
        lambda one: implied(
            one.allows() & one.covers(*_ASKS),
            lambda: ~one.some_resource(lambda arn: ~policy.any(lambda other: _denies(other, arn))),
        )
    )


def _denies(statement: Statement, endpoint: Value) -> Truth:
    """It denies what is allowed on this endpoint, or on more."""
    return (
        all_of(statement.covers(one) for one in _ASKS)
        & statement.value["Resource"].any(
            lambda arn: arn.equals("*") | arn.same_as(endpoint) | _is_of_all(arn, endpoint)
        )
        & statement.denies_from_elsewhere()
    )


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(lambda one: one.allows() & one.covers(*_ASKS))


def _is_of_all(arn: Value, endpoint: Value) -> Truth:
    """It is every endpoint of the account and Region of this one."""
    place, found, _ = str(endpoint).partition(":endpoint/")
    return truth(bool(found) and str(arn) == f"{place}:endpoint/*")


CONTROL = Control(
    id="sagemaker-invocation-through-endpoint",
    title="Callers of a model ask it through the network's endpoint alone",
    question=Question.NETWORK,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Deny sagemaker:InvokeEndpoint* with StringNotEquals aws:SourceVpce; PrivateSageMakerEndpoint.grant_invoke does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html",),
    baseline=("NET-7", "NET-8"),
    satisfies=(NIST_AC_4, NIST_SC_7),
)
