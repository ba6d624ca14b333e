"""A resource, its properties, and the resources around it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly import reference
from secure_ai_constructs.assembly.intrinsics import resolve, step
from secure_ai_constructs.assembly.node import Known
from secure_ai_constructs.assembly.value import Value
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from secure_ai_constructs.assembly.model import Assembly
    from secure_ai_constructs.assembly.template import Template

MANY_UNDECIDED = 16
"""So many resources that may be meant are asked; with more, the answer is UNKNOWN at best."""


class Resource:
    """A resource of a template; `resource["A.B.0.C"]` is the Value of that property."""

    def __init__(self, template: Template, logical_id: str, data: Mapping[str, Any]) -> None:
        self.template = template
        self.logical_id = logical_id
        self.type: str = data["Type"]
        self.data = data
        self.construct_path: str | None = None
        self.nested: Template | None = None
        """The template of a nested stack, when the assembly has it."""

    def __repr__(self) -> str:
        return f"<{self.type} {self.logical_id}>"

    def __getitem__(self, path: str) -> Value:
        """The Value at a path below `Properties`: keys and list indices, separated by dots."""
        value = self.properties
        for key in path.split("."):
            value = value[key]
        return value

    @cached_property
    def properties(self) -> Value:
        """The Value of `Properties` itself."""
        return Value(self, ("Properties",), resolve(self.data.get("Properties") or {}, self.template))

    def attribute(self, name: str) -> Value:
        """The Value of a resource attribute such as `DeletionPolicy`."""
        return Value(self, (name,), step(Known(self.data, self.template), name))

    @property
    def assembly(self) -> Assembly:
        return self.template.assembly

    @property
    def condition(self) -> str | None:
        """The name of the condition under which it is created."""
        return self.data.get("Condition")

    @cached_property
    def exists(self) -> Truth:
        """Whether its condition, and the nested stack that it stands in, let it be created."""
        own = self.template.condition(self.condition) if self.condition else TRUE
        return own & self.template.nested_in.exists if self.template.nested_in else own

    @cached_property
    def references(self) -> tuple[Resource, ...]:
        """The resources that its properties and `DependsOn` name, each once, in order of appearance."""
        depends_on = self.data.get("DependsOn") or []
        named = [depends_on] if isinstance(depends_on, str) else depends_on
        explicit = [self.template.get(name) for name in named if isinstance(name, str)]
        found = [*self.properties.targets, *(resource for resource in explicit if resource)]
        return tuple(dict.fromkeys(resource for resource in found if resource is not self))

    def referrers(self, resource_type: str, path: str) -> Resources:
        """The other resources of a type whose property at `path` names this one, or lists it among others."""
        others = (other for other in self.assembly.referrers(resource_type, path, self) if other is not self)
        return Resources(
            ((other, reference.names(other[path].node, self, other)) for other in others),
            self,
        )

    @cached_property
    def referrers_of_any_kind(self) -> tuple[Resource, ...]:
        """Every resource of the assembly that names this one anywhere."""
        return tuple(other for other in self.assembly if self in other.references)

    def peers(self, *types: str) -> Resources:
        """The resources of these types in the same account as this one, as far as it is known."""
        found = (peer for name in types for peer in self.assembly.by_type.get(name, ()))
        return Resources(((peer, _same(peer.template.account, self.template.account)) for peer in found), self)

    def is_adopted(self, part: str) -> Truth:
        """Whether an app says that this account has a part of the baseline already, such as `trail`; nobody here sees it."""
        return self.is_left_out(part, "adopt")

    def is_left_out(self, part: str, *modes: str) -> Truth:
        """Whether an app says that this account has a part already, or why somebody else sees to it; one of `modes`, if given."""
        said = (one for one in self.assembly.opt_outs if one.part == part and one.mode in (modes or ("adopt", "skip")))
        return truth(any(_same(one.account, self.template.account) is not FALSE for one in said))

    def in_region_of(self, other: Resource) -> Truth:
        """Whether both deploy to one Region, as far as it is known."""
        return _same(self.template.region, other.template.region)


class Resources:
    """Some resources, seen from another one; each counts as far as it exists and is meant."""

    def __init__(self, found: Iterable[tuple[Resource, Truth]], origin: Resource) -> None:
        self._found = {resource: link for resource, link in found if link is not FALSE}
        self._origin = origin

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._found)

    def among(self, chosen: Collection[Resource]) -> Resources:
        """Those that are also among others."""
        return Resources(((one, link) for one, link in self._found.items() if one in chosen), self._origin)

    def exist(self) -> Truth:
        """Whether there is one."""
        return self.any(lambda _: TRUE)

    def any(self, claim: Callable[[Resource], Truth]) -> Truth:
        """Whether a resource exists of which the claim holds; its reads alone stay as evidence."""
        certain = [resource for resource, link in self._found.items() if link is TRUE]
        perhaps = [resource for resource, link in self._found.items() if link is not TRUE]
        found = self._origin.assembly.any_of(
            certain + perhaps[:MANY_UNDECIDED], lambda resource: self._counts(resource) & claim(resource)
        )
        return found if len(perhaps) <= MANY_UNDECIDED else found | UNKNOWN

    def all(self, claim: Callable[[Resource], Truth]) -> Truth:
        """Whether the claim holds of each resource that exists; a counterexample's reads alone stay as evidence."""
        return ~self.any(lambda resource: ~claim(resource))

    def _counts(self, resource: Resource) -> Truth:
        together = resource.template is self._origin.template and resource.condition == self._origin.condition
        return self._found[resource] & (TRUE if together else resource.exists)


def _same(one: str | None, other: str | None) -> Truth:
    """Two environments of which both are unknown stand in templates that are deployed together."""
    return UNKNOWN if (one is None) is not (other is None) else truth(one == other)
