"""What an intrinsic function stands for, as far as synth can know it.

A parameter's default counts as its value: the template is judged as it deploys by itself.
AWS source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly.node import (
    ABSENT,
    Choice,
    Known,
    Node,
    Text,
    Token,
    alternatives,
    choice,
    concatenate,
    literal,
    spell,
)
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, consensus, truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly.template import Template

MANY_COLONS = 4
"""An ARN has five; the account stands before the last."""
_EXPANDED = ("Fn::ForEach::", "Fn::Transform")
"""Keys beside others that CloudFormation replaces by properties."""
_VARIABLE = re.compile(r"\$\{([^${}]*)\}")


def resolve(raw: Any, template: Template) -> Node:
    """The node that a raw property stands for; children stay raw until they are asked for."""
    if isinstance(raw, dict) and len(raw) == 1:
        [(name, argument)] = raw.items()
        if handler := _HANDLERS.get(name):
            return handler(argument, template)
        if name.startswith("Fn::"):
            return Token(f"${{{name}}}", why=f"{name} is evaluated by CloudFormation")
    return literal(raw, template)


def step(node: Node, key: str) -> Node:
    """The child of a node: a mapping's value, or a list's item by its index."""
    if isinstance(node, Known) and isinstance(node.data, dict) and key in node.data:
        return resolve(node.data[key], node.template)  # nearly always; a `match` takes twice as long
    match node:
        case Known(list() as data, template) if key.isdecimal() and int(key) < len(data):
            return resolve(data[int(key)], template)
        case Choice():
            return choice(step(option, key) for option in node.options)
        case Token():
            return Token(f"{node.text}.{key}", why=node.why or f"only deployment knows {node.text}")
        case Known(dict() as data, _) if any(one.startswith(_EXPANDED) for one in data):
            return Token("${Fn::Transform}", why="a macro adds properties at deployment")
    return ABSENT


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


def _malformed(name: str) -> Token:
    return Token(f"${{{name}}}", why=f"{name} is malformed")


def _ref(name: Any, template: Template) -> Node:
    if name == "AWS::NoValue":
        return ABSENT
    if not isinstance(name, str):
        return _malformed("Ref")
    if name.startswith("AWS::"):
        return template.pseudo_parameter(name)
    if resource := template.get(name):
        return Token(f"${{{name}}}", target=resource, identity=(resource, ""))
    return template.parameter(name)


def _get_att(argument: Any, template: Template) -> Node:
    match argument.split(".", 1) if isinstance(argument, str) else argument:
        case [str() as name, str() as attribute]:
            resource = template.get(name)
            if resource and resource.nested and attribute.startswith("Outputs."):
                return resource.nested.output(attribute.removeprefix("Outputs."))
            why = "" if resource else f"there is no resource {name}"
            text = f"${{{name}.{attribute}}}"
            return Token(text, target=resource, attribute=attribute, why=why, identity=(resource, template, text))
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

    return concatenate((piece(i, part) for i, part in enumerate(_VARIABLE.split(pattern))), template)


def _join(argument: Any, template: Template) -> Node:
    match argument:
        case [str() as separator, [*items]]:
            nodes = [node for node in (resolve(item, template) for item in items) if node is not ABSENT]
            return concatenate(nodes, template, separator) if nodes else Known("", template)
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
            return split(resolve(source, template), separator, template)
    return _malformed("Fn::Split")


def split(node: Node, separator: str, template: Template) -> Node:
    """The pieces of a text; a token of known shape holds no separator."""
    match node:
        case Known(str() as data, owner):
            return Known(data.split(separator), owner)
        case Text() as joined if not any(token.could_be_anything for token in joined.tokens):
            pieces = (spell(joined) or "").split(separator)
            return Known([{"Fn::Sub": piece} if "${" in piece else piece for piece in pieces], template)
        case Choice():
            return choice(split(option, separator, template) for option in node.options)
    return Token(f"${{Split {spell(node)}}}", why="only deployment knows what is split")


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
        case [name, first, second, *options]:
            default = _default_value(options, template)
            table = step(Known(template.mappings, template), spell(resolve(name, template)) or "")
            row = _look_up(table, resolve(first, template), default)
            return row if row is default else _look_up(row, resolve(second, template), default)
    return _malformed("Fn::FindInMap")


def _default_value(options: list[Any], template: Template) -> Node | None:
    match options:
        case [{"DefaultValue": raw}]:
            return resolve(raw, template)
    return None


def _look_up(table: Node, key: Node, default: Node | None) -> Node:
    """A key that only deployment knows leaves every entry of the mapping open, and the default."""
    match key, table:
        case Known(), _:
            found = step(table, spell(key) or "")
            missing = Token("${Fn::FindInMap}", why="the mapping has no such key")
            return (default or missing) if found is ABSENT else found
        case _, Known(dict() as data, template) if data:
            entries = [resolve(entry, template) for entry in data.values()]
            return choice([*entries, default] if default else entries)
    return Token("${Fn::FindInMap}", why="only deployment knows the key")


def _import_value(argument: Any, template: Template) -> Node:
    names = [node.data if isinstance(node, Known) else None for node in alternatives(resolve(argument, template))]
    return choice(template.assembly.exported(name, template) for name in names)


def _get_stack_output(argument: Any, template: Template) -> Node:
    node = Known(argument, template)
    stack, output, region, role = (spell(step(node, key)) for key in ("StackName", "OutputName", "Region", "RoleArn"))
    place = (
        role.split(":")[4] if role and role.count(":") > MANY_COLONS else template.account,
        _known(region, template),
    )
    return template.assembly.stack_output(stack or "", output or "", place)


def _known(region: str | None, template: Template) -> str | None:
    """The Region that is written, or the template's own."""
    return template.region if region is None or region == "${AWS::Region}" else region


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
    "Fn::ToJsonString": resolve,  # documents are read in both forms
}
