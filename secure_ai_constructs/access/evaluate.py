"""Whether one request is allowed, and which statements decided.

An explicit deny anywhere wins. Then organizations, endpoints and boundaries have to let the request
pass, and somebody has to allow it: in one account the principal's policies or the resource's, across
accounts both. Keys and roles are reached only as far as their own policies say.
AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from secure_ai_constructs.access.document import Document, Statement
from secure_ai_constructs.access.match import Named, applies, how, how_named
from secure_ai_constructs.access.request import ANONYMOUS, Identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secure_ai_constructs.access.request import Request, World

UNDER_RCP = frozenset(
    {"aoss", "cognito-identity", "cognito-idp", "dynamodb", "ecr", "kms", "logs", "s3", "secretsmanager", "sqs", "sts"}
)
"""Services whose resources resource control policies reach; not Bedrock, SageMaker or S3 Vectors."""


_BY_GRANT = Statement("Allow", "Grant", None, None, None, None, None, None, (), has_variables=False)


class Reason(Enum):
    """Why a request is allowed, or what stands in its way."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "a statement denies it"
    SCP = "the organization does not let the principal"
    RCP = "the organization does not let anybody at the resource"
    ENDPOINT = "the VPC endpoint does not let it pass"
    BOUNDARY = "the permissions boundary does not allow it"
    SESSION = "the session policy does not allow it"
    NO_IDENTITY_POLICY = "no policy of the principal allows it"
    NO_RESOURCE_POLICY = "the resource's policy does not allow it"
    KEY_POLICY = "the key's policy does not allow it"
    TRUST_POLICY = "the role's trust policy does not allow it"


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, its reason, and the statements that decided."""

    reason: Reason
    statements: tuple[Statement, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.reason is Reason.ALLOWED


def evaluate(request: Request, world: World) -> Decision:
    """Whether the world's policies allow the request."""
    meeting = _Meeting(request, world)
    if denied := meeting.denies():
        return Decision(Reason.EXPLICIT_DENY, denied)
    return meeting.obstacle() or meeting.grant()


class _Meeting:
    """A request, and what each kind of policy says of it."""

    def __init__(self, request: Request, world: World) -> None:
        self.request, self.world = request, world
        self.identity = world.identities.get(request.principal, Identity())
        self.resource_policy = world.policy_of(request.resource)
        endpoint = request.keys.get("aws:sourcevpce", ("",))[0]
        self.endpoint = world.endpoints.get(endpoint)
        is_linked = ":role/aws-service-role/" in request.principal
        is_bound = not request.is_service and not is_linked and request.principal != ANONYMOUS
        self.scps = world.service_control_policies.get(request.account, ()) if is_bound else ()
        reached = request.service in UNDER_RCP and not is_linked
        self.rcps = world.resource_control_policies.get(request.resource_account, ()) if reached else ()

    def denies(self) -> tuple[Statement, ...]:
        """The statements that deny it."""
        documents = [
            *self.identity.policies,
            *([self.identity.boundary] if self.identity.boundary else []),
            *self.request.session,
            *(document for level in (*self.scps, *self.rcps) for document in level),
            *([self.endpoint] if self.endpoint else []),
            *([self.resource_policy.document] if self.resource_policy else []),
        ]
        return tuple(one for one in self._matching(documents, "Deny") if self._is_addressed(one))

    def obstacle(self) -> Decision | None:
        """What does not let it pass, whoever allows it."""
        for levels, reason in ((self.scps, Reason.SCP), (self.rcps, Reason.RCP)):
            if not all(self._allowed_by(level) for level in levels):
                return Decision(reason)
        if self.endpoint and not any(self._is_addressed(one) for one in self._matching([self.endpoint], "Allow")):
            return Decision(Reason.ENDPOINT)
        return None

    def grant(self) -> Decision:
        """Who allows it."""
        named = self._named()
        if self.request.is_service or self.request.principal == ANONYMOUS:
            given = named[Named.ITSELF]
            return Decision(Reason.ALLOWED, given) if given else Decision(self._refusal())
        if self.request.account != self.request.resource_account:
            return self._across_accounts(named)
        if given := named[Named.ITSELF]:
            # A user's boundary bounds what other resources' policies grant the user not at all, but a role's trust.
            is_trusted_user = self.request.is_user and self._refusal() is Reason.TRUST_POLICY
            return self._bounded(given) if is_trusted_user else Decision(Reason.ALLOWED, given)
        return self._within_account(named)

    def _within_account(self, named: dict[Named, tuple[Statement, ...]]) -> Decision:
        """Keys and roles let in whom their policy names, and through their account whom the principal's policies do."""
        delegated = named[Named.ACCOUNT] if self._has_own_door else ()
        is_open = bool(delegated) or not self._has_own_door
        if self.request.is_root and is_open:
            return Decision(Reason.ALLOWED, delegated)
        own = self._allowed_by(self.identity.policies) if is_open else ()
        if through := named[Named.ROLE] or own:
            return self._bounded(through)
        return Decision(Reason.NO_IDENTITY_POLICY if is_open else self._refusal())

    def _across_accounts(self, named: dict[Named, tuple[Statement, ...]]) -> Decision:
        given = tuple(one for found in named.values() for one in found)
        if not given:
            return Decision(self._refusal())
        own = self._allowed_by(self.identity.policies)
        if not own and not self.request.is_root:
            return Decision(Reason.NO_IDENTITY_POLICY)
        return self._bounded((*given, *own))

    def _bounded(self, statements: tuple[Statement, ...]) -> Decision:
        """Allowed as far as boundary and session policy allow it, too."""
        if self.identity.boundary and not self._allowed_by([self.identity.boundary]):
            return Decision(Reason.BOUNDARY)
        if self.request.session and not self._allowed_by(self.request.session):
            return Decision(Reason.SESSION)
        return Decision(Reason.ALLOWED, statements)

    @property
    def _has_own_door(self) -> bool:
        """Keys and roles: without their own policy's word, the principal's policies do not count."""
        return self.request.service == "kms" or self.request.action.lower() == "sts:assumerole"

    def _refusal(self) -> Reason:
        if self.request.service == "kms":
            return Reason.KEY_POLICY
        return Reason.TRUST_POLICY if self._has_own_door else Reason.NO_RESOURCE_POLICY

    def _named(self) -> dict[Named, tuple[Statement, ...]]:
        """The statements of the resource's policy that allow it, by how they name the principal."""
        documents = [self.resource_policy.document] if self.resource_policy else []
        found: dict[Named, list[Statement]] = {one: [] for one in Named}
        for statement in self._matching(documents, "Allow"):
            if name := how_named(statement, self.request):
                found[name].append(statement)
        if self._is_granted():
            found[Named.ROLE if self.request.is_role else Named.ITSELF] += [_BY_GRANT]
        return {name: tuple(statements) for name, statements in found.items()}

    def _is_granted(self) -> bool:
        operation = self.request.action.partition(":")[2].lower()
        return self.request.service == "kms" and any(
            grant.key == self.request.resource
            and grant.grantee == self.request.principal
            and operation in map(str.lower, grant.operations)
            for grant in self.world.grants
        )

    def _allowed_by(self, documents: Iterable[Document]) -> tuple[Statement, ...]:
        return tuple(self._matching(documents, "Allow"))

    def _is_addressed(self, statement: Statement) -> bool:
        """The statement has no principals, or names this one.

        `NotPrincipal` spares only whom it names itself, and nobody who has a boundary.
        """
        if statement.not_principals is not None:
            spared = {how(kind, name, self.request) for kind, name in statement.not_principals} - {Named.ACCOUNT, None}
            return not spared or self.identity.boundary is not None
        return statement.principals is None or how_named(statement, self.request) is not None

    def _matching(self, documents: Iterable[Document], effect: str) -> list[Statement]:
        return [
            statement
            for document in documents
            for statement in document.statements
            if statement.effect == effect and applies(statement, self.request)
        ]
