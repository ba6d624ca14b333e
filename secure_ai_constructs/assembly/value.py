"""A property as a control sees it: ask it a question, get a Truth.

Every question is answered for each alternative that deployment may pick; where they disagree,
or where only deployment knows, the answer is UNKNOWN. What a question looked at is recorded as
evidence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from secure_ai_constructs.assembly import reference
from secure_ai_constructs.assembly.intrinsics import step
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
    spell,
)
from secure_ai_constructs.assembly.read import AssemblyError, parse
from secure_ai_constructs.assembly.show import show
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth, consensus, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from secure_ai_constructs.assembly.resource import Resource
    from secure_ai_constructs.assembly.template import Template

T = TypeVar("T")

SOMETHING = "\N{NULL}"
"""What stands for a token when a pattern is searched."""
_WORD = re.compile(r"[\w-]+")
_SPELLED_TOKEN = re.compile(r"\$\{[^${}]*\}")


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
                    named = reference.physical_names(resource)
                    return consensus(truth(name in spelled) for name in named) if named else FALSE
                case Token() if node.is_scalar and not any(_WORD.fullmatch(one) for one in spelled):
                    return FALSE
                case Token():
                    return UNKNOWN
                case Text():
                    return UNKNOWN if any(re.fullmatch(node.pattern, text) for text in spelled) else FALSE
            return truth((text := spell(node)) is not None and _fold(text) in map(_fold, spelled))

        return self._ask(is_expected)

    def same_as(self, other: Value) -> Truth:
        """It names the same resource as another value, or is the same text; only it is recorded, not the other."""
        self._saw()
        if ABSENT in (self.node, other.node):
            return FALSE
        ours, theirs = self.target, other.target
        if ours and theirs:
            return truth(ours is theirs)
        if resource := ours or theirs:
            return UNKNOWN & reference.names(other.node if ours else self.node, resource, self.resource)
        if self.literal is not None and other.literal is not None:
            return truth(self.literal == other.literal)
        return truth(self.node == other.node) | UNKNOWN

    def after(self, beginning: str) -> Value:
        """The text that begins so and ends with this one, as a service names what it makes for a resource."""
        if self.node is ABSENT:
            return self
        start = Known(beginning, self.resource.template)
        return Value(self.resource, self.path, concatenate((start, self.node), self.resource.template))

    def at_least(self, minimum: float) -> Truth:
        """It is a number that is not smaller."""

        def is_enough(node: Node) -> Truth:
            if isinstance(node, Token):
                return UNKNOWN
            text = spell(node)
            return truth(text is not None and _is_number(text) and float(text) >= minimum)

        return self._ask(is_enough)

    def matches(self, pattern: str) -> Truth:
        """It is a string in which the regular expression is found; a token in it is SOMETHING, an account twelve zeros."""

        def is_match(node: Node) -> Truth:
            text = spell(node)
            if not isinstance(node, Token | Text):
                return truth(text is not None and re.search(pattern, text) is not None)
            if re.search(pattern, _SPELLED_TOKEN.sub(SOMETHING, (text or "").replace("${AWS::AccountId}", "0" * 12))):
                return TRUE
            tokens = [node] if isinstance(node, Token) else list(node.tokens)
            return UNKNOWN if any(token.could_be_anything for token in tokens) else FALSE

        return self._ask(is_match)

    def refers_to(self, resource: Resource) -> Truth:
        """It is, or contains, a name or ARN of the resource."""
        self._saw()
        return reference.names(self.node, resource, self.resource)

    def names_a(self, *types: str) -> Truth:
        """It is, or contains, the identifier of a resource of one of these types."""

        def is_one(node: Node) -> Truth:
            tokens = [node] if isinstance(node, Token) else list(node.tokens) if isinstance(node, Text) else []
            if any(token.is_identifier and token.target and token.target.type in types for token in tokens):
                return TRUE
            return UNKNOWN if any(token.could_be_anything for token in tokens) else FALSE

        return self._ask(is_one)

    def any(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of an item; the reads of that item alone stay as evidence."""
        return _of_each(self._options(), lambda option: option._any(claim))  # noqa: SLF001 - its own class

    def all(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of every item; TRUE of none. The reads of a counterexample alone stay as evidence."""
        return ~self.any(lambda item: ~claim(item))

    def each(self, claim: Callable[[Value], Truth]) -> Truth:
        """The claim holds of it, whichever alternative deployment picks."""
        return _of_each(self._options(), claim)

    def has_at_least(self, minimum: int) -> Truth:
        """It is a list of so many different items."""

        def is_long_enough(option: Value) -> Truth:
            items = option._items()
            if items is None:
                return UNKNOWN
            different = [item.node for i, item in enumerate(items) if item.node not in [one.node for one in items[:i]]]
            certain = sum(ABSENT not in alternatives(node) for node in different)
            return TRUE if certain >= minimum else FALSE if len(different) < minimum else UNKNOWN

        self._saw()
        return _of_each(self._options(), is_long_enough)

    # Navigation ------------------------------------------------------------------------------

    @property
    def targets(self) -> tuple[Resource, ...]:
        """The resources of the assembly that it names, or may name, however deep."""
        return tuple(reference.targets(self.node, self.resource))

    @property
    def target(self) -> Resource | None:
        """The one resource that it names for certain; what another stack or a custom resource returns may name any."""
        if isinstance(self.node, Token) and self.node.target and not self.node.is_of_resource:
            return None
        found = dict.fromkeys(self.targets)
        only = next(iter(found)) if len(found) == 1 else None
        return only if only and reference.names(self.node, only, self.resource) is TRUE else None

    @property
    def is_known(self) -> bool:
        """No alternative is left to deployment as a whole; what it contains may be."""
        return not any(isinstance(node, Token) for node in alternatives(self.node))

    @property
    def literal(self) -> str | None:
        """The one scalar that it is, as a string; None when there are several or deployment has a say."""
        return spell(self.node) if isinstance(self.node, Known) else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a mapping, over all alternatives."""
        nodes = [node for node in alternatives(self.node) if isinstance(node, Known) and isinstance(node.data, dict)]
        return tuple(dict.fromkeys(str(key) for node in nodes for key in node.data))

    @property
    def items(self) -> list[Value]:
        """The items of a list, or the one thing that stands for it; of alternatives, those of each."""
        found: list[Value] = []

        def note(item: Value) -> Truth:
            found.append(item)
            return FALSE

        self.any(note)
        return found

    def parsed(self) -> Value:
        """The document that it holds, which may be written as a string of JSON or YAML."""
        return Value(
            self.resource, self.path, choice(_parsed(node, self.resource.template) for node in alternatives(self.node))
        )

    # -----------------------------------------------------------------------------------------

    def _ask(self, question: Callable[[Node], Truth]) -> Truth:
        self._saw()
        return _of_each(alternatives(self.node), question)

    def _saw(self) -> None:
        self.resource.assembly.saw(self.resource, self.path, self.node)

    def _options(self) -> list[Value]:
        if not isinstance(self.node, Choice):
            return [self]
        return [Value(self.resource, self.path, node) for node in self.node.options]

    def _any(self, claim: Callable[[Value], Truth]) -> Truth:
        items = self._items()
        if not items:
            self._saw()
        return UNKNOWN if items is None else self.resource.assembly.any_of(items, lambda item: _of_item(item, claim))

    def _items(self) -> list[Value] | None:
        """The items of one alternative; a scalar or mapping is its own only item, as in IAM."""
        match self.node:
            case Token() as token if not token.is_scalar:
                return None
            case Known([*data], _):
                items = [self[str(i)] for i in range(len(data))]
                return [item for item in items if item.node is not ABSENT]
        return [] if self.node is ABSENT or _is_empty(self.node) else [self]


def _of_each(options: Sequence[T], claim: Callable[[T], Truth]) -> Truth:
    """The claim's verdict on all alternatives; nearly always there is one."""
    return claim(options[0]) if len(options) == 1 else consensus(claim(option) for option in options)


def _of_item(item: Value, claim: Callable[[Value], Truth]) -> Truth:
    """An item that deployment may leave out does not support the claim where it does."""
    nodes = alternatives(item.node)
    if len(nodes) == 1:
        return claim(item)
    options = (Value(item.resource, item.path, node) for node in nodes)
    return consensus(FALSE if option.node is ABSENT else claim(option) for option in options)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Known) and (node.data is None or node.data in ("", [], {}))


def _fold(text: str) -> str:
    return text.lower() if text.lower() in ("true", "false") else text


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def _parsed(node: Node, template: Template) -> Node:
    if not isinstance(node, Text) and not (isinstance(node, Known) and isinstance(node.data, str)):
        return node
    try:
        data = _document(spell(node) or "")
    except AssemblyError as error:
        return Token("${?}", why=str(error))
    if not isinstance(data, dict | list):
        return Token("${?}", why="it is no JSON or YAML document")
    return Known(_with_tokens(data) if isinstance(node, Text) else data, template)


@lru_cache(maxsize=64)
def _document(text: str) -> Any:
    """Many controls ask the same policies and packs."""
    return parse("a document", text)


def _with_tokens(data: Any) -> Any:
    """JSON data in which strings that hold tokens are `Fn::Sub` again."""
    match data:
        case dict():
            return {key: _with_tokens(child) for key, child in data.items()}
        case list():
            return [_with_tokens(child) for child in data]
        case str() if "${" in data:
            return {"Fn::Sub": data}
    return data
