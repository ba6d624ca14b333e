"""SageMaker Model Monitor, for accounts that used it before AWS closed it to new customers."""

from __future__ import annotations

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from secure_ai_constructs.patterns.foundation import DataBucket, DataProfile, Operations
from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.service import require_existing_customer, require_offered
from secure_ai_constructs.patterns.foundation.unique_name import unique_name
from secure_ai_constructs.patterns.sagemaker.clarify_jobs import Clarify, ClarifyJobs
from secure_ai_constructs.patterns.sagemaker.container_image import ContainerImage
from secure_ai_constructs.patterns.sagemaker.drift_job import (
    ANSWER,
    DAYS_OF_SILENCE,
    INPUT,
    NO_METRICS,
    job_group,
    job_output,
    job_place,
    job_role,
)
from secure_ai_constructs.patterns.sagemaker.endpoint_monitor import EndpointMonitor
from secure_ai_constructs.patterns.sagemaker.model_signature import Problem
from secure_ai_constructs.patterns.sagemaker.private_sagemaker_endpoint import PrivateSageMakerEndpoint

PROBLEMS: dict[Problem, tuple[str, dict[str, Any]]] = {
    Problem.BINARY: ("BinaryClassification", {"probability_attribute": ANSWER, "probability_threshold_attribute": 0.5}),
    Problem.MULTICLASS: ("MulticlassClassification", {"inference_attribute": ANSWER}),
    Problem.REGRESSION: ("Regression", {"inference_attribute": ANSWER}),
}
CLARIFY_SCHEDULES = {
    "attribution": ("AttributionSchedule", "ModelExplainability"),
    "bias": ("BiasSchedule", "ModelBias"),
}
WATCHED = "WatchedByModelMonitor"
DAILY = "cron(0 2 ? * * *)"


class ManagedDriftMonitor(EndpointMonitor):
    """Data, quality, bias and attribution, by the jobs and schedules of SageMaker Model Monitor and Clarify.

    `DriftMonitor` is the one to take: AWS has closed Model Monitor to new customers, and Clarify, which watches bias
    and attribution, must run without network isolation, its jobs and a second model. Violations, failed jobs and two
    days without a result are told of. Baselines are yours to make, by AWS's containers, below `baseline/<kind>/` in
    `results`: `constraints.json`, and `statistics.json` of data.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor.html
    """

    marker = WATCHED

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint: PrivateSageMakerEndpoint,
        analyzer: ContainerImage,
        operations: Operations,
        quality: Problem | None = None,
        clarify: Clarify | None = None,
        existing_customer: bool = False,
        instance_type: str = "ml.m5.xlarge",
    ) -> None:
        """Creates buckets, role, jobs and schedules; `analyzer` is AWS's image, copied to the account's registry.

        With `quality`, answers are compared with labels below `truth/` in `labels`; with `clarify`, attribution is
        watched and, if its signature names a facet, bias against the same labels. `existing_customer` says that the
        account used Model Monitor before: in others the deployment fails.
        """
        super().__init__(scope, id, endpoint=endpoint, operations=operations, instance_type=instance_type)
        require_offered(self, "AWS::SageMaker::MonitoringSchedule")
        path = self.node.path
        require_existing_customer(self, "Model Monitor", existing_customer, instead="DriftMonitor")
        require_kind(f"{path}: analyzer", analyzer, ContainerImage)
        self._mark()
        analyzer.require_place(self)
        if quality is not None and not isinstance(quality, Problem):
            raise ValueError(f"{path}: quality must be one of {', '.join(map(str, Problem))}, was {quality!r}")
        require_kind(f"{path}: clarify", clarify, Clarify, type(None))
        has_facet = bool(clarify and clarify.signature.facet)
        self._instance = instance_type
        self.results = self._bucket("Results", DataProfile.EVIDENCE)
        self.labels = self._bucket("Labels", DataProfile.ARTIFACTS) if quality or has_facet else None
        self.security_group = job_group(self, endpoint)
        self.role = job_role(
            self,
            description=f"Model Monitor watches {endpoint.served.name}",
            endpoint=endpoint,
            image=analyzer,
            reads=(endpoint.capture, self.results, *([self.labels] if self.labels else [])),
            writes=self.results,
        )
        # All of a job definition is create-only, its tags too, so its name says what it was made of.
        said = (
            *(analyzer.digest, instance_type, quality, endpoint.card.content.owner, endpoint.data_classification),
            *endpoint.network.place,
        )
        self._names = {kind: unique_name(self, f"{endpoint.name[:36]}-{kind}", *said) for kind in ("data", "quality")}
        self.data = self._data(analyzer)
        self.quality = self._quality(analyzer, quality, self.labels) if quality and self.labels else None
        self.schedules = [self._schedule("DataSchedule", "DataQuality", self.data, self._names["data"])]
        if self.quality:
            name = self._names["quality"]
            self.schedules.append(self._schedule("QualitySchedule", "ModelQuality", self.quality, name))
        self.clarify = (
            ClarifyJobs(
                self,
                "Clarify",
                clarify=clarify,
                endpoint=endpoint,
                results=self.results,
                labels=self.labels if has_facet else None,
                instance_type=instance_type,
            )
            if clarify
            else None
        )
        for kind, job in (self.clarify.jobs if self.clarify else {}).items():
            schedule, monitoring = CLARIFY_SCHEDULES[kind]
            self.schedules.append(self._schedule(schedule, monitoring, job, str(job.job_definition_name)))
        self._tell()
        self.kinds = ("data", *(("quality",) if self.quality else ()), *(self.clarify.jobs if self.clarify else ()))
        self.alarms = self._watch_uploads()
        self._classify()

    def _data(self, analyzer: ContainerImage) -> sagemaker.CfnDataQualityJobDefinition:
        definition = sagemaker.CfnDataQualityJobDefinition
        baseline = f"s3://{self.results.bucket.bucket_name}/baseline/data"
        return definition(
            self,
            "Data",
            job_definition_name=self._names["data"],
            data_quality_app_specification=definition.DataQualityAppSpecificationProperty(
                image_uri=analyzer.uri, environment=NO_METRICS
            ),
            data_quality_baseline_config=definition.DataQualityBaselineConfigProperty(
                constraints_resource=definition.ConstraintsResourceProperty(s3_uri=f"{baseline}/constraints.json"),
                statistics_resource=definition.StatisticsResourceProperty(s3_uri=f"{baseline}/statistics.json"),
            ),
            data_quality_job_input=definition.DataQualityJobInputProperty(
                endpoint_input=definition.EndpointInputProperty(endpoint_name=self.endpoint.name, local_path=INPUT)
            ),
            data_quality_job_output_config=job_output(self.endpoint, self.results, "data"),
            **self._place(),
        )

    def _quality(
        self, analyzer: ContainerImage, problem: Problem, labels: DataBucket
    ) -> sagemaker.CfnModelQualityJobDefinition:
        definition, (kind, answer) = sagemaker.CfnModelQualityJobDefinition, PROBLEMS[problem]
        baseline = f"s3://{self.results.bucket.bucket_name}/baseline/quality/constraints.json"
        return definition(
            self,
            "Quality",
            job_definition_name=self._names["quality"],
            model_quality_app_specification=definition.ModelQualityAppSpecificationProperty(
                image_uri=analyzer.uri, problem_type=kind, environment=NO_METRICS
            ),
            model_quality_baseline_config=definition.ModelQualityBaselineConfigProperty(
                constraints_resource=definition.ConstraintsResourceProperty(s3_uri=baseline)
            ),
            model_quality_job_input=definition.ModelQualityJobInputProperty(
                endpoint_input=definition.EndpointInputProperty(
                    endpoint_name=self.endpoint.name, local_path=INPUT, **answer
                ),
                ground_truth_s3_input=definition.MonitoringGroundTruthS3InputProperty(
                    s3_uri=f"s3://{labels.bucket.bucket_name}/truth"
                ),
            ),
            model_quality_job_output_config=job_output(self.endpoint, self.results, "quality"),
            **self._place(),
        )

    def _place(self) -> dict[str, Any]:
        return job_place(self.endpoint, role=self.role, groups=[self.security_group], instance_type=self._instance)

    def _schedule(self, id: str, kind: str, job: Construct, name: str) -> sagemaker.CfnMonitoringSchedule:
        schedule = sagemaker.CfnMonitoringSchedule
        made = schedule(
            self,
            id,
            monitoring_schedule_name=unique_name(self, f"{self.endpoint.name[:36]}-{kind.lower()}"),
            monitoring_schedule_config=schedule.MonitoringScheduleConfigProperty(
                monitoring_job_definition_name=name,
                monitoring_type=kind,
                schedule_config=schedule.ScheduleConfigProperty(schedule_expression=DAILY),
            ),
        )
        made.node.add_dependency(job, self.endpoint.endpoint, self.results.policy)
        return made

    def headline(self, kind: str) -> cloudwatch.Metric:
        """What the jobs of a kind uploaded in a day: each uploads its statistics, in no other way do they say anything."""
        self._must_watch(kind)
        return cloudwatch.Metric(
            namespace="AWS/S3",
            metric_name="BytesUploaded",
            dimensions_map={"BucketName": self.results.bucket.bucket_name, "FilterId": kind},
            statistic="Sum",
            period=Duration.days(1),
        )

    def _watch_uploads(self) -> dict[str, tuple[cloudwatch.Alarm, ...]]:
        """An isolated container sends no metrics, so S3 counts for it.

        AWS source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-configurations.html
        """
        self.results.resource.metrics_configurations = [
            s3.CfnBucket.MetricsConfigurationProperty(id=kind, prefix=f"results/{kind}/") for kind in self.kinds
        ]
        scope, name = Construct(self, "Silence"), self.endpoint.served.name
        return {
            kind: (
                self._operations.alerts.alarm_on_silence(
                    Construct(scope, kind),
                    "Alarm",
                    self.headline(kind),
                    periods=DAYS_OF_SILENCE,
                    description=f"{name}: for {DAYS_OF_SILENCE} days no job said anything of its {kind}",
                ),
            )
            for kind in self.kinds
        }

    def _tell(self) -> None:
        """Model Monitor writes a file of what it found, and SageMaker says how a job ended."""
        self.results.publish_events()
        found: dict[str, Any] = {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {
                "bucket": {"name": [self.results.bucket.bucket_name]},
                "object": {"key": [{"wildcard": "results/*constraint_violations.json"}]},
            },
        }
        failed = {
            "source": ["aws.sagemaker"],
            "detail-type": ["SageMaker Processing Job State Change"],
            "detail": {
                "ProcessingJobStatus": ["Failed", "Stopped"],
                "RoleArn": [self.role.role_arn, *([self.clarify.role.role_arn] if self.clarify else [])],
            },
        }
        name = self.endpoint.served.name
        for rule, what, pattern in (
            ("Violations", f"drift of {name}", found),
            ("Failures", f"jobs that should watch {name} and failed", failed),
        ):
            self._operations.tell_of(self, rule, what, pattern)
