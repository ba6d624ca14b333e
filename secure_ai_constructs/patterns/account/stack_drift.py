"""Which stacks left their templates: somebody changed by hand what was deployed."""

from __future__ import annotations

from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_config as config
from aws_cdk import aws_iam as iam
from constructs import Construct

from secure_ai_constructs.regions import rule_offered

DRIFT_ACTIONS = (
    "cloudformation:DescribeStackResource",
    "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks",
    "cloudformation:DetectStackDrift",
    "cloudformation:DetectStackResourceDrift",
)


DATA_ACTIONS = (
    "athena:GetQueryResults*",
    "bedrock:GetPrompt",
    "bedrock:Retrieve*",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:Query",
    "dynamodb:Scan",
    "kinesis:GetRecords",
    "kms:Decrypt",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "s3:GetObject*",
    "s3vectors:GetVectors",
    "s3vectors:ListVectors",
    "s3vectors:QueryVectors",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetParameter*",
)
"""What is content, and no configuration."""

RULE = "CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK"


class StackDrift(Construct):
    """A rule of Config that has CloudFormation compare every stack with its template, once a day.

    CloudFormation reads the resources as the role, which has AWS's own policy `ReadOnlyAccess` and a `Deny` of what
    is content. AWS changes that policy, so that nobody can say what it allows next year: it is therefore asked for.
    It needs a recorder, compares no custom resources, and has fifteen minutes: in an account of many stacks, several
    rules with a tag each are the way.
    AWS source: https://docs.aws.amazon.com/config/latest/developerguide/cloudformation-stack-drift-detection-check.html
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        stack = Stack.of(self)
        if not rule_offered(RULE, stack.region):
            raise ValueError(
                f"{self.node.path}: the Region must have Config's rule {RULE}, because it compares the stacks; "
                f"{stack.region} does not"
            )
        detect: dict[str, Any] = {
            "Effect": "Allow",
            "Action": list(DRIFT_ACTIONS),
            "Resource": f"arn:{stack.partition}:cloudformation:{stack.region}:{stack.account}:stack/*",
        }
        types = {"Effect": "Allow", "Action": "cloudformation:BatchDescribeTypeConfigurations", "Resource": "*"}
        no_data = {"Sid": "NoData", "Effect": "Deny", "Action": list(DATA_ACTIONS), "Resource": "*"}
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal(
                "config.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": stack.account}}
            ),
            description="Config has stacks compared with their templates",
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("ReadOnlyAccess")],
            inline_policies={
                "Drift": iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": [detect, types, no_data]})
            },
        )
        self.rule = config.CfnConfigRule(
            self,
            "Rule",
            description="Stacks are as their templates say",
            input_parameters={"cloudformationRoleArn": self.role.role_arn},
            maximum_execution_frequency="TwentyFour_Hours",
            scope=config.CfnConfigRule.ScopeProperty(compliance_resource_types=["AWS::CloudFormation::Stack"]),
            source=config.CfnConfigRule.SourceProperty(owner="AWS", source_identifier=RULE),
        )
