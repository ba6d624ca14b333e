"""What is of another kind than asked for is named where it is written, and not where an attribute is missed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import jsii
import pytest
from aws_cdk import App, CfnParameter, Duration, Environment, IStableStringProducer, Lazy, Stack, Token
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from secure_ai_constructs import (
    AccessLogBucket,
    AlertTopic,
    ArtifactNotifications,
    AuditTrail,
    Chunking,
    ConfigurationBaseline,
    ContainerImage,
    ContentGuardrail,
    CustomerKey,
    DataBucket,
    DataResidency,
    DocumentProcessing,
    EmbeddingModel,
    EvidenceCollector,
    InstanceFleet,
    InvocationLogging,
    KeyPurpose,
    LanguageModel,
    MalwareScan,
    MatrixScope,
    ModelCard,
    ModelCustomization,
    ModelVersion,
    OnPremisesRole,
    Operations,
    Parsing,
    PrivateNetwork,
    SecureBedrockRag,
    SecureNotebook,
    SecurityPosture,
    ServedModel,
    Service,
    ServiceFunction,
    Threat,
    VectorStore,
    WorkloadRecord,
)
from secure_ai_constructs.patterns.account.no_ways_around import NoWaysAround
from secure_ai_constructs.patterns.account.part import Mode, PartMode
from secure_ai_constructs.patterns.rag.governed_prompt import GovernedPrompt
from tests.patterns.models import CARD, DIGEST, Place, endpoint, place
from tests.patterns.outcome import is_ours
from tests.patterns.synthesis import MODEL, beside, existing_vpc, only, rag, stack

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


def far(scope: Stack) -> PrivateNetwork:
    """A network of the same app in another Region."""
    env = Environment(account=scope.account, region="us-east-1")
    return PrivateNetwork(beside(scope, "Far", env=env), "Network")


def served(where: Place, **arguments: Any) -> ServedModel:
    given = {
        "name": "fraud",
        "image": where.image,
        "artifacts": where.artifacts,
        "path": "fraud/1/model.tar.gz",
        "version": where.registry.version(1),
    }
    return ServedModel(**{**given, **arguments})


@jsii.implements(IStableStringProducer)
class Later:
    """What only deployment would say."""

    def produce(self) -> str:
        return "later"


def guarded_within(geography: str) -> SecureBedrockRag:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    guardrail = ContentGuardrail(scope, "Guardrail", geography=geography)
    return SecureBedrockRag(scope, "Rag", network=network, owner="platform", guardrail=guardrail)


def tuning(**arguments: Any) -> ModelCustomization:
    scope = stack()
    return ModelCustomization(scope, "Tuning", base_model="x", network=PrivateNetwork(scope, "Network"), **arguments)


def alarming(**arguments: Any) -> None:
    scope = stack()
    topic = AlertTopic(scope, "Topic")
    given = {"metric": topic.topic.metric_number_of_messages_published(), "description": "d", **arguments}
    topic.alarm_above(scope, "Alarm", **given)


def function(**arguments: Any) -> ServiceFunction:
    scope = stack()
    key = CustomerKey(scope, "Key", description="d", purposes=[KeyPurpose.LOGS]).key
    given = {"handler": "lineage_edge", "description": "d", "key": key, **arguments}
    return ServiceFunction(scope, "Function", **given)


def inside() -> ServiceFunction:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    key = CustomerKey(scope, "Key", description="d", purposes=[KeyPurpose.LOGS]).key
    return ServiceFunction(scope, "Function", handler="lineage_edge", description="d", key=key, network=network)


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
    "a team's name must be 2 to 30 lower-case letters": lambda: rag().add_team(anything(None)),
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
    "operations must be Operations": lambda: tuning(operations=None),
    "document processing's chunking must be Chunking": lambda: DocumentProcessing(chunking=anything("FIXED_SIZE")),
    "document processing's parsing must be Parsing": lambda: DocumentProcessing(parsing=anything(None)),
    "document processing's embedding must be EmbeddingModel": lambda: DocumentProcessing(embedding=anything("titan")),
    "a parsing model must be LanguageModel or nothing": lambda: Parsing(anything("amazon.nova-lite-v1:0")),
    "chunking's numbers must be a name and what it says each": lambda: Chunking("FIXED_SIZE", (("x", 1),)),
    "the numbers of FIXED_SIZE must be fixedSizeChunking": lambda: Chunking("FIXED_SIZE", (("x", {}),)),
    "an embedding model's model_id must be str": lambda: EmbeddingModel(anything([]), 1024),
    "a model's geography must be str": lambda: LanguageModel.within(anything(["eu"]), "amazon.nova-lite-v1:0"),
    "geography must be str": lambda: DataResidency.within(anything(["eu"])),
    "Bucket: key must be a key": lambda: data_bucket(key="alias/aws/s3"),
    "key must be a key (of a CustomerKey, its key)": lambda: data_bucket(
        key=CustomerKey(stack(), "Other", description="d")
    ),
    "the key must be in 123456789012 eu-central-1, as the stack, was in 999999999999 us-east-1": lambda: data_bucket(
        key=kms.Key.from_key_arn(stack(), "Theirs", "arn:aws:kms:us-east-1:999999999999:key/1")
    ),
    "the key must be in 123456789012 eu-central-1, as the stack, was in 123456789012 us-east-1": lambda: AlertTopic(
        stack(), "Topic", key=kms.Key.from_key_arn(stack(), "Far", "arn:aws:kms:us-east-1:123456789012:key/1")
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
    "monthly_budget_usd must be a finite number, was inf": lambda: Operations(
        stack(), "Operations", monthly_budget_usd=anything(float("inf"))
    ),
    "interventions must be a finite number, was nan": lambda: told(interventions=float("nan")),
    "interventions must be a number that is known now, was a token": lambda: told(
        interventions=Token.as_number(CfnParameter(stack(), "Number", type="Number").value_as_number)
    ),
    "key must be a key (of a CustomerKey, its key), was the class Key": lambda: data_bucket(key=kms.Key),
    "administrator must be a role, was the class Role": lambda: CustomerKey(
        stack(), "Key", description="d", administrator=anything(iam.Role)
    ),
    "a caller must be a role, was the class Role": lambda: (
        rag().add_team("claims").grant_query(anything(iam.Role), model=MODEL)
    ),
    "owner must be a text that is known now, was a token": lambda: shared(owner=Lazy.string(Later())),
    "owner must be str, was 5": lambda: shared(owner=5),
    "owner must be a tag of at most 256 letters": lambda: shared(owner="Schadenprüfung"),
    "masked must be a list, was {'NAME'}": lambda: ContentGuardrail(stack(), "Guardrail", masked=anything({"NAME"})),
    "masked must name each type once, was ['NAME', 'NAME']": lambda: ContentGuardrail(
        stack(), "Guardrail", masked=["NAME", "NAME"]
    ),
    "the guardrail must answer where data residency": lambda: guarded_within("eu"),
    "must be of the same app": lambda: shared(operations=Operations(stack(), "Operations")),
    "a vector store must be made by VectorStore.s3_vectors()": lambda: VectorStore(
        "mine", anything(None), "AWS::S3::Bucket"
    ),
    "chunking's largest must be a whole number of at least 0": lambda: Chunking(
        "FIXED_SIZE", (("fixedSizeChunkingConfiguration", {"maxTokens": 300}),), anything("300")
    ),
    "a threat's controls must be a list, was 'kms-key-rotates'": lambda: Threat(
        "LLM01", "d", anything("kms-key-rotates")
    ),
    "a threat's id must be str": lambda: Threat(anything(None), "d"),
    "threats must be a list": lambda: WorkloadRecord(
        stack(),
        "Record",
        workload="claims",
        owner="o",
        matrix_scope=MatrixScope.PRE_TRAINED_MODEL,
        threats=anything(Threat("LLM01", "d", ("kms-key-rotates",))),
    ),
    "bucket must be a bucket, was 'documents'": lambda: MalwareScan(
        stack(), "Scan", bucket=anything("documents"), key=anything(None)
    ),
    "retention must be Duration or nothing": lambda: AccessLogBucket(stack(), "Logs", retention=anything(400)),
    "retention must be at least a day": lambda: AccessLogBucket(stack(), "Logs", retention=Duration.hours(3)),
    "prefix must be str": lambda: data_bucket().grant_read_objects(
        iam.Role.from_role_name(stack(), "R", "r"), prefix=anything(5)
    ),
    "a principal must be one role": lambda: data_bucket().grant_read_objects(
        iam.Role.from_role_arn(stack(), "R", "arn:aws:iam::123456789012:role/*")
    ),
    "actions must be actions such as 's3:GetObject'": lambda: data_bucket().admit_service(
        "config", actions=["GetObject"], sid="Config"
    ),
    "Prompt: key must be a key": lambda: GovernedPrompt(stack(), "Prompt", key=anything(None)),
    "the VPC must be": lambda: PrivateNetwork(
        stack(), "Network", vpc=existing_vpc(Stack(App(), "Other", env=Environment(account="1", region="us-east-1")))
    ),
    "threshold must be a finite number": lambda: alarming(threshold=float("nan")),
    "metric must be a metric": lambda: alarming(metric=None),
    "network must be a PrivateNetwork, was 'vpc'": lambda: function(network="vpc"),
    "description must be str": lambda: function(description=None),
    "timeout must be Duration or nothing": lambda: function(timeout=60),
    "timeout must be a duration that is known now, was a token": lambda: function(
        timeout=Duration.seconds(Token.as_number(CfnParameter(stack(), "Number", type="Number").value_as_number))
    ),
    "timeout must be from 1 to 900 whole seconds, was 1.5": lambda: function(timeout=Duration.millis(1500)),
    "timeout must be from 1 to 900 whole seconds, was 1200": lambda: function(timeout=Duration.minutes(20)),
    "concurrency must be a whole number of at least 1, was 1.5": lambda: function(concurrency=1.5),
    "environment's A must be str": lambda: function(environment={"A": 5}),
    "environment must have names of letters, digits and _": lambda: function(environment={"AWS_REGION": "x"}),
    "environment must be Mapping or nothing": lambda: function(environment=["A"]),
    "events_key must be a key": lambda: function(events_key="alias/x"),
    "a statement must be dict": lambda: function().allow(anything("x")),
    "a statement must say Effect, Action and Resource": lambda: function().allow({}),
    "the function must stand in a network to reach KMS, was in none": lambda: function().call(Service.KMS),
    "the network must have been asked for KMS": lambda: inside().call(Service.KMS),
    "Function: service must be Service": lambda: inside().reach(anything("kms"), actions=["kms:Sign"], resources=["a"]),
    "actions must be a list, was 's3:GetObject'": lambda: inside().only_through(
        ["vpce-1"], sid="X", actions=anything("s3:GetObject")
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
    "a version's registry must be ModelRegistry": lambda _: ModelVersion(anything(None), 1),
    "a version's number must be a whole number of at least 1, was 0": lambda where: ModelVersion(where.registry, 0),
    "operations must be Operations, was None": lambda where: AuditTrail(
        where.before, "Trail", key=anything(None), operations=anything(None)
    ),
    "without must be a list": lambda where: ConfigurationBaseline(
        where.before, "Baseline", operations=where.operations, without=anything(None)
    ),
    "hub_exists must be bool, was 'no'": lambda where: SecurityPosture(
        where.before, "Posture", operations=where.operations, hub_exists=anything("no")
    ),
    "sources must be a list, was 'reports'": lambda where: EvidenceCollector(
        where.before, "Evidence", key=anything(None), operations=where.operations, sources=anything("reports")
    ),
    "a part's mode: its part must be Part": lambda _: PartMode(anything("trail"), Mode.SKIP, "r"),
    "a caller must be a role": lambda where: where.registry.grant_register(anything(None)),
    "a model card's owner must be str": lambda _: replace(CARD, owner=anything(5)),
    "content must be CardContent": lambda where: ModelCard(
        where.before, "Card", model_id="m", content=anything(None), key=where.operations.key.key
    ),
    "details must be Mapping or nothing": lambda where: ModelCard(
        where.before, "Card", model_id="m", content=CARD, key=where.operations.key.key, details=anything("x")
    ),
    "a shadow must be of an endpoint that has none yet": lambda where: where.artifacts.shadow_role("nobody"),
    "the network must be in 123456789012 eu-central-1, as the stack, was in 123456789012 us-east-1": lambda where: (
        SecureNotebook(where.before, "Notebook", network=far(where.before), operations=where.operations, owner="o")
    ),
    "must keep|keeps its own": lambda where: where.registry.grant_register(unchangeable(where.before)),
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


# Several grants


def sids(scope: Stack, name: str) -> list[str]:
    statements = only(scope, "AWS::IAM::Policy", name)["PolicyDocument"]["Statement"]
    return [one["Sid"] for one in statements if "Sid" in one]


def test_who_is_granted_several_things_of_a_kind_has_statements_with_names_of_their_own() -> None:
    scope = Stack(App(), "Virginia", env=Environment(account="123456789012", region="us-east-1"))
    notifications = ArtifactNotifications(scope, "Notifications", owner="o", emails=["a@example.com"])
    logging = InvocationLogging(
        scope,
        "Logging",
        key=CustomerKey(scope, "Key", description="d", purposes=[KeyPurpose.LOGS, KeyPurpose.INVOCATIONS]).key,
        operations=Operations(scope, "Operations"),
    )
    auditor = iam.Role(scope, "Auditor", assumed_by=iam.AccountRootPrincipal())
    for series in ("SOC 2", "ISO 27001"):
        notifications.grant_read_reports(auditor, series=[series])
    logging.grant_read(auditor)
    found = sids(scope, "Auditor")
    assert len(found) == 8
    assert len(set(found)) == 8


def test_a_grant_that_would_be_no_grant_is_refused() -> None:
    where = place()
    theirs = unchangeable(where.before)
    notebook = SecureNotebook(
        where.before, "Notebook", network=where.network, operations=where.operations, owner="platform"
    )
    with pytest.raises(ValueError, match="must be a role whose policies can be added to"):
        notebook.grant_open(theirs)


def test_a_grant_to_a_role_that_exists_already_is_written_once() -> None:
    where = place()
    theirs = iam.Role.from_role_arn(where.before, "Theirs", "arn:aws:iam::123456789012:role/theirs")
    notebook = SecureNotebook(
        where.before, "Notebook", network=where.network, operations=where.operations, owner="platform"
    )
    notebook.grant_open(theirs).assert_success()
    assert len(only(where.before, "AWS::IAM::Policy", "Theirs")["PolicyDocument"]["Statement"]) == 1
