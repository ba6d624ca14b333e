"""Wrong use fails where it is written, in our words: what must hold, and what was given."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import Environment, Fn, Stack
from aws_cdk import aws_s3 as s3

from secure_ai_constructs import (
    AccessLogBucket,
    Chunking,
    CrossRegionInference,
    CustomerKey,
    DataBucket,
    DataResidency,
    DocumentProcessing,
    EmbeddingModel,
    LanguageModel,
    ModelCustomization,
    Operations,
    PrivateNetwork,
    RiskRating,
    SecureBedrockRag,
    VectorStore,
)
from tests.patterns.synthesis import ACCOUNT, MODEL, beside, only, rag, region, resources, stack

NOVA = MODEL.model_id
EU, GERMANY = DataResidency.within("eu"), DataResidency.in_region("eu-central-1", jurisdiction="DE")


def bucket(found: SecureBedrockRag, scope: Stack, before: s3.Bucket | None = None) -> DataBucket:
    key = CustomerKey(scope, "Key", description="documents")
    logs = AccessLogBucket(scope, "Logs")
    return DataBucket(scope, "Documents", key=key.key, access_logs=logs, network=found.network, bucket=before)


# Region and environment


@pytest.mark.parametrize("place", ["us-west-1", "il-central-1", "me-central-1", "cn-north-1"])
def test_a_region_without_knowledge_bases_is_refused(place: str) -> None:
    message = f"Test/Rag: the Region must offer AWS::Bedrock::KnowledgeBase; {place} does not"
    with pytest.raises(ValueError, match=message):
        rag(region(place))


@pytest.mark.parametrize(
    ("place", "embedding"),
    [
        ("us-east-2", EmbeddingModel.cohere_english_v3()),
        ("eu-north-1", EmbeddingModel.cohere_multilingual_v3()),
        ("ap-southeast-1", EmbeddingModel.titan_text_v2()),
        ("moon-1", EmbeddingModel.titan_text_v2()),
    ],
)
def test_a_region_without_the_embedding_model_is_refused(place: str, embedding: EmbeddingModel) -> None:
    message = f"Test/Rag: the embedding model must be offered in the Region; {embedding.model_id} is in .*, was {place}"
    with pytest.raises(ValueError, match=message):
        rag(region(place), processing=DocumentProcessing(embedding=embedding))


def test_a_region_outside_the_residency_is_refused() -> None:
    message = r"Test/Rag: the Region must be allowed by data residency EU \(eu-central-1, .*\), was us-east-1"
    with pytest.raises(ValueError, match=message):
        rag(region("us-east-1"), residency=EU)


def test_a_stack_that_names_no_region_is_refused() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    with pytest.raises(ValueError, match="must name its Region at synth, was a token: set env on the stack"):
        rag(beside(scope, "Nowhere", None), network=network)


@pytest.mark.parametrize(
    "env", [Environment(account=ACCOUNT, region="us-east-1"), Environment(account="2" * 12, region="eu-central-1")]
)
def test_a_network_somewhere_else_is_refused(env: Environment) -> None:
    scope = stack()
    network = PrivateNetwork(beside(scope, "Network", env), "Network")
    message = (
        f"Test/Rag: the network must be in {ACCOUNT} eu-central-1, as the stack, was in {env.account} {env.region}"
    )
    with pytest.raises(ValueError, match=message):
        rag(scope, network=network)


@pytest.mark.parametrize(("name", "text"), [("owner", " "), ("owner", ""), ("data_classification", "\t")])
def test_an_owner_and_a_classification_must_be_named(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"Test/Rag: {name} must say something, was ") as it:
        rag(None, **{name: text})
    assert str(it.value).endswith(repr(text))


@pytest.mark.parametrize("owner", ["x" * 257, "<script>", "a\nb"])
def test_an_owner_is_a_tag(owner: str) -> None:
    with pytest.raises(ValueError, match="owner must be a tag of at most 256 letters"):
        rag(owner=owner)


# Models


@pytest.mark.parametrize(
    ("residency", "model", "why"),
    [
        (None, LanguageModel.within("eu", NOVA), f"eu.{NOVA} sends prompts to other Regions"),
        (GERMANY, LanguageModel.within("eu", NOVA), r"data residency DE \(eu-central-1\) allows; eu"),
        (None, LanguageModel.anywhere(NOVA), f"global.{NOVA} sends prompts to any Region"),
        (EU, LanguageModel.anywhere(NOVA), f"global.{NOVA} sends prompts to any Region"),
        (EU, LanguageModel.within("us", NOVA), f"us.{NOVA} may send prompts to us-east-1"),
    ],
)
def test_a_model_that_answers_where_data_may_not_be_is_refused(
    residency: DataResidency | None, model: LanguageModel, why: str
) -> None:
    team = rag(residency=residency).add_team("claims")
    with pytest.raises(ValueError, match=r"Test/Rag/Teams/claims/Team/Models/.*: the model must answer where .*" + why):
        team.add_query_function(model=model)


def test_chunks_longer_than_the_embedding_model_reads_are_refused() -> None:
    processing = DocumentProcessing(
        embedding=EmbeddingModel.cohere_english_v3(), chunking=Chunking.fixed_size(max_tokens=600)
    )
    with pytest.raises(ValueError, match=r"Test/Rag: chunks must be no longer than the 512 tokens .*, were 600"):
        rag(processing=processing)


@pytest.mark.parametrize("network", [None, "vpc-1"])
def test_a_rag_without_a_network_is_refused(network: Any) -> None:
    with pytest.raises(ValueError, match="Test/Rag: network must be PrivateNetwork, was ") as it:
        SecureBedrockRag(stack(), "Rag", network=network, owner="platform")
    assert str(it.value).endswith(repr(network))


# Teams


@pytest.mark.parametrize("name", ["Claims", "", "1st", "a", "claims team", "x" * 31, "claims\n", "-claims", "cläims"])
def test_a_name_that_aws_would_refuse_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"Test/Rag: a team's name must be 2 to 30 lower-case letters.*; was ") as it:
        rag().add_team(name)
    assert str(it.value).endswith(repr(name))


def test_a_second_team_of_the_same_name_is_refused() -> None:
    found = rag()
    found.add_team("claims")
    with pytest.raises(ValueError, match="Test/Rag: a team's name must be unique; there is a team 'claims' already"):
        found.add_team("claims")


def test_a_second_team_with_the_same_bucket_is_refused() -> None:
    found = rag()
    documents = bucket(found, found.stack_of("claims"))
    found.add_team("claims", documents=documents)
    for theirs in (documents, found.teams["claims"].documents):
        with pytest.raises(ValueError, match="Test/Rag: a team must have a bucket of its own; 'claims' has this one"):
            found.add_team("fraud", documents=theirs)


def test_the_bucket_of_a_team_over_its_own_is_refused_to_another() -> None:
    found = rag()
    theirs = found.add_team("claims").documents
    with pytest.raises(ValueError, match="'claims' has this one already"):
        found.add_team("fraud", documents=theirs)


def test_two_teams_with_one_bucket_by_its_name_are_refused() -> None:
    found = rag()
    for name in ("claims", "fraud"):
        place = found.stack_of(name)
        named = s3.Bucket(place, "Named", bucket_name="one-and-the-same-bucket")
        documents = bucket(found, place, named)
        if name == "claims":
            found.add_team(name, documents=documents)
            continue
        with pytest.raises(ValueError, match="'claims' has this one already"):
            found.add_team(name, documents=documents)


def test_the_key_of_another_rag_s_team_is_refused() -> None:
    scope = stack()
    first = rag(scope)
    claims = first.add_team("claims")
    second = SecureBedrockRag(scope, "Second", network=first.network, owner="platform", operations=first.operations)
    place = second.stack_of("fraud")
    logs = first.operations.access_logs
    documents = DataBucket(place, "Documents", key=claims.key.key, access_logs=logs, network=first.network)
    with pytest.raises(
        ValueError, match=r"documents must be under a key of their own, .* under the key of team 'claims'"
    ):
        second.add_team("fraud", documents=documents)


@pytest.mark.parametrize(
    ("model", "region", "message"),
    [
        (
            "amazon.nova-lite-v1:0:300k",
            "us-west-2",
            r"fine-tunes amazon.nova-lite-v1:0:300k \(us-east-1\), was us-west-2",
        ),
        ("amazon.nova-lite-v1:0", "us-east-1", "base_model must be one that Bedrock fine-tunes"),
        ("amazon.supernova-v9:0", "us-east-1", "base_model must be one that Bedrock fine-tunes"),
        ("cohere.rerank-v3-5:0", "us-west-2", "base_model must be one that Bedrock fine-tunes"),
    ],
)
def test_a_model_that_is_not_fine_tuned_there_is_refused(model: str, region: str, message: str) -> None:
    scope = stack(Environment(account=ACCOUNT, region=region))
    network, operations = PrivateNetwork(scope, "Network"), Operations(scope, "Operations")
    with pytest.raises(ValueError, match=message):
        ModelCustomization(scope, "Tuning", base_model=model, network=network, operations=operations)


@pytest.mark.parametrize("model_id", ["no.such-model", "amazon.titan-embed-text-v2:0", "a token", ""])
def test_a_card_of_no_model_is_refused(model_id: str) -> None:
    found = rag()
    model_id = Fn.ref("Model") if model_id == "a token" else model_id
    said = dict.fromkeys(("intended_use", "evaluation", "limitations"), "Said.")
    with pytest.raises(ValueError, match="a model's id must be one of Bedrock's that answers"):
        found.add_model_card(risk=RiskRating.LOW, model_id=model_id, **said)
    assert found.node.try_find_child("ModelCard") is None


def test_documents_in_another_stack_are_refused() -> None:
    scope = stack()
    found = rag(scope)
    message = r"Test/Rag: documents must stand in stack_of\('claims'\), .*; Test/Documents does not"
    with pytest.raises(ValueError, match=message):
        found.add_team("claims", documents=bucket(found, scope))


@pytest.mark.parametrize(
    "prefix",
    [
        "public",
        "/public/",
        "/",
        "public/a",
        "a//",
        " /",
        "a b/",
        "a*/",
        "a?/",
        "${aws:userid}/",
        "x" * 300 + "/",
        "a/\n",
    ],
)
def test_a_prefix_that_is_no_folder_of_a_plain_name_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match=r"Test/Rag: a prefix must be folders such as 'public/', .*, was ") as it:
        rag().add_team("claims", prefix=prefix)
    assert str(it.value).endswith(repr(prefix))


@pytest.mark.parametrize("prefix", ["a/", "public/", "year=2026/it's(new)!/", "x" * 299 + "/"])
def test_a_prefix_is_folders(prefix: str) -> None:
    team = rag().add_team("claims", prefix=prefix)
    source = only(Stack.of(team), "AWS::Bedrock::DataSource")["DataSourceConfiguration"]["S3Configuration"]
    assert source["InclusionPrefixes"] == [prefix]


@pytest.mark.parametrize("capacity", [0, 0.5, 1.25, 256.5, -1])
def test_a_capacity_that_aurora_does_not_have_is_refused(capacity: float) -> None:
    with pytest.raises(ValueError, match="max_capacity must be from 1 to 256 in halves, was ") as it:
        VectorStore.aurora_postgresql(max_capacity=capacity)
    assert str(it.value).endswith(str(capacity))


def test_a_team_that_was_refused_leaves_nothing_behind_and_can_be_added_rightly() -> None:
    found = rag()
    with pytest.raises(ValueError, match="a prefix must be folders"):
        found.add_team("claims", prefix="public")
    assert [one for one in found.node.find_all() if isinstance(one, Stack)] == []
    found.add_team("claims")


def test_documents_that_were_refused_leave_no_stack_behind() -> None:
    found = rag()
    scope = Stack.of(found)
    key = CustomerKey(scope, "Key", description="d").key
    elsewhere = DataBucket(scope, "Elsewhere", key=key, access_logs=found.operations.access_logs, network=found.network)
    with pytest.raises(ValueError, match="documents must stand in stack_of"):
        found.add_team("claims", documents=elsewhere)
    assert [one for one in found.node.find_all() if isinstance(one, Stack)] == []


def test_a_question_that_was_refused_leaves_no_way_to_a_model_behind() -> None:
    team = rag().add_team("claims")
    with pytest.raises(ValueError, match="max_tokens must be a whole number from 1 to 1250, was 0"):
        team.add_query_function(model=MODEL, max_tokens=0)
    assert resources(Stack.of(team), "AWS::Bedrock::ApplicationInferenceProfile") == {}


@pytest.mark.parametrize("scope_id", ["R" * 120, "my_rag", "My Rag"])
def test_a_stack_of_a_team_has_a_name_that_cloudformation_takes(scope_id: str) -> None:
    scope = stack()
    found = SecureBedrockRag(scope, scope_id, network=PrivateNetwork(scope, "Network"), owner="platform")
    with pytest.raises(ValueError, match=r"the stack of team 'claims' must have a name of at most 128 letters") as it:
        found.add_team("claims")
    assert str(it.value).endswith(f"was 'Test-{scope_id}-claims'")


def test_two_stacks_of_teams_that_would_be_deployed_over_one_another_are_refused() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    one, other = (SecureBedrockRag(scope, name, network=network, owner="platform") for name in ("Rag", "Rag-x"))
    one.add_team("x-claims")
    with pytest.raises(
        ValueError, match="must have a name of its own; there is another RAG's 'Test-Rag-x-claims' already"
    ):
        other.add_team("claims")


# Questions


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"max_tokens": 0}, "max_tokens must be a whole number from 1 to 1250, was 0"),
        ({"max_tokens": 1251}, "max_tokens must be a whole number from 1 to 1250, was 1251"),
        ({"max_tokens": 1.5}, "max_tokens must be a whole number from 1 to 1250, was 1.5"),
        ({"max_tokens": True}, "max_tokens must be a whole number from 1 to 1250, was True"),
        ({"passages": 0}, "passages must be a whole number from 1 to 20, was 0"),
        ({"passages": 21}, "passages must be a whole number from 1 to 20, was 21"),
        ({"passages": 2.5}, "passages must be a whole number from 1 to 20, was 2.5"),
        ({"instructions": " "}, "instructions must say something in at most 100000 characters, had 1"),
    ],
)
def test_numbers_out_of_range_are_refused(arguments: dict[str, Any], message: str) -> None:
    team = rag().add_team("claims")
    with pytest.raises(ValueError, match=rf"Test/Rag/Teams/claims/Team: {message}"):
        team.add_query_function(model=MODEL, **arguments)
    team.add_query_function(model=MODEL)


def test_a_second_query_function_of_a_team_is_refused() -> None:
    team = rag().add_team("claims")
    team.add_query_function(model=MODEL)
    with pytest.raises(ValueError, match="a team must have one query function; claims has one already"):
        team.add_query_function(model=MODEL)


# Operations


@pytest.mark.parametrize("email", ["team", " team@example.com"])
def test_an_address_that_is_none_is_refused(email: str) -> None:
    with pytest.raises(ValueError, match=f"Test/Operations/Alerts: emails must be addresses .*, was '{email}'"):
        Operations(stack(), "Operations", emails=[email])


def test_a_residency_for_any_region_leaves_the_stack_in_one_that_is_named() -> None:
    anywhere = DataResidency(("us-east-1",), "US", CrossRegionInference.GLOBAL)
    with pytest.raises(ValueError, match=r"data residency US \(us-east-1\), was eu-central-1"):
        rag(residency=anywhere)
