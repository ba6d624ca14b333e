"""A service of AWS's decides about people by a model whose limits nobody here has read.

AWS publishes them as AI Service Cards, without an API: the control looks for the record that somebody read one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, granted_by
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_5
from secure_ai_constructs.truth import TRUE, Truth, all_of, any_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_SERVICES = ("comprehend", "polly", "rekognition", "textract", "transcribe", "translate")
_MODELS = ("nova", "titan")
"""Families of models that are Amazon's own: Bedrock serves them, and the resource names them."""


def holds(grant: Resource) -> Truth:
    return all_of(
        implied(_allows(grant, one), lambda: _is_recorded(grant, one))  # noqa: B023 - all_of asks at once
        for one in (*_SERVICES, *_MODELS)
    )


def _allows(grant: Resource, card: str) -> Truth:
    service = "bedrock" if card in _MODELS else card
    named = rf"(?i)[:/.]amazon\.({card}|\*)" if card in _MODELS else ""
    return granted_by(grant).any(
        lambda one: (
            one.allows()
            & one.value["Action"].any(lambda action: action.matches(rf"(?i)^{service}:"))
            & (one.value["Resource"].any(lambda resource: resource.matches(named)) if named else TRUE)
        )
    )


def _is_recorded(grant: Resource, service: str) -> Truth:
    return grant.peers("AWS::SSM::Parameter").any(
        lambda record: (
            record["Name"].matches(rf"/service-cards/{service}$") & record["Value"].matches(r"https://[^\s]+")
        )
    )


def when(grant: Resource) -> Truth:
    return any_of(_allows(grant, one) for one in (*_SERVICES, *_MODELS))


CONTROL = Control(
    id="ai-service-card-recorded",
    title="The card of every AI service, and of every family of Amazon's models, in use is on record",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Read the AI Service Card of the service or model, and record that with ServiceCard.",
    sources=(
        "https://docs.aws.amazon.com/ai/responsible-ai/titan-text-embeddings/overview.html",
        "https://docs.aws.amazon.com/whitepapers/latest/aws-caf-for-ai/governance-perspective-managing-an-ai-driven-organization.html",
    ),
    baseline=("MC-3",),
    satisfies=(NIST_SA_5,),
)
