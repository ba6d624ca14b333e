"""Names of our own making: within the limits of AWS, and never the same twice."""

from __future__ import annotations

import re

import pytest
from aws_cdk import App, Stack

import app
from secure_ai_constructs import VectorStore
from tests.patterns.synthesis import ENV, MODEL, only, rag, resources

LIMITS = {
    ("AWS::Bedrock::KnowledgeBase", "Name"): r"([0-9a-zA-Z][_-]?){1,100}",
    ("AWS::Bedrock::DataSource", "Name"): r"([0-9a-zA-Z][_-]?){1,100}",
    ("AWS::Bedrock::Prompt", "Name"): r"([0-9a-zA-Z][_-]?){1,100}",
    ("AWS::Bedrock::ApplicationInferenceProfile", "InferenceProfileName"): r"([0-9a-zA-Z:.][ _-]?){1,64}",
    ("AWS::S3Vectors::Index", "IndexName"): r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
    ("AWS::OpenSearchServerless::Collection", "Name"): r"[a-z][a-z0-9-]{2,31}",
    ("AWS::OpenSearchServerless::AccessPolicy", "Name"): r"[a-z][a-z0-9-]{2,31}",
    ("AWS::OpenSearchServerless::SecurityPolicy", "Name"): r"[a-z][a-z0-9-]{2,31}",
    ("AWS::Logs::DeliverySource", "Name"): r"[\w-]{1,60}",
    ("AWS::Logs::DeliveryDestination", "Name"): r"[\w-]{1,60}",
}
"""What the services take as names, as their CloudFormation schemas say it."""


@pytest.mark.parametrize("name", ["ab", "a-b", "claims-", "cl--aims", "x" * 30, f"a{'-b' * 14}"])
def test_names_are_within_the_limits_of_aws(name: str) -> None:
    seen = set()
    for store in (VectorStore.s3_vectors(), VectorStore.opensearch_serverless()):
        team = rag().add_team(name, store=store)
        team.add_query_function(model=MODEL)
        for data in resources(Stack.of(team)).values():
            for (kind, key), pattern in LIMITS.items():
                if data["Type"] == kind:
                    assert re.fullmatch(pattern, data["Properties"][key]), (kind, data["Properties"][key])
                    seen.add((kind, key))
    assert seen == set(LIMITS)


def test_teams_of_similar_names_have_other_names_for_everything() -> None:
    found = rag()
    teams = [found.add_team(one, store=VectorStore.opensearch_serverless()) for one in ("ab-c", "a-bc", "abc")]
    kinds = ("AWS::Bedrock::KnowledgeBase", "AWS::OpenSearchServerless::Collection", "AWS::Logs::DeliverySource")
    names = [only(Stack.of(team), kind)["Name"] for team in teams for kind in kinds]
    assert len(names) == len(set(names)) == 9


def test_two_deployments_of_an_app_and_another_choice_have_other_names() -> None:
    names: list[str] = []
    for stack_name, with_standby in (("Blue", True), ("Green", True), ("Green", False)):
        scope = Stack(App(context=app.settings(), analytics_reporting=False), "Test", env=ENV, stack_name=stack_name)
        store = VectorStore.opensearch_serverless(standby_replicas=with_standby)
        team = rag(scope).add_team("fraud", store=store)
        team.add_query_function(model=MODEL)
        for where, kind, key in (
            (Stack.of(team), "AWS::OpenSearchServerless::Collection", "Name"),
            (Stack.of(team), "AWS::Bedrock::KnowledgeBase", "Name"),
            (Stack.of(team), "AWS::Bedrock::Prompt", "Name"),
            (Stack.of(team), "AWS::Logs::DeliverySource", "Name"),
            (scope, "AWS::Bedrock::Guardrail", "Name"),
            (scope, "AWS::OpenSearchServerless::VpcEndpoint", "Name"),
        ):
            names.append(f"{kind} {only(where, kind)[key]}")
    assert len(set(names)) == 6 + 6 + 3, "the collection, the knowledge base that cannot change its store, and its log"
