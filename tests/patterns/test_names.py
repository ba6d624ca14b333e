"""Names of our own making: within the limits of AWS, and never the same twice."""

from __future__ import annotations

import re

import pytest
from aws_cdk import Stack

from secure_ai_constructs import VectorStore
from tests.patterns.synthesis import MODEL, only, rag, resources

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
