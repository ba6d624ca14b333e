"""A property as a control sees it: ask it a question, get a Truth.

Every question is answered for each alternative that deployment may pick; where they disagree,
or where only deployment knows, the answer is UNKNOWN. What a question looked at is recorded as
evidence.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly.intrinsics import (
    ABSENT,
    Known,
    Node,
    Text,
    Token,
    alternatives,
    resolve,
    spell,
    step,
)
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, consensus, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from secure_ai_constructs.assembly.model import Resource


class Value:
    """What stands at a path of a resource."""

    __slots__ = ("node", "path", "resource")

    def __init__(self, resource: Resource, path: tuple[str, ...], node: Node) -> None:
        self.resource = resource
        self.path = path
        self.node = node

    def __getitem__(self, key: str) -> Value:
        """The child under a key, or at a list index written as a string."""
        return Value(self.resource, (*self.path, key), step(self.node, key))

    def __str__(self) -> str:
        return show(self.node)

    # Questions -------------------------------------------------------------------------------

    def is_set(self) -> Truth:
        """It is there and is not `AWS::NoValue`, an empty string, list or mapping."""
        return self._ask(lambda node: truth(node is not ABSENT and not _is_empty(node)))

    def equals(self, expected: str | float | bool) -> Truth:  # noqa: FBT001 - the value of a property
        """It is this scalar; `"true"` is `True` and `"30"` is `30`, as for CloudFormation itself."""
        return self.one_of(expected)

    def one_of(self, *expected: str | float | bool) -> Truth:
        """It is one of these scalars."""
        spelled = [text for one in expected if (text := spell(Known(one, self.resource.template))) is not None]

        def is_expected(node: Node) -> Truth:
            match node:
                case Token(target=resource) if resource is not None and node.is_identifier:
                    return truth(not resource.names.isdisjoint(spelled))
                case Token():
                    return UNKNOWN
                case Text():
                    return UNKNOWN if any(re.fullmatch(node.pattern, text) for text in spelled) else FALSE
            return truth((text := spell(node)) is not None and _fold(text) in map(_fold, spelled))

        return self._ask(is_expected)

    def at_least(self, minimum: float) -> Truth:
        """It is a number that is not smaller."""

        def is_enough(node: Node) -> Truth:
            if isinstance(node, Token):
                return UNKNOWN
            text = spell(node)
            return truth(text is not None and _is_number(text) and float(text) >= minimum)

        return self._ask(is_enough)

    def matches(self, pattern: str) -> Truth:
        """It is a string in which the regular expression is found."""

        def is_match(node: Node) -> Truth:
            if isinstance(node, Token | Text):
                open_ended = [node] if isinstance(node, Token) else list(node.tokens)
                literal = spell(node) or ""
                if re.search(pattern, re.sub(r"\$\{[^}]*\}", "\N{NULL}", literal)):
                    return TRUE
                return UNKNOWN if any(token.could_be_anything for token in open_ended) else FALSE
            text = spell(node)
            return truth(text is not None and re.search(pattern, text) is not None)

        return self._ask(is_match)

    def refers_to(self, resource: Resource) -> Truth:
        """It is, or contains, a name or ARN of the resource."""

        def names_it(node: Node) -> Truth:
            if resource in _targets(node, self.resource):
                return TRUE
            return UNKNOWN if any(token.could_be_anything for token in _tokens(node)) else FALSE

        return self._ask(names_it)

    def is_list(self) -> Truth:
        """It is a list, even an empty one."""
        return self._ask(lambda node: truth(isinstance(node, Known) and isinstance(node.data, list)))

    def any(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of an item; the reads of that item alone stay as evidence."""
        items = self._items()
        if items is None:
            self._saw()
            return UNKNOWN
        if not items:
            self._saw()
        return self.resource.assembly.any_of(items, lambda item: _of_item(item, claim, FALSE))

    def all(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of every item; TRUE of none. The reads of a counterexample alone stay as evidence."""
        items = self._items()
        if items is None:
            self._saw()
            return UNKNOWN
        if not items:
            self._saw()
        return ~self.resource.assembly.any_of(items, lambda item: ~_of_item(item, claim, TRUE))

    def has_at_least(self, minimum: int) -> Truth:
        """It is a list of so many items."""
        self._saw()
        items = self._items()
        if items is None:
            return UNKNOWN
        certain = sum(all(node is not ABSENT for node in alternatives(item.node)) for item in items)
        return TRUE if certain >= minimum else FALSE if len(items) < minimum else UNKNOWN

    # Navigation ------------------------------------------------------------------------------

    @property
    def parent(self) -> Value:
        """The mapping or list that it stands in."""
        value = Value(self.resource, (), Known(self.resource.data, self.resource.template))
        for key in self.path[:-1]:
            value = value[key]
        return value

    @property
    def targets(self) -> tuple[Resource, ...]:
        """The resources of the assembly that it names, however deep."""
        return tuple(_targets(self.node, self.resource))

    @property
    def target(self) -> Resource | None:
        """The one resource that it names."""
        found = dict.fromkeys(self.targets)
        return next(iter(found)) if len(found) == 1 else None

    @property
    def is_known(self) -> bool:
        """No alternative is left to deployment as a whole; what it contains may be."""
        return not any(isinstance(node, Token) for node in alternatives(self.node))

    @property
    def literal(self) -> str | None:
        """The one scalar that it is, as a string; None when there are several or deployment has a say."""
        return spell(self.node) if isinstance(self.node, Known) else None

    @property
    def items(self) -> tuple[Value, ...]:
        """The items of a list, a single item for a scalar or mapping, none where only deployment knows."""
        return tuple(self._items() or ())

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a mapping, over all alternatives."""
        nodes = [node for node in alternatives(self.node) if isinstance(node, Known) and isinstance(node.data, dict)]
        return tuple(dict.fromkeys(str(key) for node in nodes for key in node.data))

    def parsed(self) -> Value:
        """The JSON document that it holds as a string; itself when it is none."""
        text = spell(self.node)
        if text is None or text[:1] not in ("{", "["):
            return self
        try:
            return Value(self.resource, self.path, Known(json.loads(text), self.resource.template))
        except ValueError:
            return self

    # -----------------------------------------------------------------------------------------

    def _ask(self, question: Callable[[Node], Truth]) -> Truth:
        self._saw()
        return consensus(question(node) for node in alternatives(self.node))

    def _saw(self) -> None:
        self.resource.assembly.saw(self.resource, self.path, self.node)

    def _items(self) -> list[Value] | None:
        """The items; a scalar or mapping is its own only item, as in IAM; None when deployment decides."""
        nodes = alternatives(self.node)
        if any(isinstance(node, Token) and not node.is_identifier for node in nodes):
            return None
        if len(nodes) > 1:
            options = [Value(self.resource, self.path, node)._items() for node in nodes]  # noqa: SLF001 - its own class
            same = all(option is not None and len(option) == len(options[0] or ()) for option in options)
            return [self[str(i)] for i in range(len(options[0] or ()))] if same else None
        match nodes[0]:
            case Known([*data], _):
                items = [self[str(i)] for i in range(len(data))]
                return [item for item in items if item.node is not ABSENT]
            case _:
                return [] if nodes[0] is ABSENT else [self]


def _of_item(item: Value, claim: Callable[[Value], Truth], absent: Truth) -> Truth:
    nodes = alternatives(item.node)
    if len(nodes) == 1:
        return claim(item)
    options = (Value(item.resource, item.path, node) for node in nodes)
    return consensus(absent if option.node is ABSENT else claim(option) for option in options)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Known) and (node.data is None or node.data in ("", [], {}))


def _fold(text: str) -> str:
    return text.lower() if text.lower() in ("true", "false") else text


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _tokens(node: Node) -> Iterator[Token]:
    """The tokens in a node, however deep."""
    for leaf in _leaves(node):
        match leaf:
            case Token():
                yield leaf
            case Text():
                yield from leaf.tokens


def _targets(node: Node, near: Resource) -> Iterator[Resource]:
    """The resources that a node names by reference, or by their literal names."""
    for leaf in _leaves(node):
        match leaf:
            case Token(target=resource) if resource is not None:
                yield resource
            case Text():
                yield from (token.target for token in leaf.tokens if token.target is not None)
            case Known(str() as data, template) if named := near.assembly.named(data, template):
                yield named


def _leaves(node: Node) -> Iterator[Node]:
    for option in alternatives(node):
        match option:
            case Known(dict() as data, template):
                for child in data.values():
                    yield from _leaves(resolve(child, template))
            case Known(list() as data, template):
                for child in data:
                    yield from _leaves(resolve(child, template))
            case _:
                yield option


def show(node: Node, limit: int = 200) -> str:
    """A node in one line for a reader, shortened to `limit` characters."""
    match node:
        case Known(dict() | list() as data, template):
            text = json.dumps(plain(data, template))
        case _ if node is ABSENT:
            return "absent"
        case _:
            options = [spell(option) or "absent" for option in alternatives(node)]
            text = " or ".join(dict.fromkeys(options))
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def plain(raw: Any, template: Any) -> Any:
    """Raw data with each intrinsic function replaced by how `Fn::Sub` would spell it."""
    node = resolve(raw, template)
    match node:
        case Known(dict() as data, owner):
            return {key: plain(child, owner) for key, child in data.items()}
        case Known(list() as data, owner):
            return [plain(child, owner) for child in data]
        case Known(data, _):
            return data
    return show(node)
