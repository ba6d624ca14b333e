"""Who reaches a model of one's own, its weights, and what it was asked: evaluated over the reference app's policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker

from secure_ai_constructs import ModelArtifacts, Operations, PrivateNetwork
from secure_ai_constructs.access import Identity, Request, World, evaluate, parse
from secure_ai_constructs.access.world import arn_of, name_of, plain, world_of
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.synthesis import stack

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Assembly, Resource

ACCOUNT = "123456789012"
EVERYTHING = parse({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
KEPT = {"weights": "Artifacts", "capture": "EndpointCapture", "labels": "MonitorLabels", "results": "MonitorResults"}
HOST, JOB, WATCHER = "ArtifactsRolesfraudscoring", "MonitorRole", "MonitorFunctionRole"


@pytest.fixture(scope="module")
def world(reference: Assembly) -> World:
    return world_of(reference)


def the(reference: Assembly, resource_type: str, name: str) -> Resource:
    stacks = ("FraudScoring", "Models")
    [found] = [
        one
        for one in reference.by_type[resource_type]
        if name in one.logical_id and one.template.name.partition(".")[0] in stacks
    ]
    return found


def an_object(reference: Assembly, kept: str) -> str:
    key = "fraud-scoring/2026-11/model.tar.gz" if kept == "weights" else "results/2026-11-24/data.json"
    return f"{arn_of(the(reference, 'AWS::S3::Bucket', KEPT[kept]))}/{key}"


def way(reference: Assembly, service: str) -> dict[str, str]:
    [found] = [
        one for one in reference.by_type["AWS::EC2::VPCEndpoint"] if plain(one["ServiceName"]).endswith(f".{service}")
    ]
    return {"aws:SourceVpce": name_of(found)}


def allowed(world: World, principal: str, action: str, resource: str, context: dict[str, str] | None = None) -> bool:
    return evaluate(Request(principal, action, resource, context or {}, owner=ACCOUNT), world).allowed


@pytest.mark.parametrize("kept", KEPT)
def test_an_administrator_reads_neither_weights_nor_what_people_asked(
    reference: Assembly, world: World, kept: str
) -> None:
    administrator = f"arn:aws:iam::{ACCOUNT}:role/Administrator"
    wider = World(
        {**world.identities, administrator: Identity((EVERYTHING,))}, world.resource_policies, endpoints=world.endpoints
    )
    for context in ({}, way(reference, "s3")):
        for action in ("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObjectVersion"):
            assert not allowed(wider, administrator, action, an_object(reference, kept), context)


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (HOST, {"weights"}, {"capture"}),
        (JOB, {"capture", "labels", "results"}, {"results"}),
        (WATCHER, {"results"}, set()),
    ],
)
def test_each_role_reads_and_writes_what_its_work_is(
    reference: Assembly, world: World, role: str, reads: set[str], writes: set[str]
) -> None:
    principal = arn_of(the(reference, "AWS::IAM::Role", role))
    # Jobs and hosts come from AWS's own network; the function comes through the endpoint.
    context = way(reference, "s3") if role == WATCHER else {}
    for kept in KEPT:
        stored = an_object(reference, kept)
        assert allowed(world, principal, "s3:GetObject", stored, context) is (kept in reads), kept
        assert allowed(world, principal, "s3:PutObject", stored, context) is (kept in writes), kept
        assert not allowed(world, principal, "s3:DeleteObjectVersion", stored, context)


def test_a_host_reads_its_own_folder_alone(reference: Assembly, world: World) -> None:
    host, bucket = (
        arn_of(the(reference, kind, name))
        for kind, name in (("AWS::IAM::Role", HOST), ("AWS::S3::Bucket", "Artifacts"))
    )
    assert not allowed(world, host, "s3:GetObject", f"{bucket}/another-model/1/model.tar.gz")


def test_the_function_comes_through_the_endpoint_or_not_at_all(reference: Assembly, world: World) -> None:
    watcher = arn_of(the(reference, "AWS::IAM::Role", WATCHER))
    assert not allowed(world, watcher, "s3:GetObject", an_object(reference, "results"))


@pytest.mark.parametrize(
    ("service", "is_trusted"), [("sagemaker.amazonaws.com", True), ("lambda.amazonaws.com", False)]
)
@pytest.mark.parametrize("role", [HOST, JOB])
def test_sagemaker_alone_takes_these_roles_and_for_this_account(
    reference: Assembly, world: World, role: str, service: str, *, is_trusted: bool
) -> None:
    arn = arn_of(the(reference, "AWS::IAM::Role", role))
    for account in (ACCOUNT, "999999999999"):
        source = {
            "aws:SourceAccount": account,
            "aws:SourceArn": f"arn:aws:sagemaker:eu-central-1:{account}:endpoint/fraud-scoring",
        }
        assert allowed(world, service, "sts:AssumeRole", arn, source) is (is_trusted and account == ACCOUNT)


def test_the_function_starts_jobs_of_its_endpoint_with_its_role_and_no_others(
    reference: Assembly, world: World
) -> None:
    watcher, job, host = (arn_of(the(reference, "AWS::IAM::Role", one)) for one in (WATCHER, JOB, HOST))
    name = plain(the(reference, "AWS::Lambda::Function", "MonitorFunction")["Environment.Variables.JOBS"])
    jobs = f"arn:aws:sagemaker:eu-central-1:{ACCOUNT}:processing-job"
    api = way(reference, "sagemaker.api")
    to_sagemaker = {"iam:PassedToService": "sagemaker.amazonaws.com"}
    place = json.loads(plain(the(reference, "AWS::Lambda::Function", "MonitorFunction")["Environment.Variables.PLACE"]))
    key = plain(the(reference, "AWS::Lambda::Function", "MonitorFunction")["Environment.Variables.KEY"])
    inside: dict[str, Any] = {
        "sagemaker:VpcSubnets": tuple(place["subnets"]),
        "sagemaker:VolumeKmsKey": key,
        "sagemaker:OutputKmsKey": key,
        "sagemaker:NetworkIsolation": "true",
        "sagemaker:InterContainerTrafficEncryption": "true",
    }
    job_of_ours = f"{jobs}/{name}-data-20261124"
    assert allowed(world, watcher, "sagemaker:CreateProcessingJob", job_of_ours, {**api, **inside})
    for one in inside:
        less = {**api, **{name: value for name, value in inside.items() if name != one}}
        assert not allowed(world, watcher, "sagemaker:CreateProcessingJob", job_of_ours, less), one
        assert not allowed(world, watcher, "sagemaker:CreateProcessingJob", job_of_ours, {**less, one: "another"}), one
    assert not allowed(
        world, watcher, "sagemaker:CreateProcessingJob", f"{jobs}/another-data-20261124", {**api, **inside}
    )
    assert allowed(world, watcher, "iam:PassRole", job, to_sagemaker)
    assert not allowed(world, watcher, "iam:PassRole", host, to_sagemaker)
    assert not allowed(world, watcher, "iam:PassRole", job, {"iam:PassedToService": "lambda.amazonaws.com"})


@pytest.mark.parametrize("role", [JOB, WATCHER])
def test_no_part_of_the_monitor_asks_the_model(reference: Assembly, world: World, role: str) -> None:
    principal = arn_of(the(reference, "AWS::IAM::Role", role))
    endpoint = arn_of(the(reference, "AWS::SageMaker::Endpoint", "Endpoint"))
    assert not allowed(world, principal, "sagemaker:InvokeEndpoint", endpoint)


# Weights that were approved stay what they are --------------------------------------------------


def released(*, replaceable: bool = False) -> tuple[Assembly, set[str]]:
    """An endpoint, somebody who releases weights, and what no control passed."""
    before = stack()
    network, operations = PrivateNetwork(before, "Network"), Operations(before, "Operations")
    artifacts = ModelArtifacts(before, "Weights", network=network, operations=operations, replaceable=replaceable)
    artifacts.grant_release(iam.Role(before, "Releaser", assumed_by=iam.AccountRootPrincipal()))
    artifacts.hosting_role("fraud", path="fraud/1/model.tar.gz")
    served = {"image": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/fraud:1"}
    sagemaker.CfnModel(
        before,
        "Model",
        execution_role_arn="arn:aws:iam::123456789012:role/host",
        primary_container={**served, "modelDataUrl": artifacts.uri("fraud/1/model.tar.gz")},
    )
    app: Any = before.node.root
    assembly = load(Path(app.synth().directory))
    found = review(assembly, CATALOG).findings
    return assembly, {one.control.id for one in found if one.verdict is not TRUE}


@pytest.mark.parametrize(
    ("upload", "replaceable", "expected"),
    [
        ({"s3:if-none-match": "*", "s3:ObjectCreationOperation": "true"}, False, True),
        ({"s3:ObjectCreationOperation": "false"}, False, True),
        ({"s3:ObjectCreationOperation": "true"}, False, False),
        ({"s3:if-match": "abc", "s3:ObjectCreationOperation": "true"}, False, False),
        ({"s3:ObjectCreationOperation": "true"}, True, True),
    ],
    ids=["a new object", "a part of one", "perhaps another's place", "another's place", "where that is wanted"],
)
def test_whoever_releases_weights_replaces_none(upload: dict[str, str], *, replaceable: bool, expected: bool) -> None:
    assembly, failed = released(replaceable=replaceable)
    releaser, bucket = (
        arn_of(next(one for one in assembly.by_type[kind] if name in one.logical_id))
        for kind, name in (("AWS::IAM::Role", "Releaser"), ("AWS::S3::Bucket", "Weights"))
    )
    request = Request(releaser, "s3:PutObject", f"{bucket}/fraud/1/model.tar.gz", {**way(assembly, "s3"), **upload})
    assert evaluate(request, world_of(assembly)).allowed is expected
    assert ("s3-weights-written-once" in failed) is replaceable


@pytest.mark.parametrize("action", ["s3:DeleteObject", "s3:DeleteObjectVersion"])
def test_nobody_deletes_weights_to_write_others_in_their_place(action: str) -> None:
    assembly, _ = released()
    world = world_of(assembly)
    [releaser] = [arn_of(one) for one in assembly.by_type["AWS::IAM::Role"] if "Releaser" in one.logical_id]
    [bucket] = [arn_of(one) for one in assembly.by_type["AWS::S3::Bucket"] if "Weights" in one.logical_id]
    wider = World({**world.identities, releaser: Identity((EVERYTHING,))}, world.resource_policies, endpoints={})
    for context in ({}, {"aws:ViaAWSService": "true"}):
        assert not allowed(wider, releaser, action, f"{bucket}/fraud/1/model.tar.gz", context)
