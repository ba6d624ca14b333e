"""When somebody asks whether a model learned from data that it should not have seen, nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_ai_constructs.control import Control, Question, Severity
from secure_ai_constructs.frameworks import NIST_SI_12
from secure_ai_constructs.regions import offered
from secure_ai_constructs.truth import FALSE, UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Resource, Value

_HASHES = ("Custom", "MD5Hash", "S3ETag")
_ENTITY = "AWS::SageMaker::Artifact"
MOST_CONTAINERS = 15


def when(model: Resource) -> Truth:
    has_weights = model["PrimaryContainer.ModelDataUrl"].is_set() | model["Containers"].any(
        lambda one: one["ModelDataUrl"].is_set()
    )
    return truth(offered(_ENTITY, model.template.region)) & has_weights


def holds(model: Resource) -> Truth:
    served = {str(model["PrimaryContainer.ModelDataUrl"]), *_further(model)}
    entities = model.peers(_ENTITY)
    return entities.any(
        lambda one: one["ArtifactType"].equals("Model") & _is_one(one["Source.SourceUri"], served) & _is_exact(one)
    ) & entities.any(
        lambda one: one["ArtifactType"].equals("DataSet") & one["Source.SourceUri"].is_set() & _is_known(one)
    )


def _is_exact(entity: Resource) -> Truth:
    """A version or a hash: what lies at an address may be other data tomorrow."""
    return entity["Source.SourceTypes"].any(lambda one: one["Value"].is_set())


def _is_known(data: Resource) -> Truth:
    """By version and by hash, and by what it may be used for."""
    kinds = data["Source.SourceTypes"]
    version = kinds.any(lambda one: one["SourceIdType"].equals("S3Version") & one["Value"].is_set())
    hashed = kinds.any(lambda one: one["SourceIdType"].one_of(*_HASHES) & one["Value"].is_set())
    return version & hashed & data["Properties"].is_set()


def _further(model: Resource) -> set[str]:
    return {str(model[f"Containers.{place}.ModelDataUrl"]) for place in range(MOST_CONTAINERS)}


def _is_one(uri: Value, served: set[str]) -> Truth:
    return uri.is_set() & (truth(str(uri) in served) | (FALSE if uri.is_known else UNKNOWN))


CONTROL = Control(
    id="sagemaker-lineage-recorded",
    title="The weights of each SageMaker model are in the lineage by version or hash, and what they learned from by both",
    question=Question.COMPLIANCE,
    severity=Severity.WARNING,
    applies_to=("AWS::SageMaker::Model",),
    when=when,
    holds=holds,
    fix="Record an Artifact of type Model for the weights, joined to its data; ModelLineage does.",
    sources=("https://docs.aws.amazon.com/sagemaker/latest/dg/lineage-tracking-entities.html",),
    baseline=("LIN-1",),
    satisfies=(NIST_SI_12,),
)
