"""What a property may stand for, before anybody asks a question of it.

A raw property resolves to one of five nodes: `Known` data; `ABSENT`; a `Token`, which only
deployment replaces by text; `Text`, literal pieces around tokens; a `Choice` between nodes when
a condition or a parameter's allowed values leave several open.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from secure_ai_constructs.assembly.resource import Resource
    from secure_ai_constructs.assembly.template import Template

MANY_ALTERNATIVES = 64
DYNAMIC_REFERENCE = "{{resolve:"


class Known(NamedTuple):
    """JSON data of a template; what it contains is not resolved yet."""

    data: Any
    template: Template


@dataclass(frozen=True, slots=True)
class Token:
    """What only deployment can tell; `text` is how `Fn::Sub` would spell it."""

    text: str
    target: Resource | None = None
    attribute: str = ""
    why: str = ""
    outside: bool = False
    """It comes from a stack that is not in the assembly, so it names nothing that is."""
    identity: object = field(default_factory=object)
    """Equal for two references to the same thing; by default, a token equals itself alone."""

    @property
    def is_of_resource(self) -> bool:
        """It says something of its target; a custom resource or another stack may return anything."""
        return self.target is not None and not self.target.type.startswith(
            ("Custom::", "AWS::CloudFormation::", "AWS::SSM::")
        )

    @property
    def is_identifier(self) -> bool:
        """The name, id or ARN that AWS gives a resource."""
        return self.is_of_resource and (not self.attribute or self.attribute.endswith(("Arn", "Id", "Name")))

    @property
    def is_scalar(self) -> bool:
        """One name, id or ARN, or a pseudo parameter: no list, and nothing that spells a wildcard."""
        pseudo = self.text.startswith("${AWS::") and self.text != "${AWS::NotificationARNs}"
        return self.is_identifier or pseudo

    @property
    def could_be_anything(self) -> bool:
        """Neither an attribute of a resource nor a pseudo parameter, whose shapes are known."""
        return not self.is_of_resource and not self.text.startswith("${AWS::")


@dataclass(frozen=True, slots=True)
class Text:
    """A string with at least one token in it."""

    parts: tuple[str | Token, ...]

    @property
    def tokens(self) -> Iterator[Token]:
        return (part for part in self.parts if isinstance(part, Token))

    @property
    def pattern(self) -> str:
        """A regular expression of all strings that it may become."""
        return "".join(re.escape(part) if isinstance(part, str) else ".*" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Choice:
    """Several nodes, of which deployment picks one."""

    options: tuple[Node, ...]


class Absent(Enum):
    """The property is not there, or is `AWS::NoValue`."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
Node = Known | Token | Text | Choice | Absent


def literal(data: Any, template: Template) -> Node:
    """Data as it stands, unless a dynamic reference in it is resolved at deployment."""
    if isinstance(data, str) and DYNAMIC_REFERENCE in data:
        return Token(data, why="a dynamic reference is resolved at deployment")
    return Known(data, template)


def alternatives(node: Node) -> tuple[Node, ...]:
    """The nodes that deployment picks from: the node itself unless it is a Choice."""
    return node.options if isinstance(node, Choice) else (node,)


def choice(options: Iterable[Node]) -> Node:
    """One node for several; nested choices are flattened, equal ones are merged."""
    flat = [option for node in options for option in alternatives(node)]
    distinct = [node for i, node in enumerate(flat) if node not in flat[:i]]
    if len(distinct) > MANY_ALTERNATIVES:
        return Token("${?}", why=f"more than {MANY_ALTERNATIVES} values are possible")
    return distinct[0] if len(distinct) == 1 else Choice(tuple(distinct))


def spell(node: Node) -> str | None:
    """A scalar as CloudFormation writes it into a string; None for anything else."""
    if isinstance(node, Known) and isinstance(node.data, str):
        return node.data
    match node:
        case Known(bool() as data):
            return str(data).lower()
        case Known(int() | float() as data):
            return str(data)
        case Token():
            return node.text
        case Text():
            return "".join(part if isinstance(part, str) else part.text for part in node.parts)
    return None


def concatenate(nodes: Iterable[Node], template: Template, separator: str = "") -> Node:
    """The text of scalars one after the other; alternatives multiply out."""
    combinations = itertools.product(*(alternatives(node) for node in nodes))
    first = list(itertools.islice(combinations, MANY_ALTERNATIVES + 1))
    return choice(_joined(combination, template, separator) for combination in first)


def _joined(nodes: tuple[Node, ...], template: Template, separator: str) -> Node:
    parts: list[str | Token] = []
    for i, node in enumerate(nodes):
        pieces = [separator] if i and separator else []
        match node:
            case Token():
                parts += [*pieces, node]
            case Text():
                parts += [*pieces, *node.parts]
            case _ if (spelled := spell(node)) is not None:
                parts += [*pieces, spelled]
            case _:
                return Token("${?}", why="a string is made of something that is not a string")
    merged = [
        piece
        for is_token, group in itertools.groupby(parts, key=lambda part: isinstance(part, Token))
        for piece in (group if is_token else ["".join(str(part) for part in group)])
    ]
    if any(isinstance(piece, str) and DYNAMIC_REFERENCE in piece for piece in merged):
        return Token("".join(one if isinstance(one, str) else one.text for one in merged), why="a dynamic reference")
    match merged:
        case [] | [str()]:
            return Known("".join(str(part) for part in merged), template)
        case [Token() as token]:
            return token
    return Text(tuple(merged))
