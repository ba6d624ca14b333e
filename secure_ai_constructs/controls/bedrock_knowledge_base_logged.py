"""Documents fail to be ingested and nobody is told: answers are missing what people believe is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_12
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource


def holds(knowledge_base: Resource) -> Truth:
    return knowledge_base.referrers("AWS::Logs::DeliverySource", "ResourceArn").any(_is_delivered)


def _is_delivered(source: Resource) -> Truth:
    return source["LogType"].equals("APPLICATION_LOGS") & source.peers("AWS::Logs::Delivery").any(
        lambda delivery: _is_of(delivery, source) & delivery["DeliveryDestinationArn"].is_set()
    )


def _is_of(delivery: Resource, source: Resource) -> Truth:
    """By a reference, or by the name that is written in both."""
    named, name = delivery["DeliverySourceName"], source["Name"].literal
    return named.refers_to(source) | (named.equals(name) if name else FALSE)


CONTROL = Control(
    id="bedrock-knowledge-base-logged",
    title="Knowledge bases deliver their ingestion log",
    question=Question.AUDIT,
    severity=Severity.WARNING,
    applies_to=("AWS::Bedrock::KnowledgeBase",),
    holds=holds,
    fix="Add AWS::Logs::DeliverySource, DeliveryDestination and Delivery for the knowledge base; SecureBedrockRag does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-bases-logging.html",),
    baseline=("LIN-3", "MIL-9"),
    satisfies=(NIST_AU_12,),
)
