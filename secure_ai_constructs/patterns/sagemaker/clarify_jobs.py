"""SageMaker Clarify's two kinds of a monitor, bias and attribution, whose jobs cannot run in isolation."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3_assets as assets
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, Service
from secure_ai_constructs.patterns.foundation.kind import require_each, require_kind, require_number
from secure_ai_constructs.patterns.foundation.unique_name import unique_name
from secure_ai_constructs.patterns.sagemaker.container_image import ContainerImage
from secure_ai_constructs.patterns.sagemaker.drift_job import (
    ANSWER,
    INPUT,
    NO_METRICS,
    job_group,
    job_output,
    job_place,
    job_role,
)
from secure_ai_constructs.patterns.sagemaker.drift_policy import CLARIFY_ACTIONS, clarify_statements
from secure_ai_constructs.patterns.sagemaker.endpoint_policy import INVOKE_ACTIONS
from secure_ai_constructs.patterns.sagemaker.model_card import ModelCard
from secure_ai_constructs.patterns.sagemaker.model_signature import ModelSignature

if TYPE_CHECKING:
    from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import PrivateSageMakerEndpoint

LABEL = "label"


@dataclass(frozen=True, slots=True)
class Clarify:
    """What Clarify is told to watch attribution and, when the signature names a facet, bias.

    Its jobs and the model that they ask run without network isolation, which `sagemaker-job-isolated` and
    `sagemaker-network-isolation` find: whoever uses it accepts the two risks on `ManagedDriftMonitor.clarify`.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-vpc.html
    """

    image: ContainerImage
    """AWS's image of Clarify, copied to the account's registry."""
    signature: ModelSignature
    reference: tuple[float, ...]
    """A value of each feature, in their order: an ordinary question, from which SHAP measures every other."""

    def __post_init__(self) -> None:
        require_kind("Clarify's image", self.image, ContainerImage)
        require_kind("Clarify's signature", self.signature, ModelSignature)
        require_each("Clarify's reference", self.reference)
        for one in self.reference:
            require_number("a value of Clarify's reference", one)
        if len(self.reference) != len(self.signature.features):
            raise ValueError(
                f"Clarify's reference must be one value for each of the {len(self.signature.features)} features, "
                f"was {len(self.reference)}"
            )

    def configuration(self, kind: str, *, model: str, endpoints: str, instance_type: str) -> dict[str, Any]:
        """The analysis configuration of `bias` or `attribution`, as Clarify's container reads it.

        AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-processing-job-configure-analysis.html
        """
        features = list(self.signature.features)
        if kind == "bias":
            facet = {"name_or_index": self.signature.facet, "value_or_threshold": [_value(self.signature.group)]}
            return {
                "headers": [*features, LABEL],
                "label": LABEL,
                "label_values_or_threshold": [1],
                "facet": [facet],
            }
        return {
            "headers": features,
            "methods": {"shap": {"baseline": [list(self.reference)], "num_samples": 100, "agg_method": "mean_abs"}},
            "predictor": {
                "model_name": model,
                "endpoint_name_prefix": endpoints,
                "instance_type": instance_type,
                "initial_instance_count": 1,
                "content_type": "text/csv",
                "accept_type": "text/csv",
            },
        }


class ClarifyJobs(Construct):
    """Definitions of Clarify's jobs, the role and group that they run with, and the model that they ask.

    The model is the endpoint's own, a second time and without isolation: what Clarify asks must not be captured
    with what people ask. A job makes an endpoint of it and deletes it again, with volumes under SageMaker's key.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        clarify: Clarify,
        endpoint: PrivateSageMakerEndpoint,
        results: DataBucket,
        labels: DataBucket | None,
        instance_type: str,
    ) -> None:
        """Creates what the jobs need; `labels` is given when there is a facet."""
        super().__init__(scope, id)
        clarify.image.require_place(self)
        self._clarify, self._endpoint, self._results, self._instance = clarify, endpoint, results, instance_type
        served = endpoint.served
        said = (
            *(served.image.digest, served.path, served.version.number, tuple(served.environment.items())),
            *endpoint.network.place,
        )
        self._model_name = unique_name(self, f"{endpoint.name[:36]}-clarify", *said)
        # Clarify adds `-config-`, a time and a few digits, and the whole is 63 characters at most.
        self._endpoints = unique_name(self, "clarify")
        kinds = ("attribution", *(("bias",) if labels else ()))
        self._configurations = {kind: self._configuration(kind) for kind in kinds}
        self.security_group = job_group(self, endpoint)
        self.role = job_role(
            self,
            description=f"Clarify watches {served.name}",
            endpoint=endpoint,
            image=clarify.image,
            reads=(endpoint.capture, results, *([labels] if labels else [])),
            writes=results,
            code=[(one.bucket.bucket_arn, one.s3_object_key) for one in self._configurations.values()],
        )
        self.model = self._model()
        self.card = ModelCard(
            self,
            "Card",
            model_id=self.model.ref,
            content=endpoint.card.content,
            key=endpoint.key.key,
            version=self._model_name,
            details={"shadow of": endpoint.name, "asked by": "Clarify's jobs"},
        )
        self._let_it_ask()
        self.jobs: dict[str, sagemaker.CfnModelExplainabilityJobDefinition | sagemaker.CfnModelBiasJobDefinition] = {
            "attribution": self._attribution()
        }
        """The definitions, by kind."""
        if labels:
            self.jobs["bias"] = self._bias(labels)

    def _configuration(self, kind: str) -> assets.Asset:
        told = self._clarify.configuration(
            kind, model=self._model_name, endpoints=self._endpoints, instance_type=self._instance
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, f"{kind}.json")
            file.write_text(json.dumps(told), encoding="utf-8")
            return assets.Asset(self, f"{kind.capitalize()}Configuration", path=str(file))

    def _model(self) -> sagemaker.CfnModel:
        served, of = self._endpoint.served, self._endpoint.model
        role = served.artifacts.shadow_role(served.name)
        document = {"Version": "2012-10-17", "Statement": [served.image.statement]}
        pull = iam.Policy(self, "Pull", document=iam.PolicyDocument.from_json(document), roles=[role])
        model = sagemaker.CfnModel(
            self,
            "Model",
            model_name=self._model_name,
            execution_role_arn=role.role_arn,
            enable_network_isolation=False,
            primary_container=of.primary_container,
            vpc_config=of.vpc_config,
        )
        model.node.add_dependency(self._endpoint.approval.checked, pull)
        return model

    def _let_it_ask(self) -> None:
        stack, network = Stack.of(self), self._endpoint.network
        arn = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}"
        asked = network.reach(Service.SAGEMAKER_RUNTIME, actions=list(INVOKE_ACTIONS), resources=[f"{arn}:endpoint/*"])
        statements = clarify_statements(
            arn, model=self._model_name, endpoints=self._endpoints, way=asked.vpc_endpoint_id
        )
        made = [f"{arn}:{kind}/*" for kind in ("endpoint", "endpoint-config", "model")]
        network.reach(
            Service.SAGEMAKER_API,
            actions=[*CLARIFY_ACTIONS, "sagemaker:DescribeModel"],
            resources=made,
        )
        for one in statements:
            self.role.add_to_principal_policy(iam.PolicyStatement.from_json(one))

    def _attribution(self) -> sagemaker.CfnModelExplainabilityJobDefinition:
        kind = sagemaker.CfnModelExplainabilityJobDefinition
        return kind(
            self,
            "Attribution",
            job_definition_name=self._name("attribution"),
            model_explainability_app_specification=kind.ModelExplainabilityAppSpecificationProperty(
                **self._application("attribution")
            ),
            model_explainability_baseline_config=kind.ModelExplainabilityBaselineConfigProperty(
                constraints_resource=kind.ConstraintsResourceProperty(s3_uri=self._constraints("attribution"))
            ),
            model_explainability_job_input=kind.ModelExplainabilityJobInputProperty(
                endpoint_input=kind.EndpointInputProperty(
                    endpoint_name=self._endpoint.name, local_path=INPUT, inference_attribute=ANSWER
                )
            ),
            model_explainability_job_output_config=job_output(self._endpoint, self._results, "attribution"),
            **self._place(),
        )

    def _bias(self, labels: DataBucket) -> sagemaker.CfnModelBiasJobDefinition:
        kind = sagemaker.CfnModelBiasJobDefinition
        return kind(
            self,
            "Bias",
            job_definition_name=self._name("bias"),
            model_bias_app_specification=kind.ModelBiasAppSpecificationProperty(**self._application("bias")),
            model_bias_baseline_config=kind.ModelBiasBaselineConfigProperty(
                constraints_resource=kind.ConstraintsResourceProperty(s3_uri=self._constraints("bias"))
            ),
            model_bias_job_input=kind.ModelBiasJobInputProperty(
                endpoint_input=kind.EndpointInputProperty(
                    endpoint_name=self._endpoint.name,
                    local_path=INPUT,
                    probability_attribute=ANSWER,
                    probability_threshold_attribute=self._clarify.signature.threshold,
                ),
                ground_truth_s3_input=kind.MonitoringGroundTruthS3InputProperty(
                    s3_uri=f"s3://{labels.bucket.bucket_name}/truth"
                ),
            ),
            model_bias_job_output_config=job_output(self._endpoint, self._results, "bias"),
            **self._place(),
        )

    def _name(self, kind: str) -> str:
        """All of a job definition is create-only, its tags too, so its name says what it was made of."""
        endpoint, clarify = self._endpoint, self._clarify
        said = (
            clarify.image.digest,
            clarify.signature.threshold,
            self._configurations[kind].asset_hash,
            self._instance,
            endpoint.card.content.owner,
            endpoint.data_classification,
            *endpoint.network.place,
        )
        return unique_name(self, f"{endpoint.name[:36]}-{kind}", *said)

    def _application(self, kind: str) -> dict[str, Any]:
        where = self._configurations[kind].s3_object_url
        return {"image_uri": self._clarify.image.uri, "config_uri": where, "environment": NO_METRICS}

    def _constraints(self, kind: str) -> str:
        return f"s3://{self._results.bucket.bucket_name}/baseline/{kind}/constraints.json"

    def _place(self) -> dict[str, Any]:
        groups = [self.security_group, self._endpoint.network.callers]
        return job_place(self._endpoint, role=self.role, groups=groups, instance_type=self._instance, isolated=False)


def _value(group: str) -> float | str:
    """Clarify compares a numeric facet with a number."""
    try:
        return float(group)
    except ValueError:
        return group
