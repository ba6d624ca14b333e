"""Assembly, Template, Resource: what was synthesized, who refers to whom, and what a predicate read."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from secure_ai_constructs.assembly.intrinsics import (
    ABSENT,
    Known,
    Node,
    Token,
    choice,
    evaluate,
    resolve,
    spell,
    step,
)
from secure_ai_constructs.assembly.read import AssemblyError, mapping
from secure_ai_constructs.assembly.value import Value
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, any_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T")

# The property that carries the physical name of a resource, by which hand-written templates refer to it.
_NAMES = {
    "AWS::EC2::SecurityGroup": "GroupName",
    "AWS::IAM::Role": "RoleName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::S3Vectors::Index": "IndexName",
    "AWS::S3Vectors::VectorBucket": "VectorBucketName",
}


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

    @property
    def properties(self) -> Value:
        """The Value of `Properties` itself."""
        return Value(self, ("Properties",), Known(self.data.get("Properties") or {}, self.template))

    def attribute(self, name: str) -> Value:
        """The Value of a resource attribute such as `DeletionPolicy`."""
        return Value(self, (name,), step(Known(self.data, self.template), name))

    @property
    def assembly(self) -> Assembly:
        return self.template.assembly

    @cached_property
    def exists(self) -> Truth:
        """Whether the resource's `Condition` lets it be created."""
        name = self.data.get("Condition")
        return self.template.condition(name) if isinstance(name, str) else TRUE

    @cached_property
    def names(self) -> frozenset[str]:
        """The literal physical names by which a template may refer to it."""
        property_name = _NAMES.get(self.type)
        name = spell(self[property_name].node) if property_name else None
        return frozenset({name} if name and "${" not in name else ())

    @cached_property
    def references(self) -> tuple[Resource, ...]:
        """The resources that its properties and `DependsOn` name, each once, in order of appearance."""
        depends_on = self.data.get("DependsOn") or []
        named = [depends_on] if isinstance(depends_on, str) else depends_on
        explicit = [self.template.get(name) for name in named if isinstance(name, str)]
        found = [*self.properties.targets, *(resource for resource in explicit if resource)]
        return tuple(dict.fromkeys(resource for resource in found if resource is not self))

    def referrers(self, resource_type: str, path: str) -> Resources:
        """The resources of a type whose property at `path` names this one, or lists it among others."""
        return Resources(self.assembly.referrers(resource_type, path).get(self, ()), self)

    @cached_property
    def referrers_of_any_kind(self) -> tuple[Resource, ...]:
        """Every resource of the assembly that names this one anywhere."""
        return tuple(other for other in self.assembly if self in other.references)

    def peers(self, *types: str) -> Resources:
        """The resources of these types in the same account as this one, as far as it is known."""
        account = self.template.account
        found = (peer for name in types for peer in self.assembly.by_type.get(name, ()))
        return Resources([peer for peer in found if not account or peer.template.account in (None, account)], self)

    def in_region_of(self, other: Resource) -> bool:
        """Whether both deploy to one Region, as far as it is known."""
        mine, theirs = self.template.region, other.template.region
        return mine is None or theirs is None or mine == theirs


class Resources:
    """Some resources, seen from another one; conditional ones count only as far as they exist."""

    def __init__(self, found: list[Resource] | tuple[Resource, ...], origin: Resource) -> None:
        self._found = [resource for resource in found if resource.exists is not FALSE]
        self._origin = origin

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def any(self, claim: Callable[[Resource], Truth]) -> Truth:
        """Whether a resource exists of which the claim holds; its reads alone stay as evidence."""
        return self._origin.assembly.any_of(self._found, lambda resource: self._exists(resource) & claim(resource))

    def all(self, claim: Callable[[Resource], Truth]) -> Truth:
        """Whether the claim holds of each resource that exists; a counterexample's reads alone stay as evidence."""
        return ~self.any(lambda resource: ~claim(resource))

    def _exists(self, resource: Resource) -> Truth:
        same_template = resource.template is self._origin.template
        condition = resource.data.get("Condition")
        return TRUE if same_template and condition == self._origin.data.get("Condition") else resource.exists


class Template:
    """One template: a stack, a nested stack, or a file written by hand."""

    def __init__(self, assembly: Assembly, name: str, data: Any) -> None:
        if not isinstance(data, dict) or not isinstance(data.get("Resources"), dict):
            raise AssemblyError(f"{name}: not a CloudFormation template: it has no Resources mapping")
        self.assembly = assembly
        self.name = name
        """The path of the file below what was loaded, with forward slashes."""
        self.digest = ""
        """SHA-256 of the file, in hexadecimal."""
        self.stack: str | None = None
        self.account: str | None = None
        self.region: str | None = None
        self.nested_in: Resource | None = None
        sections = {section: mapping(data.get(section), f"{name}: {section}") for section in _SECTIONS}
        self.parameters, self.mappings, self.conditions, self.outputs = (sections[section] for section in _SECTIONS)
        self.resources = {key: Resource(self, key, self._checked(key, raw)) for key, raw in data["Resources"].items()}
        self._evaluating: set[str] = set()

    def __repr__(self) -> str:
        return f"<Template {self.name}>"

    def _checked(self, logical_id: str, raw: Any) -> Mapping[str, Any]:
        place = f"{self.name}: Resources.{logical_id}"
        if logical_id.startswith("Fn::"):
            raise AssemblyError(f"{place}: CloudFormation expands this at deployment; review the processed template")
        data = mapping(raw, place)
        if not isinstance(data.get("Type"), str):
            raise AssemblyError(f"{place}: a resource must have a Type")
        mapping(data.get("Properties"), f"{place}.Properties")
        return data

    def get(self, logical_id: str) -> Resource | None:
        return self.resources.get(logical_id)

    @property
    def pseudo_parameters(self) -> dict[str, str | None]:
        return {"AWS::AccountId": self.account, "AWS::Region": self.region, "AWS::StackName": self.stack}

    def parameter(self, name: str) -> Node:
        """What a parameter stands for: the parent stack's argument, its default, or its allowed values."""
        declared = self.parameters.get(name)
        if not isinstance(declared, dict):
            return Token(f"${{{name}}}", why=f"there is no resource or parameter {name}")
        if self.nested_in:
            arguments = step(Known(self.nested_in.data.get("Properties"), self.nested_in.template), "Parameters")
            if (argument := step(arguments, name)) is not ABSENT:
                return argument
        kind = str(declared.get("Type", "String"))
        if "Default" in declared and not kind.startswith("AWS::SSM::Parameter::"):
            return self._typed(declared["Default"], kind)
        if isinstance(allowed := declared.get("AllowedValues"), list) and allowed:
            return choice(self._typed(value, kind) for value in allowed)
        return Token(f"${{{name}}}", why=f"the parameter {name} is given at deployment")

    def _typed(self, value: Any, kind: str) -> Node:
        is_list = kind.startswith("List<") or kind == "CommaDelimitedList"
        return Known([item.strip() for item in str(value).split(",")] if is_list else value, self)

    def condition(self, name: str) -> Truth:
        """Whether a named condition holds."""
        if name not in self.conditions:
            return UNKNOWN
        with self._once(f"Conditions.{name}"):
            return evaluate(self.conditions[name], self)

    def output(self, name: str) -> Node:
        """The value of an output."""
        declared = self.outputs.get(name)
        if not isinstance(declared, dict) or "Value" not in declared:
            return Token(f"${{Outputs.{name}}}", why=f"{self.name} has no output {name}")
        with self._once(f"Outputs.{name}"):
            return resolve(declared["Value"], self)

    @contextmanager
    def _once(self, place: str) -> Iterator[None]:
        if place in self._evaluating:
            raise AssemblyError(f"{self.name}: {place}: refers to itself")
        self._evaluating.add(place)
        try:
            yield
        finally:
            self._evaluating.discard(place)


_SECTIONS = ("Parameters", "Mappings", "Conditions", "Outputs")


class Assembly:
    """All templates that are judged together, and the acknowledgments made in their app."""

    def __init__(self) -> None:
        self.templates: list[Template] = []
        self.acknowledgments: list[Acknowledgment] = []
        self.digest = ""
        """SHA-256 over the names and contents of the templates, in hexadecimal."""
        self._reads: list[Read] = []
        self._referrers: dict[tuple[str, str], dict[Resource, list[Resource]]] = {}

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

    def referrers(self, resource_type: str, path: str) -> dict[Resource, list[Resource]]:
        """For each resource, those of a type whose property at `path` names it."""
        key = (resource_type, path)
        if key not in self._referrers:
            index: dict[Resource, list[Resource]] = {}
            for resource in self.by_type.get(resource_type, ()):
                for target in dict.fromkeys(resource[path].targets):
                    index.setdefault(target, []).append(resource)
            self._referrers[key] = index
        return self._referrers[key]

    @cached_property
    def _by_name(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self:
            for name in resource.names:
                found.setdefault(name, []).append(resource)
        return found

    def named(self, name: str, near: Template) -> Resource | None:
        """The resource with a literal physical name or ARN: in the same template, or the only one."""
        if "/" in name or ":" in name:
            found = self._by_name.get(name) or self._by_name.get(name.replace("/", ":").rsplit(":", 1)[-1], [])
        else:
            found = self._by_name.get(name, [])
        local = [resource for resource in found if resource.template is near]
        return (local or found)[0] if local or len(found) == 1 else None

    @cached_property
    def _exports(self) -> dict[str, list[tuple[Template, str]]]:
        found: dict[str, list[tuple[Template, str]]] = {}
        for template in self.templates:
            for output, declared in template.outputs.items():
                name = spell(step(step(Known(declared, template), "Export"), "Name"))
                found.setdefault(name or "", []).append((template, output))
        return found

    def exported(self, name: str, importer: Template) -> Node:
        """What `Fn::ImportValue` of a name stands for."""
        where = f"${{ImportValue {name}}}"
        for template, output in self._exports.get(name, []):
            if (template.account, template.region) == (importer.account, importer.region):
                return template.output(output)
        return Token(where, why=f"nothing in the assembly exports {name}")

    def stack_output(self, stack: str, output: str, importer: Template) -> Node:
        """What `Fn::GetStackOutput` stands for; `stack` is a name or an ARN."""
        name = stack.rpartition(":stack/")[-1].partition("/")[0]
        found = [template for template in self.templates if template.stack == name]
        near = [template for template in found if template.account == importer.account]
        if near or len(found) == 1:
            return (near or found)[0].output(output)
        return Token(f"${{GetStackOutput {name}.{output}}}", why=f"no stack {name} is in the assembly")

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
