"""SageMaker Model Monitor around an endpoint: what is watched, as what, and who is told."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk.assertions import Annotations, Match

from secure_ai_constructs import Clarify, ManagedDriftMonitor, ModelSignature, Problem, accept_risk
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.event_pattern import matches
from tests.patterns.models import Place, endpoint, place
from tests.patterns.outcome import THE_ACCOUNT_S
from tests.patterns.synthesis import beside, mentions, only, resources

JOBS = ("DataQuality", "ModelQuality")


def monitor(where: Place | None = None, **arguments: Any) -> ManagedDriftMonitor:
    where = where or place()
    given = {"quality": Problem.BINARY, "existing_customer": True, **arguments}
    scope = given.pop("scope", where.stack)
    return ManagedDriftMonitor(
        scope, "Managed", endpoint=endpoint(where), analyzer=where.image, operations=where.operations, **given
    )


@pytest.fixture(scope="module")
def watched() -> Stack:
    return Stack.of(monitor())


@pytest.mark.parametrize("kind", JOBS)
def test_a_job_of_each_kind_runs_every_day_on_what_was_captured(watched: Stack, kind: str) -> None:
    job = only(watched, f"AWS::SageMaker::{kind}JobDefinition")
    [schedule] = [
        one["Properties"]["MonitoringScheduleConfig"]
        for one in resources(watched, "AWS::SageMaker::MonitoringSchedule").values()
        if one["Properties"]["MonitoringScheduleConfig"]["MonitoringType"] == kind
    ]
    assert schedule["MonitoringJobDefinitionName"] == job["JobDefinitionName"]
    assert schedule["ScheduleConfig"]["ScheduleExpression"].startswith("cron(")
    name = only(watched, "AWS::SageMaker::Endpoint")["EndpointName"]
    assert job[f"{kind}JobInput"]["EndpointInput"]["EndpointName"] == name


@pytest.mark.parametrize("kind", JOBS)
def test_jobs_run_in_isolation_under_the_endpoint_s_key(watched: Stack, kind: str) -> None:
    job = only(watched, f"AWS::SageMaker::{kind}JobDefinition")
    assert job["NetworkConfig"]["EnableNetworkIsolation"] is True
    assert job["NetworkConfig"]["EnableInterContainerTrafficEncryption"] is True
    assert len(job["NetworkConfig"]["VpcConfig"]["Subnets"]) == 3
    assert mentions(job["JobResources"]["ClusterConfig"]["VolumeKmsKeyId"], "EndpointKey")
    assert mentions(job[f"{kind}JobOutputConfig"]["KmsKeyId"], "EndpointKey")


def test_without_a_problem_only_data_is_watched() -> None:
    scope = Stack.of(monitor(quality=None))
    assert not resources(scope, "AWS::SageMaker::ModelQualityJobDefinition")
    assert len(resources(scope, "AWS::SageMaker::MonitoringSchedule")) == 1
    assert not resources(scope, "AWS::S3::Bucket", "ManagedLabels")


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (Problem.BINARY, "BinaryClassification"),
        (Problem.MULTICLASS, "MulticlassClassification"),
        (Problem.REGRESSION, "Regression"),
    ],
)
def test_quality_is_measured_as_the_problem_asks(problem: Problem, kind: str) -> None:
    job = only(Stack.of(monitor(quality=problem)), "AWS::SageMaker::ModelQualityJobDefinition")
    assert job["ModelQualityAppSpecification"]["ProblemType"] == kind
    assert mentions(job["ModelQualityJobInput"]["GroundTruthS3Input"], "/truth")


def test_another_image_is_another_definition_beside_the_first() -> None:
    """All of a definition is create-only: under the same name, its replacement would fail."""
    names = {
        only(Stack.of(monitor(instance_type=one)), "AWS::SageMaker::DataQualityJobDefinition")["JobDefinitionName"]
        for one in ("ml.m5.xlarge", "ml.m6i.large")
    }
    assert len(names) == 2
    assert all(len(one) <= 63 for one in names)


def test_violations_and_failed_jobs_are_told_of(watched: Stack) -> None:
    rules = {
        key: data["Properties"]
        for key, data in resources(watched, "AWS::Events::Rule", "Managed").items()
        if "Prefix" not in key
    }
    [failures] = [one for key, one in rules.items() if "Failures" in key]
    role = failures["EventPattern"]["detail"].pop("RoleArn")
    assert mentions(role, "ManagedRole")
    ended = {
        "source": "aws.sagemaker",
        "detail-type": "SageMaker Processing Job State Change",
        "detail": {"ProcessingJobStatus": "Failed"},
    }
    assert matches(failures["EventPattern"], ended)
    [violations] = [one for key, one in rules.items() if "Violations" in key]
    assert violations["EventPattern"]["detail"]["object"]["key"] == [
        {"wildcard": "results/*constraint_violations.json"}
    ]
    for one in rules.values():
        assert mentions(one["Targets"], "Undelivered")


@pytest.mark.parametrize("kind", ["data", "quality"])
def test_two_days_without_a_result_are_told_of(watched: Stack, kind: str) -> None:
    bucket = only(watched, "AWS::S3::Bucket", "ManagedResults")
    assert {"Id": kind, "Prefix": f"results/{kind}/"} in bucket["MetricsConfigurations"]
    alarm = only(watched, "AWS::CloudWatch::Alarm", f"ManagedSilence{kind}")
    assert (alarm["MetricName"], alarm["Period"], alarm["EvaluationPeriods"]) == ("BytesUploaded", 86400, 2)
    assert {"Name": "FilterId", "Value": kind} in alarm["Dimensions"]
    assert (alarm["ComparisonOperator"], alarm["TreatMissingData"]) == ("LessThanThreshold", "breaching")


def test_it_passes_every_control() -> None:
    app: Any = monitor().node.root
    found = review(load(Path(app.synth().directory)), CATALOG).findings
    open_findings = {one.control.id for one in found if one.verdict is not TRUE} - THE_ACCOUNT_S
    assert open_findings == {
        "sagemaker-endpoint-bias-monitored",
        "sagemaker-endpoint-on-dashboard",
        "sagemaker-endpoint-quality-monitored",
        "sagemaker-lineage-recorded",
    }


@pytest.mark.parametrize("given", [False, "yes", 1])
def test_whoever_is_no_customer_yet_is_told_so(given: Any) -> None:
    with pytest.raises(ValueError, match=r"existing_customer must be True, because AWS has closed .* was "):
        monitor(existing_customer=given)


SIGNATURE = ModelSignature(("amount", "age", "gender"), threshold=0.7, facet="gender", group="1")
REFERENCE = (100.0, 40, 0)


def with_clarify(*, signature: ModelSignature = SIGNATURE, **given: Any) -> ManagedDriftMonitor:
    where = place()
    clarify = Clarify(where.image, signature, REFERENCE)
    arguments = {"analyzer": where.image, "operations": where.operations, "existing_customer": True, **given}
    return ManagedDriftMonitor(where.stack, "Managed", endpoint=endpoint(where), clarify=clarify, **arguments)


@pytest.fixture(scope="module")
def clarified() -> Stack:
    return Stack.of(with_clarify(quality=Problem.BINARY))


@pytest.fixture(scope="module")
def configurations(clarified: Stack) -> dict[str, Any]:
    """What the definitions' ConfigUri lead to, in the assets of the synthesis."""
    assembly = Path(clarified.node.root.synth().directory)  # type: ignore[attr-defined]
    found = {}
    for kind in ("Explainability", "Bias"):
        job = only(clarified, f"AWS::SageMaker::Model{kind}JobDefinition")
        where = str(job[f"Model{kind}AppSpecification"]["ConfigUri"])
        [digest] = re.findall("[0-9a-f]{64}", where)
        found[kind] = json.loads((assembly / f"asset.{digest}.json").read_text())
    return found


def test_all_four_kinds_have_a_job_and_a_schedule(clarified: Stack) -> None:
    kinds = ("DataQuality", "ModelQuality", "ModelExplainability", "ModelBias")
    named = {one: only(clarified, f"AWS::SageMaker::{one}JobDefinition")["JobDefinitionName"] for one in kinds}
    schedules = [
        one["Properties"]["MonitoringScheduleConfig"]
        for one in resources(clarified, "AWS::SageMaker::MonitoringSchedule").values()
    ]
    assert {one["MonitoringType"]: one["MonitoringJobDefinitionName"] for one in schedules} == named
    assert len(set(named.values())) == 4


def test_only_clarify_s_jobs_and_their_model_are_not_isolated(clarified: Stack) -> None:
    isolated = {
        kind: only(clarified, f"AWS::SageMaker::{kind}JobDefinition")["NetworkConfig"]["EnableNetworkIsolation"]
        for kind in ("DataQuality", "ModelQuality", "ModelExplainability", "ModelBias")
    }
    assert isolated == {"DataQuality": True, "ModelQuality": True, "ModelExplainability": False, "ModelBias": False}
    shadow = only(clarified, "AWS::SageMaker::Model", "ManagedClarify")
    served = only(clarified, "AWS::SageMaker::Model", "Endpoint")
    assert (served["EnableNetworkIsolation"], shadow["EnableNetworkIsolation"]) == (True, False)
    assert shadow["PrimaryContainer"] == served["PrimaryContainer"]
    assert shadow["ExecutionRoleArn"] != served["ExecutionRoleArn"]


def test_the_shadow_s_role_reads_weights_and_writes_nothing() -> None:
    made = with_clarify()
    stacks = (Stack.of(made.endpoint.served.artifacts), Stack.of(made))
    allowed = [
        action
        for one in stacks
        for data in resources(one, "AWS::IAM::Policy").values()
        if mentions(data["Properties"]["Roles"], "ArtifactsRolesfraudshadow")
        for statement in data["Properties"]["PolicyDocument"]["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    ]
    assert "ecr:BatchGetImage" in allowed
    assert not [one for one in allowed if one.startswith(("s3:Put", "s3:Delete", "sagemaker:", "kms:Generate"))]


def test_attribution_is_asked_of_the_shadow_and_bias_read_from_the_capture(configurations: dict[str, Any]) -> None:
    attribution, bias = configurations["Explainability"], configurations["Bias"]
    assert attribution["headers"] == ["amount", "age", "gender"]
    assert attribution["methods"]["shap"]["baseline"] == [[100.0, 40, 0]]
    assert "predictor" not in bias
    assert (bias["label"], bias["headers"][-1]) == ("label", "label")
    assert bias["facet"] == [{"name_or_index": "gender", "value_or_threshold": [1.0]}]


def test_the_model_that_is_asked_is_the_shadow(clarified: Stack, configurations: dict[str, Any]) -> None:
    predictor = configurations["Explainability"]["predictor"]
    assert predictor["model_name"] == only(clarified, "AWS::SageMaker::Model", "ManagedClarify")["ModelName"]
    allowed = [
        statement
        for data in resources(clarified, "AWS::IAM::Policy", "ManagedClarifyRole").values()
        for statement in data["Properties"]["PolicyDocument"]["Statement"]
    ]
    [makes] = [one for one in allowed if "sagemaker:CreateEndpoint" in one["Action"]]
    assert all(f"/{predictor['endpoint_name_prefix']}*" in str(one) for one in makes["Resource"])
    assert len(f"{predictor['endpoint_name_prefix']}-config-1746251067-14e5") <= 63
    [only_there] = [one for one in allowed if one["Effect"] == "Deny"]
    assert list(only_there["Condition"]["StringNotEquals"]) == ["aws:SourceVpce"]


def test_bias_compares_with_labels_at_the_signature_s_threshold(clarified: Stack) -> None:
    job = only(clarified, "AWS::SageMaker::ModelBiasJobDefinition")["ModelBiasJobInput"]
    assert mentions(job["GroundTruthS3Input"], "ManagedLabels")
    assert job["EndpointInput"]["ProbabilityThresholdAttribute"] == 0.7


def test_without_a_facet_clarify_watches_attribution_alone() -> None:
    scope = Stack.of(with_clarify(signature=ModelSignature(("amount", "age", "gender"))))
    assert resources(scope, "AWS::SageMaker::ModelExplainabilityJobDefinition")
    assert not resources(scope, "AWS::SageMaker::ModelBiasJobDefinition")
    assert not resources(scope, "AWS::S3::Bucket", "ManagedLabels")


def test_clarify_s_failures_and_silence_are_told_of(clarified: Stack) -> None:
    [failures] = [
        one["Properties"]["EventPattern"]
        for key, one in resources(clarified, "AWS::Events::Rule", "ManagedFailures").items()
        if "Prefix" not in key
    ]
    assert any(mentions(one, "ManagedClarifyRole") for one in failures["detail"]["RoleArn"])
    for kind in ("bias", "attribution"):
        assert only(clarified, "AWS::CloudWatch::Alarm", f"ManagedSilence{kind}")["TreatMissingData"] == "breaching"


def test_another_reference_is_another_definition() -> None:
    where = place()
    names = set()
    for reference in (REFERENCE, (1.0, 2.0, 3.0)):
        where = place()
        clarify = Clarify(where.image, SIGNATURE, reference)
        made = ManagedDriftMonitor(
            where.stack,
            "Managed",
            endpoint=endpoint(where),
            analyzer=where.image,
            operations=where.operations,
            clarify=clarify,
            existing_customer=True,
        )
        names.add(only(Stack.of(made), "AWS::SageMaker::ModelExplainabilityJobDefinition")["JobDefinitionName"])
    assert len(names) == 2


def test_what_clarify_cannot_do_in_isolation_is_found_until_somebody_accepts_it() -> None:
    """T-15: the two controls, on its jobs and its model, and nothing else."""
    expected = {
        "sagemaker-job-isolated": {"Scoring/Managed/Clarify/Attribution", "Scoring/Managed/Clarify/Bias"},
        "sagemaker-network-isolation": {"Scoring/Managed/Clarify/Model"},
    }
    made = with_clarify(quality=Problem.BINARY)
    assert _found(made) == expected
    accepted = with_clarify(quality=Problem.BINARY)
    assert accepted.clarify
    for control, construct in (
        ("sagemaker-job-isolated", accepted.clarify),
        ("sagemaker-network-isolation", accepted.clarify.model),
    ):
        accept_risk(
            construct,
            control=control,
            reason="Clarify asks a shadow endpoint, which an isolated container cannot reach.",
            owner="fraud-platform",
            expires=dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=180),
        )
    assert _found(accepted) == {}


def _found(monitor: ManagedDriftMonitor) -> dict[str, set[str]]:
    app: Any = monitor.node.root
    found: dict[str, set[str]] = {}
    for one in review(load(Path(app.synth().directory)), CATALOG).findings:
        usual = {*THE_ACCOUNT_S, "sagemaker-endpoint-on-dashboard", "sagemaker-lineage-recorded"}
        if one.verdict is not TRUE and one.control.id not in usual and one.acknowledgment is None:
            found.setdefault(one.control.id, set()).add(str(one.construct_path))
    return found


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ((1.0, 2.0), "must be one value for each of the 3 features, was 2"),
        ((1.0, 2.0, "x"), "must be a number, was 'x'"),
        ("abc", "must be a list, was 'abc'"),
    ],
)
def test_a_reference_is_a_number_for_each_feature(reference: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Clarify(place().image, SIGNATURE, reference)


def test_clarify_is_told_as_a_value() -> None:
    with pytest.raises(ValueError, match="Managed: clarify must be Clarify or nothing, was 'yes'"):
        monitor(clarify="yes")


def test_a_customer_is_warned_that_the_service_is_closed(watched: Stack) -> None:
    found = Annotations.from_stack(watched).find_warning("*", Match.any_value())
    assert any("AWS has closed Model Monitor to new customers" in str(one.entry.data) for one in found)


def test_an_endpoint_has_one() -> None:
    where = place()
    model = endpoint(where)
    given: dict[str, Any] = {"endpoint": model, "analyzer": where.image, "operations": where.operations}
    ManagedDriftMonitor(where.stack, "Managed", existing_customer=True, **given)
    with pytest.raises(ValueError, match="an endpoint must have one ManagedDriftMonitor"):
        ManagedDriftMonitor(where.stack, "Second", existing_customer=True, **given)


def test_another_stack_is_refused() -> None:
    where = place()
    elsewhere = beside(where.before, "Elsewhere")
    with pytest.raises(ValueError, match="the monitor must stand in the stack of its endpoint"):
        monitor(where, scope=elsewhere)
