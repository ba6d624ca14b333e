"""Assembly: everything that is judged together, who refers to whom, and what a predicate read."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from secure_ai_constructs.assembly import reference
from secure_ai_constructs.assembly.intrinsics import step
from secure_ai_constructs.assembly.node import Known, Node, Token, spell
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, any_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from secure_ai_constructs.assembly.resource import Resource
    from secure_ai_constructs.assembly.template import Template

T = TypeVar("T")


class Read(NamedTuple):
    """One property that a predicate looked at: the evidence of a finding."""

    resource: Resource
    path: tuple[str, ...]
    node: Node


@dataclass(frozen=True, slots=True)
class Acknowledgment:
    """A risk that somebody accepted for a construct and all that it contains."""

    control: str
    reason: str
    owner: str
    expires: str
    """ISO 8601 date."""
    construct_path: str


@dataclass(frozen=True, slots=True)
class OptOut:
    """A part of the account's baseline that an app does not make: somebody else does, or the account has it."""

    part: str
    """Such as `detector`."""
    mode: str
    """`adopt` or `skip`."""
    said: str
    """The name of what is adopted, or the reason to skip it."""
    rows: tuple[str, ...]
    """Of the baseline."""
    account: str | None = None
    """Where the stack that says so stands, if it is known."""


class _Referrers(NamedTuple):
    """The resources of a type by what their property names; `undecided` ones may name anything."""

    by_target: dict[Resource, list[Resource]]
    undecided: list[Resource]


class Assembly:
    """All templates that are judged together, and the acknowledgments made in their app."""

    def __init__(self) -> None:
        self.templates: list[Template] = []
        self.acknowledgments: list[Acknowledgment] = []
        self.opt_outs: list[OptOut] = []
        self.digest = ""
        """SHA-256 over the names and contents of the templates, in hexadecimal."""
        self._reads: list[Read] = []
        self._referrers: dict[tuple[str, str], _Referrers] = {}
        self._by_text: dict[tuple[str, str], dict[str | None, tuple[Resource, ...]]] = {}

    def __iter__(self) -> Iterator[Resource]:
        return (resource for template in self.templates for resource in template.resources.values())

    @cached_property
    def by_type(self) -> dict[str, list[Resource]]:
        """The resources that are not ruled out by a condition, by type."""
        found: dict[str, list[Resource]] = {}
        for resource in self:
            if resource.exists is not FALSE:
                found.setdefault(resource.type, []).append(resource)
        return found

    def drop_expired(self, today: date) -> list[Acknowledgment]:
        """Acknowledgments count until their date: those that have ended are taken away, and returned."""
        expired = [one for one in self.acknowledgments if one.expires < today.isoformat()]
        self.acknowledgments = [one for one in self.acknowledgments if one not in expired]
        return expired

    def referrers(self, resource_type: str, path: str, target: Resource) -> Iterator[Resource]:
        """The resources of a type whose property at `path` names the target, or may name it."""
        if (resource_type, path) not in self._referrers:
            self._referrers[resource_type, path] = self._index(resource_type, path)
        found = self._referrers[resource_type, path]
        yield from found.by_target.get(target, ())
        yield from found.undecided

    def _index(self, resource_type: str, path: str) -> _Referrers:
        found = _Referrers({}, [])
        for resource in self.by_type.get(resource_type, ()):
            value = resource[path]
            for target in dict.fromkeys(value.targets):
                found.by_target.setdefault(target, []).append(resource)
            if reference.names(value.node, resource, resource) is UNKNOWN:
                found.undecided.append(resource)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self:
            for name in reference.physical_names(resource):
                found.setdefault(name, []).append(resource)
        return found

    def named(self, text: str, near: Template) -> Resource | None:
        """The resource with a physical name or ARN: in the same template, or the only one."""
        for name, resource_type in reference.names_in(text):
            found = [one for one in self._by_name.get(name, ()) if resource_type in (None, one.type)]
            found = [one for one in found if one.template.account in (None, near.account) or not near.account]
            local = [one for one in found if one.template is near]
            if local or (len(found) == 1 and "${" not in name):
                return (local or found)[0]
        return None

    def by_text(self, resource_type: str, path: str) -> Mapping[str | None, tuple[Resource, ...]]:
        """The resources of a type by the texts that a property lists; under None those of which that is not written.

        An index, to ask fewer: what is read for it is no evidence.
        """
        if (resource_type, path) not in self._by_text:
            found: dict[str | None, tuple[Resource, ...]] = {}
            with self.recording():
                for resource in self.by_type.get(resource_type, ()):
                    node = resource[path].node
                    data = node.data if isinstance(node, Known) else None
                    texts = data if isinstance(data, list) else [None]
                    for text in texts if all(isinstance(one, str) for one in texts) else [None]:
                        found[text] = (*found.get(text, ()), resource)
            self._by_text[resource_type, path] = found
        return self._by_text[resource_type, path]

    @cached_property
    def _exports(self) -> dict[str, list[tuple[Template, str]]]:
        found: dict[str, list[tuple[Template, str]]] = {}
        for template in self.templates:
            for output, declared in template.outputs.items():
                name = spell(step(step(Known(declared, template), "Export"), "Name"))
                if name:
                    found.setdefault(name, []).append((template, output))
        return found

    def exported(self, name: object, importer: Template) -> Node:
        """What `Fn::ImportValue` of a name stands for; None where only deployment knows the name."""
        if not isinstance(name, str):
            return Token("${ImportValue}", why="only deployment knows what is imported")
        for template, output in self._exports.get(name, []):
            if (template.account, template.region) == (importer.account, importer.region):
                return template.output(output)
        return Token(f"${{ImportValue {name}}}", why=f"nothing in the assembly exports {name}", outside=True)

    def stack_output(self, stack: str, output: str, place: tuple[str | None, str | None]) -> Node:
        """What `Fn::GetStackOutput` stands for; `stack` is a name or an ARN, `place` its account and Region."""
        name = stack.rpartition(":stack/")[-1].partition("/")[0]
        found = [one for one in self.templates if (one.stack, one.account, one.region) == (name, *place)]
        roots = [one for one in found if one.nested_in is None]
        if len(roots) == 1:
            return roots[0].output(output)
        text = f"${{GetStackOutput {name}.{output}}}"
        return Token(
            text, why=f"{len(roots)} stacks named {name} are in the assembly", outside=not roots and "${" not in name
        )

    # What was read --------------------------------------------------------------------------------

    @contextmanager
    def recording(self) -> Iterator[list[Read]]:
        """Collects what is read inside the `with`."""
        outer, self._reads = self._reads, []
        try:
            yield self._reads
        finally:
            self._reads = outer

    def saw(self, resource: Resource, path: tuple[str, ...], node: Node) -> None:
        """A predicate looked at a property."""
        self._reads.append(Read(resource, path, node))

    def any_of(self, items: Iterable[T], claim: Callable[[T], Truth]) -> Truth:
        """Whether the claim holds of an item; if so, the reads of that item alone stay as evidence."""
        mark = len(self._reads)

        def claims() -> Iterator[Truth]:
            for item in items:
                start = len(self._reads)
                verdict = claim(item)
                if verdict is TRUE:
                    del self._reads[mark:start]
                yield verdict

        return any_of(claims())
