"""One request that somebody could send, and the world of policies that it meets."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from secure_ai_constructs.access.document import Document

ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Request:
    """Who wants to do what to which resource, and what else is known of the call.

    Keys that follow from the rest, such as `aws:PrincipalArn`, are derived unless the context gives
    them; a key that is neither given nor derived is absent.
    """

    principal: str
    """A role, user or account-root ARN, a service such as `lambda.amazonaws.com`, or `anonymous`."""
    action: str
    resource: str
    context: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    owner: str = ""
    """The account of the resource; by default the one in its ARN, else the principal's."""
    session: tuple[Document, ...] = ()
    """Session policies."""
    session_name: str = "session"

    @property
    def is_service(self) -> bool:
        return not self.principal.startswith("arn:") and self.principal != ANONYMOUS

    @property
    def is_role(self) -> bool:
        return ":role/" in self.principal

    @property
    def is_user(self) -> bool:
        return ":user/" in self.principal

    @property
    def is_root(self) -> bool:
        return self.principal.endswith(":root")

    @property
    def service(self) -> str:
        """The prefix of the action, in lower case."""
        return self.action.partition(":")[0].lower()

    @cached_property
    def account(self) -> str:
        """The principal's account; empty for a service and for anybody."""
        return self.principal.split(":")[4] if self.principal.startswith("arn:") else ""

    @cached_property
    def resource_account(self) -> str:
        parts = self.resource.split(":")
        return self.owner or (parts[4] if len(parts) > 5 else "") or self.account  # noqa: PLR2004 - an ARN has six parts

    @cached_property
    def session_arn(self) -> str:
        """What a role's session is called, in the resource policies that name it."""
        partition, name = self.principal.split(":")[1], self.principal.rpartition("/")[2]
        return f"arn:{partition}:sts::{self.account}:assumed-role/{name}/{self.session_name}"

    @cached_property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """The context, keys in lower case, with what follows from the rest of the request."""
        given = {
            key.lower(): values if isinstance(values, tuple) else (values,) for key, values in self.context.items()
        }
        return {**{key.lower(): (value,) for key, value in self._derived().items() if value}, **given}

    def _derived(self) -> dict[str, str]:
        kind = next(
            (
                name
                for name, holds in (("AssumedRole", self.is_role), ("User", self.is_user), ("Account", self.is_root))
                if holds
            ),
            "" if self.is_service else "Anonymous",
        )
        return {
            "aws:PrincipalArn": self.principal if self.principal.startswith("arn:") else "",
            "aws:PrincipalAccount": self.account,
            "aws:PrincipalType": kind,
            "aws:PrincipalIsAWSService": str(self.is_service).lower(),
            "aws:PrincipalServiceName": self.principal if self.is_service else "",
            "aws:ResourceAccount": self.resource_account,
            "aws:SecureTransport": "true",
            "aws:ViaAWSService": "false",
            "aws:username": self.principal.rpartition("/")[2] if self.is_user else "",
            "kms:CallerAccount": self.account if self.service == "kms" else "",
        }


@dataclass(frozen=True, slots=True)
class Identity:
    """What a principal carries: its own policies, and a boundary that bounds them."""

    policies: tuple[Document, ...] = ()
    boundary: Document | None = None


@dataclass(frozen=True, slots=True)
class ResourcePolicy:
    """The policy that a resource carries; for a role, its trust policy."""

    account: str
    document: Document


@dataclass(frozen=True, slots=True)
class KeyGrant:
    """A KMS grant: it allows operations as the key's policy would."""

    key: str
    grantee: str
    operations: tuple[str, ...]
    """Such as `Decrypt`."""


@dataclass(frozen=True)
class World:
    """All policies that a request may meet. An account that is not named has no SCPs and RCPs."""

    identities: Mapping[str, Identity] = field(default_factory=dict)
    """By principal ARN."""
    resource_policies: Mapping[str, ResourcePolicy] = field(default_factory=dict)
    """By the ARN of the resource that carries the policy; what lies below that ARN is governed by it, too."""
    service_control_policies: Mapping[str, Sequence[Sequence[Document]]] = field(default_factory=dict)
    """By account: levels from the root down, each with its documents."""
    resource_control_policies: Mapping[str, Sequence[Sequence[Document]]] = field(default_factory=dict)
    endpoints: Mapping[str, Document] = field(default_factory=dict)
    """By the endpoint's id."""
    grants: tuple[KeyGrant, ...] = ()

    def policy_of(self, resource: str) -> ResourcePolicy | None:
        """The resource's own policy, or that of the bucket or other container that it lies in."""
        at = resource
        while at:
            if at in self.resource_policies:
                return self.resource_policies[at]
            at = at[: max(at.rfind("/"), at.rfind(":"), 0)]
        return None
