"""Whoever takes a guardrail away, opens a store of vectors, approves a model or silences an alert is told of."""

from __future__ import annotations

from typing import Any

from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations
from secure_ai_constructs.patterns.foundation.event_rule import api_calls
from secure_ai_constructs.patterns.foundation.place import require_part

CHANGES = {
    "Bedrock": (
        "bedrock",
        "guardrails, knowledge bases, prompts and models that change or go",
        (
            "DeleteCustomModel",
            "DeleteDataSource",
            "DeleteGuardrail",
            "DeleteInferenceProfile",
            "DeleteKnowledgeBase",
            "DeletePrompt",
            "UpdateDataSource",
            "UpdateGuardrail",
            "UpdateKnowledgeBase",
            "UpdatePrompt",
        ),
    ),
    "Network": (
        "ec2",
        "security groups that are opened, and ways into and out of networks",
        (
            "AttachInternetGateway",
            "AuthorizeSecurityGroupEgress",
            "AuthorizeSecurityGroupIngress",
            "CreateNatGateway",
            "CreateRoute",
            "CreateVpcEndpoint",
            "CreateVpcPeeringConnection",
            "DeleteFlowLogs",
            "DeleteVpcEndpoints",
            "ModifySecurityGroupRules",
            "ModifyVpcEndpoint",
        ),
    ),
    "S3Vectors": (
        "s3vectors",
        "vectors in S3 that go or are opened",
        ("DeleteIndex", "DeleteVectorBucket", "DeleteVectorBucketPolicy", "PutVectorBucketPolicy"),
    ),
    "OpenSearch": (
        "aoss",
        "collections of vectors that go or are opened",
        (
            "CreateAccessPolicy",
            "CreateSecurityPolicy",
            "DeleteAccessPolicy",
            "DeleteCollection",
            "DeleteSecurityPolicy",
            "UpdateAccessPolicy",
            "UpdateSecurityPolicy",
        ),
    ),
    "Databases": (
        "rds",
        "databases of vectors that change or go",
        ("DeleteDBCluster", "ModifyDBCluster", "ModifyDBInstance"),
    ),
    "SageMaker": (
        "sagemaker",
        "endpoints, models, cards, approvals and monitors that change or go",
        (
            "DeleteEndpoint",
            "DeleteEndpointConfig",
            "DeleteModel",
            "DeleteModelCard",
            "DeleteModelPackage",
            "DeleteModelPackageGroup",
            "DeleteModelPackageGroupPolicy",
            "DeleteMonitoringSchedule",
            "PutModelPackageGroupPolicy",
            "StopMonitoringSchedule",
            "UpdateEndpoint",
            "UpdateEndpointWeightsAndCapacities",
            "UpdateModelCard",
            "UpdateModelPackage",
            "UpdateMonitoringSchedule",
            "UpdateNotebookInstance",
        ),
    ),
    "Alarms": (
        "monitoring",
        "alarms that go or are muted",
        ("DeleteAlarms", "DisableAlarmActions"),
    ),
    "Rules": (
        "events",
        "event rules that go, are switched off or tell nobody",
        ("DeleteRule", "DisableRule", "RemoveTargets"),
    ),
    "Topics": (
        "sns",
        "topics that go or are opened, and people who are told no longer",
        ("AddPermission", "DeleteTopic", "SetTopicAttributes", "Unsubscribe"),
    ),
}
"""By the construct of its rule: a service, what its calls change, and their names."""
STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "SageMakerStates": (
        "endpoints that point elsewhere or fail, approvals and cards that change, monitors that stop",
        {
            "source": ["aws.sagemaker"],
            "detail-type": [
                "SageMaker Endpoint Config State Change",
                "SageMaker Endpoint Deployment State Change",
                "SageMaker Endpoint State Change",
                "SageMaker Model Card State Change",
                "SageMaker Model Package State Change",
                "SageMaker Monitoring Schedule State Change",
            ],
        },
    ),
    "Health": (
        "disturbances of Bedrock and SageMaker at AWS",
        {
            "source": ["aws.health"],
            "detail-type": ["AWS Health Event"],
            "detail": {"service": ["BEDROCK", "SAGEMAKER"]},
        },
    ),
}
"""What services say of themselves, whoever caused it.

AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
"""


class WorkloadAlarms(Construct):
    """Tells of changes of what models answer with and of what tells, in account and Region; deployments raise them, too.

    A rule for each service, because patterns that are joined would let the calls of one pass as those of another.
    The bus learns of calls from a trail that records them.
    AWS source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    """

    def __init__(self, scope: Construct, id: str, *, operations: Operations) -> None:
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        for construct_id, (service, what, names) in CHANGES.items():
            operations.tell_of(self, construct_id, what, api_calls(service, names))
        for construct_id, (what, pattern) in STATES.items():
            operations.tell_of(self, construct_id, what, pattern)
