"""A model that answers in the network alone, whose every question and answer is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aws_cdk import Duration, Names, RemovalPolicy, Stack
from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Operations, PrivateNetwork, Service
from secure_ai_constructs.patterns.foundation.caller import give, grant, named, require_apart
from secure_ai_constructs.patterns.foundation.closed_group import closed_group
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.service import require_offered
from secure_ai_constructs.patterns.foundation.tag_value import classify, require_tag
from secure_ai_constructs.patterns.sagemaker.container_image import ContainerImage
from secure_ai_constructs.patterns.sagemaker.endpoint_policy import (
    INVOKE_ACTIONS,
    hosting_statements,
    invoke_statements,
)
from secure_ai_constructs.patterns.sagemaker.instance_fleet import InstanceFleet
from secure_ai_constructs.patterns.sagemaker.model_approval import ModelApproval
from secure_ai_constructs.patterns.sagemaker.model_artifacts import ModelArtifacts
from secure_ai_constructs.patterns.sagemaker.model_card import CardContent, ModelCard
from secure_ai_constructs.patterns.sagemaker.model_registry import ModelVersion

VARIANT, CAPTURED = "AllTraffic", "captured"
WATCHED = Duration.minutes(10)
"""So long a part of a new fleet answers before the rest, and so long the old one is kept."""
SLOW = Duration.seconds(10)
_NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")
_VARIABLE, LONGEST_VALUE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,1023}"), 1024


@dataclass(frozen=True, slots=True)
class ServedModel:
    """What is served: a name, an image by its digest, weights in a bucket that is locked, and who approved them."""

    name: str
    image: ContainerImage
    artifacts: ModelArtifacts
    path: str
    """Of the weights in the bucket, such as `fraud/2026-11/model.tar.gz`."""
    version: ModelVersion
    """The version of a registry that is of this image and these weights; a deployment ends unless it is approved."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of the container; no secrets, which everybody reads who may describe the model."""

    def __post_init__(self) -> None:
        for what, kind in (
            ("name", str),
            ("image", ContainerImage),
            ("artifacts", ModelArtifacts),
            ("path", str),
            ("version", ModelVersion),
        ):
            require_kind(f"a model's {what}", getattr(self, what), kind)
        require_kind("a model's environment", self.environment, Mapping)
        for name, value in self.environment.items():
            if (
                not isinstance(name, str)
                or not isinstance(value, str)
                or not _VARIABLE.fullmatch(name)
                or len(value) > LONGEST_VALUE
            ):
                raise ValueError(
                    f"a model's environment must be names of letters, digits and _, with texts of at most {LONGEST_VALUE} "
                    f"characters, was {name!r}: {value!r:.40}"
                )
        if not _NAME.fullmatch(self.name):
            raise ValueError(
                f"a model's name must be 2 to 30 lower-case letters, digits and hyphens, and start with a letter; "
                f"was {self.name!r}"
            )


class PrivateSageMakerEndpoint(Construct):
    """A SageMaker endpoint in isolated subnets, with at least two instances and a container that reaches nothing.

    All questions and answers are captured where nobody changes them for a year. A new model answers
    a part of the calls first, and gives way to the old one when alarms ring. It is asked through
    the network's endpoint by whom `grant_invoke` names.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: ServedModel,
        card: CardContent,
        network: PrivateNetwork,
        operations: Operations,
        fleet: InstanceFleet | None = None,
        data_classification: str = "confidential",
    ) -> None:
        """Creates the endpoint; `card` is mandatory: without a passport no model answers.

        Stands in a stack that is deployed after those of `model.artifacts` and of the registry of its version.
        """
        super().__init__(scope, id)
        require_part("network", network, PrivateNetwork, of=self)
        require_part("operations", operations, Operations, of=self)
        require_offered(self, "AWS::SageMaker::Endpoint", "AWS::SageMaker::ModelCard")
        fleet = fleet or InstanceFleet()
        for what, given, kind in (
            ("model", model, ServedModel),
            ("card", card, CardContent),
            ("network", network, PrivateNetwork),
            ("operations", operations, Operations),
            ("fleet", fleet, InstanceFleet),
        ):
            require_kind(f"{self.node.path}: {what}", given, kind)
        require_tag(f"{self.node.path}: data_classification", data_classification)
        for what, before in (("weights", model.artifacts), ("registry", model.version.registry)):
            if Stack.of(self) is Stack.of(before):
                raise ValueError(
                    f"{self.node.path}: the endpoint must stand in another stack than its {what}, which must be there "
                    f"before; was in {Stack.of(self).node.path} with {before.node.path}"
                )
        model.image.require_place(self)
        self.served, self.network, self.fleet = model, network, fleet
        self._operations, self.data_classification = operations, data_classification
        self.name = f"{model.name}-{Names.unique_id(self)[-8:].lower()}"
        """Of the endpoint: lower case, as its ARN has it. A new model replaces what is behind it, never it."""
        self.key = operations.data_key(
            self,
            "Key",
            description=f"Encrypts the volumes of {model.name}, and what it was asked and answered",
        )
        self.capture = DataBucket(
            self,
            "Capture",
            key=self.key.key,
            access_logs=operations.access_logs,
            profile=DataProfile.CAPTURE,
            network=network,
        )
        self.log_group = logs.LogGroup(
            self,
            "LogGroup",
            log_group_name=f"/aws/sagemaker/Endpoints/{self.name}",
            encryption_key=operations.key.key,
            retention=logs.RetentionDays.ONE_YEAR,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        self.role = model.artifacts.hosting_role(model.name, path=model.path)
        self.capture.grant_write_objects_to_service(self.role)
        network.reach_s3(actions=["s3:PutObject"])
        self.policy = self._policy()
        self.security_group = closed_group(self, network.vpc, f"Containers of {model.name}")
        self.security_group.add_egress_rule(ec2.Peer.prefix_list(network.s3_prefix_list), ec2.Port.HTTPS, "S3")
        self.approval = ModelApproval(self, "Approval", model=model, key=operations.key.key)
        self.model = self._model()
        self.card = ModelCard(
            self,
            "Card",
            model_id=self.model.ref,
            content=card,
            key=operations.key.key,
            version=f"{model.image.digest}\n{model.path}\n{model.version.number}",
            details={
                "endpoint": self.name,
                "image": model.image.digest,
                "weights": model.path,
                "version": str(model.version.number),
            },
        )
        self.endpoint_config = self._endpoint_config()
        self.errors, self.latency = self._alarms()
        self.endpoint = self._endpoint()
        self.scaling = self._scaling()
        classify(self, owner=card.owner, data_classification=data_classification)

    @property
    def arn(self) -> str:
        """The endpoint's ARN, which callers are granted."""
        stack = Stack.of(self)
        return f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:endpoint/{self.name}"

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a caller in the network ask the model, and by no other way even when it is granted one elsewhere.

        Raises ValueError for a caller in a stack that the endpoint's depends on.
        """
        network = self.network
        require_apart(
            grantee,
            of=self,
            depends_on=(network, network.vpc, self.served.artifacts, self._operations, *self._operations.stewards),
        )
        stack = Stack.of(self)
        endpoints = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:endpoint/*"
        way = network.reach(Service.SAGEMAKER_RUNTIME, actions=list(INVOKE_ACTIONS), resources=[endpoints])
        allow, only = invoke_statements(self.arn, way.vpc_endpoint_id)
        give(grantee, [named(only, self.node.path)], of=self)
        return grant(grantee, allow["Action"], [self.arn], of=self)

    def metric(self, name: str, *, statistic: str = "Sum") -> cloudwatch.Metric:
        """A metric of the endpoint, such as `Invocations`, over five minutes."""
        return cloudwatch.Metric(
            namespace="AWS/SageMaker",
            metric_name=name,
            dimensions_map={"EndpointName": self.name, "VariantName": VARIANT},
            statistic=statistic,
            period=Duration.minutes(5),
        )

    def _policy(self) -> iam.Policy:
        """Beside the endpoint: the role stands where the weights are, and that stack knows no endpoint."""
        statements = [
            self.served.image.statement,
            *hosting_statements(
                Stack.of(self), key_arn=self.key.key.key_arn, log_group_arn=self.log_group.log_group_arn
            ),
        ]
        document = iam.PolicyDocument.from_json({"Version": "2012-10-17", "Statement": statements})
        return iam.Policy(self, "Hosting", document=document, roles=[self.role])

    def _model(self) -> sagemaker.CfnModel:
        kind, served = sagemaker.CfnModel, self.served
        model = kind(
            self,
            "Model",
            execution_role_arn=self.role.role_arn,
            enable_network_isolation=True,
            primary_container=kind.ContainerDefinitionProperty(
                image=served.image.uri,
                model_data_url=served.artifacts.uri(served.path),
                environment=dict(served.environment) or None,
            ),
            vpc_config=kind.VpcConfigProperty(
                subnets=self.network.subnet_ids,
                security_group_ids=[self.security_group.security_group_id],
            ),
        )
        # SageMaker tries the role when the model is made.
        model.node.add_dependency(self.policy, self.capture.policy, self.approval.checked)
        return model

    def _endpoint_config(self) -> sagemaker.CfnEndpointConfig:
        kind, key_arn = sagemaker.CfnEndpointConfig, self.key.key.key_arn
        return kind(
            self,
            "EndpointConfig",
            # Instances with local disks encrypt them by hardware, and SageMaker refuses a key for them.
            kms_key_id=None if self.fleet.has_local_storage else key_arn,
            production_variants=[
                kind.ProductionVariantProperty(
                    variant_name=VARIANT,
                    model_name=self.model.attr_model_name,
                    instance_type=self.fleet.instance_type,
                    initial_instance_count=self.fleet.least,
                    initial_variant_weight=1,
                    enable_ssm_access=False,
                )
            ],
            data_capture_config=kind.DataCaptureConfigProperty(
                enable_capture=True,
                initial_sampling_percentage=100,
                destination_s3_uri=f"s3://{self.capture.bucket.bucket_name}/{CAPTURED}",
                kms_key_id=key_arn,
                capture_options=[
                    kind.CaptureOptionProperty(capture_mode="Input"),
                    kind.CaptureOptionProperty(capture_mode="Output"),
                ],
                capture_content_type_header=kind.CaptureContentTypeHeaderProperty(
                    csv_content_types=["text/csv"], json_content_types=["application/json", "application/jsonlines"]
                ),
            ),
        )

    def _alarms(self) -> tuple[cloudwatch.Alarm, cloudwatch.Alarm]:
        alerts, name = self._operations.alerts, self.served.name
        errors = alerts.alarm_above(
            self, "Errors", self.metric("Invocation5XXErrors"), description=f"{name}: the model fails to answer"
        )
        latency = alerts.alarm_above(
            self,
            "Latency",
            self.metric("ModelLatency", statistic="p99"),
            threshold=SLOW.to_milliseconds() * 1000,
            description=f"{name}: one answer in a hundred takes more than {SLOW.to_seconds():.0f} seconds",
        )
        return errors, latency

    def _endpoint(self) -> sagemaker.CfnEndpoint:
        kind, seconds = sagemaker.CfnEndpoint, WATCHED.to_seconds()
        endpoint = kind(
            self,
            "Endpoint",
            endpoint_name=self.name,
            endpoint_config_name=self.endpoint_config.attr_endpoint_config_name,
            # As many instances as scaling has made of them answer after a release, too.
            retain_all_variant_properties=True,
            deployment_config=kind.DeploymentConfigProperty(
                auto_rollback_configuration=kind.AutoRollbackConfigProperty(
                    alarms=[kind.AlarmProperty(alarm_name=one.alarm_name) for one in (self.errors, self.latency)]
                ),
                blue_green_update_policy=kind.BlueGreenUpdatePolicyProperty(
                    maximum_execution_timeout_in_seconds=3600,
                    termination_wait_in_seconds=seconds,
                    traffic_routing_configuration=kind.TrafficRoutingConfigProperty(
                        type="CANARY",
                        canary_size=kind.CapacitySizeProperty(type="CAPACITY_PERCENT", value=10),
                        wait_interval_in_seconds=seconds,
                    ),
                ),
            ),
        )
        endpoint.node.add_dependency(self.log_group)
        return endpoint

    def _scaling(self) -> autoscaling.CfnScalingPolicy:
        dimension = "sagemaker:variant:DesiredInstanceCount"
        target = autoscaling.CfnScalableTarget(
            self,
            "ScalableTarget",
            service_namespace="sagemaker",
            scalable_dimension=dimension,
            resource_id=f"endpoint/{self.name}/variant/{VARIANT}",
            min_capacity=self.fleet.least,
            max_capacity=self.fleet.most,
        )
        target.add_resource_dependency(self.endpoint)
        kind = autoscaling.CfnScalingPolicy
        return kind(
            self,
            "ScalingPolicy",
            policy_name=f"{self.name}-calls",
            policy_type="TargetTrackingScaling",
            scaling_target_id=target.ref,
            target_tracking_scaling_policy_configuration=kind.TargetTrackingScalingPolicyConfigurationProperty(
                target_value=self.fleet.calls_per_minute,
                predefined_metric_specification=kind.PredefinedMetricSpecificationProperty(
                    predefined_metric_type="SageMakerVariantInvocationsPerInstance"
                ),
                scale_in_cooldown=300,
                scale_out_cooldown=60,
            ),
        )
