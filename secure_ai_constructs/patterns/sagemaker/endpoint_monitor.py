"""What watches one endpoint, and how it is asked, whichever engine runs its jobs."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Operations
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_part
from secure_ai_constructs.patterns.foundation.tag_value import classify
from secure_ai_constructs.patterns.sagemaker.drift_job import job_bucket, require_job_instance, require_same_stack
from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import PrivateSageMakerEndpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_cloudwatch as cloudwatch
    from aws_cdk import aws_iam as iam


class EndpointMonitor(Construct):
    """Watches what an endpoint captures: `DriftMonitor` by the library's own job, `ManagedDriftMonitor` by AWS's.

    Each has `kinds` of drift, `results`, `labels` where it compares answers with what turned out to be true,
    `alarms` and a `headline` for each kind.
    """

    marker: ClassVar[str]
    """A child of the endpoint that one engine watches: two of a kind would watch the same twice."""

    endpoint: PrivateSageMakerEndpoint
    kinds: tuple[str, ...]
    """Of `data`, `quality`, `bias` and `attribution`."""
    results: DataBucket
    labels: DataBucket | None
    alarms: Mapping[str, tuple[cloudwatch.Alarm, ...]]
    """By kind: of drift where a metric says it, and of silence."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint: PrivateSageMakerEndpoint,
        operations: Operations,
        instance_type: str,
    ) -> None:
        """Checks what every engine needs; raises ValueError for an endpoint that captures nothing or is watched so."""
        super().__init__(scope, id)
        require_part("operations", operations, Operations, of=self)
        path = self.node.path
        require_kind(f"{path}: endpoint", endpoint, PrivateSageMakerEndpoint)
        require_same_stack(self, endpoint)
        require_job_instance(instance_type, of=path)
        capture = endpoint.endpoint_config.data_capture_config
        if capture is None or getattr(capture, "enable_capture", True) is False:
            raise ValueError(
                f"{path}: the endpoint must capture questions and answers, because there is nothing else to watch; "
                f"{endpoint.node.path} has no DataCaptureConfig that is enabled"
            )
        if endpoint.node.try_find_child(self.marker):
            raise ValueError(
                f"{path}: an endpoint must have one {type(self).__name__}, because two would hide one another's silence; "
                f"{endpoint.node.path} has one already"
            )
        self.endpoint, self._operations = endpoint, operations

    def _mark(self) -> None:
        """The endpoint is watched from now on, when all was checked."""
        Construct(self.endpoint, self.marker)

    @abstractmethod
    def headline(self, kind: str) -> cloudwatch.Metric:
        """The number of a kind that a risk manager looks at first, a day."""

    def grant_write_labels(self, role: iam.IRole) -> None:
        """Lets a role write what turned out to be true: `truth/yyyy/mm/dd/*.jsonl`, by the day of the question.

        And training data for a baseline, `training/…/*.csv`. Policies of bucket and key name the role. Raises
        ValueError for a monitor that compares with no truth: what nobody reads is not collected.
        """
        if self.labels is None:
            raise ValueError(
                f"{self.node.path}: the monitor must watch quality or bias for labels to be written, because nothing else "
                f"reads them, was of {', '.join(self.kinds)}"
            )
        self.labels.grant_upload(role)

    def _must_watch(self, kind: str) -> None:
        if kind not in self.kinds:
            raise ValueError(f"{self.node.path}: a kind must be one of {', '.join(self.kinds)}, was {kind!r}")

    def _bucket(self, id: str, profile: DataProfile) -> DataBucket:
        return job_bucket(self, id, profile, endpoint=self.endpoint, operations=self._operations)

    def _classify(self) -> None:
        classify(self, owner=self.endpoint.card.content.owner, data_classification=self.endpoint.data_classification)
