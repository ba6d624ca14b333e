"""What the teams share: one guardrail, one network, one way to be run, and no data."""

from __future__ import annotations

from typing import Any, cast

import pytest
from aws_cdk import DefaultStackSynthesizer, Environment, NestedStack, Stack

from secure_ai_constructs import (
    AccessLogBucket,
    ContentGuardrail,
    CrossRegionInference,
    CustomerKey,
    DataBucket,
    DataResidency,
    Operations,
    PrivateNetwork,
    SecureBedrockRag,
)
from tests.patterns.synthesis import ACCOUNT, MODEL, beside, mentions, only, rag, region, resources, stack


def test_what_is_shared_is_public(insurance: SecureBedrockRag) -> None:
    for part in ("network", "guardrail", "operations", "dashboard", "residency", "processing"):
        assert getattr(insurance, part) is not None


def test_what_is_given_is_used() -> None:
    scope = stack()
    guardrail, operations = ContentGuardrail(scope, "Guardrail"), Operations(scope, "Operations")
    found = rag(scope, guardrail=guardrail, operations=operations)
    assert (found.guardrail, found.operations) == (guardrail, operations)
    assert len(resources(scope, "AWS::Bedrock::Guardrail")) == 1
    assert len(resources(scope, "AWS::SNS::Topic")) == 1


def test_the_network_may_stand_in_another_stack_of_the_place() -> None:
    scope = stack()
    network = PrivateNetwork(beside(scope, "Network"), "Network")
    team = rag(scope, network=network).add_team("claims")
    assert not resources(Stack.of(team), "AWS::EC2::VPCEndpoint")
    assert resources(Stack.of(network), "AWS::EC2::VPCEndpoint")


def test_the_region_of_the_stack_is_the_residency_unless_another_is_given() -> None:
    assert rag().residency == DataResidency.in_region("eu-central-1")
    assert rag(residency=DataResidency.within("eu")).residency.inference is CrossRegionInference.GEOGRAPHY


@pytest.mark.parametrize(
    ("residency", "geography"),
    [
        (DataResidency.in_region("eu-central-1"), ""),
        (DataResidency.within("eu"), "eu"),
        (DataResidency(("eu-central-1",), "EU", CrossRegionInference.GLOBAL), ""),
    ],
)
def test_the_guardrail_follows_the_residency(residency: DataResidency, geography: str) -> None:
    assert rag(residency=residency).guardrail.geography == geography


def test_the_tags_of_what_is_shared_name_owner_classification_and_residency() -> None:
    scope = region("us-east-1")
    rag(scope, owner="risk", data_classification="public", residency=DataResidency.within("us"))
    tags = {one["Key"]: one["Value"] for one in only(scope, "AWS::Bedrock::Guardrail")["Tags"]}
    assert tags == {
        "Owner": "risk",
        "DataClassification": "public",
        "DataResidency": "US",
        "InferenceGeography": "us",
    }


def test_the_dashboard_finds_teams_by_a_search_and_names_none(insurance: SecureBedrockRag) -> None:
    body = only(Stack.of(insurance), "AWS::CloudWatch::Dashboard")["DashboardBody"]
    for outcome in ("Answered", "Blocked", "NoDocuments", "OutputTokens", "FailedDocuments"):
        assert mentions(body, outcome)
    assert mentions(body, "Test-Rag")
    assert mentions(body, '{\\"SecureAi/Rag/Test-Rag\\"} FailedDocuments'), "a namespace with a hyphen is quoted"
    assert not mentions(body, "claims")


def test_two_rags_of_a_stack_have_teams_of_the_same_name() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    one, other = (SecureBedrockRag(scope, name, network=network, owner="platform") for name in ("One", "Other"))
    stacks = [found.add_team("claims").node.scope for found in (one, other)]
    assert len({Stack.of(found).stack_name for found in stacks if found}) == 2


def test_a_stack_of_a_team_can_be_asked_for_before_the_team() -> None:
    found = rag()
    before = found.stack_of("claims")
    assert found.teams == {}
    assert Stack.of(found.add_team("claims")) is before


def test_a_team_may_stand_in_a_stack_that_is_given() -> None:
    found, usual = rag(), Stack.of(rag().add_team("claims"))
    own = beside(Stack.of(found), "OfClaims", synthesizer=DefaultStackSynthesizer(qualifier="claims"))
    team = found.add_team("claims", stack=own)
    assert Stack.of(team) is found.stack_of("claims") is own
    assert {one: data["Type"] for one, data in resources(own).items()} == {
        one: data["Type"] for one, data in resources(usual).items()
    }
    kind = "AWS::Bedrock::KnowledgeBase"
    assert only(own, kind)["Tags"] == only(usual, kind)["Tags"]


def test_documents_stand_in_the_stack_that_is_given() -> None:
    found = rag()
    own = beside(Stack.of(found), "OfClaims")
    key, logs = CustomerKey(own, "Key", description="documents").key, AccessLogBucket(own, "Logs")
    documents = DataBucket(own, "Mine", key=key, access_logs=logs, network=found.network)
    with pytest.raises(
        ValueError, match=r"documents must stand in stack_of\('claims'\), or in the stack that is given"
    ):
        found.add_team("claims", documents=documents)
    assert found.add_team("claims", documents=documents, stack=own).documents is documents


def test_a_stack_that_is_somebody_s_already_is_refused_and_nothing_is_made() -> None:
    found = rag()
    scope = Stack.of(found)
    own = beside(scope, "OfClaims")
    found.add_team("claims", stack=own)
    found.stack_of("fraud")
    for name, taken, message in (
        ("legal", own, "stack must hold 'legal' alone, OfClaims had claims already"),
        ("legal", scope, "stack must hold 'legal' alone, Test had the RAG already"),
        (
            "fraud",
            beside(scope, "OfFraud"),
            r"stack must be left out, because stack_of\('fraud'\) has made one already",
        ),
        (
            "legal",
            NestedStack(own, "Nested"),
            "stack must be deployed by itself, OfClaims/Nested was nested in another",
        ),
        ("legal", beside(scope, "Abroad", Environment(account=ACCOUNT, region="eu-west-1")), "stack must be"),
        ("legal", beside(scope, "Nowhere", None), "stack must name its account and Region"),
        ("legal", "OfLegal", "stack must be Stack, was 'OfLegal'"),
    ):
        with pytest.raises(ValueError, match=f"Test/Rag.*: .*{message}"):
            found.add_team(name, stack=cast("Any", taken))
    assert set(found.teams) == {"claims"}


def test_two_rags_have_no_stack_in_common() -> None:
    scope = stack()
    network = PrivateNetwork(scope, "Network")
    one, other = (SecureBedrockRag(scope, name, network=network, owner="platform") for name in ("One", "Other"))
    own = beside(scope, "OfClaims")
    one.add_team("claims", stack=own)
    with pytest.raises(ValueError, match="Test/Other: stack must hold 'claims' alone, OfClaims had claims already"):
        other.add_team("claims", stack=own)


def test_an_empty_account_or_region_is_no_place_for_a_rag() -> None:
    for env in (None, Environment(account=ACCOUNT), Environment(region="eu-central-1")):
        with pytest.raises(ValueError, match="the stack must name its account and Region"):
            rag(stack(env))


def test_how_many_tokens_a_day_are_told_of_is_the_rag_s_to_say() -> None:
    team = rag(tokens_a_day=5_000).add_team("claims")
    team.access_to(MODEL)
    alarm = only(Stack.of(team), "AWS::CloudWatch::Alarm", "Tokens")
    assert alarm["Threshold"] == 5_000
    assert "5,000 tokens" in alarm["AlarmDescription"]


@pytest.mark.parametrize("number", [0, -1, 1.5, True, "many"])
def test_no_tokens_at_all_are_refused(number: Any) -> None:
    with pytest.raises(
        ValueError, match="Test/Rag: tokens_a_day must be a whole number from 1 to 1,000,000,000,000, was"
    ):
        rag(tokens_a_day=number)
