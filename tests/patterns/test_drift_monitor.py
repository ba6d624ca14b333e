"""The monitor of a model: what its jobs and its function may do, which events reach it, and who is told."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Annotations, Match

from secure_ai_constructs import ContainerImage, DriftMonitor, ModelSignature, Problem, ServedModel
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.handlers.drift_monitor.attribution import LEAST_NDCG
from secure_ai_constructs.handlers.drift_monitor.bias import MORE
from secure_ai_constructs.handlers.drift_monitor.job import LIMITS, Settings
from secure_ai_constructs.handlers.drift_monitor.model_quality import WORSE
from secure_ai_constructs.patterns.sagemaker.model_signature import USUAL
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.event_pattern import matches
from tests.patterns.models import DIGEST, Place, endpoint, place
from tests.patterns.outcome import THE_ACCOUNT_S
from tests.patterns.synthesis import Properties, beside, by_sid, mentions, only, region, resources, stack

FEATURES = ("amount", "age", "channel")
SIGNATURE = ModelSignature(FEATURES, facet="channel", group="branch")


def monitor(signature: ModelSignature = SIGNATURE, where: Place | None = None, **arguments: Any) -> DriftMonitor:
    where = where or place()
    given = {"image": where.image, "operations": where.operations, **arguments}
    return DriftMonitor(where.stack, "Monitor", endpoint=endpoint(where), signature=signature, **given)


def test_aws_s_own_image_is_pulled_by_its_digest_from_the_region_s_registry() -> None:
    where = place()
    image = ContainerImage.aws_scikit_learn(where.stack, "ScikitLearn", digest=DIGEST)
    found = monitor(where=where, image=image)
    environment = only(where.stack, "AWS::Lambda::Function", "MonitorFunction")["Environment"]["Variables"]
    assert mentions(environment["IMAGE"], "492215442770.dkr.ecr.eu-central-1.")
    assert mentions(environment["IMAGE"], f"/sagemaker-scikit-learn@{DIGEST}")
    [inline] = only(where.stack, "AWS::IAM::Role", "MonitorRole")["Policies"]
    pulled = by_sid(inline["PolicyDocument"])["PullImage"]["Resource"]
    assert mentions(pulled, ":ecr:eu-central-1:492215442770:repository/sagemaker-scikit-learn")
    assert found.kinds


def test_aws_s_own_image_is_for_jobs_and_not_for_what_answers() -> None:
    where = place()
    image = ContainerImage.aws_scikit_learn(where.stack, "ScikitLearn", digest=DIGEST)
    served = ServedModel("fraud", image, where.artifacts, "fraud/1/model.tar.gz", where.registry.version(1))
    with pytest.raises(ValueError, match=r"registry of 123456789012 eu-central-1, was in 492215442770 eu-central-1"):
        endpoint(where, model=served)


@pytest.mark.parametrize(
    ("scope", "said"),
    [(region("mx-central-1"), "was mx-central-1"), (stack(None), "was a token: set env on the stack")],
)
def test_aws_s_own_image_is_where_aws_has_it(scope: Stack, said: str) -> None:
    with pytest.raises(ValueError, match=f"Test: the Region must have AWS's image of scikit-learn, {said}"):
        ContainerImage.aws_scikit_learn(scope, "ScikitLearn", digest=DIGEST)


@pytest.fixture(scope="module")
def watched() -> Stack:
    return Stack.of(monitor())


def variables(scope: Stack) -> dict[str, Any]:
    found: dict[str, Any] = only(scope, "AWS::Lambda::Function", "Monitor")["Environment"]["Variables"]
    return found


# What is watched


@pytest.mark.parametrize(
    ("facet", "kinds"),
    [("channel", {"data", "quality", "attribution", "bias"}), ("", {"data", "quality", "attribution"})],
)
def test_bias_is_watched_when_there_is_a_group(facet: str, kinds: set[str]) -> None:
    scope = Stack.of(monitor(ModelSignature(FEATURES, facet=facet, group=facet)))
    assert set(json.loads(variables(scope)["KINDS"])) == kinds
    for kind in kinds:
        assert len(resources(scope, "AWS::CloudWatch::Alarm", f"Monitor{kind.capitalize()}")) == 2


@pytest.mark.parametrize(
    ("signature", "why"),
    [
        (ModelSignature(FEATURES), "the signature names no facet"),
        (ModelSignature(FEATURES, problem=Problem.REGRESSION), "answers are not yes or no"),
    ],
)
def test_where_bias_is_not_observable_the_endpoint_says_so(signature: ModelSignature, why: str) -> None:
    scope = Stack.of(monitor(signature))
    assert {"Key": "BiasNotObservable", "Value": why} in only(scope, "AWS::SageMaker::Endpoint")["Tags"]


def test_where_bias_is_watched_nothing_is_excused(watched: Stack) -> None:
    assert "BiasNotObservable" not in json.dumps(only(watched, "AWS::SageMaker::Endpoint"))


def test_the_job_understands_what_the_construct_writes(watched: Stack) -> None:
    settings = Settings(kind="bias", **json.loads(variables(watched)["SETTINGS"]))
    assert settings.features_sha256 == hashlib.sha256("\n".join(FEATURES).encode()).hexdigest()[:16]
    assert (settings.problem, settings.facet, settings.group) == ("binary", "channel", "branch")
    assert settings.endpoint == only(watched, "AWS::SageMaker::Endpoint")["EndpointName"]


@pytest.mark.parametrize("kind", ["Data", "Quality", "Attribution", "Bias"])
def test_drift_is_told_and_so_is_silence(watched: Stack, kind: str) -> None:
    drift, silence = (only(watched, "AWS::CloudWatch::Alarm", f"Monitor{kind}{one}") for one in ("Drift", "Silence"))
    name = only(watched, "AWS::SageMaker::Endpoint")["EndpointName"]
    for alarm in (drift, silence):
        assert alarm["Namespace"] == "SecureAi/ModelMonitor"
        assert {one["Name"]: one["Value"] for one in alarm["Dimensions"]} == {
            "EndpointName": name,
            "MonitoringType": kind.lower(),
        }
        assert mentions(alarm["AlarmActions"], "Alerts")
    assert (drift["MetricName"], drift["ComparisonOperator"], drift["Threshold"]) == (
        "Drift",
        "GreaterThanThreshold",
        0,
    )
    assert (silence["MetricName"], silence["ComparisonOperator"]) == ("Observed", "LessThanThreshold")
    assert (silence["TreatMissingData"], silence["EvaluationPeriods"]) == ("breaching", 2)


# Events


def sent(scope: Stack, event: dict[str, Any]) -> list[str]:
    def named(node: Any) -> Any:
        if isinstance(node, dict):
            return "results" if "Ref" in node else {key: named(one) for key, one in node.items()}
        return [named(one) for one in node] if isinstance(node, list) else node

    rules = resources(scope, "AWS::Events::Rule")
    return [
        key
        for key, one in rules.items()
        if matches(named(one["Properties"].get("EventPattern", {"source": [""]})), event)
    ]


@pytest.mark.parametrize(
    ("bucket", "key", "counted"),
    [
        ("results", "results/2026-11-24/data.json", 1),
        ("results", "baseline/baseline.json", 0),
        ("other", "results/1", 0),
    ],
)
def test_what_jobs_found_is_counted(watched: Stack, bucket: str, key: str, counted: int) -> None:
    event = {
        "source": "aws.s3",
        "detail-type": "Object Created",
        "detail": {"bucket": {"name": bucket}, "object": {"key": key}},
    }
    assert len(sent(watched, event)) == counted


def test_jobs_are_started_every_day_and_nothing_is_lost(watched: Stack) -> None:
    rules = [one["Properties"] for one in resources(watched, "AWS::Events::Rule").values()]
    assert {one.get("ScheduleExpression") for one in rules} == {None, "cron(30 1 * * ? *)"}
    for one in rules:
        [target] = one["Targets"]
        assert mentions(target["Arn"], "MonitorQueue") or "Failed" in str(one["EventPattern"]["detail"])
        assert mentions(target["DeadLetterConfig"]["Arn"], "MonitorFailed")
    mapping = only(watched, "AWS::Lambda::EventSourceMapping")
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    queue = only(watched, "AWS::SQS::Queue", "MonitorQueue")
    assert queue["VisibilityTimeout"] >= 6 * only(watched, "AWS::Lambda::Function", "Monitor")["Timeout"]
    assert only(watched, "AWS::CloudWatch::Alarm", "NotWatched")["MetricName"] == "ApproximateNumberOfMessagesVisible"


# Permissions


def inline(scope: Stack, named: str) -> dict[str, Properties]:
    [policy] = only(scope, "AWS::IAM::Role", named)["Policies"]
    return by_sid(policy["PolicyDocument"])


def test_a_job_reads_the_script_and_writes_results_and_nothing_else(watched: Stack) -> None:
    found = inline(watched, "MonitorRole")
    assert set(found) == {"PullImage", "ReadScript", "FindScript", "List", "UseKey", "LendKey", "Log"}
    assert not mentions(found["ReadScript"]["Resource"], "*")
    policies = {
        part: by_sid(only(watched, "AWS::S3::BucketPolicy", part)["PolicyDocument"])
        for part in ("Capture", "Labels", "Results")
    }
    for part, policy in policies.items():
        readers = [one for sid, one in policy.items() if sid.startswith("ReadObjects")]
        assert any(mentions(one["Principal"], "MonitorRole") for one in readers), part
        writers = [one for sid, one in policy.items() if sid.startswith("WriteObjects")]
        assert any(mentions(one["Principal"], "MonitorRole") for one in writers) is (part == "Results")


def test_the_function_starts_jobs_of_this_endpoint_with_one_role(watched: Stack) -> None:
    found = inline(watched, "MonitorFunction")
    jobs = variables(watched)["JOBS"]
    assert found["StartJobs"]["Resource"].endswith(f":processing-job/{jobs}-*")
    assert len(f"{jobs}-attribution-20261124") <= 63
    assert mentions(found["PassRole"]["Resource"], "MonitorRole")
    assert found["PassRole"]["Condition"] == {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}}
    assert found["LendKey"]["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}


def test_labels_are_written_by_whom_bucket_and_key_name() -> None:
    found = monitor()
    scope = beside(Stack.of(found), "People")
    role = iam.Role(scope, "Labeller", assumed_by=iam.AccountRootPrincipal())
    found.grant_write_labels(role)
    policy = by_sid(only(Stack.of(found), "AWS::S3::BucketPolicy", "Labels")["PolicyDocument"])
    assert mentions(policy["WriteObjects"]["Principal"], "Labeller")
    key = only(Stack.of(found), "AWS::KMS::Key", "EndpointKey")["KeyPolicy"]["Statement"]
    assert any(mentions(one["Principal"], "Labeller") for one in key)
    assert not resources(scope, "AWS::IAM::Policy")


def test_a_baseline_is_made_by_whom_the_function_admits() -> None:
    found = monitor()
    scope = beside(Stack.of(found), "People")
    caller = iam.Role(scope, "Engineer", assumed_by=iam.AccountRootPrincipal())
    found.grant_make_baseline(caller).assert_success()
    [statement] = only(scope, "AWS::IAM::Policy", "Engineer")["PolicyDocument"]["Statement"]
    assert statement["Action"] == "lambda:InvokeFunction"
    assert not mentions(statement["Resource"], "*")


def test_it_all_passes_every_control() -> None:
    app: Any = monitor().node.root
    open_findings = {
        one.control.id for one in review(load(Path(app.synth().directory)), CATALOG).findings if one.verdict is not TRUE
    }
    assert open_findings - THE_ACCOUNT_S == {"sagemaker-endpoint-on-dashboard", "sagemaker-lineage-recorded"}


# Wrong use


def test_a_monitor_stands_in_the_stack_of_its_endpoint() -> None:
    where = place()
    given = {"endpoint": endpoint(where), "signature": SIGNATURE, "image": where.image, "operations": where.operations}
    with pytest.raises(ValueError, match="Test/Monitor: the monitor must stand in the stack of its endpoint, Scoring"):
        DriftMonitor(where.before, "Monitor", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"instance_type": "ml.m5d.large"}, "instance_type must be one without local disks, .*, was ml.m5d.large"),
        ({"instance_type": "t3.nano"}, "instance_type must be one of SageMaker's, .*, was 't3.nano'"),
        ({"labels_after_days": -1}, "labels_after_days must be a whole number from 0 to 365, was -1"),
        ({"labels_after_days": 1.5}, "labels_after_days must be a whole number from 0 to 365, was 1.5"),
    ],
)
def test_jobs_that_could_not_run_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        monitor(**arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"features": ()}, "features must be 2 to 500 columns of different names, in their order, because "),
        ({"features": ("a",)}, "what decides an answer is a ranking of them, was ('a',)"),
        ({"features": ("a", "a")}, "features must be 2 to 500 columns of different names"),
        ({"features": "amount"}, "features must be a list, was 'amount'"),
        ({"features": ("a,b", "c")}, "features must be letters, digits, spaces and _.-, at most 64 each, was 'a,b'"),
        ({"problem": "binary"}, "problem must be Problem, was 'binary'"),
        ({"features": ("amount", "label")}, "features must not be called label, prediction or event_id, was 'label'"),
        ({"least_samples": 0}, "least_samples must be a whole number from 50 to 1000000, was 0"),
        ({"least_samples": 10**12}, "least_samples must be a whole number from 50 to 1000000, was 1000000000000"),
        ({"facet": "age", "group": "None"}, "group must be a value, and not one of the words for none"),
        (
            {"features": ("a", "b"), "limits": {"Ndcg": 0.6}},
            "the limit Ndcg must be above 0.631 and at most 1, was 0.6",
        ),
        ({"limits": {"pis": 0.1}}, "limits must be of Accuracy, "),
        ({"limits": {"psi": 0}}, "the limit psi must be above 0 and at most 1.0, was 0"),
        ({"limits": {"psi": float("inf")}}, "the limit psi must be a finite number, was inf"),
        ({"limits": {"Auc": 5}}, "the limit Auc must be above 0 and at most 0.3, was 5"),
        ({"limits": {"Ndcg": 1e-9}}, "the limit Ndcg must be above 0.5 and at most 1, was 1e-09"),
        ({"threshold": 0}, "threshold must be above 0 and below 1, was 0"),
        ({"threshold": float("nan")}, "threshold must be a finite number, was nan"),
        ({"facet": "sex", "group": "f"}, "facet must be one of the features, and come with a group of its values"),
        ({"facet": "age"}, "facet must be one of the features, and come with a group of its values"),
        ({"group": "old"}, "facet must be one of the features, and come with a group of its values"),
        ({"facet": "age", "group": "1", "problem": Problem.REGRESSION}, "problem must be BINARY, was REGRESSION"),
    ],
)
def test_a_signature_that_cannot_be_watched_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="must ") as it:
        ModelSignature(**{"features": FEATURES, **arguments})
    assert message in str(it.value)


def test_the_usual_limits_are_those_of_the_job() -> None:
    quality = dict.fromkeys(("Accuracy", "F1", "Auc", "Rmse", "Mae"), WORSE)
    bias = dict.fromkeys(("Dppl", "Di", "Dcr"), MORE)
    assert {**LIMITS, **quality, **bias, "Ndcg": LEAST_NDCG} == USUAL


def warnings(scope: Stack) -> list[str]:
    return [str(one.entry.data) for one in Annotations.from_stack(scope).find_warning("*", Match.any_value())]


def test_limits_that_let_more_pass_are_warned_of() -> None:
    stricter = ModelSignature(FEATURES, limits={"psi": 0.1, "Ndcg": 0.95})
    assert not any("limits let pass" in one for one in warnings(Stack.of(monitor(stricter))))
    looser = ModelSignature(FEATURES, limits={"psi": 0.4, "Ndcg": 0.8}, least_samples=60)
    [warning] = [one for one in warnings(Stack.of(monitor(looser))) if "limits let pass" in one]
    assert "Ndcg 0.8 for 0.9, psi 0.4 for 0.2, least_samples 60 for 200" in warning


def test_an_endpoint_has_one_monitor() -> None:
    where = place()
    found = monitor(where=where)
    with pytest.raises(ValueError, match=r"Scoring/Second: an endpoint must have one DriftMonitor, .* has one already"):
        DriftMonitor(
            where.stack,
            "Second",
            endpoint=found.endpoint,
            signature=ModelSignature(FEATURES),
            image=where.image,
            operations=where.operations,
        )


def test_a_facet_is_named_in_the_card() -> None:
    with pytest.raises(ValueError, match=r"named in the model card's facets, .* 'age' was not among channel, gender"):
        monitor(ModelSignature(FEATURES, facet="age", group="old"))


def test_jobs_are_started_in_the_network_and_under_the_key_alone(watched: Stack) -> None:
    [policy] = only(watched, "AWS::IAM::Role", "MonitorFunctionRole")["Policies"]
    condition = by_sid(policy["PolicyDocument"])["StartJobs"]["Condition"]
    assert set(condition["Null"].values()) == {"false"}
    assert set(condition["Null"]) == {f"sagemaker:{one}" for one in ("OutputKmsKey", "VolumeKmsKey", "VpcSubnets")}
    assert mentions(condition["ArnEquals"]["sagemaker:VolumeKmsKey"], "EndpointKey")
