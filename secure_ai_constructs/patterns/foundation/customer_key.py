"""A customer managed key that rotates, outlives its stack and lets in only the services it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from secure_ai_constructs.patterns.foundation.key_policy import KeyPurpose, key_policy
from secure_ai_constructs.patterns.foundation.kind import require_each, require_key, require_kind, require_like

if TYPE_CHECKING:
    from collections.abc import Collection


_OF_A_TEAM = frozenset({KeyPurpose.DATA, KeyPurpose.PROMPTS, KeyPurpose.VECTORS})
_OF_THE_AUDIT = frozenset(KeyPurpose) - _OF_A_TEAM


ADMINISTRATION_ACTIONS = (
    "kms:DescribeKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
)
"""Administrators care for the key; they neither use it nor switch it off."""

REVOCATION_ACTIONS = ("kms:DescribeKey", "kms:DisableKey", "kms:EnableKey")
"""The kill switch, and the way back."""


_PURPOSES: WeakKeyDictionary[kms.IKey, frozenset[KeyPurpose]] = WeakKeyDictionary()
"""Of the keys that were made here, what for."""


def require_purposes(what: str, key: kms.IKey, *purposes: KeyPurpose, of: Construct) -> None:
    """Raises ValueError for a key of a `CustomerKey` with other purposes, whose policy lets the service not in.

    Whom another key lets in, its owner knows.
    """
    require_key(f"{of.node.path}: {what}", key)
    made_for = _PURPOSES.get(key)
    if made_for is not None and (missing := sorted(one.name for one in {*purposes} - made_for)):
        raise ValueError(
            f"{of.node.path}: the {what} must be made with {', '.join(f'KeyPurpose.{one}' for one in missing)}, was made "
            f"for {', '.join(sorted(one.name for one in made_for))}: the service would not be let in"
        )


def require_two_roles(administrator: iam.IRole | None, revoker: iam.IRole | None, *, of: Construct) -> None:
    """Raises ValueError for one role with two duties, and for what is no role."""
    for what, role in (("administrator", administrator), ("revoker", revoker)):
        if role is not None:
            require_like(f"{of.node.path}: {what}", role, "a role", "role_arn")
            if role.node.root is not of.node.root:
                raise ValueError(f"{of.node.path}: {what} must be of the same app, {role.node.path} was of another")
    if administrator and revoker and administrator.role_arn == revoker.role_arn:
        raise ValueError(
            f"{of.node.path}: administrator and revoker must be two roles with separate duties, were the same"
        )


class CustomerKey(Construct):
    """A symmetric key with yearly rotation, kept when its stack is deleted.

    The account keeps control through its root principal, so that no deleted role locks it out;
    a deletion window under 30 days is refused. An administrator and a revoker may be named, two
    roles with separate duties. The key policy names them, so they stand in the key's stack or
    exist already.
    AWS source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        description: str,
        purposes: Collection[KeyPurpose] = (KeyPurpose.DATA,),
        administrator: iam.IRole | None = None,
        revoker: iam.IRole | None = None,
    ) -> None:
        """Creates the key; `purposes` says which services may use it. Raises ValueError for one role with two duties."""
        super().__init__(scope, id)
        require_kind(f"{self.node.path}: description", description, str)
        require_each(f"{self.node.path}: purposes", purposes)
        for one in purposes:
            require_kind(f"{self.node.path}: a purpose", one, KeyPurpose)
        if not purposes:
            raise ValueError(f"{self.node.path}: purposes must name what the key encrypts, was empty")
        if _OF_A_TEAM & set(purposes) and _OF_THE_AUDIT & set(purposes):
            raise ValueError(
                f"{self.node.path}: purposes must keep a team's data and the audit apart, because disabling the key of "
                f"the one must not blind the other; was {', '.join(sorted(one.value for one in purposes))}"
            )
        require_two_roles(administrator, revoker, of=self)
        self.purposes = frozenset(purposes)
        self.key = kms.Key(
            self,
            "Key",
            description=description,
            enable_key_rotation=True,
            pending_window=Duration.days(30),
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
            policy=iam.PolicyDocument.from_json(key_policy(Stack.of(self), purposes)),
        )
        _PURPOSES[self.key] = self.purposes
        for sid, role, actions in (
            ("Administration", administrator, ADMINISTRATION_ACTIONS),
            ("Revocation", revoker, REVOCATION_ACTIONS),
        ):
            if role:
                self.key.add_to_resource_policy(
                    iam.PolicyStatement(
                        sid=sid, principals=[iam.ArnPrincipal(role.role_arn)], actions=list(actions), resources=["*"]
                    )
                )
