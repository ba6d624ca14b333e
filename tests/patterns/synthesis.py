"""A stack of one construct, for tests of the constructs, and what stands in its template."""

from __future__ import annotations

import re
from typing import Any

from aws_cdk import App, Environment, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

import app
from secure_ai_constructs import LanguageModel, PrivateNetwork, SecureBedrockRag

ACCOUNT, REGION = "123456789012", "eu-central-1"
ENV = Environment(account=ACCOUNT, region=REGION)
MODEL = LanguageModel.in_region("amazon.nova-lite-v1:0")

Properties = dict[str, Any]


def stack(env: Environment | None = ENV) -> Stack:
    """An empty stack under the reference app's feature flags."""
    return Stack(App(context=app.settings(), analytics_reporting=False), "Test", env=env)


def region(name: str) -> Stack:
    """An empty stack in another Region."""
    return stack(Environment(account=ACCOUNT, region=name))


def beside(scope: Stack, name: str, env: Environment | None = ENV, **properties: Any) -> Stack:
    """Another stack of the same app."""
    root: Any = scope.node.root
    return Stack(root, name, env=env, **properties)


def rag(scope: Stack | None = None, **arguments: Any) -> SecureBedrockRag:
    """A RAG over a network of its own, without a team."""
    scope = scope or stack()
    network = arguments.pop("network", None) or PrivateNetwork(scope, "Network")
    return SecureBedrockRag(scope, "Rag", **{"network": network, "owner": "platform", **arguments})


def existing_vpc(scope: Stack, zones: int = 2) -> ec2.IVpc:
    """A VPC of another app, with an isolated subnet in each of so many zones."""
    names = [f"{scope.region}{letter}" for letter in "abc"[:zones]]
    return ec2.Vpc.from_vpc_attributes(
        scope,
        "Existing",
        vpc_id="vpc-1",
        availability_zones=names or [f"{scope.region}a"],
        isolated_subnet_ids=[f"subnet-{one}" for one in names],
        isolated_subnet_route_table_ids=[f"rtb-{one}" for one in names],
    )


def resources(scope: Stack, resource_type: str = "", named: str = "") -> dict[str, Any]:
    """Resources of a type by logical id; `named` is a part of that."""
    found = Template.from_stack(scope).to_json().get("Resources", {})
    return {
        logical_id: data
        for logical_id, data in found.items()
        if resource_type in ("", data["Type"]) and named in logical_id
    }


def only(scope: Stack, resource_type: str, named: str = "") -> Properties:
    """The properties of the one resource of the type."""
    [data] = resources(scope, resource_type, named).values()
    found: Properties = data.get("Properties", {})
    return found


def is_kept(resource: dict[str, Any]) -> bool:
    """Whether a resource outlives its stack and whatever replaces it; one whose creation failed need not."""
    kept = resource.get("DeletionPolicy") in ("Retain", "RetainExceptOnCreate")
    return kept and resource.get("UpdateReplacePolicy") == "Retain"


def by_sid(document: dict[str, Any]) -> dict[str, Properties]:
    """The statements of a policy by their Sid, less what sets apart several of a kind."""
    return {re.sub(r"[0-9a-f]{8}$", "", one["Sid"]): one for one in document["Statement"] if "Sid" in one}


def as_list(value: Any) -> list[Any]:
    """IAM writes a list of one as that one."""
    return value if isinstance(value, list) else [value]


def mentions(node: Any, text: str) -> bool:
    """Whether a part of a template names something, in a key or in a value."""
    if isinstance(node, dict):
        return any(mentions(one, text) for pair in node.items() for one in pair)
    if isinstance(node, list):
        return any(mentions(one, text) for one in node)
    return text in str(node)
