"""What a control is: one claim about one kind of resource, which a reviewer would ask for."""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from secure_ai_constructs.truth import TRUE, Truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_ai_constructs.assembly import Resource
    from secure_ai_constructs.frameworks import Requirement


class Question(Enum):
    """The seven questions of a security review, in the order in which every report answers them."""

    ACCESS = "Who can access what?"
    ENCRYPTION = "Is the data encrypted?"
    NETWORK = "Is traffic private?"
    AUDIT = "Can we prove what happened?"
    THREATS = "Are we catching threats?"
    BEHAVIOR = "Is the model behaving?"
    COMPLIANCE = "Can we show compliance?"


class Severity(Enum):
    """CDK's own words: any other word silently stops failing a synth."""

    FATAL = "fatal"
    """Fails synth; nobody can acknowledge it."""
    ERROR = "error"
    """Fails synth until it is mended or acknowledged."""
    WARNING = "warning"
    """Is reported."""

    @property
    def weight(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


def _always(_: Resource) -> Truth:
    return TRUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A claim that is true of a resource when it is configured as it should be."""

    id: str
    """A slug; the name of the control's file with hyphens."""
    title: str
    """A sentence that is true when the control passes."""
    question: Question
    severity: Severity
    applies_to: tuple[str, ...]
    """CloudFormation resource types."""
    holds: Callable[[Resource], Truth]
    """FALSE where a property is absent, UNKNOWN where only deployment can decide."""
    fix: str
    """What to do, in one or two sentences."""
    sources: tuple[str, ...]
    """AWS documentation."""
    baseline: tuple[str, ...]
    """Rows of the control catalog that it implements, such as `NET-8`."""
    satisfies: tuple[Requirement, ...] = ()
    """Requirements of outside frameworks."""
    when: Callable[[Resource], Truth] = _always
    """Which of the resources it speaks of; what this reads is no evidence."""
    once_per_stack: bool = False
    """For what a stack has once: one of its resources, of the worst verdict, asks for all of them."""
    once_per_account: bool = False
    """For defenses of the account: one resource of an account and Region, of the worst verdict, asks for all of them."""

    @property
    def why(self) -> str:
        """The docstring of the control's module: its first sentence says what an attacker gains."""
        return inspect.cleandoc(sys.modules[self.holds.__module__].__doc__ or "")
