"""Who is named in a value: by reference, or by a name or ARN that is written out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.assembly.intrinsics import resolve
from secure_ai_constructs.assembly.node import Known, Node, Text, Token, alternatives, spell
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, consensus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from secure_ai_constructs.assembly.resource import Resource

# The property that carries the physical name of a resource, and where an ARN of that service holds it.
_NAMES: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "AWS::ECR::Repository": ("RepositoryName", "ecr", lambda part: part.removeprefix("repository/")),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName", "iam", lambda part: _last(part, "policy/")),
    "AWS::IAM::Role": ("RoleName", "iam", lambda part: _last(part, "role/")),
    "AWS::KMS::Alias": ("AliasName", "kms", str),
    "AWS::Logs::LogGroup": ("LogGroupName", "logs", lambda part: part.removeprefix("log-group:").partition(":")[0]),
    "AWS::S3::Bucket": ("BucketName", "s3", lambda part: part.partition("/")[0]),
    "AWS::S3Vectors::Index": ("IndexName", "s3vectors", lambda part: part.rpartition("/index/")[2]),
    "AWS::S3Vectors::VectorBucket": (
        "VectorBucketName",
        "s3vectors",
        lambda part: part.removeprefix("bucket/") if "/index/" not in part else "",
    ),
}
_ARN_PARTS = 6


def _last(part: str, kind: str) -> str:
    """The name behind a path, of what is of this kind."""
    return part.rpartition("/")[2] if part.startswith(kind) else ""


_COLON = re.compile(r":(?![^${}]*\})")
"""A colon that is not inside `${AWS::Region}`."""
_IMAGE = re.compile(r"\.dkr\.ecr\.[^/]+/([^:@]+)")
"""The repository of a container image, which its URI names."""


def physical_names(resource: Resource) -> tuple[str, ...]:
    """The name that the template gives a resource, or those that it may, with tokens as `Fn::Sub` would spell them."""
    entry = _NAMES.get(resource.type)
    options = alternatives(resource[entry[0]].node) if entry else ()
    return tuple(name for option in options if (name := spell(option)))


def names_in(text: str) -> Iterator[tuple[str, str | None]]:
    """The physical names that a text may be, each with the resource type that it would have."""
    parts = _COLON.split(text, _ARN_PARTS - 1)
    if parts[0] == "arn" and len(parts) == _ARN_PARTS:
        for resource_type, (_, service, name_of) in _NAMES.items():
            if parts[2] == service:
                yield name_of(parts[5]), resource_type
    elif image := _IMAGE.search(text):
        yield image[1], "AWS::ECR::Repository"
    elif text.startswith("s3://"):
        yield text.removeprefix("s3://").partition("/")[0], "AWS::S3::Bucket"
    else:
        yield text, None


def targets(node: Node, near: Resource) -> Iterator[Resource]:
    """The resources that a node names, however deep."""
    for leaf in _leaves(node):
        match leaf:
            case Token(target=resource) if resource is not None:
                yield resource
                continue
            case Text():
                yield from (token.target for token in leaf.tokens if token.target is not None)
        text = spell(leaf)
        if text and (named := near.assembly.named(text, near.template)):
            yield named


def names(node: Node, resource: Resource, near: Resource) -> Truth:
    """Whether a node, or something in it, is a name or ARN of the resource."""
    return consensus(_one_names(option, resource, near) for option in alternatives(node))


def _one_names(node: Node, resource: Resource, near: Resource) -> Truth:
    verdict = FALSE
    for leaf in _leaves(node):
        if resource in targets(leaf, near):
            return TRUE
        tokens = [leaf] if isinstance(leaf, Token) else list(leaf.tokens) if isinstance(leaf, Text) else []
        if any(token.could_be_anything and not token.outside for token in tokens):
            verdict = UNKNOWN
    return verdict


def _leaves(node: Node) -> Iterator[Node]:
    for option in alternatives(node):
        match option:
            case Known(dict() as data, template):
                for child in data.values():
                    yield from _leaves(resolve(child, template))
            case Known(list() as data, template):
                for child in data:
                    yield from _leaves(resolve(child, template))
            case _:
                yield option
