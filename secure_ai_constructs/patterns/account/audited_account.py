"""An account that can prove what happened in it, and is told of what is happening."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from aws_cdk import Stack, Stage, Token
from constructs import Construct

from secure_ai_constructs.patterns.account.access_analysis import AccessAlarms, AccessAnalysis
from secure_ai_constructs.patterns.account.audit_trail import AuditTrail, TrailAlarms
from secure_ai_constructs.patterns.account.bedrock_account_settings import (
    EMBEDDINGS,
    BedrockAccountSettings,
    BedrockSettingAlarms,
    DataRetention,
)
from secure_ai_constructs.patterns.account.configuration_baseline import ConfigurationBaseline
from secure_ai_constructs.patterns.account.configuration_recorder import ConfigurationRecorder
from secure_ai_constructs.patterns.account.evidence_collector import EvidenceCollector
from secure_ai_constructs.patterns.account.invocation_logging import InvocationLogging, InvocationLoggingAlarms
from secure_ai_constructs.patterns.account.kept import keep
from secure_ai_constructs.patterns.account.no_ways_around import NoWaysAround
from secure_ai_constructs.patterns.account.part import Mode, Part, PartMode, record_modes
from secure_ai_constructs.patterns.account.public_access_block import PublicAccessBlock, PublicAccessBlockAlarms
from secure_ai_constructs.patterns.account.registry_scanning import RegistryAlarms, RegistryScanning
from secure_ai_constructs.patterns.account.security_posture import SecurityPosture
from secure_ai_constructs.patterns.account.sensitive_data_discovery import SensitiveDataAlarms, SensitiveDataDiscovery
from secure_ai_constructs.patterns.account.stack_drift import StackDrift
from secure_ai_constructs.patterns.account.threat_detection import ThreatAlarms, ThreatDetection
from secure_ai_constructs.patterns.account.trail_queries import TrailQueries
from secure_ai_constructs.patterns.account.vulnerability_scanning import VulnerabilityAlarms, VulnerabilityScanning
from secure_ai_constructs.patterns.account.workload_alarms import WorkloadAlarms
from secure_ai_constructs.patterns.foundation import CustomerKey, KeyPurpose, Operations
from secure_ai_constructs.patterns.foundation.kind import require_each, require_kind
from secure_ai_constructs.patterns.foundation.register import enter, owner_of
from secure_ai_constructs.patterns.foundation.tag_value import classify, require_tag
from secure_ai_constructs.patterns.rag.content_guardrail import ContentGuardrail
from secure_ai_constructs.patterns.rag.embedding_model import EmbeddingModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms

T = TypeVar("T")
_BASELINES = "BaselinesOfAccounts"
OF_A_REGION = tuple(part for part in Part if part is not Part.REPORTS)
"""The parts of a baseline; reports are told of from us-east-1 alone."""
OF_ALL_REGIONS = {
    Part.TRAIL: "a trail records all Regions, and a second one is billed for every event again",
    Part.UNUSED_ACCESS: "IAM is of all Regions, and each analyzer is billed for all of its roles",
}
PURPOSES = (
    KeyPurpose.CONFIGURATION,
    KeyPurpose.FINDINGS,
    KeyPurpose.LOGS,
    KeyPurpose.TRAIL,
)


class AuditedAccount(Construct):
    """The baseline of an account and Region: trail, invocation logging, Config, GuardDuty, Inspector, Security Hub.

    Everything is made here unless `exceptions` say that the account has it already (`Part.TRAIL.adopt(…)`), or that
    somebody else sees to it (`Part.DETECTOR.skip("…")`). What reaches others than the workload is made when it is
    asked for (`Part.PUBLIC_ACCESS_BLOCK.create()`). What is adopted is left as it is, and told of when it
    changes. What exists but once is kept when the stack goes: deleting it turns off nobody's logging.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        owner: str,
        exceptions: Sequence[PartMode] = (),
        operations: Operations | None = None,
        emails: Sequence[str] = (),
        without_rules: Sequence[str] = (),
        home: bool = True,
        guardrail: ContentGuardrail | None = None,
        callers: Sequence[iam.IRole] = (),
        embeddings: Sequence[EmbeddingModel] = EMBEDDINGS,
        deny_to: Sequence[iam.IRole] = (),
    ) -> None:
        """Creates the parts; `owner` answers for the account's evidence, and becomes a tag.

        It tells `emails`, each of which confirms, or `operations` of the security team, not those of a workload.
        `without_rules` are controls whose rules are not wanted; those that the Region lacks are left out by themselves.
        An account has one `home` Region, where Config records IAM, the trail of all Regions stands and unused rights are
        looked for; its further Regions are none, and adopt those two.
        `Part.ENFORCED_GUARDRAIL.create()` has Bedrock apply `guardrail` to every invocation, for which `callers` get what
        they need; `embeddings`, with which knowledge bases of the account embed, are left out.
        `deny_to` are roles with wide rights, who get the Denies of `NoWaysAround`: API keys, bedrock-mantle, unmasking.
        Raises ValueError for nobody to tell, a second baseline of an account and Region, a part that is named twice, a
        skipped recorder that the hub asks, and what a further Region would make a second time.
        """
        super().__init__(scope, id)
        path = self.node.path
        require_tag(f"{path}: owner", owner)
        require_each(f"{path}: exceptions", exceptions)
        require_each(f"{path}: without_rules", without_rules, str)
        require_each(f"{path}: deny_to", deny_to)
        require_kind(f"{path}: operations", operations, Operations, type(None))
        require_kind(f"{path}: home", home, bool)
        self.modes = _modes(path, exceptions, home=home)
        self._require_enforcement(guardrail, callers, embeddings)
        if without_rules and self._is(Part.RECORDER, Mode.SKIP):
            raise ValueError(
                f"{path}: without_rules must leave out some of the rules that ask a recorder, was {', '.join(without_rules)} "
                "where the recorder is skipped, and all rules with it"
            )
        if bool(emails) is bool(operations):
            raise ValueError(
                f"{path}: emails or operations must say who is told, {'both were' if emails else 'neither was'}"
            )
        _require_once(self, home=home)
        self.operations = operations or Operations(self, "Operations", emails=emails)
        self.key = CustomerKey(
            self, "Key", description="Encrypts what proves what happened in the account", purposes=PURPOSES
        ).key
        keep(self.key)
        key, told = self.key, self.operations
        self.trail = self._made(
            Part.TRAIL,
            lambda: AuditTrail(self, "Trail", key=key, operations=told),
            lambda: TrailAlarms(self, "TrailAlarms", operations=told),
        )
        if self._is(Part.TRAIL, Mode.SKIP):
            TrailAlarms(self, "TrailAlarms", operations=told, of_trail=False)
        self.queries = TrailQueries(self, "Queries", trail=self.trail, key=key, operations=told) if self.trail else None
        self.invocation_logging = self._made(
            Part.INVOCATION_LOGGING,
            lambda: InvocationLogging(self, "InvocationLogging", key=self._key_of_prompts(), operations=told),
            lambda: InvocationLoggingAlarms(self, "InvocationLoggingAlarms", operations=told),
        )
        self.recorder = self._made(
            Part.RECORDER,
            lambda: ConfigurationRecorder(self, "Recorder", key=key, operations=told, records_global=home),
        )
        self.configuration = self._configuration(without_rules)
        self.threats = self._made(
            Part.DETECTOR,
            lambda: ThreatDetection(self, "Threats", key=key, operations=told),
            lambda: ThreatAlarms(self, "ThreatAlarms", operations=told),
        )
        self.registry = self._made(
            Part.REGISTRY,
            lambda: RegistryScanning(self, "Registry", operations=told),
            lambda: RegistryAlarms(self, "RegistryAlarms", operations=told),
        )
        self.vulnerabilities = self._made(
            Part.INSPECTOR,
            lambda: VulnerabilityScanning(self, "Vulnerabilities", operations=told, registry=self.registry),
            lambda: VulnerabilityAlarms(self, "VulnerabilityAlarms", operations=told),
        )
        self.access = self._access(told)
        self.posture = self._posture()
        self.public_access_block = self._made(
            Part.PUBLIC_ACCESS_BLOCK,
            lambda: PublicAccessBlock(self, "PublicAccessBlock", operations=told),
            lambda: PublicAccessBlockAlarms(self, "PublicAccessBlockAlarms", operations=told),
        )
        if self.public_access_block and not self._is(Part.RECORDER, Mode.SKIP):
            self._after_recorder(self.public_access_block.watch_buckets())
        self.sensitive_data = self._made(
            Part.SENSITIVE_DATA,
            lambda: SensitiveDataDiscovery(self, "SensitiveData", operations=told),
            lambda: SensitiveDataAlarms(self, "SensitiveDataAlarms", operations=told),
        )
        self.bedrock = self._bedrock(guardrail, callers, embeddings)
        if self._is(Part.INVOCATION_LOGGING, Mode.SKIP):
            BedrockSettingAlarms(self, "BedrockSettingAlarms", operations=told)
        # What it finds is told of with all that does not comply.
        self.drift = self._made(Part.STACK_DRIFT, lambda: StackDrift(self, "StackDrift"))
        if self.drift:
            self._after_recorder(self.drift.rule)
        self.changes = WorkloadAlarms(self, "Changes", operations=told)
        self.no_ways_around = NoWaysAround(self, "NoWaysAround")
        for role in deny_to:
            self.no_ways_around.deny_to(role)
        self.evidence = self._made(
            Part.EVIDENCE,
            lambda: EvidenceCollector(self, "Evidence", key=key, operations=told, sources=self._sources()),
        )
        self._turn_on_last()
        classify(self, owner=owner, data_classification="confidential")
        record_modes(Stack.of(self), self.modes.values())

    def _key_of_prompts(self) -> kms.Key:
        """Apart from the key of the evidence: whoever reads what people asked a model need not read that, too."""
        own = CustomerKey(
            self,
            "PromptKey",
            description="Encrypts what models were asked and answered",
            purposes=[KeyPurpose.INVOCATIONS, KeyPurpose.LOGS],
        )
        keep(own.key)
        return own.key

    def _require_enforcement(
        self, guardrail: ContentGuardrail | None, callers: Sequence[iam.IRole], embeddings: Sequence[EmbeddingModel]
    ) -> None:
        """A guardrail comes with its part, and what it is about with it: nothing that is given is ignored."""
        path = self.node.path
        require_kind(f"{path}: guardrail", guardrail, ContentGuardrail, type(None))
        require_each(f"{path}: callers", callers)
        require_each(f"{path}: embeddings", embeddings, EmbeddingModel)
        if self._is(Part.ENFORCED_GUARDRAIL, Mode.CREATE) is not bool(guardrail):
            raise ValueError(
                f"{path}: guardrail must come with Part.ENFORCED_GUARDRAIL.create(), and that with a guardrail, was "
                f"{guardrail.node.path if guardrail else 'none'} with the mode "
                f"{self.modes[Part.ENFORCED_GUARDRAIL].mode.value}"
            )
        if not guardrail and (callers or tuple(embeddings) != EMBEDDINGS):
            raise ValueError(
                f"{path}: callers and embeddings must be given with a guardrail that is enforced, none was"
            )

    def _is(self, part: Part, mode: Mode) -> bool:
        return self.modes[part].mode is mode

    def _made(self, part: Part, create: Callable[[], T], watch: Callable[[], object] | None = None) -> T | None:
        """The part, or what watches the one that is there; of what is skipped, neither."""
        if self._is(part, Mode.CREATE):
            return create()
        if self._is(part, Mode.ADOPT) and watch:
            watch()
        return None

    def _configuration(self, without: Sequence[str]) -> ConfigurationBaseline | None:
        """Rules ask whatever recorder there is."""
        if self._is(Part.RECORDER, Mode.SKIP):
            return None
        baseline = ConfigurationBaseline(
            self, "Configuration", operations=self.operations, recorder=self.recorder, without=without
        )
        if not self._is(Part.INVOCATION_LOGGING, Mode.SKIP):
            baseline.watch_invocation_logging(self.operations, self.invocation_logging)
        return baseline

    def _access(self, told: Operations) -> AccessAnalysis | None:
        """Two analyzers, each of which the account may have; what either finds is told of."""
        parts = (Part.ANALYZERS, Part.UNUSED_ACCESS)
        external, unused = (self._is(one, Mode.CREATE) for one in parts)
        if external or unused:
            return AccessAnalysis(self, "Access", operations=told, external=external, unused=unused)
        if any(self._is(one, Mode.ADOPT) for one in parts):
            AccessAlarms(self, "AccessAlarms", operations=told)
        return None

    def _bedrock(
        self, guardrail: ContentGuardrail | None, callers: Sequence[iam.IRole], embeddings: Sequence[EmbeddingModel]
    ) -> BedrockAccountSettings | None:
        retention = DataRetention.NONE if self._is(Part.DATA_RETENTION, Mode.CREATE) else None
        if not (retention or guardrail):
            return None
        return BedrockAccountSettings(
            self,
            "Bedrock",
            operations=self.operations,
            guardrail=guardrail,
            embeddings=embeddings,
            callers=callers,
            retention=retention,
        )

    def _after_recorder(self, rule: Construct) -> None:
        if self.recorder:
            rule.node.add_dependency(self.recorder.recorder)

    def _turn_on_last(self) -> None:
        """Invocations are logged when nothing else can be refused: a setting that stays on must not point at what a rollback took."""
        if self.invocation_logging is None:
            return
        refusable = (
            *((self.trail.trail,) if self.trail else ()),
            *((self.recorder.recorder, self.recorder.channel) if self.recorder else ()),
            *((self.threats.detector, self.threats.export) if self.threats else ()),
            *((self.registry.registry,) if self.registry else ()),
            *((self.vulnerabilities.enablement,) if self.vulnerabilities else ()),
            *((self.access.external, self.access.unused) if self.access else ()),
            *((self.posture.hub, self.posture.standard) if self.posture else ()),
            *(
                self.configuration,
                self.public_access_block,
                self.sensitive_data,
                self.bedrock,
                self.drift,
                self.evidence,
            ),
        )
        self.invocation_logging.setting.node.add_dependency(*(one for one in refusable if one))

    def _sources(self) -> list[str]:
        """Whoever made it, what is there is asked; cards and reports every account has."""
        asked = {
            Part.RECORDER: "compliance",
            Part.INSPECTOR: "scans",
            Part.HUB: "standards",
            Part.DETECTOR: "threats",
        }
        return [
            "model-cards",
            "reports",
            "settings",
            *(name for part, name in asked.items() if not self._is(part, Mode.SKIP)),
        ]

    def _posture(self) -> SecurityPosture | None:
        """Security Hub's controls ask Config, so they come after what records."""
        if self._is(Part.HUB, Mode.SKIP):
            return None
        exists = self._is(Part.HUB, Mode.ADOPT)
        posture = SecurityPosture(self, "Posture", operations=self.operations, hub_exists=exists)
        if self.recorder:
            posture.standard.node.add_dependency(self.recorder.recorder)
        return posture


def _require_once(baseline: Construct, *, home: bool) -> None:
    """Of what an account and Region have once, a second one would be refused at deployment, when half is there."""
    stack = Stack.of(baseline)
    # Stages whose account only deployment knows may each have another.
    stage = Stage.of(baseline) if Token.is_unresolved(f"{stack.account}{stack.region}") else None
    register = f"{_BASELINES} {stage.node.path}" if stage and stage.node.path else _BASELINES
    entries = {"account and Region": f"{stack.account} {stack.region}"}
    if home:
        entries["account at home"] = f"{stack.account} home"
    for what, entry in entries.items():
        if owner_of(baseline, register, entry):
            raise ValueError(
                f"{baseline.node.path}: an {what} must have one baseline, had one already: of {entry}; further Regions "
                "take home=False"
            )
    for entry in entries.values():
        enter(baseline, register, entry, owner=baseline.node.id)


def _modes(path: str, exceptions: Sequence[PartMode], *, home: bool) -> dict[Part, PartMode]:
    """Every part with what becomes of it."""
    for one in exceptions:
        if not isinstance(one, PartMode):
            raise ValueError(f"{path}: exceptions must be made by Part, as in Part.TRAIL.adopt('…'), had {one!r}")
    named = [one.part for one in exceptions]
    for part in named:
        if named.count(part) > 1:
            raise ValueError(
                f"{path}: exceptions must name a part once, named the {part.value} {named.count(part)} times"
            )
    if Part.REPORTS in named:
        raise ValueError(
            f"{path}: exceptions must leave the reports to ArtifactNotifications, in us-east-1, named them"
        )
    modes = {part: part.by_default() for part in OF_A_REGION} | {one.part: one for one in exceptions}
    for part, because in OF_ALL_REGIONS.items():
        if not home and modes[part].mode is Mode.CREATE:
            raise ValueError(
                f"{path}: the {part.value} must be adopted from the home Region, or skipped, because {because}; it was to be "
                "created where home=False"
            )
    for asked, asking, because, how in (
        (Part.RECORDER, Part.HUB, "Security Hub asks Config", (Mode.ADOPT, Mode.CREATE)),
        (Part.RECORDER, Part.STACK_DRIFT, "Config compares stacks", (Mode.ADOPT, Mode.CREATE)),
        (Part.INSPECTOR, Part.REGISTRY, "Inspector scans the registry", (Mode.CREATE,)),
    ):
        if modes[asked].mode is Mode.SKIP and modes[asking].mode in how:
            raise ValueError(
                f"{path}: {because}, so that the {asked.value} must be made here or adopted, was skipped: "
                f"skip the {asking.value}, too"
            )
    return modes
