"""Judges one resource of a template written in a test."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly import load
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth

if TYPE_CHECKING:
    from secure_ai_constructs.control import Control

__all__ = [
    "ANYTHING",
    "FALSE",
    "NOT_APPLICABLE",
    "SUBJECT",
    "TRUE",
    "UNKNOWN",
    "allow",
    "deny",
    "drift_alarm",
    "event_rule",
    "judge",
    "judge_in",
    "other_drift_alarms",
    "resource",
]

NOT_APPLICABLE = None
ANYTHING = {"Ref": "GivenAtDeployment"}
"""A value that only deployment knows."""
SUBJECT = {"Ref": "Subject"}


def resource(resource_type: str, properties: dict[str, Any] | None = None, **attributes: Any) -> dict[str, Any]:
    """A resource of a template; `attributes` are its `DeletionPolicy`, `Condition` and the like."""
    return {"Type": resource_type, "Properties": properties or {}, **attributes}


def allow(**statement: Any) -> dict[str, Any]:
    """A policy document of one statement that allows."""
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}


def deny(**statement: Any) -> dict[str, Any]:
    """A policy document of one statement that denies."""
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", **statement}]}


def role_with(document: dict[str, Any]) -> dict[str, Any]:
    """A role with one inline policy."""
    return resource("AWS::IAM::Role", {"Policies": [{"PolicyName": "Own", "PolicyDocument": document}]})


def event_rule(pattern: Any, **changes: Any) -> dict[str, Any]:
    """A rule of EventBridge that sends what matches to a topic, but for the changes."""
    topic = [{"Id": "Target", "Arn": "arn:aws:sns:eu-central-1:123456789012:alerts"}]
    return resource("AWS::Events::Rule", {"EventPattern": pattern, "State": "ENABLED", "Targets": topic, **changes})


def drift_alarm(kind: Any, silent: str = "ignore", endpoint: Any = "fraud", **changes: Any) -> dict[str, Any]:
    """The alarm of a drift monitor on drift of a kind, or, where missing data is `breaching`, on silence."""
    rings = ("Observed", "LessThanThreshold", 1) if silent == "breaching" else ("Drift", "GreaterThanThreshold", 0)
    said = {
        "Namespace": "SecureAi/ModelMonitor",
        "Dimensions": [{"Name": "EndpointName", "Value": endpoint}, {"Name": "MonitoringType", "Value": kind}],
        "AlarmActions": ["arn:aws:sns:eu-central-1:123456789012:alerts"],
        "TreatMissingData": silent,
        **dict(zip(("MetricName", "ComparisonOperator", "Threshold"), rings, strict=True)),
        **changes,
    }
    return resource("AWS::CloudWatch::Alarm", said)


def other_drift_alarms(kind: str, another: str) -> list[dict[str, Any]]:
    """What is no alarm on drift of a kind: of another kind, endpoint or metric, that tells nobody, never rings or is soon calm."""
    return [
        drift_alarm(another),
        drift_alarm(kind, silent="notBreaching"),
        drift_alarm(kind, silent="breaching"),
        drift_alarm(kind, endpoint="another"),
        drift_alarm(kind, Namespace="AWS/SageMaker"),
        drift_alarm(kind, AlarmActions=[]),
        drift_alarm(kind, ActionsEnabled=False),
        drift_alarm(kind, MetricName="Samples"),
        drift_alarm(kind, MetricName="Observed"),
        drift_alarm(kind, Threshold=1_000_000),
        drift_alarm(kind, ComparisonOperator="LessThanThreshold"),
    ]


def judge(control: Control, subject: dict[str, Any], **others: dict[str, Any]) -> Truth | None:
    """What the control says of the resource `Subject`, or None when it does not speak of it."""
    return judge_in("", control, subject, **others)


def judge_in(region: str, control: Control, subject: dict[str, Any], **others: dict[str, Any]) -> Truth | None:
    """As `judge`, of a stack in the Region; without one, of a template that stands alone."""
    template = {
        "Parameters": {"GivenAtDeployment": {"Type": "String"}},
        "Resources": {"Subject": subject, **others},
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "Test.template.json"
        file.write_text(json.dumps(template), encoding="utf-8")
        if region:
            artifacts = {"Test": _stack(region, file.name)}
            (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}), encoding="utf-8")
        findings = review(load(folder if region else file), [control]).findings
    found = [finding.verdict for finding in findings if finding.logical_id == "Subject"]
    return found[0] if found else NOT_APPLICABLE


def _stack(region: str, template: str) -> dict[str, Any]:
    """A stack of a cloud assembly's manifest."""
    return {
        "type": "aws:cloudformation:stack",
        "environment": f"aws://123456789012/{region}",
        "properties": {"templateFile": template},
        "displayName": "Test",
    }
