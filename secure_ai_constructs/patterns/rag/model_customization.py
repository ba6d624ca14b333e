"""Fine-tuning that cannot run without a key, a network and scanned data, because one starter alone may begin it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from aws_cdk import RemovalPolicy, Stack, Token
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Operations, PrivateNetwork, Service
from secure_ai_constructs.patterns.foundation.caller import give, grant, named, require_apart
from secure_ai_constructs.patterns.foundation.closed_group import closed_group
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_beside, require_part
from secure_ai_constructs.patterns.foundation.sourced_principal import sourced_principal
from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
from secure_ai_constructs.patterns.rag.customization_policy import (
    allow,
    document,
    interface_statements,
    starting_statements,
)
from secure_ai_constructs.patterns.rag.model_access import INVOKE_ACTIONS
from secure_ai_constructs.patterns.rag.query_policy import GUARDRAIL_ACTIONS, only_guarded

if TYPE_CHECKING:
    from constructs import IConstruct

_VIRGINIA, _OREGON = "us-east-1", "us-west-2"
BASE_MODELS = {
    "amazon.nova-2-lite-v1:0:256k": (_VIRGINIA,),
    "amazon.nova-lite-v1:0:300k": (_VIRGINIA,),
    "amazon.nova-micro-v1:0:128k": (_VIRGINIA,),
    "amazon.nova-pro-v1:0:300k": (_VIRGINIA,),
    "amazon.titan-embed-image-v1:0": (_VIRGINIA, _OREGON),
    "meta.llama3-1-70b-instruct-v1:0:128k": (_OREGON,),
    "meta.llama3-1-8b-instruct-v1:0:128k": (_OREGON,),
}
"""Where each model that takes new jobs is fine-tuned; a model in Bedrock's legacy state takes none.

AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/custom-model-fine-tuning.html
AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html
"""


class ModelCustomization(Construct):
    """A key, buckets, a role and a state machine that fine-tunes one base model, and nothing else that could.

    No condition of IAM asks for a job's key or network, so the state machine states both and is the
    only principal that is given the right to start one. Its input is `{"name": "…", "data": "s3://…"}`:
    a name for job and model, and a scanned file of the training bucket.
    AWS source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        base_model: str,
        network: PrivateNetwork,
        operations: Operations,
    ) -> None:
        """Creates everything; raises ValueError for a model that Bedrock does not fine-tune in the stack's Region."""
        super().__init__(scope, id)
        require_part("network", network, PrivateNetwork, of=self)
        require_part("operations", operations, Operations, of=self)
        stack = Stack.of(self)
        require_kind(f"{self.node.path}: base_model", base_model, str)
        if base_model not in BASE_MODELS:
            raise ValueError(
                f"{self.node.path}: base_model must be one that Bedrock fine-tunes ({', '.join(BASE_MODELS)}), was "
                f"{base_model!r}"
            )
        for what, part in (("network", network), ("operations", operations)):
            require_beside(what, part, of=self)
        if stack.region not in (regions := BASE_MODELS[base_model]):
            raise ValueError(
                f"{self.node.path}: the Region must be one where Bedrock fine-tunes {base_model} ({', '.join(regions)}), "
                f"was {stack.region}"
            )
        self._operations, self._network, self._stack = operations, network, stack
        self.key = operations.data_key(
            self,
            "Key",
            description="Encrypts training data and the weights that learned from it",
        )
        self.training = self._bucket("Training", DataProfile.DOCUMENTS)
        self.output = self._bucket("Output", DataProfile.ARTIFACTS)
        self.security_group = closed_group(self, network.vpc, "Fine-tuning jobs")
        self.security_group.add_egress_rule(ec2.Peer.prefix_list(network.s3_prefix_list), ec2.Port.HTTPS, "S3")
        network.reach_s3(actions=["s3:GetObject", "s3:ListBucket", "s3:PutObject"])
        self.role = self._job_role()
        self.training.grant_read_objects(self.role)
        self.output.grant_write_objects(self.role)
        self._starter_role = self._role_of_starter(base_model)
        self.starter = self._starter(base_model)

    def grant_start(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a principal start a job, by starting the state machine."""
        self._require_caller(grantee)
        return grant(grantee, ["states:StartExecution"], [self.starter.attr_arn], of=self)

    def grant_invoke(self, grantee: iam.IGrantable, *, model_arn: str, guardrail: ContentGuardrail) -> iam.Grant:
        """Lets a principal ask the fine-tuned model, under a guardrail: weights repeat what they learned.

        `model_arn` is that of the deployment or provisioned throughput, which a person orders.
        """
        path, here = self.node.path, f":bedrock:{self._stack.region}:{self._stack.account}:"
        require_kind(f"{path}: model_arn", model_arn, str)
        require_kind(f"{path}: guardrail", guardrail, ContentGuardrail)
        self._require_caller(grantee)
        require_beside("guardrail", guardrail, of=self)
        kinds = (f"{here}custom-model-deployment/", f"{here}provisioned-model/")
        if not Token.is_unresolved(model_arn) and (not any(one in model_arn for one in kinds) or "*" in model_arn):
            raise ValueError(
                f"{path}: model_arn must be of a custom-model-deployment or provisioned-model of this account and "
                f"Region, was {model_arn!r}"
            )
        guarded = {"bedrock:GuardrailIdentifier": guardrail.versioned_arn}
        models = [self._arn("custom-model-deployment/*"), self._arn("provisioned-model/*"), self._arn("guardrail/*")]
        way = self._network.reach(
            Service.BEDROCK_RUNTIME,
            actions=[*GUARDRAIL_ACTIONS[:1], *INVOKE_ACTIONS],
            resources=[*models, *guardrail.arns[1:]],
        )
        unlock = {
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": self.key.key.key_arn,
            "Condition": {"StringEquals": {"kms:ViaService": f"bedrock.{self._stack.region}.amazonaws.com"}},
        }
        guards = only_guarded(guardrail, [way.vpc_endpoint_id], retrieves=False)
        give(grantee, (unlock, *(named(one, self.node.path, guardrail.node.path) for one in guards)), of=self)
        return grant(grantee, INVOKE_ACTIONS, [model_arn], of=self, conditions={"StringEquals": guarded})

    def _require_caller(self, grantee: iam.IGrantable) -> None:
        network, operations = self._network, self._operations
        named_here = [role for bucket in (self.training, self.output) for role in bucket.roles]
        depends_on = (network, network.vpc, operations, operations.access_logs, *operations.stewards, *named_here)
        require_apart(grantee, of=self, depends_on=depends_on)
        for bucket in (self.training, self.output):
            bucket.note_dependent(cast("IConstruct", grantee.grant_principal))

    def _bucket(self, id: str, profile: DataProfile) -> DataBucket:
        return DataBucket(
            self,
            id,
            key=self.key.key,
            access_logs=self._operations.access_logs,
            profile=profile,
            network=self._network,
        )

    def _arn(self, resource: str, service: str = "bedrock") -> str:
        stack = self._stack
        return f"arn:{stack.partition}:{service}:{stack.region}:{stack.account}:{resource}"

    def _job_role(self) -> iam.Role:
        stack = self._stack
        jobs = self._arn("model-customization-job/*")
        place = f"arn:{stack.partition}:ec2:{stack.region}:{stack.account}"
        buckets = [self.training.bucket.bucket_arn, self.output.bucket.bucket_arn]
        own = {"StringEquals": {"aws:ResourceAccount": stack.account}}
        statements = [
            allow("ListBuckets", "s3:ListBucket", buckets, own),
            allow("UseKey", ["kms:Decrypt", "kms:GenerateDataKey"], self.key.key.key_arn),
            *interface_statements(place, jobs, self._network.subnet_ids, self.security_group.security_group_id),
        ]
        return iam.Role(
            self,
            "Role",
            assumed_by=sourced_principal("bedrock.amazonaws.com", account=stack.account, source=jobs),
            description="Bedrock fine-tunes in the network, from one bucket into another",
            inline_policies={"Job": document(statements)},
        )

    def _role_of_starter(self, base_model: str) -> iam.Role:
        stack = self._stack
        machines = self._arn("stateMachine:*", "states")
        base = f"arn:{stack.partition}:bedrock:{stack.region}::foundation-model/{base_model}"
        statements = [
            *starting_statements(base, self._arn("custom-model/*"), self._arn("model-customization-job/*")),
            allow(
                "PassRole",
                "iam:PassRole",
                self.role.role_arn,
                {"StringEquals": {"iam:PassedToService": "bedrock.amazonaws.com"}},
            ),
            allow(
                "EncryptWeights",
                ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
                self.key.key.key_arn,
                {"StringLike": {"kms:ViaService": f"bedrock.{stack.region}.amazonaws.com"}},
            ),
            allow("UseKey", ["kms:Decrypt", "kms:GenerateDataKey"], self._operations.key.key.key_arn),
        ]
        return iam.Role(
            self,
            "StarterRole",
            assumed_by=sourced_principal("states.amazonaws.com", account=stack.account, source=machines),
            description="Starts fine-tuning jobs with key and network, and passes one role",
            inline_policies={"Start": document(statements)},
        )

    def _starter(self, base_model: str) -> stepfunctions.CfnStateMachine:
        key_arn = self._operations.key.key.key_arn
        self.log_group = logs.LogGroup(
            self,
            "LogGroup",
            encryption_key=self._operations.key.key,
            retention=logs.RetentionDays.ONE_YEAR,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        kind = stepfunctions.CfnStateMachine
        return kind(
            self,
            "Starter",
            role_arn=self._starter_role.role_arn,
            definition_string=self._stack.to_json_string(self._definition(base_model)),
            logging_configuration=kind.LoggingConfigurationProperty(
                level="ALL",
                include_execution_data=True,
                destinations=[
                    kind.LogDestinationProperty(
                        cloud_watch_logs_log_group=kind.CloudWatchLogsLogGroupProperty(
                            log_group_arn=self.log_group.log_group_arn
                        )
                    )
                ],
            ),
            tracing_configuration=kind.TracingConfigurationProperty(enabled=True),
            encryption_configuration=kind.EncryptionConfigurationProperty(
                type="CUSTOMER_MANAGED_KMS_KEY", kms_key_id=key_arn, kms_data_key_reuse_period_seconds=300
            ),
        )

    def _definition(self, base_model: str) -> dict[str, Any]:
        """Data outside the training bucket ends the execution before a job is asked for."""
        bucket = self.training.bucket.bucket_name
        job = {
            "JobName.$": "$.name",
            "CustomModelName.$": "$.name",
            "BaseModelIdentifier": base_model,
            "CustomizationType": "FINE_TUNING",
            "RoleArn": self.role.role_arn,
            "CustomModelKmsKeyId": self.key.key.key_arn,
            "TrainingDataConfig": {"S3Uri.$": "$.data"},
            "OutputDataConfig": {"S3Uri": f"s3://{self.output.bucket.bucket_name}/"},
            "VpcConfig": {
                "SubnetIds": self._network.subnet_ids,
                "SecurityGroupIds": [self.security_group.security_group_id],
            },
        }
        return {
            "StartAt": "IsScannedData",
            "States": {
                "IsScannedData": {
                    "Type": "Choice",
                    "Choices": [
                        {"Variable": "$.data", "StringMatches": f"s3://{bucket}/*", "Next": "FineTune"},
                    ],
                    "Default": "Refuse",
                },
                "FineTune": {
                    "Type": "Task",
                    "Resource": f"arn:{self._stack.partition}:states:::bedrock:createModelCustomizationJob.sync",
                    "Parameters": job,
                    "End": True,
                },
                "Refuse": {
                    "Type": "Fail",
                    "Error": "OtherData",
                    "Cause": "data must be a file of the training bucket, where it is scanned",
                },
            },
        }
