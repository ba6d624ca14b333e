"""Who is told of what: event rules that match what happens, and alarms that watch what is measured.

AWS source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
AWS source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.truth import FALSE, Truth, all_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource, Value

_DRIFT = r"^(SecureAi/ModelMonitor|/?aws/sagemaker/Endpoints/)"


def told_of(resource: Resource, matches: Callable[[Value], Truth]) -> Truth:
    """An event rule of the account and Region, whose pattern matches, sends on what it sees."""
    return resource.peers("AWS::Events::Rule").any(
        lambda rule: (
            rule.in_region_of(resource)
            & matches(rule["EventPattern"])
            & rule["State"].equals("ENABLED")
            & rule["Targets"].has_at_least(1)
        )
    )


def told_of_calls(resource: Resource, service: str, *names: str) -> Truth:
    """A rule sends on each of these calls of a service's API, such as `kms`."""
    return told_of(
        resource,
        lambda pattern: has(pattern["source"], f"aws.{service}") & has(pattern["detail"]["eventName"], *names),
    )


def has(values: Value, *expected: str) -> Truth:
    """A list of a pattern has each of these values."""
    return all_of(values.any(lambda one: one.equals(wanted)) for wanted in expected)  # noqa: B023 - all_of asks at once


def acts(alarm: Resource) -> Truth:
    """An alarm has somebody to tell, and tells."""
    return alarm["AlarmActions"].has_at_least(1) & ~alarm["ActionsEnabled"].equals(False)


def told_of_drift(endpoint: Resource, kind: str) -> Truth:
    """Alarms act on a kind of drift of an endpoint, and on silence: a monitor that stopped finds none."""
    alarms = endpoint.peers("AWS::CloudWatch::Alarm")
    return alarms.any(lambda one: _watches(one, endpoint, kind) & ~one["TreatMissingData"].equals("breaching")) & (
        alarms.any(lambda one: _watches(one, endpoint, kind) & one["TreatMissingData"].equals("breaching"))
    )


def _watches(alarm: Resource, endpoint: Resource, kind: str) -> Truth:
    dimensions = alarm["Dimensions"]
    return (
        alarm["Namespace"].matches(_DRIFT)
        & dimensions.any(lambda one: _is_of(one["Value"], endpoint))
        & dimensions.any(lambda one: one["Name"].equals("MonitoringType") & one["Value"].equals(kind))
        & acts(alarm)
        & ~alarm["MetricName"].equals("Samples")
    )


def _is_of(value: Value, endpoint: Resource) -> Truth:
    name = endpoint["EndpointName"].literal
    return value.refers_to(endpoint) | (value.equals(name) if name else FALSE)
