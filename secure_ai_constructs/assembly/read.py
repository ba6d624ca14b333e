"""From a file to data, or to one line that names the file and the place where it is malformed."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TYPE_NAMES = {dict: "a mapping", list: "a list", str: "a string", type(None): "nothing"}


class AssemblyError(ValueError):
    """The input cannot be judged; the message is one line with the file and the place."""


def read(path: Path) -> Any:
    """The JSON or YAML data in a file, short-form tags such as `!GetAtt` written out.

    Raises AssemblyError when the file cannot be read, does not parse, or uses what
    CloudFormation itself refuses (duplicate keys, YAML aliases).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".json" or text.lstrip()[:1] in ("{", "["):
            _refuse_lone_surrogates(path, text)
    except OSError as error:
        raise AssemblyError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise AssemblyError(f"{path}: byte {error.start} is not UTF-8 text") from error
    return parse(path, text)


def parse(path: Path | str, text: str) -> Any:
    """The content of a JSON or YAML text, which stands at a path; as `read` refuses it."""
    try:
        return _parse_json(path, text) if text.lstrip()[:1] in ("{", "[") else _parse_yaml(path, text)
    except RecursionError as error:
        raise AssemblyError(f"{path}: is nested too deeply to be a template") from error
    except AssemblyError:
        raise
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:  # odd scalars, such as `!!int abc`
        raise AssemblyError(f"{path}: holds a value that is none: {' '.join(str(error).split())}") from error


def _refuse_lone_surrogates(path: Path, text: str) -> None:
    """JSON can spell half a character, which nobody can print."""
    if found := re.search(
        r"(?i)\\u(d[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2}\\u)d[c-f][0-9a-f]{2})", text
    ):
        raise AssemblyError(f"{path}: {found.group()} is half a character")


def mapping(node: Any, place: str) -> Mapping[str, Any]:
    """`node`, which must be a mapping; nothing at all counts as an empty one."""
    if node is None:
        return {}
    if not isinstance(node, dict):
        raise AssemblyError(f"{place}: must be a mapping, was {_TYPE_NAMES.get(type(node), repr(node))}")
    return node


def _parse_json(path: Path | str, text: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise AssemblyError(f"{path}: the key {twice!r} stands twice in one mapping")
        return found

    try:
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        if text.lstrip()[0] == "{" and "\n" in text.strip():  # YAML may start with a flow mapping, too
            return _parse_yaml(path, text, instead_of=error)
        raise AssemblyError(f"{path}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}") from error


def _parse_yaml(path: Path | str, text: str, *, instead_of: json.JSONDecodeError | None = None) -> Any:
    import yaml  # noqa: PLC0415 - most assemblies are JSON, and start-up time is a promise

    try:
        _refuse_aliases(text)
        return yaml.load(text, Loader=_yaml_loader())  # noqa: S506 - a SafeLoader with CloudFormation's tags
    except yaml.YAMLError as error:
        if instead_of:
            place = f"{path}:{instead_of.lineno}:{instead_of.colno}"
            raise AssemblyError(f"{place}: not valid JSON: {instead_of.msg}") from error
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        raise AssemblyError(f"{place}: not valid YAML: {problem}") from error


def _refuse_aliases(text: str) -> None:
    """CloudFormation does not support YAML aliases, and a few of them can spell a billion values.

    Depth is limited here, too: libyaml composes recursively, and would end the process.
    """
    import yaml  # noqa: PLC0415

    depth = 0
    for event in yaml.parse(text, Loader=_yaml_loader()):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MANY_LEVELS:
            raise RecursionError
        if isinstance(event, yaml.AliasEvent):
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem="CloudFormation does not support YAML aliases", problem_mark=mark)


@cache
def _yaml_loader() -> Any:
    import yaml  # noqa: PLC0415

    # PyYAML's safe loader (libyaml's, where it is there) with CloudFormation's tags, and without
    # timestamps: they would turn `Version: 2012-10-17` into a date.
    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar = {
            first: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[-1] in _SCALARS]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - PyYAML's signature
            seen = set()
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise yaml.MarkedYAMLError(problem="a key must be a name", problem_mark=key.start_mark)
                if key.value in seen:
                    problem = f"the key {key.value!r} stands twice in one mapping"
                    raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
                seen.add(key.value)
                key.tag = "tag:yaml.org,2002:str"  # `123456789012:` and `Yes:` are names in a template
            return super().construct_mapping(node, deep)

    Loader.add_multi_constructor("!", _short_form)
    return Loader


MANY_LEVELS = 500
_SCALARS = {"null", "bool", "int", "float"}


def _short_form(loader: Any, tag: str, node: Any) -> dict[str, Any]:
    """`!GetAtt A.B` is `{"Fn::GetAtt": ["A", "B"]}`; `!Ref` and `!Condition` keep their names."""
    construct = {"scalar": loader.construct_scalar, "sequence": lambda n: loader.construct_sequence(n, deep=True)}
    argument = construct.get(node.id, lambda n: loader.construct_mapping(n, deep=True))(node)
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if name == "Fn::GetAtt" and isinstance(argument, str):
        argument = re.split(r"\.", argument, maxsplit=1)
    return {name: argument}
