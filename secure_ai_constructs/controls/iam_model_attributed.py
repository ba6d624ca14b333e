"""A stolen role asks the model under everybody's name: no bill, metric or log entry says which team it was.

An application inference profile carries the team's tags. A model that may be asked only through one
cannot be asked past it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, POSITIVE, Statement, granted_by, invokes, is_for_bedrock
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_3, OWASP_LLM10
from secure_ai_constructs.regions import offered
from secure_ai_constructs.truth import Truth, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_PROFILE = "AWS::Bedrock::ApplicationInferenceProfile"


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(lambda one: implied(invokes(one), lambda: _through_profile(one)))


def _through_profile(statement: Statement) -> Truth:
    """It is of profiles alone, or of what stands behind one."""
    return statement.value["Resource"].all(_is_profile) | statement.requires(POSITIVE, "bedrock:InferenceProfileArn")


def _is_profile(arn: Value) -> Truth:
    """Or a model of one's own and its deployment, for which there is no profile to be made."""
    return arn.names_a(_PROFILE) | arn.matches(
        r":(application-inference-profile|custom-model-deployment|imported-model|provisioned-model)/"
    )


def when(grant: Resource) -> Truth:
    return truth(offered(_PROFILE, grant.template.region)) & granted_by(grant).any(invokes) & ~is_for_bedrock(grant)


CONTROL = Control(
    id="iam-model-attributed",
    title="Applications ask models through an application inference profile, which says whose question it was",
    question=Question.AUDIT,
    severity=Severity.WARNING,
    applies_to=IDENTITY_POLICY_TYPES,
    when=when,
    holds=holds,
    fix="Allow the profile's ARN, and the model behind it with StringEquals bedrock:InferenceProfileArn; add_query_function does.",
    sources=("https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-create.html",),
    baseline=("IAM-15",),
    satisfies=(NIST_AU_3, OWASP_LLM10),
)
