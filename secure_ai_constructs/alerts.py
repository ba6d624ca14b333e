"""Who is told of what: event rules that match what happens, and alarms that watch what is measured.

AWS source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
AWS source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.truth import FALSE, TRUE, Truth, all_of, any_of, implied, truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource, Value

_RULE = "AWS::Events::Rule"
_TOP = {"detail", "detail-type", "source"}
"""Fields of an event that a pattern may ask for without leaving out some that it is about."""
_OURS = "SecureAi/ModelMonitor"
"""The namespace of DriftMonitor's metrics."""
_MANAGED = {"data": "data", "quality": "model", "bias": "bias", "attribution": "explainability"}
"""What SageMaker Model Monitor calls the metrics of each kind; AWS's pages spell their namespace in several ways."""


def told_of(
    resource: Resource,
    source: str,
    detail_type: str,
    matches: Callable[[Value], Truth],
    *,
    fields: tuple[str, ...] = (),
) -> Truth:
    """A rule of the Region's default bus sends on events of a source and type whose detail matches.

    A pattern that asks for more than `fields` of the detail narrows it in a way that nobody looked at.
    """

    def tells(rule: Resource) -> Truth:
        return rule.in_region_of(resource) & sends_on(rule, source, detail_type, matches, fields=fields)

    # Most rules are of other services: they need not be read.
    by_source = resource.assembly.by_text(_RULE, "EventPattern.source")
    by_kind = resource.assembly.by_text(_RULE, "EventPattern.detail-type")
    of_source = {*by_source.get(source, ()), *by_source.get(None, ())}
    of_kind = {*by_kind.get(detail_type, ()), *by_kind.get(None, ())}
    return resource.peers(_RULE).among(of_source & of_kind).any(tells)


def sends_on(
    rule: Resource,
    source: str,
    detail_type: str,
    matches: Callable[[Value], Truth] = lambda _: TRUE,
    *,
    fields: tuple[str, ...] = (),
) -> Truth:
    """A rule of the default bus sends on events of a source and type whose detail matches, wherever it stands."""
    pattern = rule["EventPattern"]
    return (
        lets_through(pattern["source"], source)
        & pattern.is_set()
        & lets_through(pattern["detail-type"], detail_type)
        & matches(pattern["detail"])
        & truth(set(pattern.keys) <= _TOP and set(pattern["detail"].keys) <= set(fields))
        & ~rule["State"].equals("DISABLED")
        & (~rule["EventBusName"].is_set() | rule["EventBusName"].equals("default"))
        & rule["Targets"].has_at_least(1)
    )


def told_of_calls(resource: Resource, service: str, *names: str) -> Truth:
    """Each of these calls of a service's API, such as `kms`, is sent on by some rule."""
    return all_of(
        told_of(
            resource,
            f"aws.{service}",
            "AWS API Call via CloudTrail",
            lambda detail: (
                lets_through(detail["eventSource"], f"{service}.amazonaws.com")
                & lets_through(detail["eventName"], name)  # noqa: B023 - all_of asks at once
            ),
            fields=("eventName", "eventSource"),
        )
        for name in names
    )


def calls_are_recorded(resource: Resource) -> Truth:
    """The bus is told of calls where a trail records them, which may be somebody else's."""
    return resource.is_adopted("trail") | resource.peers("AWS::CloudTrail::Trail").exist()


def lets_through(values: Value, *expected: str) -> Truth:
    """A list of a pattern has each of these values; what a pattern leaves out, it does not ask for."""
    if values.is_set() is FALSE:
        return TRUE
    return all_of(values.any(lambda one: one.equals(wanted)) for wanted in expected)  # noqa: B023 - all_of asks at once


def acts(alarm: Resource) -> Truth:
    """An alarm has somebody to tell, and tells."""
    return alarm["AlarmActions"].has_at_least(1) & ~alarm["ActionsEnabled"].equals(False)


def counted_and_told(filtered: Resource) -> Truth:
    """An alarm acts on what a metric filter counts."""
    return filtered["MetricTransformations"].any(
        lambda metric: filtered.peers("AWS::CloudWatch::Alarm").any(
            lambda alarm: (
                acts(alarm)
                & alarm["MetricName"].same_as(metric["MetricName"])
                & alarm["Namespace"].same_as(metric["MetricNamespace"])
            )
        )
    )


def measured(resource: Resource, namespace: str, metric: str) -> Truth:
    """An alarm acts on a metric of a resource, which stands in the alarm itself or among those of its expression."""
    return resource.assembly.any_of(
        ("Dimensions", "Metrics"),
        lambda path: resource.referrers("AWS::CloudWatch::Alarm", path).any(
            lambda alarm: acts(alarm) & _watches_metric(alarm, resource, namespace, metric)
        ),
    )


def _watches_metric(alarm: Resource, resource: Resource, namespace: str, metric: str) -> Truth:
    return counts(alarm.properties, resource, namespace, metric) | alarm["Metrics"].any(
        lambda one: counts(one["MetricStat"]["Metric"], resource, namespace, metric)
    )


def counts(counted: Value, resource: Resource, namespace: str, metric: str) -> Truth:
    """Properties of a metric are those of this one, and a dimension names the resource."""
    return (
        counted["Namespace"].equals(namespace)
        & counted["MetricName"].equals(metric)
        & counted["Dimensions"].any(lambda one: one["Value"].refers_to(resource))
    )


def told_of_drift(endpoint: Resource, kind: str) -> Truth:
    """Alarms act on a kind of drift of an endpoint, and on silence: a monitor that stopped finds none."""
    alarms = endpoint.peers("AWS::CloudWatch::Alarm")
    return alarms.any(lambda one: _watches(one, endpoint, kind) & _rings_for_drift(one)) & alarms.any(
        lambda one: _watches(one, endpoint, kind) & _rings_for_silence(one)
    )


def _rings_for_drift(alarm: Resource) -> Truth:
    return _rings(alarm, "Drift", "GreaterThanThreshold", 0) & ~alarm["TreatMissingData"].one_of(
        "breaching", "notBreaching"
    )


def _rings_for_silence(alarm: Resource) -> Truth:
    return _rings(alarm, "Observed", "LessThanThreshold", 1) & alarm["TreatMissingData"].equals("breaching")


def _rings(alarm: Resource, metric: str, operator: str, threshold: int) -> Truth:
    """Of our job's own metrics, this one and there; of Model Monitor's, whichever it is."""
    ours = alarm["Namespace"].equals(_OURS)
    as_it_should = (
        alarm["MetricName"].equals(metric)
        & alarm["ComparisonOperator"].equals(operator)
        & alarm["Threshold"].equals(threshold)
    )
    return implied(ours, lambda: as_it_should)


def scheduled(endpoint: Resource, kind: str) -> Truth:
    """A schedule of SageMaker Model Monitor runs jobs of a kind, such as `DataQuality`, on what the endpoint captured.

    And somebody is told of the files in which they say what they found, and of a bucket that gets none.
    A schedule names the definition of its jobs or holds it; one that says no kind is of the first there was.
    """
    schedules = endpoint.peers("AWS::SageMaker::MonitoringSchedule")

    def runs_its_own(schedule: Resource) -> Truth:
        job, said = (schedule["MonitoringScheduleConfig"][key] for key in ("MonitoringJobDefinition", "MonitoringType"))
        return (
            (said.equals(kind) | (~said.is_set() & truth(kind == "DataQuality")))
            & job["MonitoringInputs"].any(lambda one: _reads(one, endpoint))
            & _is_read(job["MonitoringOutputConfig"])
        )

    return schedules.any(runs_its_own) | endpoint.peers(f"AWS::SageMaker::{kind}JobDefinition").any(
        lambda job: (
            _reads(job[f"{kind}JobInput"], endpoint)
            & schedules.any(lambda one: _runs(one, job))
            & _is_read(job[f"{kind}JobOutputConfig"])
        )
    )


def _reads(given: Value, endpoint: Resource) -> Truth:
    return is_of_endpoint(given["EndpointInput"]["EndpointName"], endpoint)


def _is_read(output: Value) -> Truth:
    return any_of(_is_followed(one) for one in output.targets if one.type == "AWS::S3::Bucket")


def runs_by_clock(function: Resource) -> Truth:
    """A schedule runs a function, by itself or by a queue between them."""
    fed = function.referrers("AWS::Lambda::EventSourceMapping", "FunctionName")
    return _is_due(function) | fed.any(
        lambda mapping: _is_due(queue) if (queue := mapping["EventSourceArn"].target) else FALSE
    )


def _is_due(target: Resource) -> Truth:
    by_scheduler = target.referrers("AWS::Scheduler::Schedule", "Target.Arn")
    return by_scheduler.any(lambda one: ~one["State"].equals("DISABLED")) | target.referrers(_RULE, "Targets").any(
        lambda rule: rule["ScheduleExpression"].is_set() & ~rule["State"].equals("DISABLED")
    )


def _is_followed(bucket: Resource) -> Truth:
    written = told_of(
        bucket,
        "aws.s3",
        "Object Created",
        lambda detail: detail["bucket"]["name"].any(lambda one: one.refers_to(bucket)),
        fields=("bucket", "object"),
    )
    silent = bucket.referrers("AWS::CloudWatch::Alarm", "Dimensions").any(
        lambda alarm: acts(alarm) & alarm["TreatMissingData"].equals("breaching")
    )
    return written & silent


def _runs(schedule: Resource, job: Resource) -> Truth:
    named, name = schedule["MonitoringScheduleConfig.MonitoringJobDefinitionName"], job["JobDefinitionName"].literal
    return named.refers_to(job) | (named.equals(name) if name else FALSE)


def _watches(alarm: Resource, endpoint: Resource, kind: str) -> Truth:
    space, dimensions = alarm["Namespace"], alarm["Dimensions"]
    managed = space.matches(rf"^/?aws/sagemaker/Endpoints/{_MANAGED[kind]}-metrics?$")
    return (
        dimensions.any(lambda one: is_of_endpoint(one["Value"], endpoint))
        & (managed | (space.equals(_OURS) & dimensions.any(lambda one: _is_of_kind(one, kind))))
        & acts(alarm)
    )


def _is_of_kind(dimension: Value, kind: str) -> Truth:
    return dimension["Name"].equals("MonitoringType") & dimension["Value"].equals(kind)


def is_of_endpoint(value: Value, endpoint: Resource) -> Truth:
    """It names an endpoint, by reference or as that is named."""
    return value.refers_to(endpoint) | value.same_as(endpoint["EndpointName"])
