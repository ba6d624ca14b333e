"""Where a team stands: in a stack of its own, which no other team's coming or going changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from aws_cdk import Environment, Stack, Token
from constructs import Construct

from secure_ai_constructs.patterns.foundation.kind import require_kind
from secure_ai_constructs.patterns.foundation.place import require_beside
from secure_ai_constructs.patterns.foundation.register import enter, owner_of

if TYPE_CHECKING:
    from constructs import IConstruct

_NAMES = "StackNamesOfTeams"
_STACK_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{,127}")
_TEAM_NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")


class TeamStacks(Construct):
    """The stacks of a RAG's teams by name, made here or given; two RAGs have no stack in common."""

    def __init__(self, scope: Construct, id: str, *, rag: str) -> None:
        """Has none yet; `rag` begins the names of those that are made."""
        super().__init__(scope, id)
        self._rag = rag
        self._stacks: dict[str, Stack] = {}
        self._path = cast("IConstruct", self.node.scope).node.path

    def get(self, team: str) -> Stack | None:
        """The stack of a team, if there is one already."""
        return self._stacks.get(team)

    def make(self, team: str) -> Stack:
        """The stack of a team, made when there is none; see `SecureBedrockRag.stack_of`."""
        self.require_name(team)
        if team not in self._stacks:
            stack = Stack.of(self)
            self._stacks[team] = Stack(
                self,
                team,
                env=Environment(account=stack.account, region=stack.region),
                stack_name=self._enter(team, self._stack_name(team)),
                description=f"Documents, vectors and knowledge base of {team}",
                termination_protection=stack.termination_protection,
            )
        return self._stacks[team]

    def take(self, team: str, stack: Stack) -> None:
        """A team is to stand in a stack that was checked."""
        self._stacks[team] = stack
        self._enter(team, stack.stack_name)

    def check(self, team: str, stack: Stack) -> None:
        """Raises ValueError for a stack that is none for the team, and makes nothing."""
        require_kind(f"{self._path}: stack", stack, Stack)
        if Token.is_unresolved(f"{stack.account}{stack.region}"):
            raise ValueError(
                f"{self._path}: stack must name its account and Region (env=Environment(…)), {stack.node.path} does not"
            )
        require_beside("stack", stack, of=self)
        if stack.nested:
            raise ValueError(f"{self._path}: stack must be deployed by itself, {stack.node.path} was nested in another")
        if team in self._stacks:
            raise ValueError(f"{self._path}: stack must be left out, because stack_of({team!r}) has made one already")
        holder = "the RAG" if stack is Stack.of(self) else self._holder(stack.stack_name)
        if holder:
            raise ValueError(f"{self._path}: stack must hold {team!r} alone, {stack.node.path} had {holder} already")

    def require_name(self, team: str) -> None:
        """Raises ValueError for a name that is none."""
        if not isinstance(team, str) or not _TEAM_NAME.fullmatch(team):
            raise ValueError(
                f"{self._path}: a team's name must be 2 to 30 lower-case letters, digits and hyphens, "
                f"and start with a letter; was {team!r}"
            )

    def _stack_name(self, team: str) -> str:
        """Two RAGs whose names and teams are joined to the same would be deployed over one another."""
        name = f"{self._rag}-{team}"
        if not _STACK_NAME.fullmatch(name):
            raise ValueError(
                f"{self._path}: the stack of team {team!r} must have a name of at most 128 letters, digits and "
                f"hyphens, made of those of stack, RAG and team; was {name!r}"
            )
        if self._holder(name):
            raise ValueError(
                f"{self._path}: the stack of team {team!r} must have a name of its own; there is another "
                f"RAG's {name!r} already"
            )
        return name

    def _enter(self, team: str, stack_name: str) -> str:
        enter(self, _NAMES, self._entry(stack_name), owner=team)
        return stack_name

    def _holder(self, stack_name: str) -> str:
        """The team that has the stack of a name."""
        return owner_of(self, _NAMES, self._entry(stack_name))

    def _entry(self, stack_name: str) -> str:
        stack = Stack.of(self)
        return f"{stack.account} {stack.region} {stack_name}"
