"""A function that applies the draft of a guardrail is filtered by whatever somebody was just trying out.

Between a function and the model it asks, the guardrail is what its environment says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CM_3, OWASP_LLM01
from secure_ai_constructs.truth import Truth, all_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_NAME = re.compile(r"guardrail_?version", re.IGNORECASE)
_VERSION = "AWS::Bedrock::GuardrailVersion"


def holds(function: Resource) -> Truth:
    return all_of(one.each(_is_numbered) for one in _versions(function))


def _versions(function: Resource) -> list[Value]:
    variables = function["Environment.Variables"]
    return [variables[name] for name in variables.keys if _NAME.search(name)]


def _is_numbered(version: Value) -> Truth:
    """A version of the assembly has its number at deployment, whatever else that decides."""
    made = version.target
    numbered = made is not None and made.type == _VERSION and str(version).endswith(".Version}")
    return truth(numbered) | version.matches(r"^[1-9][0-9]*$")


def when(function: Resource) -> Truth:
    return truth(bool(_versions(function)))


CONTROL = Control(
    id="lambda-guardrail-version-pinned",
    title="Functions are told to apply a numbered version of a guardrail",
    question=Question.BEHAVIOR,
    severity=Severity.ERROR,
    applies_to=("AWS::Lambda::Function",),
    when=when,
    holds=holds,
    fix="Give the variable the version's number, such as the attribute Version of an AWS::Bedrock::GuardrailVersion.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-versions-create.html",),
    baseline=("GR-2",),
    satisfies=(NIST_CM_3, OWASP_LLM01),
)
