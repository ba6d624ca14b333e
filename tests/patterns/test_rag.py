"""Teams, guardrail and choices: what callers rely on beyond what the controls check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

import app
from secure_ai_constructs import ContentGuardrail, EmbeddingModel, PrivateNetwork, SecureBedrockRag
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import TRUE
from tests.patterns.synthesis import stack

if TYPE_CHECKING:
    from pathlib import Path

    from aws_cdk import Stack


def rag(scope: Stack, **arguments: Any) -> SecureBedrockRag:
    return SecureBedrockRag(scope, "Rag", network=PrivateNetwork(scope, "Network"), owner="platform", **arguments)


def versions(scope: Stack) -> list[str]:
    return list(Template.from_stack(scope).find_resources("AWS::Bedrock::GuardrailVersion"))


# Teams


def test_no_resource_of_a_team_names_a_resource_of_another() -> None:
    scope = stack()
    found = rag(scope)
    for name in ("claims", "fraud"):
        found.add_team(name)
    resources = Template.from_stack(scope).to_json()["Resources"]
    for one, other in (("claims", "fraud"), ("fraud", "claims")):
        mine = {key: data for key, data in resources.items() if f"Teams{one}" in key}
        assert len(mine) == 11
        assert f"Teams{other}" not in json.dumps(mine)


def test_a_team_s_logical_ids_do_not_depend_on_who_came_before() -> None:
    alone, second = stack(), stack()
    rag(alone).add_team("claims")
    found = rag(second)
    found.add_team("fraud")
    found.add_team("claims")
    expected = {key for key in Template.from_stack(alone).to_json()["Resources"] if "claims" in key}
    assert expected == {key for key in Template.from_stack(second).to_json()["Resources"] if "claims" in key}


def test_stateful_resources_of_a_team_outlive_the_stack() -> None:
    scope = stack()
    rag(scope).add_team("claims")
    template = Template.from_stack(scope)
    for kind in ("AWS::KMS::Key", "AWS::S3::Bucket", "AWS::S3Vectors::Index", "AWS::S3Vectors::VectorBucket"):
        for data in template.find_resources(kind).values():
            assert (data["DeletionPolicy"], data["UpdateReplacePolicy"]) == ("Retain", "Retain"), kind


def test_the_role_of_a_knowledge_base_reads_one_bucket_one_index_one_key_and_one_model() -> None:
    scope = stack()
    rag(scope).add_team("claims")
    [role] = [
        data
        for key, data in Template.from_stack(scope).find_resources("AWS::IAM::Role").items()
        if "KnowledgeBaseRole" in key
    ]
    [policy] = role["Properties"]["Policies"]
    granted = {one["Sid"]: (one["Action"], one["Resource"]) for one in policy["PolicyDocument"]["Statement"]}
    assert set(granted) == {"Embed", "ListDocuments", "UseKey", "Vectors"}
    model = "arn:aws:bedrock:eu-central-1::foundation-model/amazon.titan-embed-text-v2:0"
    assert granted["Embed"] == ("bedrock:InvokeModel", model)
    assert all("Fn::GetAtt" in resource for _, resource in granted.values() if resource != model)


def test_another_embedding_model_gives_the_replaced_knowledge_base_another_name() -> None:
    names = []
    for embedding in (EmbeddingModel.titan_text_v2(), EmbeddingModel.titan_text_v2(dimensions=256)):
        scope = stack()
        rag(scope, embedding=embedding).add_team("claims")
        [data] = Template.from_stack(scope).find_resources("AWS::Bedrock::KnowledgeBase").values()
        names.append(data["Properties"]["Name"])
    assert names[0] != names[1]


def test_the_index_has_the_dimensions_of_the_model() -> None:
    scope = stack()
    rag(scope, embedding=EmbeddingModel.cohere_multilingual_v3()).add_team("claims")
    Template.from_stack(scope).has_resource_properties(
        "AWS::S3Vectors::Index", {"Dimension": 1024, "DataType": "float32"}
    )


def test_the_teams_are_public_and_so_is_what_they_are_made_of() -> None:
    found = rag(stack())
    team = found.add_team("claims")
    assert dict(found.teams) == {"claims": team}
    for part in ("key", "documents", "vectors", "role", "knowledge_base", "data_source"):
        assert getattr(team, part) is not None


@pytest.mark.parametrize("name", ["Claims", "", "1st", "a", "claims team", "x" * 31])
def test_a_name_that_aws_would_refuse_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a team's name must be 2 to 30 lower-case letters"):
        rag(stack()).add_team(name)


def test_a_second_team_of_the_same_name_is_refused() -> None:
    found = rag(stack())
    found.add_team("claims")
    with pytest.raises(ValueError, match="there is a team 'claims' already"):
        found.add_team("claims")


def test_an_owner_must_be_named() -> None:
    scope = stack()
    with pytest.raises(ValueError, match="owner must say something, was ' '"):
        SecureBedrockRag(scope, "Rag", network=PrivateNetwork(scope, "Network"), owner=" ")


def test_the_revoker_may_switch_every_team_off_and_no_shared_key() -> None:
    scope = stack()
    revoker = iam.Role(scope, "Revoker", assumed_by=iam.AccountRootPrincipal())
    found = rag(scope, revoker=revoker)
    found.add_team("claims")
    keys = Template.from_stack(scope).find_resources("AWS::KMS::Key")
    revocable = [key for key, data in keys.items() if "Revocation" in json.dumps(data)]
    assert [("claims" in key) for key in revocable] == [True]


def test_a_caller_may_ask_one_knowledge_base_and_one_model_under_the_guardrail() -> None:
    scope = stack()
    team = rag(scope).add_team("claims")
    caller = iam.Role(scope, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    team.grant_query(caller, model_id="anthropic.claude-3-haiku-20240307-v1:0").assert_success()
    [policy] = Template.from_stack(scope).find_resources("AWS::IAM::Policy").values()
    found = {one.get("Sid", "Key"): one for one in policy["Properties"]["PolicyDocument"]["Statement"]}
    assert set(found) == {"Retrieve", "InvokeGuarded", "NeverUnguarded", "ApplyGuardrail", "NoApiKeys", "Key"}
    assert found["Retrieve"]["Action"] == "bedrock:Retrieve"
    assert found["Retrieve"]["Resource"]["Fn::GetAtt"][1] == "KnowledgeBaseArn"
    guardrail = found["InvokeGuarded"]["Condition"]["StringEquals"]["bedrock:GuardrailIdentifier"]
    assert found["NeverUnguarded"]["Condition"] == {"StringNotEquals": {"bedrock:GuardrailIdentifier": guardrail}}
    assert "Version" in json.dumps(guardrail)
    assert found["InvokeGuarded"]["Resource"].endswith("::foundation-model/anthropic.claude-3-haiku-20240307-v1:0")


def test_what_a_caller_is_granted_passes_every_control(tmp_path: Path) -> None:
    app_with_caller = app.build(str(tmp_path))
    stack_of_rag = app_with_caller.node.find_child("Rag")
    assert isinstance(stack_of_rag, app.RagStack)
    caller = iam.Role(stack_of_rag, "Caller", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    stack_of_rag.claims.grant_query(caller, model_id="amazon.nova-lite-v1:0")
    app_with_caller.synth()
    found = [one for one in review(load(tmp_path), CATALOG).findings if "Caller" in one.logical_id]
    assert {one.verdict for one in found} == {TRUE}
    assert "iam-invocation-guarded" in {one.control.id for one in found}


@pytest.mark.parametrize(
    "model_id", ["eu.amazon.nova-lite-v1:0", "global.anthropic.x-v1:0", "*", "", "arn:aws:bedrock"]
)
def test_a_model_that_is_not_one_of_the_region_is_refused(model_id: str) -> None:
    scope = stack()
    caller = iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal())
    with pytest.raises(ValueError, match="model_id must be a foundation model of the Region"):
        rag(scope).add_team("claims").grant_query(caller, model_id=model_id)


# ContentGuardrail


def test_the_version_follows_the_content_and_nothing_else() -> None:
    usual, same, stricter = stack(), stack(), stack()
    ContentGuardrail(usual, "ContentGuardrail")
    ContentGuardrail(same, "ContentGuardrail")
    ContentGuardrail(stricter, "ContentGuardrail", grounding=0.9)
    assert versions(usual) == versions(same)
    assert versions(usual) != versions(stricter)


def test_old_versions_are_kept() -> None:
    scope = stack()
    ContentGuardrail(scope, "ContentGuardrail")
    [version] = Template.from_stack(scope).find_resources("AWS::Bedrock::GuardrailVersion").values()
    assert (version["DeletionPolicy"], version["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_words_can_be_added_to_profanity() -> None:
    scope = stack()
    ContentGuardrail(scope, "ContentGuardrail", blocked_words=["project-swan"])
    Template.from_stack(scope).has_resource_properties(
        "AWS::Bedrock::Guardrail",
        {
            "WordPolicyConfig": {
                "ManagedWordListsConfig": [{"Type": "PROFANITY"}],
                "WordsConfig": [{"Text": "project-swan"}],
            }
        },
    )


@pytest.mark.parametrize("threshold", [0.2, 1, -1])
def test_a_threshold_that_checks_nothing_or_everything_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match=r"grounding must be at least 0\.5 and below 1"):
        ContentGuardrail(stack(), "ContentGuardrail", grounding=threshold)


def test_dimensions_that_the_model_does_not_have_are_refused() -> None:
    with pytest.raises(ValueError, match=r"dimensions must be one of \(256, 512, 1024\), was 300"):
        EmbeddingModel.titan_text_v2(dimensions=300)
