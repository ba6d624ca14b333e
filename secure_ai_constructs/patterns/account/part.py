"""What an account has but once, and whether it is made here, was there before, or is somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from secure_ai_constructs.patterns.foundation.kind import require_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aws_cdk import Stack

METADATA = "SecureAi::AuditedAccount"
"""Where a template says what of the account is adopted or skipped, and why."""


class Mode(Enum):
    """What becomes of a part."""

    CREATE = "create"
    ADOPT = "adopt"
    SKIP = "skip"
    UNASKED = "unasked"
    """Nobody said a word of what is not made without one."""


class Part(Enum):
    """A part of the account's baseline: AWS allows most of them once for an account and Region."""

    TRAIL = "trail"
    INVOCATION_LOGGING = "invocation-logging"
    RECORDER = "recorder"
    DETECTOR = "detector"
    INSPECTOR = "inspector"
    REGISTRY = "registry"
    ANALYZERS = "analyzers"
    UNUSED_ACCESS = "unused-access"
    HUB = "hub"
    DATA_RETENTION = "data-retention"
    PUBLIC_ACCESS_BLOCK = "public-access-block"
    SENSITIVE_DATA = "sensitive-data"
    STACK_DRIFT = "stack-drift"
    ENFORCED_GUARDRAIL = "enforced-guardrail"
    EVIDENCE = "evidence"
    REPORTS = "reports"
    """Made by `ArtifactNotifications`, in us-east-1."""

    @property
    def rows(self) -> tuple[str, ...]:
        """What of the baseline it sees to: whoever skips it leaves these to somebody else."""
        return _ROWS[self]

    @property
    def is_asked_for(self) -> bool:
        """It reaches what is not the workload's, or bills by what it reads: nobody gets it who did not `create` it."""
        return self in _UNASKED

    def by_default(self) -> PartMode:
        """What becomes of it where nobody says a word."""
        return PartMode(self, Mode.UNASKED, _UNASKED[self]) if self.is_asked_for else self.create()

    def create(self) -> PartMode:
        """Made here, and kept when the stack goes."""
        return PartMode(self, Mode.CREATE, "")

    def adopt(self, name: str) -> PartMode:
        """The account has it, under this name or id: it is left as it is, and what watches it is built around it."""
        return PartMode(self, Mode.ADOPT, name)

    def skip(self, reason: str) -> PartMode:
        """Neither it nor what watches it is built here; an auditor reads the reason."""
        return PartMode(self, Mode.SKIP, reason)


_ROWS = {
    Part.TRAIL: ("CT-1", "CT-2", "CT-3", "CT-4", "CT-5", "CT-6", "CT-7", "CT-8", "INT-6"),
    Part.INVOCATION_LOGGING: ("MIL-1", "MIL-2", "MIL-3", "MIL-4", "MIL-5", "MIL-6"),
    Part.RECORDER: ("CFG-1", "CFG-2", "CFG-3", "CFG-4"),
    Part.DETECTOR: ("GD-1", "GD-3", "GD-4"),
    Part.INSPECTOR: ("INS-1", "INS-5"),
    Part.REGISTRY: ("INS-2",),
    Part.ANALYZERS: ("IAM-13",),
    Part.UNUSED_ACCESS: ("IAM-13", "RM-3"),
    Part.HUB: ("AUD-3", "GD-6"),
    Part.DATA_RETENTION: ("RES-5",),
    Part.PUBLIC_ACCESS_BLOCK: ("NET-9",),
    Part.SENSITIVE_DATA: ("GD-5",),
    Part.STACK_DRIFT: ("CFG-5",),
    Part.ENFORCED_GUARDRAIL: ("GR-6",),
    Part.EVIDENCE: ("ART-3", "AUD-2", "MC-4"),
    Part.REPORTS: ("ART-2",),
}
_UNASKED = {
    Part.DATA_RETENTION: "Without retention, models whose providers insist on it become unavailable.",
    Part.PUBLIC_ACCESS_BLOCK: "It also closes what others in the account have public on purpose.",
    Part.SENSITIVE_DATA: "Macie bills by the bucket and by what it reads.",
    Part.STACK_DRIFT: "CloudFormation then reads by AWS's own policy ReadOnlyAccess, which AWS changes.",
    Part.ENFORCED_GUARDRAIL: "Every call of a model by a role that may not apply it then fails.",
}
"""The reasons of the house."""


@dataclass(frozen=True, slots=True)
class PartMode:
    """A part, what becomes of it, and the name or reason that goes with that."""

    part: Part
    mode: Mode
    said: str

    def __post_init__(self) -> None:
        require_kind("a part's mode: its part", self.part, Part)
        require_kind("a part's mode", self.mode, Mode)
        if self.mode in (Mode.ADOPT, Mode.SKIP):
            what = "name of an adopted" if self.mode is Mode.ADOPT else "reason to skip the"
            _stated(f"the {what} {self.part.value}", self.said)
        if self.mode is Mode.UNASKED and not self.part.is_asked_for:
            raise ValueError(f"the {self.part.value} must be created, adopted or skipped, was {self.mode.value}")

    @property
    def rows(self) -> tuple[str, ...]:
        """What of the baseline it sees to; of a trail that is adopted, nobody here knows what data it records."""
        if self.part is Part.TRAIL and self.mode is Mode.ADOPT:
            return ("CT-1", "CT-2", "CT-6", "CT-7", "INT-6")
        return self.part.rows

    @property
    def adopted(self) -> str | None:
        """What the account has already, if that is used."""
        return self.said if self.mode is Mode.ADOPT else None


def record_modes(stack: Stack, modes: Iterable[PartMode]) -> None:
    """Writes what becomes of parts into the template, from where the responsibility reads it."""
    metadata = stack.template_options.metadata or {}
    said = {one.part.value: {"mode": one.mode.value, "said": one.said, "rows": list(one.rows)} for one in modes}
    stack.template_options.metadata = {**metadata, METADATA: {**metadata.get(METADATA, {}), **said}}


def _stated(what: str, text: object) -> None:
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{what} must say something, was {text!r}")
