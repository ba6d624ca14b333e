"""Who tricks a model that acts into acting for him has the agent's hands: a browser, a shell, and the way out to anywhere.

Agents (Classic) of Bedrock, and Kendra, are closed to new customers: a template with one fails where it was never used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AC_6, NIST_SC_7, OWASP_LLM06
from secure_ai_constructs.truth import FALSE, TRUE, Truth, any_of

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_CLOSED = "AWS::Bedrock::Agent"
_KNOWLEDGE_BASE = "AWS::Bedrock::KnowledgeBase"
_TYPE = "KnowledgeBaseConfiguration.Type"


def holds(actor: Resource) -> Truth:
    if actor.type == _CLOSED:
        return actor["FoundationModel"].is_set() & FALSE
    if actor.type == _KNOWLEDGE_BASE:
        return ~actor[_TYPE].equals("KENDRA")
    network = actor["NetworkConfiguration"]
    placed = any_of(network[one]["Subnets"].has_at_least(1) for one in ("NetworkModeConfig", "VpcConfig"))
    return network["NetworkMode"].equals("SANDBOX") | (network["NetworkMode"].equals("VPC") & placed)


def when(actor: Resource) -> Truth:
    """Of knowledge bases, those of a service that is closed."""
    return actor[_TYPE].equals("KENDRA") if actor.type == _KNOWLEDGE_BASE else TRUE


CONTROL = Control(
    id="bedrock-agency-confined",
    title="What acts for a model does so in a VPC or a sandbox, and on no service that is closed",
    question=Question.ACCESS,
    severity=Severity.WARNING,
    applies_to=(
        _CLOSED,
        _KNOWLEDGE_BASE,
        "AWS::BedrockAgentCore::BrowserCustom",
        "AWS::BedrockAgentCore::CodeInterpreterCustom",
        "AWS::BedrockAgentCore::Runtime",
    ),
    when=when,
    holds=holds,
    fix="Set NetworkMode to VPC, with subnets, or to SANDBOX for code. In place of an agent, retrieve and converse, as QueryFunction does.",
    sources=(
        "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/agents.html",
    ),
    baseline=("DID-4",),
    satisfies=(
        NIST_AC_6,
        NIST_SC_7,
        OWASP_LLM06,
    ),
)
