"""All arguments of one app as plain values, and the app that they describe.

The constructs and values that the arguments are for are made here, so that a refusal is part of what is tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from aws_cdk import App, Duration, Environment, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

import app
from secure_ai_constructs import (
    AccessLogBucket,
    AiService,
    AlertTopic,
    Chunking,
    ContentGuardrail,
    CrossRegionInference,
    CustomerKey,
    DataBucket,
    DataProfile,
    DataResidency,
    DeniedTopic,
    DocumentProcessing,
    EmbeddingModel,
    KeyPurpose,
    LanguageModel,
    ModelCustomization,
    OnPremisesRole,
    Operations,
    Parsing,
    PrivateNetwork,
    SecureBedrockRag,
    Service,
    ServiceCard,
    ServiceFunction,
    VectorStore,
)
from tests.patterns.outcome import accept
from tests.patterns.synthesis import ACCOUNT, existing_vpc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constructs import Construct

Arguments = dict[str, Any]

STORES: Mapping[str, Callable[..., VectorStore]] = {
    "s3": VectorStore.s3_vectors,
    "opensearch": VectorStore.opensearch_serverless,
    "aurora": VectorStore.aurora_postgresql,
}


@dataclass(frozen=True)
class Scenario:
    """All arguments of one app, by the construct that takes them."""

    wrong: str
    """The part that was drawn from what may be wrong; empty when all is right."""
    region: str
    residency: Arguments | None
    network: Arguments
    processing: Arguments
    guardrail: Arguments | None
    operations: Arguments | None
    rag: Arguments
    teams: tuple[Arguments, ...]
    card: Arguments
    further: Arguments
    """What may stand beside a RAG: a bucket, a key, a machine on premises."""


def build(scenario: Scenario, outdir: str) -> App:
    """The app that a scenario describes; raises what the constructs raise."""
    tree = App(outdir=outdir, context=app.settings(), analytics_reporting=False, tree_metadata=False)
    scope = Stack(tree, "Test", env=Environment(account=ACCOUNT, region=scenario.region))
    network = network_of(scope, scenario.network)
    rag = SecureBedrockRag(
        scope,
        "Rag",
        network=network,
        residency=residency_of(scenario.residency),
        processing=processing_of(scenario.processing),
        guardrail=guardrail_of(scope, scenario.guardrail),
        operations=operations_of(scope, scenario.operations),
        **scenario.rag,
    )
    for team in scenario.teams:
        add_team(rag, team)
    rag.add_model_card(**scenario.card)
    record_service_cards(scope)
    add_further(scope, rag, scenario.further)
    accept_what_was_chosen(rag, scenario)
    return tree


def accept_what_was_chosen(rag: SecureBedrockRag, scenario: Scenario) -> None:
    """The risks that the constructs leave to their user: of each one, where it was taken."""
    elsewhere = any(one.name.startswith("BEDROCK") for one in scenario.network.get("endpoints", ()))
    for given in scenario.teams:
        team = rag.teams[given["name"]]
        if not given["store"][1].get("standby_replicas", True):
            accept(team, "opensearch-standby-replicas")
        if elsewhere:
            accept(team, "vpc-endpoint-present")
        if given["model"][0] == "global":
            accept(team, "bedrock-model-in-region", "iam-model-not-anywhere", "lambda-model-in-region")
            apart = rag.node.try_find_child(f"Of-{given['name']}") or Stack.of(team)
            if asker := apart.node.try_find_child("Asker"):
                accept(asker, "iam-model-not-anywhere")
    if scenario.network.get("zones") == 2:
        accept(rag.network, "vpc-endpoint-three-zones")


def record_service_cards(scope: Stack) -> None:
    """Somebody has read what Amazon says of its models."""
    for family in (AiService.NOVA, AiService.TITAN):
        url = f"https://docs.aws.amazon.com/ai/responsible-ai/{family.value}/overview.html"
        ServiceCard(scope, family.name, service=family, url=url, read=date(2026, 11, 1), reader="compliance")


def network_of(scope: Stack, given: Arguments) -> PrivateNetwork:
    """A network of its own, or in a VPC that exists, with such of its endpoints as are given."""
    zones, given = given.get("zones"), dict(given)
    if given.pop("administrator", False):
        given["administrator"] = iam.Role(scope, "NetworkAdministrator", assumed_by=iam.AccountRootPrincipal())
    if zones is None:
        return PrivateNetwork(scope, "Network", **given)
    vpc = existing_vpc(scope, zones)
    endpoints = {service: _endpoint(scope, service, groups=given["groups"]) for service in given["endpoints"]}
    s3 = ec2.GatewayVpcEndpoint.from_gateway_vpc_endpoint_id(scope, "S3", "vpce-s3") if given["s3"] else None
    rest = {key: value for key, value in given.items() if key in ("administrator", "on_premises", "fips")}
    return PrivateNetwork(scope, "Network", vpc=vpc, endpoints=endpoints, s3=s3, **rest)


def _endpoint(scope: Stack, service: Service, *, groups: bool) -> ec2.IInterfaceVpcEndpoint:
    group = ec2.SecurityGroup.from_security_group_id(scope, f"GroupOf{service.value[1]}", "sg-1")
    return ec2.InterfaceVpcEndpoint.from_interface_vpc_endpoint_attributes(
        scope,
        f"Given{service.value[1]}",
        vpc_endpoint_id=f"vpce-{service.value[0]}",
        port=443,
        security_groups=[group] if groups else None,
    )


def residency_of(given: Arguments | None) -> DataResidency | None:
    """A residency by its Region, its geography, or all that it is made of."""
    if given is None:
        return None
    if "within" in given:
        return DataResidency.within(given["within"])
    if "in_region" in given:
        return DataResidency.in_region(given["in_region"])
    return DataResidency(**{"inference": CrossRegionInference.NONE, **given})


def processing_of(given: Arguments) -> DocumentProcessing:
    """Embedding, chunking and parsing, made by their own names."""
    (embedding, numbers), (chunking, sizes) = given["embedding"], given["chunking"]
    make = getattr(EmbeddingModel, embedding) if embedding else EmbeddingModel
    parsing = Parsing.foundation_model(language_model(*given["parsing"])) if given["parsing"] else Parsing.text()
    return DocumentProcessing(embedding=make(**numbers), chunking=getattr(Chunking, chunking)(**sizes), parsing=parsing)


def language_model(geography: str, model_id: str) -> LanguageModel:
    """A model of the Region, of a geography, or of anywhere."""
    if geography == "global":
        return LanguageModel.anywhere(model_id)
    return LanguageModel.within(geography, model_id) if geography else LanguageModel.in_region(model_id)


def guardrail_of(scope: Stack, given: Arguments | None) -> ContentGuardrail | None:
    """A guardrail whose topics are made of their words."""
    if given is None:
        return None
    made: Arguments = {"denied_topics": [DeniedTopic(*one) for one in given.get("denied_topics", ())]}
    key = CustomerKey(scope, "OwnGuardrailKey", description="A guardrail").key if given.get("key") else None
    made |= {"key": key, "administrator": _caller(scope, "GuardrailCare") if given.get("administrator") else None}
    return ContentGuardrail(scope, "Guardrail", **{**given, **made})


def operations_of(scope: Stack, given: Arguments | None) -> Operations | None:
    """Operations, with the roles and the log bucket that should be there."""
    if given is None:
        return None
    roles = {
        name: iam.Role(scope, name.title(), assumed_by=iam.AccountRootPrincipal()) if given[name] else None
        for name in ("administrator", "revoker")
    }
    rest = {name: one for name, one in given.items() if name != "retention"}
    retention = Duration.days(given["retention"]) if "retention" in given else None
    logs = AccessLogBucket(scope, "AccessLogs", retention=retention) if given["access_logs"] else None
    return Operations(scope, "Operations", **{**rest, **roles, "access_logs": logs})


def add_team(rag: SecureBedrockRag, given: Arguments) -> None:
    """A team, its bucket where it brings one, and its query function where it has one."""
    store, numbers = given["store"]
    documents, stack = None, _stack_of(rag, given)
    if given["documents"]:
        place = (stack or rag.stack_of(given["name"])) if given["documents"] == "own" else Stack.of(rag)
        before = s3.Bucket(place, "ExistingBucket") if given.get("made_before") else None
        documents = bucket(place, rag, DataProfile.DOCUMENTS, before)
    store_of_vectors = STORES[store](**numbers)
    team = rag.add_team(given["name"], store=store_of_vectors, documents=documents, prefix=given["prefix"], stack=stack)
    for _ in range((given["question"] is not None) + given.get("twice", False)):
        team.add_query_function(model=language_model(*given["model"]), **given["question"])
    if "grant" in given:
        apart = Stack.of(team) if given["grant"] == "team" else Stack(rag, f"Of-{given['name']}", env=_place(rag))
        team.grant_query(_caller(apart, "Asker"), model=language_model(*given["model"]))
        team.grant_upload(_caller(Stack.of(team), "Uploader"))


def add_function(scope: Stack, rag: SecureBedrockRag, given: Arguments) -> None:
    """A handler of the library, in the network or outside of it."""
    rest = {name: one for name, one in given.items() if name not in ("inside", "seconds", "events_key")}
    keys = {"key": rag.operations.key.key, "events_key": rag.operations.alerts.key if "events_key" in given else None}
    network, timeout = rag.network if given["inside"] else None, Duration.seconds(given["seconds"])
    ServiceFunction(scope, "Handler", network=network, timeout=timeout, **{"handler": "drift_watch", **keys, **rest})


def _stack_of(rag: SecureBedrockRag, given: Arguments) -> Stack | None:
    """A stack of one's own for a team, or one that holds the RAG."""
    if given.get("stack") == "given":
        app: Any = rag.node.root
        return Stack(app, f"Own-{given['name']}-{len(app.node.children)}", env=_place(rag))
    return Stack.of(rag) if "stack" in given else None


def _place(scope: Construct) -> Environment:
    stack = Stack.of(scope)
    return Environment(account=stack.account, region=stack.region)


def _caller(scope: Stack, name: str) -> iam.Role:
    return iam.Role(scope, name, assumed_by=iam.AccountRootPrincipal())


def bucket(place: Stack, rag: SecureBedrockRag, profile: DataProfile, before: s3.Bucket | None = None) -> DataBucket:
    """A bucket of one's own, under a key of one's own."""
    key = CustomerKey(place, "BucketKey", description="A bucket of one's own")
    logs = rag.operations.access_logs
    return DataBucket(
        place, "Bucket", key=key.key, access_logs=logs, profile=profile, network=rag.network, bucket=before
    )


def add_further(scope: Stack, rag: SecureBedrockRag, given: Arguments) -> None:
    """What is drawn to stand beside a RAG."""
    if "profile" in given:
        bucket(scope, rag, given["profile"])
    if "outside" in given:
        key, logs = CustomerKey(scope, "OutsideKey", description="Outside"), rag.operations.access_logs
        DataBucket(scope, "Outside", key=key.key, access_logs=logs, profile=given["outside"])
    if "topic" in given:
        own = CustomerKey(scope, "TopicKey", description="Alerts", purposes=[KeyPurpose.ALERTS])
        AlertTopic(scope, "Topic", key=own.key if given["topic"] else None)
    if "function" in given:
        add_function(scope, rag, given["function"])
    if "purposes" in given:
        CustomerKey(scope, "FurtherKey", description="Further", purposes=given["purposes"])
    if "base_model" in given:
        ModelCustomization(
            scope, "Tuning", base_model=given["base_model"], network=rag.network, operations=rag.operations
        )
    if "common_name" in given:
        authority = f"arn:aws:acm-pca:{scope.region}:{ACCOUNT}:certificate-authority/1"
        OnPremisesRole(scope, "Machine", certificate_authority_arn=authority, common_name=given["common_name"])
