"""Who is given what, as the policies of an assembly say it: one line for each statement, for a reviewer.

Nothing is worked out here: what a Deny elsewhere or a boundary takes away again, `evaluate` decides of a request.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secure_ai_constructs.access.policy import (
    IDENTITY_POLICY_TYPES,
    RESOURCE_POLICIES,
    Statement,
    granted_by,
    managed_by_aws,
    statements,
)
from secure_ai_constructs.assembly import show
from secure_ai_constructs.truth import FALSE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secure_ai_constructs.assembly import Assembly, Resource, Value

EVERYBODY = "everybody"
_HOLDERS = ("Groups", "GroupName", "Roles", "RoleName", "Users", "UserName")
_REFERENCE = re.compile(r"\$\{(\w+)(?:\.\w*(?:Arn|Id|Name))?\}")
"""To a name, an id or an ARN."""
_LONGEST = 1_000
"""Characters of one text, so that a policy of any size leaves a page readable."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A statement of a policy."""

    who: tuple[str, ...]
    """The construct paths of roles of the app, or ARNs, services and accounts as they are written."""
    effect: str
    """`Allow` or `Deny`."""
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    """As they are written; of a policy that guards a resource, the path of that one where it says `*` or nothing."""
    condition: str
    """JSON, or nothing."""
    template: str
    logical_id: str
    """Of the resource that holds the policy."""


def grants_of(assembly: Assembly) -> tuple[Grant, ...]:
    """All that is given by policies of identities and of resources; by what stands elsewhere, only the name of the policy."""
    with assembly.recording():
        found = [one for resource in assembly if resource.exists is not FALSE for one in _grants(resource)]
    return tuple(sorted(found, key=lambda one: (one.who, one.template, one.logical_id, one.effect, one.actions)))


def _grants(resource: Resource) -> Iterator[Grant]:
    if resource.type in IDENTITY_POLICY_TYPES:
        yield from _of_identity(resource)
    if resource.type in RESOURCE_POLICIES:
        yield from _of_resource(resource)
    if resource.type == "AWS::Lambda::Permission":
        yield _of_function(resource)
    if resource.type == "AWS::OpenSearchServerless::AccessPolicy":
        yield from _of_collection(resource)


def _of_identity(grant: Resource) -> Iterator[Grant]:
    who = _holders(grant)
    for one in granted_by(grant).listed():
        yield _grant(one, who, _named(one.value, "Resource"), grant)
    for arn in managed_by_aws(grant).items:
        if arn.target is None:
            yield Grant(who, "Allow", (f"what {_said(arn)} allows",), (), "", *_place(grant))


def _of_resource(policy: Resource) -> Iterator[Grant]:
    for one in statements(policy[RESOURCE_POLICIES[policy.type]]).listed():
        named = _named(one.value, "Resource")
        yield _grant(one, _principals(one.value), (_name(policy),) if named in ((), ("*",)) else named, policy)


def _of_function(permission: Resource) -> Grant:
    conditions = {key: show(permission[key].node) for key in ("SourceAccount", "SourceArn") if _is(permission[key])}
    return Grant(
        (_said(permission["Principal"]),),
        "Allow",
        (_said(permission["Action"]),),
        (_said(permission["FunctionName"]),),
        json.dumps(conditions) if conditions else "",
        *_place(permission),
    )


def _of_collection(policy: Resource) -> Iterator[Grant]:
    for said in policy["Policy"].parsed().items:
        for rule in said["Rules"].items:
            what = _texts(rule["Permission"]), _texts(rule["Resource"])
            yield Grant(_texts(said["Principal"]), "Allow", *what, "", *_place(policy))


def _grant(statement: Statement, who: tuple[str, ...], resources: tuple[str, ...], holder: Resource) -> Grant:
    said = statement.value
    condition = _said(said["Condition"]) if _is(said["Condition"]) else ""
    return Grant(who, show(said["Effect"].node), _named(said, "Action"), resources, condition, *_place(holder))


def _holders(grant: Resource) -> tuple[str, ...]:
    """Who has a policy: whom it names, who names it, or who holds it."""
    named = [text for path in _HOLDERS for text in _texts(grant[path])]
    naming = [_name(one) for kind in IDENTITY_POLICY_TYPES for one in grant.referrers(kind, "ManagedPolicyArns")]
    return tuple(dict.fromkeys([*named, *naming])) or (_name(grant),)


def _principals(statement: Value) -> tuple[str, ...]:
    """A statement without any, as in the policy of an index, is for everybody whom its conditions leave."""
    for key, form in (("Principal", "{}"), ("NotPrincipal", "everybody but {}")):
        said = statement[key]
        names = [text for kind in said.keys for text in _texts(said[kind])] or list(_texts(said))
        if names:
            return tuple(form.format(EVERYBODY if one == "*" else one) for one in names)
    return (EVERYBODY,)


def _named(statement: Value, key: str) -> tuple[str, ...]:
    """Elements of `Action` or `Resource`, or all but those of the negated one."""
    return _texts(statement[key]) or tuple(f"all but {one}" for one in _texts(statement[f"Not{key}"]))


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(_said(one) for one in value.items) or ((_said(value),) if _is(value) else ())


def _said(value: Value) -> str:
    """As it is written, but for resources of the assembly, which stand there by their paths."""
    text = show(value.node, _LONGEST)
    if _REFERENCE.fullmatch(text) and (named := value.target):
        return _name(named)
    return text if "${" not in text else _REFERENCE.sub(lambda found: _by_path(found, value.resource), text)


def _by_path(found: re.Match[str], near: Resource) -> str:
    named = near.template.get(found[1])
    return _name(named) if named else found[0]


def _name(resource: Resource) -> str:
    return (resource.construct_path or resource.logical_id).removesuffix("/Resource")


def _place(resource: Resource) -> tuple[str, str]:
    return resource.template.name, resource.logical_id


def _is(value: Value) -> bool:
    return value.is_set() is not FALSE
