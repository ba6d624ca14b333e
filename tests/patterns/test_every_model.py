"""Whatever arguments somebody chooses for a model: refused in our words, or what is synthesized passes every control."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

import hypothesis.strategies as st
import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from hypothesis import given

import app
from secure_ai_constructs import (
    CardContent,
    Clarify,
    ContainerImage,
    ContentGuardrail,
    Dataset,
    DriftMonitor,
    GuardedModel,
    InstanceFleet,
    ManagedDriftMonitor,
    MlPersonas,
    ModelArtifacts,
    ModelDashboard,
    ModelLineage,
    ModelRegistry,
    ModelSignature,
    Operations,
    PrivateNetwork,
    PrivateSageMakerEndpoint,
    Problem,
    RiskRating,
    SecureNotebook,
    ServedModel,
)
from secure_ai_constructs.patterns.sagemaker.guarded_model import MOST_TOKENS
from secure_ai_constructs.patterns.sagemaker.model_signature import LOOSEST
from secure_ai_constructs.regions import offered
from tests.patterns.models import DIGEST
from tests.patterns.outcome import accept, examples, outcome
from tests.patterns.synthesis import ACCOUNT

Arguments = dict[str, Any]
REGIONS = ("eu-central-1", "us-east-1", "ap-northeast-1", "us-gov-west-1")
TYPES = ("ml.m6i.large", "ml.c7g.xlarge", "ml.g5.xlarge", "ml.m6gd.large", "ml.p4d.24xlarge", "ml.inf2.xlarge")
TEXT = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=40)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
NAMES = st.from_regex(r"[a-z][a-z0-9-]{1,29}", fullmatch=True)
SIGN_IN = (
    iam.AccountRootPrincipal(),
    iam.FederatedPrincipal(f"arn:aws:iam::{ACCOUNT}:saml-provider/people", {}, "sts:AssumeRoleWithSAML"),
)
"""Who people sign in through."""
BLANK = st.sampled_from(["", " ", "x" * 2049])


@dataclass(frozen=True)
class Scenario:
    """All arguments of a model and what stands around it, by what takes them."""

    region: str
    image: Arguments
    served: Arguments
    card: Arguments
    fleet: Arguments
    endpoint: Arguments
    signature: Arguments
    dataset: Arguments
    lineage: Arguments
    artifacts: Arguments
    monitor: Arguments
    notebook: Arguments
    guarded: Arguments
    people: Arguments
    managed: Arguments
    """Of what not every model has; empty, where it has none."""


WRONG: dict[str, st.SearchStrategy[Arguments]] = {
    "image": st.sampled_from(["", "latest", "sha256:", f"sha256:{'A' * 64}"]).map(lambda one: {"digest": one}),
    "served": st.one_of(
        st.sampled_from(["", "F", "fraud_1", "x" * 31]).map(lambda one: {"name": one}),
        st.sampled_from(["", "/m.tar.gz", "m.tar.gz", "a/m.pkl", "a//m.tar.gz", "*"]).map(lambda one: {"path": one}),
        st.sampled_from([0, -1, True, 1.5]).map(lambda one: {"version": one}),
    ),
    "card": st.one_of(
        st.builds(
            lambda name, text: {name: text},
            st.sampled_from(["intended_use", "training", "evaluation", "limitations", "owner"]),
            BLANK,
        ),
        st.sampled_from(["channel", (1,), None]).map(lambda one: {"facets": one}),
        st.sampled_from(["Unknown", "High", None]).map(lambda one: {"risk": one}),
    ),
    "fleet": st.one_of(
        st.sampled_from(["", "serverless", "m6i.large"]).map(lambda one: {"instance_type": one}),
        st.integers(-3, 1).map(lambda one: {"least": one}),
        st.integers(101, 200).map(lambda one: {"most": one}),
        st.integers(-3, 0).map(lambda one: {"calls_per_minute": one}),
    ),
    "signature": st.one_of(
        st.sampled_from([(), "amount", ("a", "a"), ("a;b",)]).map(lambda one: {"features": one}),
        st.sampled_from([0.0, 1.0, -1.0]).map(lambda one: {"threshold": one}),
        st.sampled_from([{"limits": {"psi": -1.0}}, {"limits": {"x": 1.0}}, {"least_samples": 0}]),
        st.sampled_from([{"facet": "nobody", "group": "x"}, {"facet": "", "group": "x"}]),
    ),
    "dataset": st.one_of(
        st.sampled_from(["", "Payments", "x" * 31]).map(lambda one: {"name": one}),
        st.sampled_from(["", "payments.csv", "s3://"]).map(lambda one: {"uri": one}),
        st.sampled_from(["", "abc"]).map(lambda one: {"sha256": one}),
        st.sampled_from(["version_id", "classification", "legal_basis"]).map(lambda one: {one: " "}),
    ),
    "lineage": st.one_of(
        st.sampled_from(["", "job", "arn:aws:s3:::job"]).map(lambda one: {"training_job": one}),
        st.sampled_from(["", "xyz"]).map(lambda one: {"weights_sha256": one}),
    ),
    "artifacts": st.sampled_from([None, 1, "yes"]).map(lambda one: {"replaceable": one}),
    "monitor": st.one_of(
        st.sampled_from([-1, 366, True, 1.5]).map(lambda one: {"labels_after_days": one}),
        st.sampled_from(["", "m6i.large", "ml.m5d.large"]).map(lambda one: {"instance_type": one}),
    ),
    "notebook": st.one_of(
        st.sampled_from(["", "t3.medium"]).map(lambda one: {"instance_type": one}),
        st.sampled_from(["", "24:00", "8 pm", "20.00"]).map(lambda one: {"stops_at": one}),
        st.sampled_from(["", "Mars/Olympus"]).map(lambda one: {"time_zone": one}),
        st.just({"owner": " "}),
    ),
    "guarded": st.sampled_from([0, -1, 1_000_000, 1.5, True]).map(lambda one: {"max_tokens": one}),
    "people": st.one_of(
        st.sampled_from(["keys", "card_keys", "job_roles"]).map(lambda one: {one: []}),
        st.sampled_from([iam.ServicePrincipal("ec2.amazonaws.com"), iam.AnyPrincipal()]).map(
            lambda one: {"trust": one}
        ),
    ),
    "managed": st.one_of(
        st.sampled_from([False, None, "yes"]).map(lambda one: {"existing_customer": one}),
        st.sampled_from(["ml.m5d.large", "serverless", ""]).map(lambda one: {"instance_type": one}),
        st.just({"quality": "binary"}),
    ),
}


@st.composite
def scenarios(draw: st.DrawFn, wrong: str = "") -> Scenario:
    """Scenarios with nothing wrong in them, or with one part drawn from what may be wrong."""
    region = draw(st.sampled_from(REGIONS if wrong != "managed" else REGIONS[:3]))
    least = draw(st.integers(2, 10))
    features = draw(st.lists(NAMES, min_size=2, max_size=5, unique=True).map(tuple))
    problem = draw(st.sampled_from(Problem))
    facet = draw(st.sampled_from(["", features[0]])) if problem is Problem.BINARY else ""
    job = f"arn:aws:sagemaker:{region}:{ACCOUNT}:training-job/one"
    parts: dict[str, Arguments] = {
        "image": {"digest": DIGEST},
        "served": {
            "name": draw(NAMES),
            "path": draw(st.sampled_from(["a/model.tar.gz", "fraud/1/model.tar.gz"])),
            "version": draw(st.integers(1, 10_000)),
            "environment": draw(st.dictionaries(st.sampled_from(["MODE", "THREADS"]), TEXT, max_size=2)),
        },
        "card": {
            **{name: draw(TEXT) for name in ("intended_use", "training", "evaluation", "limitations", "owner")},
            "risk": draw(st.sampled_from(RiskRating)),
            "facets": (facet,) if facet else (),
        },
        "fleet": {
            "instance_type": draw(st.sampled_from(TYPES)),
            "least": least,
            "most": least + draw(st.integers(1, 10)),
            "calls_per_minute": draw(st.integers(1, 100_000)),
        },
        "endpoint": {"data_classification": draw(TEXT)},
        "signature": {
            "features": features,
            "problem": problem,
            "threshold": draw(st.floats(0.01, 0.99)),
            "facet": facet,
            "group": "one" if facet else "",
            "limits": draw(
                st.dictionaries(st.sampled_from(sorted(LOOSEST)), st.floats(0.64, 1), max_size=2).map(_within)
            ),
        },
        "dataset": {
            "name": draw(NAMES),
            "uri": "s3://training/payments.parquet",
            "version_id": draw(TEXT),
            "sha256": draw(HASHES),
            "classification": draw(TEXT),
            "legal_basis": draw(TEXT),
        },
        "lineage": {"training_job": job, "weights_sha256": draw(HASHES)},
        "artifacts": {"replaceable": draw(st.booleans())},
        "monitor": {
            "labels_after_days": draw(st.integers(0, 365)),
            "instance_type": draw(st.sampled_from(["ml.m6i.large", "ml.c5.xlarge"])),
        },
        "notebook": {
            "owner": draw(TEXT),
            "instance_type": draw(st.sampled_from(["ml.t3.medium", "ml.m5.xlarge"])),
            "stops_at": draw(st.sampled_from(["00:00", "18:30", "23:59"])),
            "time_zone": draw(st.sampled_from(["Etc/UTC", "Europe/Berlin"])),
        },
        "guarded": draw(_perhaps({"max_tokens": st.integers(1, MOST_TOKENS)})),
        "people": draw(_perhaps({"trust": st.sampled_from(SIGN_IN), "deploys": st.booleans(), "reads": st.booleans()})),
        "managed": draw(
            _perhaps(
                {
                    "existing_customer": st.just(True),
                    "quality": st.none() | st.sampled_from(Problem),
                    "clarify": st.booleans(),
                }
            )
            if offered("AWS::SageMaker::MonitoringSchedule", region)
            else st.just({})
        ),
    }
    if parts["guarded"] or wrong == "guarded":
        parts["served"]["environment"] |= {"MAX_TOTAL_TOKENS": "4096"}
    if wrong:
        parts[wrong] |= draw(WRONG[wrong])
    return Scenario(region, **parts)


def _within(limits: dict[str, float]) -> dict[str, float]:
    """As far as each may go."""
    return {name: one if name == "Ndcg" else one * LOOSEST[name] for name, one in limits.items()}


def _perhaps(arguments: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Arguments]:
    """These arguments in one of four scenarios, and none in the others: each part costs a synth its time."""
    return st.one_of(st.just({}), st.just({}), st.just({}), st.fixed_dictionaries(arguments))


def build(scenario: Scenario, outdir: str) -> App:
    """The app that a scenario describes; raises what the constructs raise."""
    tree = App(outdir=outdir, context=app.settings(), analytics_reporting=False, tree_metadata=False)
    env = Environment(account=ACCOUNT, region=scenario.region)
    before, scope = Stack(tree, "Test", env=env), Stack(tree, "Scoring", env=env)
    network, operations = PrivateNetwork(before, "Network"), Operations(before, "Operations")
    artifacts = ModelArtifacts(before, "Artifacts", network=network, operations=operations, **scenario.artifacts)
    if scenario.artifacts["replaceable"]:
        accept(artifacts, "s3-weights-written-once")
    image = ContainerImage(ecr.Repository.from_repository_name(before, "Image", "fraud"), **scenario.image)
    approver = iam.Role.from_role_name(before, "Approver", "approver")
    registry = ModelRegistry(before, "Registry", approver=approver, description="Models")
    version = registry.version(scenario.served["version"])
    endpoint = PrivateSageMakerEndpoint(
        scope,
        "Endpoint",
        model=ServedModel(image=image, artifacts=artifacts, **{**scenario.served, "version": version}),
        card=CardContent(**scenario.card),
        network=network,
        operations=operations,
        fleet=InstanceFleet(**scenario.fleet),
        **scenario.endpoint,
    )
    signature = ModelSignature(**scenario.signature)
    watched: Arguments = {"endpoint": endpoint, "signature": signature, "image": image, "operations": operations}
    monitor = DriftMonitor(scope, "Monitor", **watched, **scenario.monitor)
    datasets = [Dataset(**scenario.dataset)]
    if offered("AWS::SageMaker::Artifact", scenario.region):
        ModelLineage(scope, "Lineage", endpoint=endpoint, datasets=datasets, operations=operations, **scenario.lineage)
    SecureNotebook(before, "Notebook", network=network, operations=operations, **scenario.notebook)
    guardrails = []
    if scenario.guarded:
        guardrail = ContentGuardrail(before, "Guardrail")
        guardrail.alarm_to(operations.alerts)
        guardrails.append(guardrail)
        GuardedModel(
            scope, "Guarded", endpoint=endpoint, guardrail=guardrail, operations=operations, **scenario.guarded
        )
    ModelDashboard(scope, "Dashboard", monitors=[monitor], guardrails=guardrails)
    if scenario.people:
        people = dict(scenario.people)
        roles = {"job_roles": [endpoint.role], "hosting_roles": [endpoint.role] if people.pop("deploys", True) else []}
        buckets = [monitor.labels.bucket] if people.pop("reads", False) else []
        keys = {"keys": [endpoint.key.key], "card_keys": [endpoint.card.key]}
        given = {"trust": SIGN_IN[0], **keys, **roles, **people}
        MlPersonas(scope, "People", network=network, buckets=buckets, **given)
    if scenario.managed:
        told = {"existing_customer": True, **scenario.managed}
        reference = tuple(float(number) for number in range(len(signature.features)))
        told["clarify"] = Clarify(image, signature, reference) if told.get("clarify") else None
        managed = ManagedDriftMonitor(
            scope, "Managed", endpoint=endpoint, analyzer=image, operations=operations, **told
        )
        if told["clarify"]:
            accept(managed, "sagemaker-job-isolated", "sagemaker-network-isolation")
    return tree


RIGHT, WRONG_EACH = 70, 10


def test_there_are_at_least_two_hundred_combinations() -> None:
    assert RIGHT + len(WRONG) * WRONG_EACH >= 200


@examples(RIGHT)
@given(scenarios())
def test_every_right_model_passes_every_control(scenario: Scenario) -> None:
    assert outcome(partial(build, scenario)) == "synthesized"


@pytest.mark.parametrize("wrong", WRONG)
def test_every_wrong_model_is_refused_in_our_words(wrong: str) -> None:
    outcomes: Counter[str] = Counter()

    @examples(WRONG_EACH)
    @given(scenarios(wrong))
    def holds(scenario: Scenario) -> None:
        outcomes[outcome(partial(build, scenario))] += 1

    holds()
    assert outcomes["refused"] > 0
