"""From the data to the answer: what a model was trained on, by which job, and which endpoint serves it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from aws_cdk import CustomResource, Duration, Names, RemovalPolicy, Stack
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from secure_ai_constructs.patterns.foundation import Operations, ServiceFunction
from secure_ai_constructs.patterns.foundation.kind import require_each, require_kind
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.service import require_offered
from secure_ai_constructs.patterns.foundation.tag_value import classify
from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import PrivateSageMakerEndpoint

if TYPE_CHECKING:
    from collections.abc import Sequence


_S3 = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/\S+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PLACE = r"([a-z0-9-]+|\$\{Token\[[^\]]+\]\})"
_JOB = re.compile(rf"arn:{_PLACE}:sagemaker:{_PLACE}:{_PLACE}:(training|processing)-job/[a-z0-9-]+")
_NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")
LONGEST_FACT = 256


@dataclass(frozen=True, slots=True)
class Dataset:
    """Data that a model learned from, so that it can be found again exactly, and why it was allowed."""

    name: str
    uri: str
    """Of an object, `s3://…`."""
    version_id: str
    sha256: str
    classification: str
    legal_basis: str
    """Why it may be learned from, such as `contract` or `consent 2025-03`."""

    def __post_init__(self) -> None:
        _must("a dataset's name", _NAME, self.name, "2 to 30 lower-case letters, digits and hyphens")
        _must("a dataset's uri", _S3, self.uri, "the s3:// address of an object")
        _must("a dataset's sha256", _SHA256, self.sha256, "64 hexadecimal digits")
        for name in ("version_id", "classification", "legal_basis"):
            require_kind(f"a dataset's {name}", getattr(self, name), str)
            if not 0 < len(getattr(self, name).strip()) <= LONGEST_FACT:
                raise ValueError(
                    f"a dataset's {name} must say something in at most {LONGEST_FACT} characters, was "
                    f"{getattr(self, name)!r}"
                )


class ModelLineage(Construct):
    """Entities of SageMaker's lineage for datasets, training, model and endpoint, and the edges between them.

    An entity is named for its content and for the version that the registry knows: other data, another job, other
    weights and another version are other entities, and the former stay, because lineage is history.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/lineage-tracking-entities.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint: PrivateSageMakerEndpoint,
        training_job: str,
        datasets: Sequence[Dataset],
        weights_sha256: str,
        operations: Operations,
    ) -> None:
        """Creates the entities; `training_job` is the ARN of the job that made the weights."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        require_offered(self, "AWS::SageMaker::Artifact")
        path = self.node.path
        require_each(f"{path}: datasets", datasets, Dataset)
        require_kind(f"{path}: endpoint", endpoint, PrivateSageMakerEndpoint)
        if not datasets or len({one.name for one in datasets}) < len(datasets):
            names = ", ".join(one.name for one in datasets) or "none"
            raise ValueError(f"{path}: datasets must be at least one, of different names, was {names}")
        _must(f"{path}: training_job", _JOB, training_job, "the ARN of a training or processing job")
        _must(f"{path}: weights_sha256", _SHA256, weights_sha256, "64 hexadecimal digits")
        self._endpoint = endpoint
        weights = f"{endpoint.served.path}\n{weights_sha256}"
        self._scope = Construct(self, "Datasets")
        self.datasets = {one.name: self._dataset(one) for one in datasets}
        # As CloudFormation will see it: CDK numbers the tokens of a partition, Region and account anew in each synth.
        job = self._name("training", str(Stack.of(self).resolve(training_job)))
        self.training = sagemaker.CfnAction(
            self,
            "Training",
            action_name=job,
            action_type="ModelTraining",
            source=sagemaker.CfnAction.ActionSourceProperty(source_uri=training_job, source_type="ARN"),
            status="Completed",
        )
        model = self._name("model", f"{weights}\n{endpoint.served.image.digest}")
        self.model = sagemaker.CfnArtifact(
            self,
            "Model",
            artifact_name=model,
            artifact_type="Model",
            source=_source(endpoint.served.artifacts.uri(endpoint.served.path), weights_sha256),
            properties={"image": endpoint.served.image.digest, "sha256": weights_sha256},
        )
        served = self._name("endpoint", f"{weights}\n{endpoint.name}")
        self.context = sagemaker.CfnContext(
            self,
            "Endpoint",
            context_name=served,
            context_type="Endpoint",
            source=sagemaker.CfnContext.SourceProperty(source_uri=endpoint.arn, source_type="ARN"),
        )
        for entity, name in ((self.training, job), (self.model, model), (self.context, served)):
            self._keep(entity, name)
        self.function = self._joining(operations)
        joined = Construct(self, "Learned")
        for name, dataset in self.datasets.items():
            self._edge(Construct(joined, name), dataset.attr_arn, self.training.attr_arn, "ContributedTo")
        self._edge(Construct(self, "Trained"), self.training.attr_arn, self.model.attr_arn, "Produced")
        self._edge(Construct(self, "Served"), self.model.attr_arn, self.context.attr_arn, "ContributedTo")
        classify(self, owner=endpoint.card.content.owner, data_classification=endpoint.data_classification)

    def _dataset(self, dataset: Dataset) -> sagemaker.CfnArtifact:
        name = self._name(dataset.name, "\n".join(astuple(dataset)))
        artifact = sagemaker.CfnArtifact(
            self._scope,
            dataset.name,
            artifact_name=name,
            artifact_type="DataSet",
            source=_source(dataset.uri, dataset.sha256, dataset.version_id),
            properties={
                "sha256": dataset.sha256,
                "version_id": dataset.version_id,
                "classification": dataset.classification,
                "legal_basis": dataset.legal_basis,
            },
        )
        self._keep(artifact, name)
        return artifact

    def _joining(self, operations: Operations) -> ServiceFunction:
        """The function of the edges, which may join these entities and no other; they are kept, as history is."""
        function = ServiceFunction(
            self,
            "Function",
            handler="lineage_edge",
            description=f"Joins the entities of lineage of {self._endpoint.served.name}",
            key=operations.key.key,
        )
        entities: list[sagemaker.CfnArtifact | sagemaker.CfnAction | sagemaker.CfnContext] = [
            *self.datasets.values(),
            self.training,
            self.model,
            self.context,
        ]
        self._policy = function.allow_apart(
            "Join",
            {
                "Sid": "JoinEntities",
                "Effect": "Allow",
                "Action": "sagemaker:AddAssociation",
                "Resource": [one.attr_arn for one in entities],
            },
        )
        return function

    def _edge(self, scope: Construct, source: str, destination: str, kind: str) -> None:
        edge = CustomResource(
            scope,
            "Edge",
            service_token=self.function.function.function_arn,
            resource_type="Custom::LineageEdge",
            properties={"Source": source, "Destination": destination, "Type": kind},
            service_timeout=Duration.minutes(5),
        )
        edge.node.add_dependency(self._policy)

    def _keep(self, entity: sagemaker.CfnArtifact | sagemaker.CfnAction | sagemaker.CfnContext, name: str) -> None:
        """Another content is another resource: an update would write other facts over those of a former release."""
        stack = Stack.of(self)
        entity.override_logical_id(f"{stack.get_logical_id(entity)}{name.rpartition('-')[2]}")
        entity.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)

    def _name(self, role: str, content: str) -> str:
        """Names are create-only and unique in an account, and those of a former release are taken."""
        digest = hashlib.sha256(f"{content}\n{self._endpoint.served.version.number}".encode()).hexdigest()[:8]
        return f"{Names.unique_resource_name(self, max_length=80, separator='-')}-{role}-{digest}"


def _source(uri: str, sha256: str, version_id: str = "") -> sagemaker.CfnArtifact.ArtifactSourceProperty:
    kind = sagemaker.CfnArtifact
    versions = [kind.ArtifactSourceTypeProperty(source_id_type="S3Version", value=version_id)] if version_id else []
    return kind.ArtifactSourceProperty(
        source_uri=uri,
        source_types=[*versions, kind.ArtifactSourceTypeProperty(source_id_type="Custom", value=f"sha256:{sha256}")],
    )


def _must(what: str, pattern: re.Pattern[str], text: Any, form: str) -> None:
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise ValueError(f"{what} must be {form}, was {text!r}")
