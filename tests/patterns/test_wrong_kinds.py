"""What is of another kind than asked for is named where it is written, and not where an attribute is missed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from secure_ai_constructs import (
    AccessLogBucket,
    AlertTopic,
    Chunking,
    ContainerImage,
    ContentGuardrail,
    CustomerKey,
    DataBucket,
    DataResidency,
    DocumentProcessing,
    EmbeddingModel,
    InstanceFleet,
    LanguageModel,
    ModelCustomization,
    OnPremisesRole,
    Operations,
    Parsing,
    PrivateNetwork,
    SecureBedrockRag,
    ServedModel,
    Service,
    ServiceFunction,
    VectorStore,
)
from secure_ai_constructs.patterns.account.no_ways_around import NoWaysAround
from tests.patterns.models import CARD, DIGEST, Place, endpoint, place
from tests.patterns.outcome import is_ours
from tests.patterns.synthesis import MODEL, existing_vpc, only, rag, stack

if TYPE_CHECKING:
    from collections.abc import Callable

NETWORK: dict[str, Any] = {"network": "vpc-1"}


def shared(**arguments: Any) -> SecureBedrockRag:
    scope = stack()
    given = {"network": PrivateNetwork(scope, "Network"), "owner": "platform", **arguments}
    return SecureBedrockRag(scope, "Rag", **given)


def question(**arguments: Any) -> Any:
    return rag().add_team("claims").add_query_function(**{"model": MODEL, **arguments})


def data_bucket(**arguments: Any) -> DataBucket:
    scope = stack()
    given = {"key": CustomerKey(scope, "Key", description="d").key, "access_logs": AccessLogBucket(scope, "Logs")}
    return DataBucket(scope, "Bucket", **{**given, **arguments})


def an_alias() -> kms.IAlias:
    return kms.Alias.from_alias_name(stack(), "Alias", "alias/mine")


def told(**arguments: Any) -> None:
    scope = stack()
    ContentGuardrail(scope, "Guardrail").alarm_to(AlertTopic(scope, "Topic"), **arguments)


def with_vpc(**arguments: Any) -> PrivateNetwork:
    scope = stack()
    return PrivateNetwork(scope, "Network", vpc=existing_vpc(scope), **arguments)


def served(where: Place, **arguments: Any) -> ServedModel:
    given = {
        "name": "fraud",
        "image": where.image,
        "artifacts": where.artifacts,
        "path": "fraud/1/model.tar.gz",
        "version": where.registry.version(1),
    }
    return ServedModel(**{**given, **arguments})


def anything(value: Any) -> Any:
    """A value that no type checker knows."""
    return value


OF_A_RAG: dict[str, Callable[[], object]] = {
    "network must be PrivateNetwork": lambda: shared(**NETWORK),
    "guardrail must be ContentGuardrail or nothing": lambda: shared(guardrail="x"),
    "operations must be Operations or nothing": lambda: shared(operations="x"),
    "residency must be DataResidency or nothing": lambda: shared(residency="eu"),
    "processing must be DocumentProcessing or nothing": lambda: shared(processing=MODEL),
    "documents must be DataBucket or nothing": lambda: rag().add_team(
        "a-b", documents=anything(s3.Bucket(stack(), "B"))
    ),
    "store must be VectorStore or nothing": lambda: rag().add_team("a-b", store=anything(VectorStore.s3_vectors)),
    "name must be 2 to 30 lower-case letters": lambda: rag().add_team(anything(None)),
    "a prefix must be folders": lambda: rag().add_team("a-b", prefix=anything(5)),
    "model must be LanguageModel": lambda: question(model="amazon.nova-lite-v1:0"),
    "instructions must be str": lambda: question(instructions=None),
    "a parsing model must be LanguageModel": lambda: Parsing.foundation_model(anything("amazon.nova-lite-v1:0")),
    "data residency's Region must be str": lambda: DataResidency.in_region(anything(None)),
    "data residency's inference must be": lambda: DataResidency(("eu-central-1",), "EU", anything("none")),
    "service must be Service": lambda: PrivateNetwork(stack(), "Network").reach(
        anything("kms"), actions=["a"], resources=["b"]
    ),
    "a purpose must be KeyPurpose": lambda: CustomerKey(stack(), "Key", description="d", purposes=anything(["data"])),
    "profile must be DataProfile": lambda: data_bucket(profile="documents"),
    "access_logs must be AccessLogBucket": lambda: data_bucket(access_logs=s3.Bucket(stack(), "B")),
    "operations must be Operations": lambda: ModelCustomization(
        stack(), "Tuning", base_model="x", network=rag().network, operations=anything(None)
    ),
    "document processing's chunking must be Chunking": lambda: DocumentProcessing(chunking=anything("FIXED_SIZE")),
    "document processing's parsing must be Parsing": lambda: DocumentProcessing(parsing=anything(None)),
    "document processing's embedding must be EmbeddingModel": lambda: DocumentProcessing(embedding=anything("titan")),
    "a parsing model must be LanguageModel or nothing": lambda: Parsing(anything("amazon.nova-lite-v1:0")),
    "the numbers of FIXED_SIZE must be fixedSizeChunking": lambda: Chunking("FIXED_SIZE", (("x", 1),)),
    "an embedding model's model_id must be str": lambda: EmbeddingModel(anything([]), 1024),
    "a model's geography must be str": lambda: LanguageModel.within(anything(["eu"]), "amazon.nova-lite-v1:0"),
    "geography must be str": lambda: DataResidency.within(anything(["eu"])),
    "Bucket: key must be a key": lambda: data_bucket(key="alias/aws/s3"),
    "key must be a key (of a CustomerKey, its key)": lambda: data_bucket(
        key=CustomerKey(stack(), "Other", description="d")
    ),
    "key must be a key and not an alias of one": lambda: data_bucket(key=an_alias()),
    "network must be a PrivateNetwork": lambda: data_bucket(network="network"),
    "bucket must be a bucket": lambda: data_bucket(bucket="bucket"),
    "a principal must be a role": lambda: data_bucket().grant_read_objects(anything(None)),
    "Guardrail: key must be a key and": lambda: ContentGuardrail(stack(), "Guardrail", key=an_alias()),
    "alerts must be an AlertTopic": lambda: ContentGuardrail(stack(), "Guardrail").alarm_to(anything("topic")),
    "interventions must be a number": lambda: told(interventions=anything("many")),
    "interventions must be a number from 0 on": lambda: told(interventions=-5),
    "Topic: key must be a key": lambda: AlertTopic(stack(), "Topic", key=anything("alias/aws/sns")),
    "administrator must be a role": lambda: Operations(stack(), "Operations", administrator=anything("arn")),
    "monthly_budget_usd must be at least 1": lambda: Operations(
        stack(), "Operations", monthly_budget_usd=anything(float("inf"))
    ),
    "handler must be str": lambda: ServiceFunction(
        stack(), "Function", handler=anything(None), description="d", key=anything(None)
    ),
    "endpoints must be Mapping": lambda: with_vpc(endpoints=[Service.KMS]),
    "a service of endpoints must be Service": lambda: with_vpc(endpoints={"kms": None}),
    "the endpoint of KMS must be an interface endpoint": lambda: with_vpc(endpoints={Service.KMS: None}),
    "s3 must be a gateway endpoint": lambda: with_vpc(s3="vpce-1"),
    "fips must be bool": lambda: PrivateNetwork(stack(), "Network", fips=anything("yes")),
    "actions must be a list": lambda: rag().network.reach(
        Service.KMS, actions=anything("kms:Decrypt"), resources=["arn:aws:kms:::key/1"]
    ),
    "resources must be a list": lambda: rag().network.reach(
        Service.KMS, actions=["kms:Decrypt"], resources=anything("arn:aws:kms:::key/1")
    ),
    "must name actions and resources": lambda: rag().network.reach(
        Service.KMS, actions=["kms:Decrypt"], resources=["arn:aws:kms:*:*:*"]
    ),
    "reach_s3 must name actions": lambda: rag().network.reach_s3(actions=["s3:*"]),
    "standby_replicas must be bool": lambda: VectorStore.opensearch_serverless(standby_replicas=anything("no")),
    "claims/Team: model must be LanguageModel": lambda: rag().add_team("claims").access_to(anything("nova")),
    "a caller must be a role": lambda: rag().add_team("claims").grant_query(anything("arn"), model=MODEL),
    "a caller must be a role, was": lambda: rag().add_team("claims").grant_upload(anything(None)),
    "certificate_authority_arn must be that of": lambda: OnPremisesRole(
        stack(), "Machine", certificate_authority_arn="", common_name="printer"
    ),
}
OF_A_MODEL: dict[str, Callable[[Place], object]] = {
    "a model's name must be str": lambda where: served(where, name=None),
    "a model's image must be ContainerImage": lambda where: served(where, image="image"),
    "a model's version must be ModelVersion": lambda where: served(where, version=7),
    "a model's path must be str": lambda where: served(where, path=None),
    "an image must be pinned by its digest": lambda where: ContainerImage(where.image.repository, anything(None)),
    "model must be ServedModel": lambda where: endpoint(where, model="fraud"),
    "card must be CardContent": lambda where: endpoint(where, card={}),
    "fleet must be InstanceFleet": lambda where: endpoint(where, fleet=3),
    "instance_type must be one of SageMaker's": lambda _: InstanceFleet(instance_type=anything(None)),
}


@pytest.mark.parametrize("message", OF_A_RAG)
def test_another_kind_is_named(message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        OF_A_RAG[message]()
    assert is_ours(caught.value)


@pytest.mark.parametrize("message", OF_A_MODEL)
def test_another_kind_around_a_model_is_named(message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        OF_A_MODEL[message](place())
    assert is_ours(caught.value)
    assert CARD.owner


# Callers


@pytest.mark.parametrize("grant", ["upload", "query"])
def test_a_role_of_another_account_is_refused(grant: str) -> None:
    team = rag().add_team("claims")
    foreign = iam.Role.from_role_arn(Stack.of(team), "Foreign", "arn:aws:iam::999999999999:role/foreign")
    with pytest.raises(ValueError, match="a caller must be of account 123456789012, was of 999999999999"):
        team.grant_upload(foreign) if grant == "upload" else team.grant_query(foreign, model=MODEL)


def unchangeable(scope: Stack) -> iam.IRole:
    """A role that exists already, and whose policies are somebody else's."""
    return iam.Role.from_role_arn(scope, "Theirs", "arn:aws:iam::123456789012:role/theirs", mutable=False)


def test_a_role_that_keeps_its_policies_is_refused_because_the_denies_would_be_missing() -> None:
    team = rag().add_team("claims")
    message = r"because what it may not do stands in them, was Test/Rag/Teams/claims/Theirs, which keeps its own"
    with pytest.raises(ValueError, match=message) as caught:
        team.grant_query(unchangeable(Stack.of(team)), model=MODEL)
    assert is_ours(caught.value)
    with pytest.raises(ValueError, match="because what it may not do stands in them"):
        team.grant_query(
            iam.Role(team, "Own", assumed_by=iam.AccountRootPrincipal()).without_policy_updates(), model=MODEL
        )


def test_nobody_else_s_role_is_said_to_be_granted_a_model_or_to_be_denied_the_ways_around() -> None:
    model = endpoint()
    with pytest.raises(ValueError, match="because what it may not do stands in them"):
        model.grant_invoke(unchangeable(Stack.of(model)))
    scope = stack()
    NoWaysAround(scope, "NoWaysAround").deny_to(unchangeable(scope))
    assert only(scope, "AWS::IAM::ManagedPolicy")["Roles"] == ["theirs"]


def test_a_role_that_exists_already_and_may_be_added_to_is_given_all_of_it() -> None:
    team = rag().add_team("claims")
    theirs = iam.Role.from_role_arn(Stack.of(team), "Theirs", "arn:aws:iam::123456789012:role/theirs")
    team.grant_query(theirs, model=MODEL)
    policy = only(Stack.of(team), "AWS::IAM::Policy", "Theirs")
    assert policy["Roles"] == ["theirs"]
    assert {one["Effect"] for one in policy["PolicyDocument"]["Statement"]} == {"Allow", "Deny"}


def test_a_service_is_no_caller() -> None:
    team = rag().add_team("claims")
    with pytest.raises(ValueError, match="a caller must be a role, was ServicePrincipal"):
        team.grant_query(iam.ServicePrincipal("lambda.amazonaws.com"), model=MODEL)


def test_a_repository_of_another_account_is_refused() -> None:

    where = place()
    arn = "arn:aws:ecr:us-east-1:999999999999:repository/fraud"
    foreign = ContainerImage(ecr.Repository.from_repository_arn(where.before, "Foreign", arn), DIGEST)
    with pytest.raises(ValueError, match=r"the image must be in the registry of .*, was in 999999999999 us-east-1"):
        endpoint(where, model=served(where, image=foreign))


def test_endpoints_admit_actions_by_their_names() -> None:
    network = PrivateNetwork(stack(), "Network")
    for actions, resources in ((["kms:*"], ["arn"]), (["kms:Decrypt"], ["*"])):
        with pytest.raises(ValueError, match=r"reach\(KMS\) must name actions and resources, was"):
            network.reach(Service.KMS, actions=actions, resources=resources)
