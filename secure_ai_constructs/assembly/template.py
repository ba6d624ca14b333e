"""One template: a stack, a nested stack, or a file written by hand."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly.intrinsics import evaluate, resolve, split, step
from secure_ai_constructs.assembly.node import ABSENT, Known, Node, Token, choice, literal
from secure_ai_constructs.assembly.read import AssemblyError, mapping
from secure_ai_constructs.assembly.resource import Resource
from secure_ai_constructs.truth import UNKNOWN, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from secure_ai_constructs.assembly.model import Assembly

_SECTIONS = ("Parameters", "Mappings", "Conditions", "Outputs")

_PARTITIONS = {
    "cn-": "aws-cn",
    "eu-isoe-": "aws-iso-e",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
}
"""By the beginning of a Region's name."""


def _partition(region: str) -> str:
    return next((one for beginning, one in _PARTITIONS.items() if region.startswith(beginning)), "aws")


class Template:
    """A template's sections, and what its parameters, conditions and outputs stand for."""

    def __init__(self, assembly: Assembly, name: str, data: Any) -> None:
        if not isinstance(data, dict) or not isinstance(data.get("Resources"), dict):
            raise AssemblyError(f"{name}: not a CloudFormation template: it has no Resources mapping")
        self.assembly = assembly
        self.metadata: Any = data.get("Metadata")
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
        transforms = data.get("Transform") or []
        listed = transforms if isinstance(transforms, list) else [transforms]
        self.macros = tuple(one for one in map(_macro, listed) if not one.startswith("AWS::"))
        """The account's own macros, which may rewrite anything at deployment."""
        self.resources = {key: Resource(self, key, self._checked(key, raw)) for key, raw in data["Resources"].items()}
        self._conditions: dict[str, Truth] = {}
        self._outputs: dict[str, Node] = {}
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
        mapping(data.get("Metadata"), f"{place}.Metadata")
        if not isinstance(data.get("Condition", ""), str):
            raise AssemblyError(f"{place}.Condition: must be the name of a condition, was {data['Condition']!r}")
        waits_for = data.get("DependsOn", [])
        if not all(isinstance(one, str) for one in (waits_for if isinstance(waits_for, list) else [waits_for])):
            raise AssemblyError(f"{place}.DependsOn: must be a logical id or a list of them, was {waits_for!r}")
        return data

    def get(self, logical_id: str) -> Resource | None:
        return self.resources.get(logical_id)

    def pseudo_parameter(self, name: str) -> Node:
        """What `AWS::Region` and the like stand for; a Region also fixes partition and domain."""
        known = {"AWS::AccountId": self.account, "AWS::Region": self.region, "AWS::StackName": self.stack}
        in_china = (self.region or "").startswith("cn-")
        known["AWS::Partition"] = _partition(self.region) if self.region else None
        if name == "AWS::URLSuffix":
            suffixes = ["amazonaws.com.cn" if in_china else "amazonaws.com"]
            return choice(
                Known(one, self) for one in (suffixes if self.region else ("amazonaws.com", "amazonaws.com.cn"))
            )
        if value := known.get(name):
            return Known(value, self)
        return Token(f"${{{name}}}", why=f"only deployment knows {name}", identity=(self, name))

    def parameter(self, name: str) -> Node:
        """What a parameter stands for: the parent stack's argument, its default, or its allowed values."""
        declared = self.parameters.get(name)
        if not isinstance(declared, dict):
            why = f"there is no resource or parameter {name}"
            return Token(f"${{{name}}}", why=why, identity=(self, name))
        kind = str(declared.get("Type", "String"))
        if self.nested_in:
            argument = step(self.nested_in["Parameters"].node, name)
            if argument is not ABSENT:
                return split(argument, ",", self.nested_in.template) if _is_list(kind) else argument
        hidden = str(declared.get("NoEcho", False)).lower() == "true"
        if "Default" in declared and not kind.startswith("AWS::SSM::Parameter::") and not hidden:
            return self._typed(declared["Default"], kind)
        if isinstance(allowed := declared.get("AllowedValues"), list) and allowed:
            return choice(self._typed(value, kind) for value in allowed)
        return Token(f"${{{name}}}", why=f"the parameter {name} is given at deployment", identity=(self, name))

    def _typed(self, value: Any, kind: str) -> Node:
        return Known([item.strip() for item in str(value).split(",")], self) if _is_list(kind) else literal(value, self)

    def condition(self, name: str) -> Truth:
        """Whether a named condition holds."""
        if name not in self.conditions:
            return UNKNOWN
        if name not in self._conditions:
            with self._once(f"Conditions.{name}"):
                self._conditions[name] = evaluate(self.conditions[name], self)
        return self._conditions[name]

    def output(self, name: str) -> Node:
        """The value of an output."""
        declared = self.outputs.get(name)
        if not isinstance(declared, dict) or "Value" not in declared:
            return Token(f"${{Outputs.{name}}}", why=f"{self.name} has no output {name}")
        if name not in self._outputs:
            with self._once(f"Outputs.{name}"):
                self._outputs[name] = resolve(declared["Value"], self)
        return self._outputs[name]

    @contextmanager
    def _once(self, place: str) -> Iterator[None]:
        if place in self._evaluating:
            raise AssemblyError(f"{self.name}: {place}: refers to itself")
        self._evaluating.add(place)
        try:
            yield
        finally:
            self._evaluating.discard(place)


def _is_list(kind: str) -> bool:
    return kind.startswith("List<") or kind == "CommaDelimitedList"


def _macro(transform: Any) -> str:
    return str(transform.get("Name")) if isinstance(transform, dict) else str(transform)
