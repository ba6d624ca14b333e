"""Judges an assembly by controls: pure, knows no control by name, renders nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from secure_ai_constructs.access import grants_of
from secure_ai_constructs.assembly import AssemblyError, show
from secure_ai_constructs.control import Question, Severity
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from secure_ai_constructs.access import Grant
    from secure_ai_constructs.assembly import Acknowledgment, Assembly, OptOut, Read, Resource, Template
    from secure_ai_constructs.control import Control


@dataclass(frozen=True, slots=True)
class Evidence:
    """A property that a control read, and what it found there."""

    template: str
    logical_id: str
    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one control says of one resource."""

    control: Control
    verdict: Truth
    template: str
    stack: str | None
    logical_id: str
    resource_type: str
    construct_path: str | None
    evidence: tuple[Evidence, ...]
    acknowledgment: Acknowledgment | None = None

    @property
    def is_open(self) -> bool:
        """It is not a pass, and nobody accepted the risk."""
        return self.verdict is not TRUE and self.acknowledgment is None

    @property
    def severity(self) -> Severity:
        """The control's, except that what only deployment can decide is a warning, never a pass."""
        return Severity.WARNING if self.verdict is UNKNOWN else self.control.severity


@dataclass(frozen=True, slots=True, order=True)
class Unjudged:
    """A resource of which no control speaks."""

    template: str
    logical_id: str
    resource_type: str
    construct_path: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the seven questions, answered for the whole assembly."""

    question: Question
    answer: str
    """`yes`, `no` or `unknown`; never `yes` where nothing holds, however much was accepted."""
    passed: int
    failed: int
    unknown: int
    acknowledged: int
    """How many of the failed and unknown ones somebody accepted."""

    @property
    def open(self) -> int:
        """How many are neither passed nor accepted."""
        return self.failed + self.unknown - self.acknowledged


@dataclass(frozen=True)
class Posture:
    """The verdict on an assembly, in a deterministic order."""

    assembly_digest: str
    templates: tuple[str, ...]
    controls: tuple[Control, ...]
    """What was asked, whether or not a resource was there to be asked about."""
    findings: tuple[Finding, ...]
    unmatched: tuple[Acknowledgment, ...]
    """Acknowledgments that no finding needs."""
    opt_outs: tuple[OptOut, ...] = ()
    """Parts of the account's baseline that the app does not make."""
    deployments: tuple[tuple[str, str], ...] = ()
    """Each workload on record, and where it runs: `cloud`, `hybrid` or `on-premises`."""
    unjudged: tuple[Unjudged, ...] = ()
    accepted_elsewhere: tuple[Acknowledgment, ...] = ()
    """Acknowledgments for the rules of other packs, which judge for themselves."""
    assembly: Assembly | None = field(default=None, compare=False, repr=False)

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Who is given what by the policies of the assembly, as they are written; read when somebody asks."""
        return grants_of(self.assembly) if self.assembly else ()

    @property
    def judged(self) -> int:
        """How many resources a control speaks of."""
        return len({(one.template, one.logical_id) for one in self.findings})

    @property
    def resources(self) -> int:
        """How many there are."""
        return self.judged + len(self.unjudged)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The seven answers, in the order of the questions."""
        return tuple(_answer(question, self.findings) for question in Question)


def review(assembly: Assembly, controls: Sequence[Control]) -> Posture:
    """Judges every resource of the assembly by every control that applies to it."""
    try:
        findings = [finding for control in controls for finding in _findings(assembly, control)]
    except RecursionError as error:
        names = ", ".join(template.name for template in assembly.templates)
        raise AssemblyError(f"{names}: references or conditions form a circle, or are nested too deeply") from error
    findings.sort(key=lambda one: (*_rank(one.control), one.template, one.logical_id))
    needed = {finding.acknowledgment for finding in findings}
    judged = {(finding.template, finding.logical_id) for finding in findings}
    others = [one for one in assembly if (one.template.name, one.logical_id) not in judged]
    return Posture(
        assembly_digest=assembly.digest,
        templates=tuple(sorted(template.name for template in assembly.templates)),
        controls=tuple(controls),
        findings=tuple(findings),
        unmatched=tuple(one for one in assembly.acknowledgments if one not in needed and _is_ours(one, controls)),
        opt_outs=tuple(assembly.opt_outs),
        deployments=tuple(sorted(_deployments(assembly))),
        unjudged=tuple(
            sorted(Unjudged(one.template.name, one.logical_id, one.type, one.construct_path) for one in others)
        ),
        accepted_elsewhere=tuple(one for one in assembly.acknowledgments if not _is_ours(one, controls)),
        assembly=assembly,
    )


def _deployments(assembly: Assembly) -> Iterator[tuple[str, str]]:
    for parameter in assembly.by_type.get("AWS::SSM::Parameter", ()):
        folder, _, workload = (parameter["Name"].literal or "").rpartition("/")
        where = parameter["Value"].parsed()["deployment"].literal
        if folder.endswith("/workloads") and where:
            yield workload, where


def _findings(assembly: Assembly, control: Control) -> Iterator[Finding]:
    worst: dict[Hashable, Finding] = {}
    for resource_type in control.applies_to:
        for resource in assembly.by_type.get(resource_type, ()):
            finding = _judge(assembly, control, resource)
            if finding and (control.once_per_stack or control.once_per_account):
                place = resource.template if control.once_per_stack else _account(resource.template)
                worst[place] = max(worst.get(place, finding), finding, key=_gravity)
            elif finding:
                yield finding
    yield from worst.values()


def _account(template: Template) -> Hashable:
    """Account and Region; a stack that does not name them is one by itself."""
    return (template.account, template.region) if template.account and template.region else template


def _gravity(finding: Finding) -> int:
    """The first of the worst stands for its stack."""
    return [TRUE, UNKNOWN, FALSE].index(finding.verdict)


def _judge(assembly: Assembly, control: Control, resource: Resource) -> Finding | None:
    with assembly.recording():
        applies = control.when(resource)
    if applies is FALSE:
        return None
    with assembly.recording() as reads:
        held = control.holds(resource)
        evidence = _evidence(reads)
    verdict = held if applies is TRUE or held is TRUE else UNKNOWN
    return Finding(
        control=control,
        verdict=verdict,
        template=resource.template.name,
        stack=resource.template.stack,
        logical_id=resource.logical_id,
        resource_type=resource.type,
        construct_path=resource.construct_path,
        evidence=evidence,
        acknowledgment=_acknowledgment(assembly, control, resource) if _can_be_accepted(control, verdict) else None,
    )


def _evidence(reads: Iterable[Read]) -> tuple[Evidence, ...]:
    found = {(read.resource, read.path): read for read in reads}
    return tuple(
        Evidence(read.resource.template.name, read.resource.logical_id, ".".join(read.path), show(read.node))
        for read in found.values()
    )


def _can_be_accepted(control: Control, verdict: Truth) -> bool:
    return verdict is UNKNOWN or (verdict is FALSE and control.severity is not Severity.FATAL)


def _acknowledgment(assembly: Assembly, control: Control, resource: Resource) -> Acknowledgment | None:
    """The one made closest to the resource."""
    path = f"{resource.construct_path}/"
    found = [
        one
        for one in assembly.acknowledgments
        if one.control == control.id and path.startswith(f"{one.construct_path}/")
    ]
    return max(found, key=lambda one: len(one.construct_path), default=None)


def _is_ours(acknowledgment: Acknowledgment, controls: Sequence[Control]) -> bool:
    """Not of another pack: those are named `Pack::Rule`."""
    return "::" not in acknowledgment.control or acknowledgment.control in {control.id for control in controls}


def _rank(control: Control) -> tuple[int, int, str]:
    return list(Question).index(control.question), control.severity.weight, control.id


def _answer(question: Question, findings: Sequence[Finding]) -> Answer:
    asked = [finding for finding in findings if finding.control.question is question]
    verdicts = Counter(finding.verdict for finding in asked)
    open_verdicts = {finding.verdict for finding in asked if finding.is_open}
    undecided = UNKNOWN in open_verdicts or not verdicts[TRUE]
    answer = "no" if FALSE in open_verdicts else "unknown" if undecided else "yes"
    acknowledged = sum(finding.acknowledgment is not None for finding in asked)
    return Answer(question, answer, verdicts[TRUE], verdicts[FALSE], verdicts[UNKNOWN], acknowledged)
