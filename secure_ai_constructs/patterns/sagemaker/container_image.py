"""A container by its content: a tag can be moved to other code, a digest cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_cdk import Stack, Token

if TYPE_CHECKING:
    from aws_cdk import aws_ecr as ecr
    from constructs import Construct

LONGEST_URI = 255
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
PULL_ACTIONS = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


@dataclass(frozen=True, slots=True)
class ContainerImage:
    """An image of a repository in Amazon ECR, and the digest that it is pinned to.

    AWS source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/docker-pull-ecr-image.html
    """

    repository: ecr.IRepository
    digest: str
    """`sha256:` and 64 hexadecimal digits, as `docker push` prints it."""

    def __post_init__(self) -> None:
        if not isinstance(self.digest, str) or not _DIGEST.fullmatch(self.digest):
            raise ValueError(
                f"an image must be pinned by its digest, sha256: and 64 hexadecimal digits, because a tag can be moved; "
                f"was {self.digest!r}"
            )
        if not Token.is_unresolved(self.uri) and len(self.uri) > LONGEST_URI:
            raise ValueError(f"an image must have a URI of at most {LONGEST_URI} characters, had {len(self.uri)}")

    def require_place(self, scope: Construct) -> None:
        """Raises ValueError for an image of another account or Region than the stack of `scope`."""
        stack, env = Stack.of(scope), self.repository.env
        place, its_place = f"{stack.account} {stack.region}", f"{env.account} {env.region}"
        if not Token.is_unresolved(its_place) and place != its_place:
            raise ValueError(f"{scope.node.path}: the image must be in the registry of {place}, was in {its_place}")

    @property
    def uri(self) -> str:
        """`<repository>@sha256:…`, as SageMaker takes it."""
        return self.repository.repository_uri_for_digest(self.digest)

    @property
    def statement(self) -> dict[str, Any]:
        """What a role must be allowed to pull it, in IAM's own words, beside a token of the registry."""
        return {
            "Sid": "PullImage",
            "Effect": "Allow",
            "Action": list(PULL_ACTIONS),
            "Resource": self.repository.repository_arn,
        }
