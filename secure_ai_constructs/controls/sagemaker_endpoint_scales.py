"""A fleet of fixed size turns callers away when more come than somebody once guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_CP_10
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, any_of, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_SUSPENSIONS = ("DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended")
_TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"


def holds(endpoint: Resource) -> Truth:
    return endpoint.peers(_TARGET).any(lambda one: _scales(one, endpoint))


def _scales(target: Resource, endpoint: Resource) -> Truth:
    its_own = target.in_region_of(endpoint) & _is_of(target["ResourceId"], endpoint)
    return FALSE if its_own is FALSE else its_own & _has_policy(target) & _has_room(target)


def _has_room(target: Resource) -> Truth:
    """There is more to grow to, and nobody has suspended it."""
    least, suspended = target["MinCapacity"], target["SuspendedState"]
    number = (least.literal or "0") if least.is_known else ""
    grows = target["MaxCapacity"].at_least(float(number) + 1) if number.isdecimal() else UNKNOWN
    return grows & ~any_of(suspended[one].equals(True) for one in _SUSPENSIONS)


def _is_of(scaled: Value, endpoint: Resource) -> Truth:
    """By reference, or by the same spelling of the name."""
    scaled.is_set()
    name, written = str(endpoint["EndpointName"]), str(scaled)
    if scaled.targets:
        return truth(endpoint in scaled.targets)
    if written.startswith(f"endpoint/{name}/variant/"):
        return TRUE
    return UNKNOWN if "${" in f"{name}{written}" else FALSE


def _has_policy(target: Resource) -> Truth:
    """A target by itself scales nothing."""
    by_name = target.peers("AWS::ApplicationAutoScaling::ScalingPolicy").any(
        lambda policy: truth(policy["ResourceId"].is_known and str(policy["ResourceId"]) == str(target["ResourceId"]))
    )
    return target.referrers("AWS::ApplicationAutoScaling::ScalingPolicy", "ScalingTargetId").exist() | by_name


def when(endpoint: Resource) -> Truth:
    """What has no instances grows by itself, and so does what SageMaker manages the number of."""
    variants = _variants(endpoint)
    return ~variants.is_set() | variants.any(lambda one: ~_is_managed(one)) if variants else TRUE


def _variants(endpoint: Resource) -> Value | None:
    config = endpoint["EndpointConfigName"].target
    return config["ProductionVariants"] if config else None


def _is_managed(variant: Value) -> Truth:
    return variant["ServerlessConfig"].is_set() | variant["ManagedInstanceScaling"]["Status"].equals("ENABLED")


CONTROL = Control(
    id="sagemaker-endpoint-scales",
    title="Endpoints grow and shrink with the calls that come",
    question=Question.BEHAVIOR,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Endpoint",),
    when=when,
    holds=holds,
    fix="Register the variant with Application Auto Scaling and give it a policy; PrivateSageMakerEndpoint does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html",),
    baseline=("HA-2",),
    satisfies=(NIST_CP_10,),
)
