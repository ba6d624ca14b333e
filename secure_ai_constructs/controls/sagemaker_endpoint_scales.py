"""A fleet of fixed size turns callers away when more come than somebody once guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_10
from secure_ai_constructs.truth import FALSE, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource

_TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"


def holds(endpoint: Resource) -> Truth:
    return endpoint.peers(_TARGET).any(lambda one: _is_of(one, endpoint) & _has_policy(one))


def _is_of(target: Resource, endpoint: Resource) -> Truth:
    name = endpoint["EndpointName"].literal
    named = target["ResourceId"].matches(rf"^endpoint/{re.escape(name)}/variant/") if name else FALSE
    return named | truth(endpoint in target["ResourceId"].targets)


def _has_policy(target: Resource) -> Truth:
    """A target by itself scales nothing."""
    by_name = target.peers("AWS::ApplicationAutoScaling::ScalingPolicy").any(
        lambda policy: truth(policy["ResourceId"].is_known and str(policy["ResourceId"]) == str(target["ResourceId"]))
    )
    return target.referrers("AWS::ApplicationAutoScaling::ScalingPolicy", "ScalingTargetId").exist() | by_name


CONTROL = Control(
    id="sagemaker-endpoint-scales",
    title="Endpoints grow and shrink with the calls that come",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Endpoint",),
    holds=holds,
    fix="Register the variant with Application Auto Scaling and give it a policy; PrivateSageMakerEndpoint does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html",),
    baseline=("HA-2",),
    satisfies=(NIST_CP_10,),
)
