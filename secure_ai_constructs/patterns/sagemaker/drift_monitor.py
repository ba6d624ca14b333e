"""Whether a model still behaves: its questions, its answers, the groups they are about, and what decides them."""

from __future__ import annotations

import json
from typing import Any

from aws_cdk import Duration, IgnoreMode, Stack, Tags, Validations
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3_assets as assets
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Operations, Service, ServiceFunction
from secure_ai_constructs.patterns.foundation.caller import grant, require_apart
from secure_ai_constructs.patterns.foundation.encrypted_queue import encrypted_queue
from secure_ai_constructs.patterns.foundation.event_rule import EventRule
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.service_function import PACKAGE
from secure_ai_constructs.patterns.sagemaker.container_image import ContainerImage
from secure_ai_constructs.patterns.sagemaker.drift_job import (
    DAYS_OF_SILENCE,
    job_group,
    job_role,
)
from secure_ai_constructs.patterns.sagemaker.drift_policy import watching_statements
from secure_ai_constructs.patterns.sagemaker.endpoint_monitor import EndpointMonitor
from secure_ai_constructs.patterns.sagemaker.ml_activities import jobs_inside
from secure_ai_constructs.patterns.sagemaker.model_signature import ModelSignature, Problem
from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import (
    CAPTURED,
    VARIANT,
    PrivateSageMakerEndpoint,
)

NAMESPACE = "SecureAi/ModelMonitor"
WATCHED = "Watched"
ATTEMPTS = 20
LATEST_LABELS = 365
HEADLINES = {"data": "DriftedShare", "bias": "Dppl", "attribution": "Ndcg"}
QUALITY = {Problem.BINARY: "Auc", Problem.MULTICLASS: "Accuracy", Problem.REGRESSION: "Rmse"}


class DriftMonitor(EndpointMonitor):
    """Compares what an endpoint captured each day with a baseline, and tells of drift and of silence.

    A job of SageMaker Processing runs the library's script in `image`, in isolation, in the network:
    SageMaker Model Monitor, which has done this, is closed to new customers. Data drift and changes
    of attribution are watched, quality when labels come, bias when the signature names a facet. The
    first baseline is made by a person or a pipeline, with `grant_make_baseline`.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/processing-container-run-scripts.html
    """

    marker = WATCHED
    labels: DataBucket

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint: PrivateSageMakerEndpoint,
        signature: ModelSignature,
        image: ContainerImage,
        operations: Operations,
        instance_type: str = "ml.m6i.large",
        labels_after_days: int = 0,
    ) -> None:
        """Creates buckets, role, function and alarms; `image` holds Python 3.10 or newer, numpy, pandas and scipy.

        So does AWS's own, `ContainerImage.aws_scikit_learn`. Quality and bias are watched `labels_after_days` later than the day itself, when it is known what was true.
        """
        super().__init__(scope, id, endpoint=endpoint, operations=operations, instance_type=instance_type)
        path = self.node.path
        require_kind(f"{path}: signature", signature, ModelSignature)
        require_kind(f"{path}: image", image, ContainerImage)
        image.require_place(self, or_aws=True)
        if type(labels_after_days) is not int or not 0 <= labels_after_days <= LATEST_LABELS:
            raise ValueError(
                f"{path}: labels_after_days must be a whole number from 0 to {LATEST_LABELS}, was {labels_after_days}"
            )
        _require_facet(endpoint, signature, of=path)
        self._mark()
        self._warn_of_looser_limits(signature)
        self._labels_after = labels_after_days
        self.jobs = f"{endpoint.served.name[:20].rstrip('-')}-{self.node.addr[-8:]}"
        """Begins the names of jobs: of this monitor, and at most 63 characters with kind and day."""
        self.signature = signature
        self.kinds = ("data", "quality", "attribution", *(("bias",) if signature.facet else ()))
        self.labels = self._bucket("Labels", DataProfile.ARTIFACTS)
        self.results = self._bucket("Results", DataProfile.EVIDENCE)
        self.code = assets.Asset(
            self,
            "Code",
            path=str(PACKAGE),
            exclude=[
                "/*",
                "!/handlers",
                "/handlers/*",
                "!/handlers/__init__.py",
                "!/handlers/drift_monitor",
                "__pycache__",
            ],
            ignore_mode=IgnoreMode.GIT,
        )
        self.security_group = job_group(self, endpoint)
        self.role = job_role(
            self,
            description=f"Jobs that watch {endpoint.served.name}",
            endpoint=endpoint,
            image=image,
            reads=(endpoint.capture, self.labels, self.results),
            writes=self.results,
            code=[(self.code.bucket.bucket_arn, self.code.s3_object_key)],
        )
        self.failed = encrypted_queue(self, "Failed", key=operations.key.key)
        self.queue = encrypted_queue(
            self,
            "Queue",
            key=operations.key.key,
            visibility=Duration.minutes(6),
            dead_letters=sqs.DeadLetterQueue(queue=self.failed, max_receive_count=ATTEMPTS),
        )
        self.function = self._function(image, instance_type)
        self._let_it_work()
        self._collect()
        self.alarms = {kind: self._alarms(kind) for kind in self.kinds}
        if not signature.facet:
            Tags.of(endpoint.endpoint).add("BiasNotObservable", _why_not(signature))
        self._classify()

    def grant_make_baseline(self, grantee: iam.IGrantable) -> iam.Grant:
        """Lets a principal have a baseline made, by invoking the function with `{"training": "training/…"}`."""
        network = self.endpoint.network
        require_apart(
            grantee, of=self, depends_on=(network, network.vpc, self._operations, self.endpoint.served.artifacts)
        )
        return grant(grantee, ["lambda:InvokeFunction"], [self.function.function.function_arn], of=self)

    def metric(self, name: str, kind: str, *, statistic: str = "Maximum") -> cloudwatch.Metric:
        """A number of a kind, a day: `Drift`, `Observed`, `Samples`, `LargestPsi`, `Auc`, `Dppl`, `Ndcg` and the like."""
        self._must_watch(kind)
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=name,
            dimensions_map={"EndpointName": self.endpoint.name, "MonitoringType": kind},
            statistic=statistic,
            period=Duration.days(1),
        )

    def headline(self, kind: str) -> cloudwatch.Metric:
        """The number of a kind that a risk manager looks at first."""
        self._must_watch(kind)
        return self.metric({**HEADLINES, "quality": QUALITY[self.signature.problem]}[kind], kind)

    def _warn_of_looser_limits(self, signature: ModelSignature) -> None:
        if signature.looser:
            said = ", ".join(f"{name} {one:g} for {usual:g}" for name, (one, usual) in signature.looser.items())
            Validations.of(self).add_warning(
                "SecureAi-LooseLimits",
                f"limits let pass what the usual ones tell of, for reasons that the model card should give: {said}",
            )

    def _function(self, image: ContainerImage, instance_type: str) -> ServiceFunction:
        endpoint, network = self.endpoint, self.endpoint.network
        place = {"subnets": network.subnet_ids, "groups": [self.security_group.security_group_id]}
        return ServiceFunction(
            self,
            "Function",
            handler="drift_watch",
            description=f"Starts the jobs that watch {endpoint.served.name}, and counts what they found",
            key=self._operations.key.key,
            network=network,
            environment={
                "ACCOUNT": Stack.of(self).account,
                "CAPTURE": endpoint.capture.bucket.bucket_name,
                "CAPTURED": f"{CAPTURED}/{endpoint.name}/{VARIANT}",
                "CODE": self.code.s3_object_url,
                "ENDPOINT": endpoint.name,
                "IMAGE": image.uri,
                "INSTANCE_TYPE": instance_type,
                "JOBS": self.jobs,
                "KEY": endpoint.key.key.key_arn,
                "KINDS": json.dumps(self.kinds),
                "LABELS_AFTER": str(self._labels_after),
                "LABELS": self.labels.bucket.bucket_name,
                "PLACE": Stack.of(self).to_json_string(place),
                "RESULTS": self.results.bucket.bucket_name,
                "ROLE": self.role.role_arn,
                "SETTINGS": json.dumps(self.signature.as_settings(endpoint.name)),
            },
            timeout=Duration.minutes(1),
        )

    def _let_it_work(self) -> None:
        stack, function, network = Stack.of(self), self.function, self.endpoint.network
        jobs = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:processing-job/{self.jobs}-*"
        every = f"arn:{stack.partition}:sagemaker:{stack.region}:{stack.account}:processing-job/*"
        function.reach(Service.SAGEMAKER_API, actions=["sagemaker:CreateProcessingJob"], resources=[every])
        network.reach_s3(actions=["s3:GetObject", "s3:ListBucket", "s3:PutObject"])
        function.reach_s3()
        self.results.grant_read_objects(function.role)
        buckets = [one.bucket.bucket_arn for one in (self.endpoint.capture, self.labels, self.results)]
        function.allow(
            *watching_statements(
                jobs=jobs,
                role=self.role.role_arn,
                buckets=buckets,
                key=self.endpoint.key.key.key_arn,
                queue=self.queue.queue_arn,
                inside=jobs_inside(network.subnet_ids, [self.endpoint.key.key.key_arn]),
            )
        )

    def _collect(self) -> None:
        """A day begins with jobs, and each job ends with a file."""
        self.results.publish_events()
        created: dict[str, Any] = {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {
                "bucket": {"name": [self.results.bucket.bucket_name]},
                "object": {"key": [{"prefix": "results/"}]},
            },
        }
        for rule, description, pattern, schedule in (
            ("Daily", "Jobs that watch a model are started", None, "cron(30 1 * * ? *)"),
            ("Found", "What jobs found is counted", created, None),
        ):
            EventRule(
                self,
                rule,
                description=description,
                pattern=pattern,
                schedule=schedule,
                target=self.queue,
                dead_letters=self.failed,
            )
        failed = {"ProcessingJobName": [{"prefix": f"{self.jobs}-"}], "ProcessingJobStatus": ["Failed", "Stopped"]}
        self._operations.alerts.tell_of(
            self,
            "JobFailed",
            f"jobs that watch {self.endpoint.served.name} and end before they found anything",
            {"source": ["aws.sagemaker"], "detail-type": ["SageMaker Processing Job State Change"], "detail": failed},
            undelivered=self.failed,
        )
        self.mapping = lambda_.CfnEventSourceMapping(
            self,
            "Mapping",
            function_name=self.function.function.function_name,
            event_source_arn=self.queue.queue_arn,
            batch_size=10,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=lambda_.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=2),
        )
        self._operations.alerts.alarm_on_waiting(
            self,
            "NotWatched",
            self.failed,
            description=f"{self.endpoint.served.name}: jobs that watch it could not be started, or not be counted",
        )

    def _alarms(self, kind: str) -> tuple[cloudwatch.Alarm, cloudwatch.Alarm]:
        scope, alerts, name = Construct(self, kind.capitalize()), self._operations.alerts, self.endpoint.served.name
        drift = alerts.alarm_above(
            scope,
            "Drift",
            self.metric("Drift", kind),
            description=f"{name}: drift of {kind}",
            silence_is_good=False,
        )
        silence = alerts.alarm_on_silence(
            scope,
            "Silence",
            self.metric("Observed", kind),
            periods=DAYS_OF_SILENCE,
            description=f"{name}: for {DAYS_OF_SILENCE} days nothing could be said of its {kind}",
        )
        return drift, silence


def _require_facet(endpoint: PrivateSageMakerEndpoint, signature: ModelSignature, *, of: str) -> None:
    facets = endpoint.card.content.facets
    if signature.facet and signature.facet not in facets:
        raise ValueError(
            f"{of}: the facet must be named in the model card's facets, where a reviewer reads by what people are told "
            f"apart; {signature.facet!r} was not among {', '.join(facets) or 'none'}"
        )


def _why_not(signature: ModelSignature) -> str:
    """No state of a monitor is silent: what it cannot see, the endpoint says."""
    return "the signature names no facet" if signature.problem is Problem.BINARY else "answers are not yes or no"
