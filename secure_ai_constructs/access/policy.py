"""Policy documents, statement by statement.

AWS source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource, Value

IDENTITY_POLICY_TYPES = (
    "AWS::IAM::Group",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::IAM::RolePolicy",
    "AWS::IAM::User",
)
_WITH_INLINE_POLICIES = ("AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User")


class Statement:
    """One statement of a policy document."""

    def __init__(self, value: Value) -> None:
        self.value = value

    def allows(self) -> Truth:
        return self.value["Effect"].equals("Allow")

    def denies(self) -> Truth:
        return self.value["Effect"].equals("Deny")

    def covers(self, action: str) -> Truth:
        """An element of `Action` matches the action; actions are case-insensitive, `*` and `?` are wildcards."""
        return self.value["Action"].any(lambda pattern: _matches_action(pattern, action))

    def some_action(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of an element of `Action`; or there is a `NotAction`, which covers nearly everything."""
        return self.value["Action"].any(claim) | self.value["NotAction"].is_set()

    def some_resource(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of an element of `Resource`; or there is a `NotResource`."""
        return self.value["Resource"].any(claim) | self.value["NotResource"].is_set()

    def on_objects_of(self, bucket: Resource) -> Truth:
        """An element of `Resource` is every object of the bucket, or everything."""
        return self.value["Resource"].any(
            lambda arn: arn.equals("*") | (arn.refers_to(bucket) & arn.matches(r"/\*$")),
        )

    def to_anyone(self) -> Truth:
        """`Principal` is `*`, as a string or as an AWS principal."""
        principal = self.value["Principal"]
        return principal.equals("*") | principal["AWS"].any(lambda one: one.equals("*"))

    def to_service(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of a service principal."""
        return self.value["Principal"]["Service"].any(claim)

    def is_conditional(self) -> Truth:
        return self.value["Condition"].is_set()

    def requires(self, operators: str, key: str, expected: str | float | None = None) -> Truth:
        """A condition key (without regard to case) stands under an operator that matches the regular expression.

        With `expected`, that must be one of its values.
        """
        condition = self.value["Condition"]
        if not condition.is_known:
            return condition.is_set() & UNKNOWN
        values = [
            condition[operator][name]
            for operator in condition.keys
            if re.fullmatch(operators, operator)
            for name in condition[operator].keys
            if re.fullmatch(key, name, re.IGNORECASE)
        ]
        if not values:
            return condition.is_set() & FALSE
        if expected is None:
            return any_of(value.is_set() for value in values)
        return any_of(value.any(lambda one: one.equals(expected)) for value in values)


class Statements:
    """The statements of several policy documents; a document may be a JSON string."""

    def __init__(self, *documents: Value) -> None:
        self._lists = [document.parsed()["Statement"] for document in documents]

    def any(self, claim: Callable[[Statement], Truth]) -> Truth:
        """The claim holds of a statement."""
        return any_of(listed.any(lambda value: claim(Statement(value))) for listed in self._lists)

    def all(self, claim: Callable[[Statement], Truth]) -> Truth:
        """The claim holds of every statement."""
        return all_of(listed.all(lambda value: claim(Statement(value))) for listed in self._lists)


def statements(document: Value) -> Statements:
    """The statements of one policy document."""
    return Statements(document)


def granted_by(resource: Resource) -> Statements:
    """What an IAM resource itself attaches to principals: its document, or its inline policies."""
    if resource.type in _WITH_INLINE_POLICIES:
        return Statements(*(policy["PolicyDocument"] for policy in resource["Policies"].items))
    return Statements(resource["PolicyDocument"])


def _matches_action(pattern: Value, action: str) -> Truth:
    written = pattern.literal
    if written is None:
        return pattern.is_set() & UNKNOWN
    pattern.is_set()
    glob = re.escape(written).replace(r"\*", ".*").replace(r"\?", ".")
    return TRUE if re.fullmatch(glob, action, re.IGNORECASE) else FALSE
