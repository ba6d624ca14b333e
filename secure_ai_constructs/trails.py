"""What a trail records of a resource: all of it, by a selector of its type that leaves nothing out.

AWS source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
AWS source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.truth import FALSE, Truth, any_of, implied

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_BUCKET = "AWS::S3::Bucket"
_NAMING, _EXCLUDING = ("EndsWith", "Equals", "StartsWith"), ("NotEndsWith", "NotEquals", "NotStartsWith")


def records(trail: Resource, resource: Resource, event: str) -> Truth:
    """Data events of a type, as CloudTrail calls it: reads and writes by everybody, of all of the resource."""
    return trail["AdvancedEventSelectors"].any(lambda one: _records(one["FieldSelectors"], resource, event)) | trail[
        "EventSelectors"
    ].any(
        lambda one: (
            one["DataResources"].any(lambda kind: kind["Type"].equals(event) & _names(kind["Values"], resource))
            & (~one["ReadWriteType"].is_set() | one["ReadWriteType"].equals("All"))
        )
    )


def _records(fields: Value, resource: Resource, event: str) -> Truth:
    of_type = fields.any(
        lambda one: one["Field"].equals("resources.type") & one["Equals"].any(lambda it: it.equals(event))
    )
    return of_type & fields.all(
        lambda one: (
            one["Field"].one_of("eventCategory", "resources.type", "resources.ARN")
            & implied(one["Field"].equals("resources.ARN"), lambda: _reaches(one, resource))
        )
    )


def _reaches(field: Value, resource: Resource) -> Truth:
    """It excludes others, or begins with what names the resource."""
    named = any_of(field[name].any(lambda arn: _is_whole(arn, resource)) for name in ("Equals", "StartsWith"))
    excluded = any_of(field[name].any(lambda arn: arn.refers_to(resource)) for name in _EXCLUDING)
    return (named | ~any_of(field[name].is_set() for name in _NAMING)) & ~excluded


def _names(arns: Value, resource: Resource) -> Truth:
    return arns.any(lambda arn: arn.matches(r"^arn:[^:]+:[a-z0-9]+(:::)?$") | _is_whole(arn, resource))


def _is_whole(arn: Value, resource: Resource) -> Truth:
    """It is the resource, and not a folder of it."""
    is_folder = arn.matches("/.") if resource.type == _BUCKET else FALSE
    return arn.refers_to(resource) & ~is_folder
