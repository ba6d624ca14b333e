"""Who may be granted what a stack offers: principals that the stack does not itself depend on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, cast

from aws_cdk import Stack, Token
from aws_cdk import aws_iam as iam

from secure_ai_constructs.patterns.foundation.kind import require_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from constructs import Construct, IConstruct


def require_apart(grantee: iam.IGrantable, *, of: Construct, depends_on: Iterable[IConstruct | None]) -> None:
    """Raises ValueError for a caller in a stack that the one of `of` depends on, and for one in another place.

    The caller's policy would name `of`, and two stacks cannot wait for one another. Networks, keys and
    endpoints admit principals of their own account alone, and names of another Region are not read.
    """
    _require_role(grantee, of=of)
    principal = cast("IConstruct", grantee.grant_principal)
    stack, own = Stack.of(principal), Stack.of(of)
    place, own_place = f"{stack.account} {stack.region}", f"{own.account} {own.region}"
    if place != own_place:
        raise ValueError(
            f"{of.node.path}: a caller must stand in {own_place}, {principal.node.path} was in "
            f"{'no account and Region that its stack names' if Token.is_unresolved(place) else place}"
        )
    if stack is not own and any(one and Stack.of(one) is stack for one in depends_on):
        raise ValueError(
            f"{of.node.path}: a caller must stand in a stack of its own or in {own.node.path}, because that depends "
            f"on {stack.node.path}, where {principal.node.path} was"
        )
    require_own_account(grantee, of=of)


def require_own_account(grantee: iam.IGrantable, *, of: Construct) -> None:
    """Raises ValueError for a principal that is no role or user, and for one of another account.

    A service or an ARN has no policy of its own to be given the Denies; networks and keys admit their own account.
    """
    _require_role(grantee, of=of)
    own, account = Stack.of(of).account, grantee.grant_principal.principal_account
    if account and not Token.is_unresolved(account) and account != own:
        raise ValueError(f"{of.node.path}: a caller must be of account {own}, was of {account}")


def require_named_role(role: iam.IRole, *, of: Construct) -> None:
    """As `require_own_account`, for what a policy names by ARN: a user or a group has none to be named by."""
    require_own_account(role, of=of)
    require_like(f"{of.node.path}: a caller", role, "a role", "role_arn")


def grant(
    grantee: iam.IGrantable,
    actions: Sequence[str],
    resources: Sequence[str],
    *,
    of: Construct,
    conditions: dict[str, dict[str, Any]] | None = None,
) -> iam.Grant:
    """Allows actions, as `iam.Grant` does; raises ValueError where that would say that it did, and not do it."""
    require_own_account(grantee, of=of)
    if not isinstance(grantee.grant_principal, iam.Role):
        allow = {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
        give(grantee, [{**allow, "Condition": conditions} if conditions else allow], of=of)
    return iam.Grant.add_to_principal(
        grantee=grantee, actions=list(actions), resource_arns=list(resources), conditions=conditions
    )


def named(statement: dict[str, Any], *differs: str) -> dict[str, Any]:
    """A statement whose Sid is its own: who is granted several things of a kind has several statements of a kind."""
    digest = hashlib.sha256("\n".join(differs).encode()).hexdigest()[:8]
    return {**statement, "Sid": f"{statement['Sid']}{digest}"}


def give(grantee: iam.IGrantable, statements: Iterable[dict[str, Any]], *, of: Construct) -> None:
    """Adds statements to what a caller may do and may not; raises ValueError where CDK would silently not do it.

    A role that was imported with `mutable=False`, or from another account, keeps its policies: the Denies would be
    missing, and everything else would look granted.
    """
    require_own_account(grantee, of=of)
    principal = grantee.grant_principal
    for statement in statements:
        given = principal.add_to_principal_policy(iam.PolicyStatement.from_json(statement))
        # CDK says that it added it, whether it did or not; what it made to hold it tells.
        if not isinstance(principal, iam.Role) and not isinstance(given.policy_dependable, iam.Policy):
            raise ValueError(
                f"{of.node.path}: a caller must be a role whose policies can be added to, because what it may not do "
                f"stands in them, was {cast('IConstruct', principal).node.path}, which keeps its own"
            )


def attach(policy: iam.ManagedPolicy, role: iam.IRole) -> None:
    """Attaches a policy to a role: the policy names it, so that the role waits for nothing that itself names the role."""
    policy.attach_to_role(role)


def _require_role(grantee: iam.IGrantable, *, of: Construct) -> None:
    require_like(f"{of.node.path}: a caller", grantee, "a role", "grant_principal")
    if not hasattr(grantee.grant_principal, "node"):
        raise ValueError(f"{of.node.path}: a caller must be a role, was {type(grantee.grant_principal).__name__}")
