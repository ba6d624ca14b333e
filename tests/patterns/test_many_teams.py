"""Fifty teams in one app: within CloudFormation's limits, and each as it would be alone."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_iam as iam

import app
from secure_ai_constructs import PrivateNetwork, SecureBedrockRag, VectorStore
from tests.patterns.synthesis import ENV, MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

STORES = (VectorStore.s3_vectors(), VectorStore.opensearch_serverless(), VectorStore.aurora_postgresql())
RESOURCES, TEMPLATE_BYTES = 500, 1_000_000
ENDPOINT_POLICY, KEY_POLICY, ROLE_POLICIES, BUCKET_POLICY, MANAGED_POLICY = 20_480, 32_768, 10_240, 20_480, 6_144
QUEUE_POLICY = TOPIC_POLICY = 30_720
RULES_OF_A_GROUP, RULES_OF_A_BUS = 60, 300
TEAMS = tuple(f"team-{number:02}" for number in range(50))


def store_of(name: str) -> VectorStore:
    """Each kind of store for a third of the teams, whatever their order."""
    return STORES[int(name.rpartition("-")[2]) % len(STORES)]


@dataclass(frozen=True)
class Synthesized:
    """An app of many teams, as it was written."""

    folder: Path

    @cached_property
    def templates(self) -> dict[str, str]:
        return {one.name: one.read_text(encoding="utf-8") for one in sorted(self.folder.glob("*.template.json"))}

    @cached_property
    def teams(self) -> dict[str, str]:
        """The templates of teams, by the name of the file."""
        return {name: text for name, text in self.templates.items() if "RagTeams" in name}

    def resources(self, resource_type: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every resource of a type, with the name of its template and its own."""
        for name, text in self.templates.items():
            for logical_id, data in json.loads(text)["Resources"].items():
                if data["Type"] == resource_type:
                    yield f"{name}: {logical_id}", data["Properties"]


def synthesized(folder: Path, names: Sequence[str]) -> Synthesized:
    """Network, what is shared and teams, each in stacks of their own."""
    tree = App(outdir=str(folder), context=app.settings(), analytics_reporting=False)
    network = PrivateNetwork(Stack(tree, "Network", env=ENV), "Network")
    rag = SecureBedrockRag(Stack(tree, "Shared", env=ENV), "Rag", network=network, owner="platform")
    for name in names:
        team = rag.add_team(name, store=store_of(name))
        team.add_query_function(model=MODEL)
        people = {one: iam.Role(Stack.of(team), one, assumed_by=iam.AccountRootPrincipal()) for one in ("Asks", "Adds")}
        team.grant_query(people["Asks"], model=MODEL)
        team.grant_upload(people["Adds"])
    tree.synth()
    return Synthesized(folder)


@pytest.fixture(scope="module")
def fifty(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    return synthesized(tmp_path_factory.mktemp("fifty"), TEAMS)


@pytest.fixture(scope="module")
def fifty_one(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """One more, and all the others in another order."""
    names = [*reversed(TEAMS), "team-50"]
    return synthesized(tmp_path_factory.mktemp("fifty-one"), names)


def characters(document: Any) -> int:
    """The length of a policy as AWS counts it, without white space; a reference as long as the longest ARN."""
    return len(json.dumps(_written(document), separators=(",", ":")))


def _written(node: Any) -> Any:
    if isinstance(node, list):
        return [_written(one) for one in node]
    if not isinstance(node, dict):
        return node
    if len(node) == 1 and next(iter(node)) in ("Ref", "Fn::GetAtt", "Fn::GetStackOutput"):
        return "x" * 128
    if "Fn::Join" in node:
        return "".join(str(_written(one)) for one in node["Fn::Join"][1])
    return {key: _written(one) for key, one in node.items()}


# Limits


def test_there_are_fifty_stacks_of_teams_and_two_that_are_shared(fifty: Synthesized) -> None:
    assert len(fifty.teams) == 50
    assert set(fifty.templates) - set(fifty.teams) == {"Network.template.json", "Shared.template.json"}


def test_every_stack_is_within_the_limits_of_cloudformation(fifty: Synthesized) -> None:
    for name, text in fifty.templates.items():
        assert len(json.loads(text)["Resources"]) < RESOURCES, name
        assert len(json.loads(text).get("Outputs", {})) < 200, name
        assert len(text.encode()) < TEMPLATE_BYTES, name


@pytest.mark.parametrize(
    ("resource_type", "document", "most"),
    [
        ("AWS::EC2::VPCEndpoint", "PolicyDocument", ENDPOINT_POLICY),
        ("AWS::KMS::Key", "KeyPolicy", KEY_POLICY),
        ("AWS::S3::BucketPolicy", "PolicyDocument", BUCKET_POLICY),
        ("AWS::S3Vectors::VectorBucketPolicy", "Policy", BUCKET_POLICY),
        ("AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", BUCKET_POLICY),
        ("AWS::IAM::ManagedPolicy", "PolicyDocument", MANAGED_POLICY),
        ("AWS::SQS::QueuePolicy", "PolicyDocument", QUEUE_POLICY),
        ("AWS::SNS::TopicPolicy", "PolicyDocument", TOPIC_POLICY),
    ],
)
def test_every_policy_is_within_its_limit(fifty: Synthesized, resource_type: str, document: str, most: int) -> None:
    found = list(fifty.resources(resource_type))
    assert found
    for name, properties in found:
        assert characters(properties[document]) < most, name


def test_all_inline_policies_of_a_role_together_are_within_their_limit(fifty: Synthesized) -> None:
    sizes: Counter[str] = Counter()
    for name, properties in fifty.resources("AWS::IAM::Role"):
        sizes[name] += sum(characters(one["PolicyDocument"]) for one in properties.get("Policies", ()))
    for name, properties in fifty.resources("AWS::IAM::Policy"):
        for role in properties["Roles"]:
            sizes[f"{name.partition(':')[0]}: {role['Ref']}"] += characters(properties["PolicyDocument"])
    assert {name: size for name, size in sizes.items() if size >= ROLE_POLICIES} == {}
    assert len(sizes) > 150


def test_each_stack_adds_rules_to_its_own_security_groups_and_few(fifty: Synthesized) -> None:
    rules: Counter[tuple[str, str]] = Counter()
    for way in ("Ingress", "Egress"):
        for name, rule in fifty.resources(f"AWS::EC2::SecurityGroup{way}"):
            [group, _] = rule["GroupId"]["Fn::GetAtt"]
            rules[name.partition(":")[0], f"{way} {group}"] += 1
    assert len(rules) > 100
    assert max(rules.values()) < RULES_OF_A_GROUP // 2


def test_the_bus_has_room_for_every_rule_and_for_those_of_guardduty(fifty: Synthesized) -> None:
    own = list(fifty.resources("AWS::Events::Rule"))
    scanned = list(fifty.resources("AWS::GuardDuty::MalwareProtectionPlan"))
    assert len(scanned) == len(TEAMS)
    assert len(own) + len(scanned) < RULES_OF_A_BUS


def test_policies_of_what_is_shared_do_not_grow_with_teams(fifty: Synthesized, fifty_one: Synthesized) -> None:
    for kind in ("AWS::EC2::VPCEndpoint", "AWS::KMS::Key", "AWS::SNS::TopicPolicy", "AWS::S3::BucketPolicy"):
        sizes = [
            {name: characters(one) for name, one in app_of.resources(kind) if "RagTeams" not in name}
            for app_of in (fifty, fifty_one)
        ]
        assert sizes[0] == sizes[1], kind


# Stability


def test_another_team_and_another_order_change_no_team_s_template(fifty: Synthesized, fifty_one: Synthesized) -> None:
    assert {name: fifty_one.teams[name] for name in fifty.teams} == fifty.teams
    assert len(set(fifty_one.teams) - set(fifty.teams)) == 1


@pytest.mark.parametrize("name", ["Network.template.json", "Shared.template.json"])
def test_another_team_changes_nothing_that_is_shared(fifty: Synthesized, fifty_one: Synthesized, name: str) -> None:
    before, after = (json.loads(one.templates[name]) for one in (fifty, fifty_one))
    assert before["Resources"] == after["Resources"]
    assert before["Outputs"] == after["Outputs"]


def test_a_team_among_fifty_is_as_it_would_be_alone(fifty: Synthesized, tmp_path: Path) -> None:
    alone = synthesized(tmp_path, TEAMS[:1])
    [(name, text)] = alone.teams.items()
    assert fifty.teams[name] == text
