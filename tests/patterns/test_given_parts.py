"""Parts that a platform team brings itself: they are used as they are, or refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Environment, Stack
from aws_cdk import aws_ec2 as ec2

from secure_ai_constructs import (
    AccessLogBucket,
    ContentGuardrail,
    CustomerKey,
    DataBucket,
    DataProfile,
    DataResidency,
    DeniedTopic,
    KeyPurpose,
    LanguageModel,
    Operations,
    PrivateNetwork,
    RiskRating,
    SecureBedrockRag,
    Service,
    ServiceFunction,
    VectorStore,
)
from tests.patterns.synthesis import ACCOUNT, ENV, MODEL, beside, by_sid, mentions, only, rag, region, resources, stack

US = Environment(account=ACCOUNT, region="us-east-1")
STORES = (VectorStore.s3_vectors(), VectorStore.opensearch_serverless(), VectorStore.aurora_postgresql())


def own_bucket(
    found: SecureBedrockRag, *, profile: DataProfile = DataProfile.DOCUMENTS, network: bool = True
) -> DataBucket:
    """A bucket in the stack of the team `claims`, under a key of its own."""
    place = found.stack_of("claims")
    return DataBucket(
        place,
        "Mine",
        key=CustomerKey(place, "Key", description="documents").key,
        access_logs=AccessLogBucket(place, "Logs"),
        profile=profile,
        network=found.network if network else None,
    )


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.kind)
def test_a_knowledge_base_uses_the_key_of_its_documents_and_the_one_of_its_vectors(store: VectorStore) -> None:
    found = rag()
    team = found.add_team("claims", documents=own_bucket(found), store=store)
    [inline] = only(Stack.of(team), "AWS::IAM::Role", "KnowledgeBaseRole")["Policies"]
    usable = by_sid(inline["PolicyDocument"])["UseKey"]["Resource"]
    assert len(usable) == 2
    assert mentions(usable, "TeamKey")


@pytest.mark.parametrize("profile", [one for one in DataProfile if one is not DataProfile.DOCUMENTS])
def test_documents_in_a_bucket_that_is_not_scanned_are_refused(profile: DataProfile) -> None:
    found = rag()
    documents = own_bucket(found, profile=profile)
    with pytest.raises(ValueError, match=f"must be a bucket of the profile documents .* is one of {profile.value}"):
        found.add_team("claims", documents=documents)


def test_documents_outside_the_network_are_refused() -> None:
    found = rag()
    documents = own_bucket(found, network=False)
    with pytest.raises(ValueError, match="is one of documents in no network"):
        found.add_team("claims", documents=documents)


@pytest.mark.parametrize("reader", ["KnowledgeBaseRole", "IngestionFunctionRole"])
def test_with_a_prefix_only_what_lies_below_it_may_be_read(reader: str) -> None:
    scope = Stack.of(rag().add_team("claims", prefix="public/"))
    statements = only(scope, "AWS::S3::BucketPolicy", "Documents")["PolicyDocument"]["Statement"]
    [read] = [one for one in statements if one.get("Action") and mentions(one.get("Principal"), reader)]
    assert (read["Effect"], read["Resource"]["Fn::Join"][1][-1]) == ("Allow", "/public/*")


@pytest.mark.parametrize("prefix", ["a*/", "a?/", "${aws:userid}/"])
def test_a_prefix_is_a_plain_name(prefix: str) -> None:
    with pytest.raises(ValueError, match="a prefix must be a plain name"):
        rag().add_team("claims", prefix=prefix)


def test_given_endpoints_of_the_same_app_keep_their_policies() -> None:
    scope = stack()
    isolated = ec2.SubnetConfiguration(name="Isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
    zones = ["eu-central-1a", "eu-central-1b"]
    vpc = ec2.Vpc(scope, "Vpc", nat_gateways=0, availability_zones=zones, subnet_configuration=[isolated])
    s3 = vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
    kms = vpc.add_interface_endpoint("Kms", service=ec2.InterfaceVpcEndpointAwsService.KMS)
    network = PrivateNetwork(scope, "Network", vpc=vpc, s3=s3, endpoints={Service.KMS: kms})
    network.reach(Service.KMS, actions=["kms:Decrypt"], resources=["*"])
    network.reach_answers()
    endpoints = resources(scope, "AWS::EC2::VPCEndpoint")
    assert len(endpoints) == 2
    assert not any("PolicyDocument" in one["Properties"] for one in endpoints.values())


@pytest.mark.parametrize("part", ["guardrail", "operations"])
@pytest.mark.parametrize("env", [US, None], ids=["elsewhere", "anywhere"])
def test_parts_of_another_place_are_refused(part: str, env: Environment | None) -> None:
    scope = stack()
    there = beside(scope, "There", env)
    guardrail = ContentGuardrail(there, "Given") if part == "guardrail" else None
    operations = Operations(there, "Given") if part == "operations" else None
    with pytest.raises(ValueError, match=f"the {part} must be in {ACCOUNT} eu-central-1, as the stack, was in "):
        rag(scope, guardrail=guardrail, operations=operations)


@pytest.mark.parametrize("residency", [None, DataResidency.in_region("eu-central-1")])
def test_a_guardrail_that_evaluates_where_data_may_not_be_is_refused(residency: DataResidency | None) -> None:
    scope = stack(ENV)
    guardrail = ContentGuardrail(scope, "Given", geography="eu")
    with pytest.raises(ValueError, match="must answer where data residency EU"):
        rag(scope, residency=residency, guardrail=guardrail)


def test_a_guardrail_stands_in_a_region_of_its_geography() -> None:
    with pytest.raises(ValueError, match=r"the Region must be of the guardrail's geography eu .*, was us-east-1"):
        ContentGuardrail(stack(US), "Guardrail", geography="eu")


def test_two_rags_share_a_guardrail_and_each_is_told_once() -> None:
    scope = stack()
    network, guardrail = PrivateNetwork(scope, "Network"), ContentGuardrail(scope, "Guardrail")
    together = Operations(scope, "Together")
    for name in ("One", "Other"):
        SecureBedrockRag(scope, name, network=network, owner="x", guardrail=guardrail, operations=together)
    SecureBedrockRag(scope, "Apart", network=network, owner="x", guardrail=guardrail)
    told = [one for one in resources(scope, "AWS::CloudWatch::Alarm") if one.startswith("Guardrail")]
    assert len(told) == 6


def test_without_profiles_an_ordinary_call_is_no_call_past_the_profile() -> None:
    team = rag(region("eu-north-1")).add_team("claims")
    team.add_query_function(model=MODEL)
    metrics = only(Stack.of(team), "AWS::CloudWatch::Alarm", "Unguarded")["Metrics"]
    assert {one["Id"] for one in metrics if "MetricStat" in one} == {"calls", "guarded"}


def test_a_model_of_an_unknown_geography_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a model's geography must be empty, global or one of .*, was 'mars'"):
        LanguageModel(MODEL.model_id, "mars")


@pytest.mark.parametrize("number", [1.5, True])
def test_numbers_of_a_question_are_whole(number: float) -> None:
    team = rag().add_team("claims")
    with pytest.raises(ValueError, match="max_tokens must be a whole number"):
        team.add_query_function(model=MODEL, max_tokens=number)  # type: ignore[arg-type]


@pytest.mark.parametrize("budget", [True, float("nan")])
def test_a_budget_is_a_number(budget: float) -> None:
    with pytest.raises(ValueError, match="monthly_budget_usd must be positive"):
        Operations(stack(), "Operations", monthly_budget_usd=budget)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", ["eu-north-1", "us-gov-west-1", "ap-northeast-3"])
def test_a_region_without_budgets_is_refused_one(place: str) -> None:
    with pytest.raises(ValueError, match=f"must offer AWS::Budgets::Budget for monthly_budget_usd; {place} does not"):
        Operations(region(place), "Operations", monthly_budget_usd=100)


def test_a_second_model_card_is_refused() -> None:
    found = rag()
    given = {"intended_use": "u", "evaluation": "e", "limitations": "l", "model_id": "m"}
    found.add_model_card(risk=RiskRating.LOW, **given)
    with pytest.raises(ValueError, match="a RAG must have one model card"):
        found.add_model_card(risk=RiskRating.LOW, **given)


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        (("a" * 101, "x", ()), "must have a name of at most 100 letters"),
        (("a@#", "x", ()), "must have a name of at most 100 letters"),
        (("a", "  ", ()), "a definition of at most 200 characters"),
        (("a", "x", ("y",) * 6), "must have at most 5 examples"),
        (("a", "x", ("y" * 101,)), "examples of 1 to 100 characters"),
        (("a", "x", ("",)), "examples of 1 to 100 characters"),
    ],
)
def test_a_topic_is_one_that_bedrock_takes(topic: tuple[str, str, tuple[str, ...]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        DeniedTopic(*topic)


@pytest.mark.parametrize("words", [[""], ["x" * 101], "swan"])
def test_blocked_words_are_words(words: list[str]) -> None:
    with pytest.raises(ValueError, match="blocked_words must be a list of words of 1 to 100 characters"):
        ContentGuardrail(stack(), "Guardrail", blocked_words=words)


def test_rules_of_a_guardrail_have_names_of_their_own() -> None:
    twice = [DeniedTopic("Law", "x"), DeniedTopic("Law", "y")]
    with pytest.raises(ValueError, match="denied_topics must have names of their own, were Law, Law"):
        ContentGuardrail(stack(), "Guardrail", denied_topics=twice)
    with pytest.raises(ValueError, match="a pattern must have a name of at most 100 characters, was ''"):
        ContentGuardrail(stack(), "Guardrail", patterns={"": "x"})


@pytest.mark.parametrize("emails", [["@"], ["a@"], ["@b"], ["a b@c.d"], ["a@b.c", "a@b.c"]], ids=str)
def test_addresses_are_addresses_and_named_once(emails: list[str]) -> None:
    with pytest.raises(ValueError, match="emails must be"):
        Operations(stack(), "Operations", emails=emails)


@pytest.mark.parametrize("model_id", ["", " ", "x" * 1025])
def test_a_card_names_its_model(model_id: str) -> None:
    given = {"intended_use": "u", "evaluation": "e", "limitations": "l", "model_id": model_id}
    with pytest.raises(ValueError, match="model_id must say something in at most 1024 characters"):
        rag().add_model_card(risk=RiskRating.LOW, **given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"handler": "a.b.c"}, "handler must be one of"),
        ({"handler": "../x"}, "handler must be one of"),
        ({"concurrency": 0}, "concurrency must be at least 1, was 0"),
        ({"description": "d" * 257}, "description must have at most 256 characters, had 257"),
    ],
)
def test_a_function_is_one_that_lambda_takes(given: dict[str, Any], message: str) -> None:
    scope = stack()
    key = CustomerKey(scope, "Key", description="logs", purposes=[KeyPurpose.LOGS]).key
    with pytest.raises(ValueError, match=message):
        ServiceFunction(scope, "Function", **{"handler": "question_answering", "description": "d", "key": key, **given})


@pytest.mark.parametrize("owner", ["x" * 257, "<script>", "a\nb"])
def test_an_owner_is_a_tag(owner: str) -> None:
    with pytest.raises(ValueError, match="owner must be a tag of at most 256 letters"):
        rag(owner=owner)
