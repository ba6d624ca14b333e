"""What an intrinsic function stands for, as far as synth can know it.

A raw property resolves to one of five nodes: `Known` data; `ABSENT`; a `Token`, which only
deployment replaces by text; `Text`, literal pieces around tokens; a `Choice` between nodes when
a condition or a parameter's allowed values leave several open. A parameter's default counts as
its value: the template is judged as it deploys by itself.
AWS source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, consensus, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from secure_ai_constructs.assembly.model import Resource, Template

MANY_ALTERNATIVES = 64


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

    @property
    def could_be_anything(self) -> bool:
        """Neither a resource of the assembly nor a pseudo parameter, whose shapes are known."""
        return self.target is None and not self.text.startswith("${AWS::")

    @property
    def is_identifier(self) -> bool:
        """The name, id or ARN that AWS gives a resource; a custom resource may return anything."""
        if self.target is None or self.target.type.startswith(("Custom::", "AWS::CloudFormation::")):
            return False
        return not self.attribute or self.attribute.endswith(("Arn", "Id", "Name"))


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


def resolve(raw: Any, template: Template) -> Node:
    """The node that a raw property stands for; children stay raw until they are asked for."""
    if isinstance(raw, dict) and len(raw) == 1:
        [(name, argument)] = raw.items()
        if handler := _HANDLERS.get(name):
            return handler(argument, template)
        if name.startswith("Fn::"):
            return Token(f"${{{name}}}", why=f"{name} is evaluated by CloudFormation")
    if isinstance(raw, str) and "{{resolve:" in raw:
        return Token(raw, why="a dynamic reference is resolved at deployment")
    return Known(raw, template)


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


def step(node: Node, key: str) -> Node:
    """The child of a node: a mapping's value, or a list's item by its index."""
    match node:
        case Choice():
            return choice(step(option, key) for option in node.options)
        case Token():
            return Token(f"{node.text}.{key}", why=node.why or f"only deployment knows {node.text}")
        case Known(dict() as data, template) if key in data:
            return resolve(data[key], template)
        case Known(list() as data, template) if key.isdecimal() and int(key) < len(data):
            return resolve(data[int(key)], template)
        case Known({"Fn::Transform": _}, _):
            return Token("${Fn::Transform}", why="a macro adds properties at deployment")
    return ABSENT


def spell(node: Node) -> str | None:
    """A scalar as CloudFormation writes it into a string; None for anything else."""
    match node:
        case Known(bool() as data, _):
            return str(data).lower()
        case Known(str() | int() | float() as data, _):
            return str(data)
        case Token():
            return node.text
        case Text():
            return "".join(part if isinstance(part, str) else part.text for part in node.parts)
    return None


def evaluate(raw: Any, template: Template) -> Truth:
    """A condition expression: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` or `Condition`."""
    match raw:
        case {"Condition": str() as name}:
            return template.condition(name)
        case {"Fn::Not": [claim]}:
            return ~evaluate(claim, template)
        case {"Fn::And": [*claims]}:
            return all_of(evaluate(claim, template) for claim in claims)
        case {"Fn::Or": [*claims]}:
            return any_of(evaluate(claim, template) for claim in claims)
        case {"Fn::Equals": [left, right]}:
            pairs = itertools.product(alternatives(resolve(left, template)), alternatives(resolve(right, template)))
            return consensus(_same(one, other) for one, other in pairs)
    return UNKNOWN


def _same(one: Node, other: Node) -> Truth:
    if one == other:
        return TRUE
    if isinstance(one, Known) and isinstance(other, Known):
        return truth(spell(one) is not None and spell(one) == spell(other))
    return FALSE if ABSENT in (one, other) else UNKNOWN


def text(nodes: Iterable[Node], template: Template, separator: str = "") -> Node:
    """The concatenation of scalars; alternatives multiply out."""
    combinations = itertools.product(*(alternatives(node) for node in nodes))
    first = list(itertools.islice(combinations, MANY_ALTERNATIVES + 1))
    return choice(_concatenate(combination, template, separator) for combination in first)


def _concatenate(nodes: tuple[Node, ...], template: Template, separator: str) -> Node:
    parts: list[str | Token] = []
    for i, node in enumerate(nodes):
        pieces = [separator] if i and separator else []
        match node:
            case Token():
                parts += [*pieces, node]
            case Text():
                parts += [*pieces, *node.parts]
            case _ if (literal := spell(node)) is not None:
                parts += [*pieces, literal]
            case _:
                return Token("${?}", why="a string is made of something that is not a string")
    merged = [
        piece
        for is_token, group in itertools.groupby(parts, key=lambda part: isinstance(part, Token))
        for piece in (group if is_token else ["".join(str(part) for part in group)])
    ]
    match merged:
        case [] | [str()]:
            return Known("".join(str(part) for part in merged), template)
        case [Token() as token]:
            return token
    return Text(tuple(merged))


def _malformed(name: str) -> Token:
    return Token(f"${{{name}}}", why=f"{name} is malformed")


def _ref(name: Any, template: Template) -> Node:
    if name == "AWS::NoValue":
        return ABSENT
    if not isinstance(name, str):
        return _malformed("Ref")
    if name.startswith("AWS::"):
        known = template.pseudo_parameters.get(name)
        return Known(known, template) if known else Token(f"${{{name}}}", why=f"only deployment knows {name}")
    if resource := template.get(name):
        return Token(f"${{{name}}}", target=resource)
    return template.parameter(name)


def _get_att(argument: Any, template: Template) -> Node:
    match argument.split(".", 1) if isinstance(argument, str) else argument:
        case [str() as name, str() as attribute]:
            resource = template.get(name)
            if resource and resource.nested and attribute.startswith("Outputs."):
                return resource.nested.output(attribute.removeprefix("Outputs."))
            why = "" if resource else f"there is no resource {name}"
            return Token(f"${{{name}.{attribute}}}", target=resource, attribute=attribute, why=why)
    return _malformed("Fn::GetAtt")


def _sub(argument: Any, template: Template) -> Node:
    match argument:
        case str() as pattern:
            variables: dict[str, Any] = {}
        case [str() as pattern, dict() as variables]:
            pass
        case _:
            return _malformed("Fn::Sub")

    def piece(i: int, part: str) -> Node:
        if i % 2 == 0:
            return Known(part, template)
        name = part.strip()
        if name.startswith("!"):
            return Known(f"${{{name[1:]}}}", template)
        if name in variables:
            return resolve(variables[name], template)
        return _get_att(name, template) if "." in name else _ref(name, template)

    return text((piece(i, part) for i, part in enumerate(re.split(r"\$\{([^}]*)\}", pattern))), template)


def _join(argument: Any, template: Template) -> Node:
    match argument:
        case [str() as separator, [*items]]:
            nodes = [node for node in (resolve(item, template) for item in items) if node is not ABSENT]
            return text(nodes, template, separator) if nodes else Known("", template)
        case [str() as separator, dict() as listed]:
            match resolve(listed, template):
                case Known([*items], owner):
                    return _join([separator, items], owner)
                case Token() as token:
                    return Token(f"${{{token.text}}}", why=token.why or "the list is known at deployment")
    return _malformed("Fn::Join")


def _select(argument: Any, template: Template) -> Node:
    match argument:
        case [index, listed]:
            position, node = spell(resolve(index, template)), resolve(listed, template)
            if position is not None and position.isdecimal():
                found = step(node, position)
                return _malformed("Fn::Select") if found is ABSENT else found
    return _malformed("Fn::Select")


def _split(argument: Any, template: Template) -> Node:
    match argument:
        case [str() as separator, source] if separator:
            match resolve(source, template):
                case Known(str() as data, owner):
                    return Known(data.split(separator), owner)
                case Text() as joined if not any(token.could_be_anything for token in joined.tokens):
                    return Known(_split_text(joined, separator), template)
                case Token() | Text() as unknown:
                    return Token(f"${{Split {spell(unknown)}}}", why="only deployment knows what is split")
    return _malformed("Fn::Split")


def _split_text(joined: Text, separator: str) -> list[Any]:
    """Pieces as `Fn::Sub` would write them; a token of known shape holds no separator."""
    pieces = (spell(joined) or "").split(separator)
    return [{"Fn::Sub": piece} if "${" in piece else piece for piece in pieces]


def _if(argument: Any, template: Template) -> Node:
    match argument:
        case [str() as name, then, otherwise]:
            match template.condition(name):
                case Truth.TRUE:
                    return resolve(then, template)
                case Truth.FALSE:
                    return resolve(otherwise, template)
            return choice((resolve(then, template), resolve(otherwise, template)))
    return _malformed("Fn::If")


def _find_in_map(argument: Any, template: Template) -> Node:
    match argument:
        case [name, first, second, *_]:
            table = step(Known(template.mappings, template), spell(resolve(name, template)) or "")
            return _look_up(_look_up(table, resolve(first, template)), resolve(second, template))
    return _malformed("Fn::FindInMap")


def _look_up(table: Node, key: Node) -> Node:
    """A key that only deployment knows leaves every entry of the mapping open."""
    match key, table:
        case Known(), _:
            found = step(table, spell(key) or "")
            return Token("${Fn::FindInMap}", why="the mapping has no such key") if found is ABSENT else found
        case _, Known(dict() as data, template) if data:
            return choice(resolve(entry, template) for entry in data.values())
    return Token("${Fn::FindInMap}", why="only deployment knows the key")


def _import_value(argument: Any, template: Template) -> Node:
    name = spell(resolve(argument, template))
    return template.assembly.exported(name or "", template)


def _get_stack_output(argument: Any, template: Template) -> Node:
    node = Known(argument, template)
    stack, output = spell(step(node, "StackName")), spell(step(node, "OutputName"))
    return template.assembly.stack_output(stack or "", output or "", template)


_HANDLERS: dict[str, Callable[[Any, Template], Node]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::ImportValue": _import_value,
    "Fn::GetStackOutput": _get_stack_output,
}
