"""A stolen role asks the model under everybody's name: no bill, metric or log entry says which team it was.

An application inference profile carries the team's tags. A model that may be asked only through one
cannot be asked past it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.access import IDENTITY_POLICY_TYPES, POSITIVE, Statement, granted_by, invokes, is_for_bedrock
from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_AU_3, OWASP_LLM10
from secure_ai_constructs.truth import Truth, implied, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_WITH_PROFILES = {
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ca-central-1",
    "eu-central-1",
    "eu-central-2",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-2",
    None,
}
"""Where CloudFormation makes profiles; a Region that is not known is believed to have them."""


def holds(grant: Resource) -> Truth:
    return granted_by(grant).all(lambda one: implied(invokes(one), lambda: _through_profile(one)))


def _through_profile(statement: Statement) -> Truth:
    """It is of profiles alone, or of what stands behind one."""
    return statement.value["Resource"].all(_is_profile) | statement.requires(POSITIVE, "bedrock:InferenceProfileArn")


def _is_profile(arn: Value) -> Truth:
    return arn.names_a("AWS::Bedrock::ApplicationInferenceProfile") | arn.matches(r":application-inference-profile/")


def when(grant: Resource) -> Truth:
    return truth(grant.template.region in _WITH_PROFILES) & granted_by(grant).any(invokes) & ~is_for_bedrock(grant)


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
