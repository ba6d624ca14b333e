"""Lines of a log that CloudWatch reads metrics from."""

from __future__ import annotations

import json

import jsonschema

METRIC_LINE = {
    "$comment": "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html",
    "type": "object",
    "required": ["_aws", "Rag", "Team"],
    "properties": {
        "Rag": {"const": "Rag"},
        "Team": {"const": "claims"},
        "_aws": {
            "type": "object",
            "required": ["Timestamp", "CloudWatchMetrics"],
            "additionalProperties": False,
            "properties": {
                "Timestamp": {"type": "integer", "minimum": 1_600_000_000_000},
                "CloudWatchMetrics": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["Namespace", "Dimensions", "Metrics"],
                        "properties": {
                            "Namespace": {"const": "SecureAi/Rag"},
                            "Dimensions": {"const": [["Rag", "Team"]]},
                            "Metrics": {
                                "type": "array",
                                "minItems": 1,
                                "maxItems": 100,
                                "items": {
                                    "type": "object",
                                    "required": ["Name"],
                                    "properties": {"Name": {"type": "string"}, "Unit": {"const": "Count"}},
                                },
                            },
                        },
                    },
                },
            },
        },
    },
    "additionalProperties": {"type": "integer"},
}


RETRIEVAL_LINE = {
    "type": "object",
    "required": ["Team", "KnowledgeBase", "Retrieved"],
    "properties": {
        "Team": {"type": "string"},
        "KnowledgeBase": {"type": "string"},
        "Retrieved": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["uri", "chunk", "score"],
                "properties": {"uri": {"type": "string"}, "chunk": {"type": "string"}, "score": {"type": "number"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def outcomes(log: str) -> list[str]:
    """What the lines of metrics count; each must be as CloudWatch reads it, or say what was retrieved."""
    counted = []
    for line in log.splitlines():
        found = json.loads(line)
        if "Retrieved" in found:
            jsonschema.validate(found, RETRIEVAL_LINE)
            continue
        jsonschema.validate(found, METRIC_LINE)
        names = [metric["Name"] for metric in found["_aws"]["CloudWatchMetrics"][0]["Metrics"]]
        assert set(names) == set(found) - {"_aws", "Rag", "Team"}
        counted += [name for name in names if not name.endswith("Tokens")]
    return counted
