"""Prompts are answered wherever in the world there is capacity, under laws that nobody asked about.

A profile of the whole world is named by a role's policy also where no inference profile of the application is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, POSITIVE, Statement, granted_by, invokes
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SA_9_5
from secure_ai_constructs.regions import geographies_near, regions_near
from secure_ai_constructs.truth import FALSE, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_ANYWHERE = (
    r":inference-profile/(global\.|[*?]*\*)|^[*?]*\*[*?]*$|^arn:([^:]*:){1,4}\*$|^arn:([^:]*:){4}inference[^/]*\*$"
)
"""A profile of the whole world, or a pattern that is one, too."""


def holds(grant: Resource) -> Truth:
    return ~granted_by(grant).any(
        lambda one: (
            invokes(one)
            & ~one.requires(POSITIVE, "aws:RequestedRegion")
            & (_is_anywhere(one) | _is_elsewhere(one, grant.template.region))
        )
    )


def _is_anywhere(statement: Statement) -> Truth:
    return statement.some_resource(lambda arn: arn.matches(_ANYWHERE))


def _is_elsewhere(statement: Statement, region: str | None) -> Truth:
    """Models behind a profile are in the Regions of the profile, which another statement names."""
    if not region or not geographies_near(region):
        return FALSE
    elsewhere = statement.some_resource(lambda arn: arn.matches(_far_from(region)))
    return elsewhere & ~statement.requires(POSITIVE, "bedrock:InferenceProfileArn")


def _far_from(region: str) -> str:
    """A model or profile of Regions that are far away, such as `us.` from `eu-central-1`."""
    profile = rf":inference-profile/(?!({geographies_near(region)}|global)\.)[a-z-]+\."
    return rf"^arn:[^:]*:bedrock:(?!({regions_near(region)})-)[a-z0-9-]+:[0-9]*:(foundation-model/|inference-profile/)|{profile}"


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
