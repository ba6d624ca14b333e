"""A team has everything of its own, in a stack of its own, and what it keeps outlives that stack."""

from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Annotations, Match

from secure_ai_constructs import (
    AccessLogBucket,
    Chunking,
    CustomerKey,
    DataBucket,
    DataProfile,
    DataResidency,
    DocumentProcessing,
    EmbeddingModel,
    LanguageModel,
    Operations,
    Parsing,
    SecureBedrockRag,
    VectorStore,
)
from secure_ai_constructs.patterns.foundation import malware_scan
from tests.patterns.outcome import is_ours
from tests.patterns.synthesis import (
    ACCOUNT,
    ENV,
    MODEL,
    REGION,
    Properties,
    beside,
    by_sid,
    is_kept,
    mentions,
    only,
    rag,
    resources,
    stack,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from secure_ai_constructs import Team

TEAMS = ("claims", "fraud", "legal")
DATA = (
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::OpenSearchServerless::Collection",
    "AWS::RDS::DBCluster",
    "AWS::S3::Bucket",
    "AWS::S3Vectors::Index",
    "AWS::S3Vectors::VectorBucket",
    "AWS::SecretsManager::Secret",
)
LOCKS = (
    "AWS::OpenSearchServerless::AccessPolicy",
    "AWS::OpenSearchServerless::SecurityPolicy",
    "AWS::S3::BucketPolicy",
    "AWS::S3Vectors::VectorBucketPolicy",
    "AWS::SecretsManager::ResourcePolicy",
)


def stack_of(insurance: SecureBedrockRag, name: str) -> Stack:
    return Stack.of(insurance.teams[name])


def exports_in(node: Any) -> Iterator[str]:
    """What a template imports by name."""
    if isinstance(node, dict):
        yield from (str(one) for key, one in node.items() if key == "Fn::ImportValue")
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from exports_in(one)


def imported_from(node: Any) -> Iterator[str]:
    """The names of the stacks whose outputs a template reads."""
    if isinstance(node, dict):
        if "Fn::GetStackOutput" in node:
            yield node["Fn::GetStackOutput"]["StackName"]
        for one in node.values():
            yield from imported_from(one)
    elif isinstance(node, list):
        for one in node:
            yield from imported_from(one)


# Apart


@pytest.mark.parametrize(("one", "other"), list(permutations(TEAMS, 2)))
def test_no_resource_of_a_team_names_a_resource_of_another(insurance: SecureBedrockRag, one: str, other: str) -> None:
    mine = resources(stack_of(insurance, one))
    assert other not in json.dumps(mine)
    assert set(imported_from(mine)) == {Stack.of(insurance).stack_name}


@pytest.mark.parametrize("name", TEAMS)
def test_nothing_that_is_shared_names_a_team(insurance: SecureBedrockRag, name: str) -> None:
    shared = resources(Stack.of(insurance))
    assert name not in json.dumps(shared)
    assert set(imported_from(shared)) == set()


def test_a_team_s_template_does_not_depend_on_who_came_before() -> None:
    templates = []
    for names in (["claims"], ["fraud", "claims"], ["claims", "fraud"]):
        found = rag()
        for name in names:
            found.add_team(name).add_query_function(model=MODEL)
        templates.append(resources(Stack.of(found.teams["claims"])))
    assert templates[0] == templates[1] == templates[2]


def test_a_team_stands_in_a_stack_named_for_it_in_the_same_environment(insurance: SecureBedrockRag) -> None:
    found, shared = stack_of(insurance, "claims"), Stack.of(insurance)
    assert found is insurance.stack_of("claims")
    assert found is not shared
    assert (found.account, found.region) == (shared.account, shared.region)
    assert found.stack_name == f"{shared.stack_name}-Rag-claims"


def test_the_teams_are_public_and_so_is_what_they_are_made_of(insurance: SecureBedrockRag) -> None:
    assert list(insurance.teams) == list(TEAMS)
    team = insurance.teams["claims"]
    for part in ("key", "documents", "vectors", "knowledge_base", "ingestion", "ingestion_logs"):
        assert getattr(team, part) is not None
    assert team.knowledge_base.role.role_arn
    assert team.knowledge_base.data_source.attr_data_source_id


def test_everything_of_a_team_says_whose_it_is(insurance: SecureBedrockRag) -> None:
    expected = {"Owner": "platform", "DataClassification": "confidential", "DataResidency": "EU", "Team": "claims"}
    for kind in ("AWS::KMS::Key", "AWS::S3Vectors::Index", "AWS::Bedrock::ApplicationInferenceProfile"):
        tags = only(stack_of(insurance, "claims"), kind)["Tags"]
        assert {one["Key"]: one["Value"] for one in tags} == expected, kind
    assert only(stack_of(insurance, "claims"), "AWS::Bedrock::KnowledgeBase")["Tags"] == expected


@pytest.mark.parametrize("name", TEAMS)
def test_what_a_team_keeps_outlives_the_stack_and_stays_locked(insurance: SecureBedrockRag, name: str) -> None:
    for logical_id, data in resources(stack_of(insurance, name)).items():
        if data["Type"] in DATA + LOCKS:
            assert is_kept(data), logical_id


# Role and knowledge base


def role_of(scope: Stack) -> dict[str, Properties]:
    [inline] = only(scope, "AWS::IAM::Role", "KnowledgeBaseRole")["Policies"]
    return by_sid(inline["PolicyDocument"])


def test_the_role_of_a_knowledge_base_reads_one_bucket_one_index_one_key_and_one_model(
    insurance: SecureBedrockRag,
) -> None:
    granted = role_of(stack_of(insurance, "claims"))
    assert set(granted) == {"ReadAndEmbed", "ListDocuments", "UseKey", "Vectors"}
    model = "arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0"
    assert (granted["ReadAndEmbed"]["Action"], granted["ReadAndEmbed"]["Resource"]) == ("bedrock:InvokeModel", model)
    assert granted["ListDocuments"]["Condition"] == {"StringEquals": {"aws:ResourceAccount": ACCOUNT}}
    for sid, part in (("ListDocuments", "Documents"), ("UseKey", "TeamKey"), ("Vectors", "VectorsIndex")):
        assert part in granted[sid]["Resource"]["Fn::GetAtt"][0]


@pytest.mark.parametrize("name", TEAMS)
def test_the_role_of_a_knowledge_base_trusts_bedrock_for_this_account(insurance: SecureBedrockRag, name: str) -> None:
    role = only(stack_of(insurance, name), "AWS::IAM::Role", "KnowledgeBaseRole")
    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "bedrock.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnLike": {"aws:SourceArn": f"arn:aws:bedrock:eu-central-1:{ACCOUNT}:knowledge-base/*"},
    }


def test_a_parsing_model_is_the_one_other_that_the_role_may_ask() -> None:
    parsing = Parsing.foundation_model(LanguageModel.in_region("amazon.nova-pro-v1:0"))
    team = rag(processing=DocumentProcessing(parsing=parsing)).add_team("claims")
    models = role_of(Stack.of(team))["ReadAndEmbed"]["Resource"]
    assert {one.rpartition("/")[2] for one in models} == {"amazon.titan-embed-text-v2:0", "amazon.nova-pro-v1:0"}
    ingestion = only(Stack.of(team), "AWS::Bedrock::DataSource")["VectorIngestionConfiguration"]
    assert ingestion["ParsingConfiguration"]["ParsingStrategy"] == "BEDROCK_FOUNDATION_MODEL"


def test_what_cannot_change_in_place_changes_the_name() -> None:
    names = []
    for processing in (
        DocumentProcessing(),
        DocumentProcessing(embedding=EmbeddingModel.titan_text_v2(dimensions=256)),
        DocumentProcessing(chunking=Chunking.none()),
    ):
        scope = Stack.of(rag(processing=processing).add_team("claims"))
        kinds = ("AWS::Bedrock::KnowledgeBase", "AWS::Bedrock::DataSource", "AWS::S3Vectors::Index")
        found = [only(scope, one) for one in kinds]
        names.append([one.get("Name") or one["IndexName"] for one in found])
    assert len({one for found in names for one in found}) == 9


def test_vectors_survive_their_data_source_and_transient_data_is_under_the_team_s_key(
    insurance: SecureBedrockRag,
) -> None:
    source = only(stack_of(insurance, "claims"), "AWS::Bedrock::DataSource")
    assert source["DataDeletionPolicy"] == "RETAIN"
    assert mentions(source["ServerSideEncryptionConfiguration"], "TeamKey")
    assert source["DataSourceConfiguration"]["S3Configuration"]["BucketOwnerAccountId"] == ACCOUNT


def test_the_knowledge_base_waits_for_the_bucket_s_policy(insurance: SecureBedrockRag) -> None:
    [found] = resources(stack_of(insurance, "claims"), "AWS::Bedrock::KnowledgeBase").values()
    assert any("BucketPolicy" in one for one in found["DependsOn"])


# Documents


def own_bucket(found: SecureBedrockRag, name: str) -> DataBucket:
    scope = found.stack_of(name)
    key = CustomerKey(scope, "Key", description="documents")
    logs = AccessLogBucket(scope, "AccessLogs")
    return DataBucket(scope, "Mine", key=key.key, access_logs=logs, network=found.network)


def test_a_team_takes_a_bucket_that_stands_in_its_stack() -> None:
    found = rag()
    documents = own_bucket(found, "claims")
    team = found.add_team("claims", documents=documents)
    assert team.documents is documents
    scope = Stack.of(team)
    assert not resources(scope, "AWS::S3::Bucket", "TeamDocuments")
    source = only(scope, "AWS::Bedrock::DataSource")["DataSourceConfiguration"]["S3Configuration"]
    assert source["BucketArn"]["Fn::GetAtt"][0].startswith("Mine")


@pytest.mark.parametrize("whose", ["team 'claims'", "operations", "the alerts", "the guardrail", "the network"])
def test_documents_under_a_key_that_others_use_are_refused(whose: str) -> None:
    found = rag()
    claims = found.add_team("claims")
    keys = {
        "team 'claims'": claims.key.key,
        "operations": found.operations.key.key,
        "the alerts": found.operations.alerts.key,
        "the guardrail": found.guardrail.key,
        "the network": found.network.key.key,
    }
    scope = found.stack_of("fraud")
    documents = DataBucket(
        scope, "Mine", key=keys[whose], access_logs=AccessLogBucket(scope, "Logs"), network=found.network
    )
    with pytest.raises(
        ValueError, match=f"documents must be under a key of their own, .* was under the key of {whose}"
    ):
        found.add_team("fraud", documents=documents)


def test_keys_that_are_looked_up_are_told_apart_at_the_lookup_alone() -> None:
    """Before the lookup, CDK gives each of them the same ARN."""
    found = rag()
    for name in ("claims", "fraud"):
        scope = found.stack_of(name)
        key = kms.Key.from_lookup(scope, "Key", alias_name=f"alias/{name}")
        logs = AccessLogBucket(scope, "Logs")
        documents = DataBucket(scope, "Mine", key=key, access_logs=logs, network=found.network)
        assert found.add_team(name, documents=documents).documents is documents


def test_a_role_that_exists_may_upload_wherever_it_was_named() -> None:
    found = rag()
    team = found.add_team("claims")
    asking = beside(Stack.of(found), "Asking")
    team.grant_query(iam.Role(asking, "Asks", assumed_by=iam.AccountRootPrincipal()), model=MODEL)
    team.grant_upload(iam.Role.from_role_arn(asking, "Uploads", f"arn:aws:iam::{ACCOUNT}:role/uploads"))
    assert mentions(resources(Stack.of(team), "AWS::S3::BucketPolicy"), "role/uploads")


@pytest.mark.parametrize("first", ["ask", "upload"])
def test_who_asks_and_who_uploads_cannot_stand_in_one_stack_beside_the_team(first: str) -> None:
    """The team's policies would name the one, and the other's the team: the stacks would wait for one another."""
    found = rag()
    team, elsewhere = found.add_team("claims"), beside(Stack.of(found), "Caller")
    asks, uploads = (iam.Role(elsewhere, one, assumed_by=iam.AccountRootPrincipal()) for one in ("Asks", "Uploads"))
    calls: list[Callable[[], object]] = [
        lambda: team.grant_query(asks, model=MODEL),
        lambda: team.grant_upload(uploads),
    ]
    one, other = calls if first == "ask" else reversed(calls)
    one()
    with pytest.raises(ValueError, match="must stand in a stack") as caught:
        other()
    assert is_ours(caught.value)


@pytest.mark.parametrize(
    ("grant", "bucket"),
    [
        (DataBucket.grant_delete_objects, "documents"),
        (DataBucket.grant_read_objects, "documents"),
        (DataBucket.grant_read_objects, "manifests"),
    ],
)
def test_no_bucket_of_a_team_names_who_stands_beside_a_caller(grant: Any, bucket: str) -> None:
    found = rag()
    team, elsewhere = found.add_team("claims"), beside(Stack.of(found), "Caller")
    asks, reads = (iam.Role(elsewhere, one, assumed_by=iam.AccountRootPrincipal()) for one in ("Asks", "Reads"))
    team.grant_query(asks, model=MODEL)
    with pytest.raises(ValueError, match="must stand in a stack that does not itself depend on the bucket") as caught:
        grant({"documents": team.documents, "manifests": team.ingestion.manifests}[bucket], reads)
    assert is_ours(caught.value)


def test_a_role_that_exists_makes_the_stack_of_its_policies_depend_on_the_team() -> None:
    found = rag()
    team, elsewhere = found.add_team("claims"), beside(Stack.of(found), "Caller")
    team.grant_query(iam.Role.from_role_name(elsewhere, "There", "there"), model=MODEL)
    with pytest.raises(ValueError, match="must stand in a stack that does not itself depend on the bucket"):
        team.grant_upload(iam.Role(elsewhere, "Uploads", assumed_by=iam.AccountRootPrincipal()))


def test_only_a_key_of_this_app_can_admit_who_uploads() -> None:
    found = rag()
    scope = found.stack_of("claims")
    key = kms.Key.from_key_arn(scope, "Key", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1")
    documents = DataBucket(scope, "Mine", key=key, access_logs=AccessLogBucket(scope, "Logs"), network=found.network)
    team = found.add_team("claims", documents=documents)
    with pytest.raises(ValueError, match=r"the key of the bucket must be a kms.Key of this app .*, was none"):
        team.grant_upload(iam.Role.from_role_name(scope, "Uploads", "uploads"))


def test_a_key_elsewhere_does_not_name_a_role_of_the_bucket_s_stack() -> None:
    scope = stack()
    key = CustomerKey(beside(scope, "Keys"), "Key", description="documents").key
    bucket = DataBucket(
        scope, "Mine", key=key, access_logs=AccessLogBucket(scope, "Logs"), profile=DataProfile.ARTIFACTS
    )
    with pytest.raises(ValueError, match="must stand in the key's stack or in one that knows nothing of either"):
        bucket.grant_upload(iam.Role(scope, "Uploads", assumed_by=iam.AccountRootPrincipal()))


def test_another_guardrail_version_and_another_knowledge_base_are_named_without_an_export() -> None:
    """Under CDK's own defaults, too: an export that is in use cannot make way for the next."""
    scope = Stack(App(analytics_reporting=False), "Test", env=ENV)
    found = rag(scope)
    team = found.add_team("claims")
    team.add_query_function(model=MODEL)
    asks = iam.Role(beside(scope, "Caller"), "Asks", assumed_by=iam.AccountRootPrincipal())
    team.grant_query(asks, model=MODEL)
    imports = {one for where in (Stack.of(team), Stack.of(asks)) for one in exports_in(resources(where))}
    assert imports, "all else is imported as CDK does"
    replaced = ("GuardrailVersion", "KnowledgeBase", "Profile")
    assert not [one for one in imports if any(name in one for name in replaced)]


def test_who_exists_already_asks_and_uploads() -> None:
    found = rag()
    team, elsewhere = found.add_team("claims"), beside(Stack.of(found), "Caller")
    there = iam.Role.from_role_name(elsewhere, "There", "there")
    team.grant_upload(there)
    team.grant_query(there, model=MODEL)
    assert only(Stack.of(team), "AWS::S3::BucketPolicy", "TeamDocuments")


def test_with_a_prefix_only_what_lies_below_is_listed_and_ingested() -> None:
    scope = Stack.of(rag().add_team("claims", prefix="public/"))
    source = only(scope, "AWS::Bedrock::DataSource")["DataSourceConfiguration"]["S3Configuration"]
    assert source["InclusionPrefixes"] == ["public/"]
    assert role_of(scope)["ListDocuments"]["Condition"]["StringLike"] == {"s3:prefix": ["public/*"]}


def warnings(team: Team) -> list[str]:
    found = Annotations.from_stack(Stack.of(team)).find_warning("*", Match.any_value())
    return [str(one.entry.data) for one in found]


def test_more_buckets_than_guardduty_scans_are_warned_of_in_whatever_rag_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(malware_scan, "SCANNED_BUCKETS", 2)
    scope = stack()
    first = rag(scope)
    second = SecureBedrockRag(scope, "Second", network=first.network, owner="platform", operations=first.operations)
    teams = [one.add_team(name) for one, name in ((first, "claims"), (second, "fraud"), (first, "legal"))]
    warned = [sum("GuardDuty scans at most 2 buckets" in one for one in warnings(team)) for team in teams]
    assert warned == [0, 0, 1]


def test_hierarchical_chunks_in_s3_vectors_are_legal_and_doubtful() -> None:
    processing = DocumentProcessing(chunking=Chunking.hierarchical())
    [warning] = warnings(rag(processing=processing).add_team("claims"))
    assert "AWS does not recommend hierarchical chunks in S3 Vectors" in warning
    assert warnings(rag(processing=processing).add_team("legal", store=VectorStore.aurora_postgresql())) == []
    assert warnings(rag().add_team("claims")) == []


# Kill switch


def test_the_administrator_of_operations_cares_for_the_key_of_a_team() -> None:
    scope = stack()
    administrator = iam.Role(scope, "Administrator", assumed_by=iam.AccountRootPrincipal())
    found = rag(scope, operations=Operations(scope, "Operations", administrator=administrator))
    policy = by_sid(only(Stack.of(found.add_team("claims")), "AWS::KMS::Key")["KeyPolicy"])
    assert "kms:PutKeyPolicy" in policy["Administration"]["Action"]
    assert "Revocation" not in policy


def test_the_revoker_may_switch_a_team_off_and_no_shared_key() -> None:
    scope = stack()
    revoker = iam.Role(scope, "Revoker", assumed_by=iam.AccountRootPrincipal())
    found = rag(scope, operations=Operations(scope, "Operations", revoker=revoker))
    team = found.add_team("claims")
    revocation = by_sid(only(Stack.of(team), "AWS::KMS::Key")["KeyPolicy"])["Revocation"]
    assert set(revocation["Action"]) == {"kms:DescribeKey", "kms:DisableKey", "kms:EnableKey"}
    assert mentions(revocation["Principal"], "Revoker")
    for logical_id, data in resources(scope, "AWS::KMS::Key").items():
        assert "Revocation" not in by_sid(data["Properties"]["KeyPolicy"]), logical_id


def test_a_team_s_key_is_under_nothing_that_says_what_becomes_of_the_team(insurance: SecureBedrockRag) -> None:
    for kind, name in (("AWS::Logs::LogGroup", "KmsKeyId"), ("AWS::SQS::Queue", "KmsMasterKeyId")):
        for logical_id, data in resources(stack_of(insurance, "claims"), kind).items():
            # Questions of the team are the team's own, also those that failed.
            expected = "TeamKey" if "QueryFunctionDeadLetters" in logical_id else "RagOperationsKey"
            assert mentions(data["Properties"][name], expected), logical_id


# Models


def test_a_team_s_way_to_a_model_is_made_once() -> None:
    team = rag().add_team("claims")
    assert team.access_to(MODEL) is team.access_to(LanguageModel.in_region(MODEL.model_id))
    assert team.access_to(LanguageModel.in_region("amazon.nova-pro-v1:0")) is not team.access_to(MODEL)
    assert len(resources(Stack.of(team), "AWS::Bedrock::ApplicationInferenceProfile")) == 2


@pytest.mark.parametrize("reader", ["KnowledgeBaseRole", "IngestionFunctionRole"])
def test_with_a_prefix_only_what_lies_below_it_may_be_read(reader: str) -> None:
    scope = Stack.of(rag().add_team("claims", prefix="public/"))
    statements = only(scope, "AWS::S3::BucketPolicy", "Documents")["PolicyDocument"]["Statement"]
    [read] = [one for one in statements if one.get("Action") and mentions(one.get("Principal"), reader)]
    assert (read["Effect"], read["Resource"]["Fn::Join"][1][-1]) == ("Allow", "/public/*")


def test_a_role_that_uploads_is_named_by_bucket_and_key_and_needs_nothing_of_its_own() -> None:
    team = rag().add_team("claims")
    scope = beside(Stack.of(team), "Uploaders")
    uploader = iam.Role(scope, "Uploader", assumed_by=iam.AccountRootPrincipal())
    team.grant_upload(uploader)
    written = by_sid(only(Stack.of(team), "AWS::S3::BucketPolicy", "Documents")["PolicyDocument"])
    assert mentions(written["WriteObjects"]["Principal"], "Uploader")
    unlocked = only(Stack.of(team), "AWS::KMS::Key", "TeamKey")["KeyPolicy"]["Statement"]
    [statement] = [one for one in unlocked if mentions(one["Principal"], "Uploader")]
    assert statement["Condition"] == {"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}
    assert not resources(scope, "AWS::IAM::Policy")


@pytest.mark.parametrize(("geography", "number"), [("eu", 20), ("", 50)])
def test_an_endpoint_has_room_for_as_many_models_as_the_page_says(geography: str, number: int) -> None:
    residency = DataResidency.within(geography) if geography else None
    team = rag(residency=residency).add_team("claims")
    caller = iam.Role(Stack.of(team), "Caller", assumed_by=iam.AccountRootPrincipal())
    for one in range(number):
        team.grant_query(caller, model=LanguageModel(f"anthropic.claude-sonnet-4-20250514-v{one}:0", geography))
