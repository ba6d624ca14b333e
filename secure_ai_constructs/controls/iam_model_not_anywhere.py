"""Prompts are answered wherever in the world there is capacity, under laws that nobody asked about.

A profile of the whole world is named by a role's policy also where no inference profile of the application is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, POSITIVE, granted_by, invokes
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_9_5

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.truth import Truth

_ANYWHERE = (
    r":inference-profile/(global\.|[*?]*\*)|^[*?]*\*[*?]*$|^arn:([^:]*:){1,4}\*$|^arn:([^:]*:){4}inference[^/]*\*$"
)
"""A profile of the whole world, or a pattern that is one, too."""


def holds(grant: Resource) -> Truth:
    return ~granted_by(grant).any(
        lambda one: (
            invokes(one)
            & one.some_resource(lambda arn: arn.matches(_ANYWHERE))
            & ~one.requires(POSITIVE, "aws:RequestedRegion")
        )
    )


def when(grant: Resource) -> Truth:
    return granted_by(grant).any(invokes)


CONTROL = Control(
    id="iam-model-not-anywhere",
    title="No policy lets a model answer anywhere in the world",
    question=Question.COMPLIANCE,
    severity=Severity.ERROR,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Name models of the Region or a profile of a geography, or accept the risk where prompts may go anywhere.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html",),
    baseline=("RES-2",),
    satisfies=(NIST_SA_9_5,),
)
