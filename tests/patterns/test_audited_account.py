"""The baseline of an account: what is made, what is left to somebody else, and what stays when the stack goes."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import App, Environment, Stack, Stage
from aws_cdk import aws_iam as iam

from secure_ai_constructs import (
    AlertTopic,
    AuditedAccount,
    ContentGuardrail,
    InvocationLogging,
    Operations,
    Part,
    SecurityPosture,
    SecurityStandard,
    StackDrift,
)
from secure_ai_constructs.assembly import load
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.patterns.account import Mode, PartMode
from secure_ai_constructs.patterns.account.no_ways_around import NoWaysAround
from secure_ai_constructs.patterns.foundation.tag_value import classify
from secure_ai_constructs.review import review
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN, Truth
from tests.patterns.event_pattern import matches
from tests.patterns.synthesis import (
    ACCOUNT,
    MODEL,
    REGION,
    beside,
    by_sid,
    is_kept,
    mentions,
    only,
    rag,
    region,
    resources,
    stack,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MADE = {
    Part.TRAIL: "AWS::CloudTrail::Trail",
    Part.INVOCATION_LOGGING: "Custom::BedrockInvocationLogging",
    Part.RECORDER: "AWS::Config::ConfigurationRecorder",
    Part.DETECTOR: "AWS::GuardDuty::Detector",
    Part.INSPECTOR: "Custom::InspectorEnablement",
    Part.REGISTRY: "AWS::ECR::RegistryScanningConfiguration",
    Part.ANALYZERS: "AWS::AccessAnalyzer::Analyzer",
    Part.UNUSED_ACCESS: "AWS::AccessAnalyzer::Analyzer",
    Part.HUB: "AWS::SecurityHub::Hub",
    Part.DATA_RETENTION: "Custom::BedrockDataRetention",
    Part.PUBLIC_ACCESS_BLOCK: "AWS::EC2::VPCBlockPublicAccessOptions",
    Part.SENSITIVE_DATA: "AWS::Macie::Session",
    Part.STACK_DRIFT: "AWS::Config::ConfigRule",
    Part.ENFORCED_GUARDRAIL: "AWS::Bedrock::EnforcedGuardrailConfiguration",
    Part.EVIDENCE: "AWS::Lambda::EventSourceMapping",
}
"""What of each part the account has but once."""
PARTS = [one for one in Part if one is not Part.REPORTS]
"""Those of a baseline: reports are of a construct of their own."""
ASKED_FOR: set[Part] = {
    Part.DATA_RETENTION,
    Part.ENFORCED_GUARDRAIL,
    Part.PUBLIC_ACCESS_BLOCK,
    Part.SENSITIVE_DATA,
    Part.STACK_DRIFT,
}
"""What reaches others than the workload."""
ONCE = (
    "AWS::CloudTrail::Trail",
    "AWS::Config::ConfigurationRecorder",
    "AWS::Config::DeliveryChannel",
    "AWS::ECR::RegistryScanningConfiguration",
    "AWS::GuardDuty::Detector",
    "AWS::GuardDuty::PublishingDestination",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SecurityHub::Hub",
)


def account(*exceptions: PartMode, scope: Stack | None = None, **arguments: Any) -> Stack:
    scope = scope or stack()
    given: dict[str, Any] = {"owner": "security", "exceptions": exceptions, **arguments}
    told: dict[str, Any] = {} if {"operations", "emails"} & set(given) else {"emails": ["security@example.com"]}
    if Part.ENFORCED_GUARDRAIL.create() in exceptions:
        guardrail = ContentGuardrail(scope, "Guardrail")
        guardrail.alarm_to(AlertTopic(scope, "Alerts"))
        classify(guardrail, owner="security", data_classification="confidential", jurisdiction=REGION)
        told["guardrail"] = guardrail
    AuditedAccount(scope, "Account", **given, **told)
    return scope


def made_of(scope: Stack, part: Part) -> dict[str, Any]:
    """What is made of a part; among others of its type, it is known by its name."""
    names = {Part.STACK_DRIFT: "StackDrift", Part.ANALYZERS: "External", Part.UNUSED_ACCESS: "Unused"}
    return resources(scope, MADE[part], names.get(part, ""))


@pytest.fixture(scope="module")
def whole() -> Stack:
    """An account for which everything is made."""
    return account()


def open_findings(scope: Stack) -> set[str]:
    app: Any = scope.node.root
    found = review(load(Path(app.synth().directory)), CATALOG).findings
    return {one.control.id for one in found if one.verdict is not TRUE}


ASKS = {Part.RECORDER: Part.HUB, Part.INSPECTOR: Part.REGISTRY}
"""A part that is of no use without another one."""


def without(part: Part) -> list[PartMode]:
    """A part is skipped, with what needs it."""
    return [part.skip("the landing zone owns it"), *([ASKS[part].skip("it asks the other")] if part in ASKS else [])]


# Modes -------------------------------------------------------------------------------------------


def test_without_a_word_everything_is_made_but_what_reaches_others(whole: Stack) -> None:
    assert {part for part in Part if part.is_asked_for} == ASKED_FOR
    for part in PARTS:
        assert bool(made_of(whole, part)) is (part not in ASKED_FOR), part


def test_it_all_passes_every_control(whole: Stack) -> None:
    assert open_findings(whole) == set()


@pytest.mark.parametrize("part", PARTS)
def test_what_is_asked_for_is_made_passes_and_stays(part: Part) -> None:
    scope = account(part.create())
    made = made_of(scope, part).values()
    assert made
    of_the_stack = (Part.ANALYZERS, Part.ENFORCED_GUARDRAIL, Part.EVIDENCE, Part.STACK_DRIFT, Part.UNUSED_ACCESS)
    goes = part in of_the_stack or MADE[part].startswith("Custom::")
    assert goes or all(is_kept(one) for one in made), "handlers keep what they set"
    assert open_findings(scope) == set()
    metadata = scope.template_options.metadata
    assert metadata is not None
    assert metadata["SecureAi::AuditedAccount"][part.value] == {"mode": "create", "said": "", "rows": list(part.rows)}


@pytest.mark.parametrize("part", [one for one in Part if one in ASKED_FOR])
def test_an_auditor_reads_why_what_nobody_asked_for_is_not_there(whole: Stack, part: Part) -> None:
    metadata = whole.template_options.metadata
    assert metadata is not None
    said = metadata["SecureAi::AuditedAccount"][part.value]
    assert said["mode"] == "unasked"
    assert said["said"]


@pytest.mark.parametrize(("part", "mode"), list(itertools.product(PARTS, (Mode.ADOPT, Mode.SKIP))))
def test_what_the_account_has_or_somebody_else_sees_to_is_not_made(part: Part, mode: Mode) -> None:
    exceptions = [part.adopt("of-the-landing-zone")] if mode is Mode.ADOPT else without(part)
    scope = account(*exceptions)
    assert not made_of(scope, part)
    left_out = {*ASKED_FOR, *(one.part for one in exceptions)}
    assert [other for other in PARTS if other not in left_out and not made_of(scope, other)] == []
    metadata = scope.template_options.metadata
    assert metadata is not None
    assert metadata["SecureAi::AuditedAccount"][part.value]["mode"] == mode.value
    of_a_trail = ["CT-1", "CT-2", "CT-6", "CT-7", "INT-6"]
    rows = of_a_trail if (part, mode) == (Part.TRAIL, Mode.ADOPT) else list(part.rows)
    assert metadata["SecureAi::AuditedAccount"][part.value]["rows"] == rows
    assert open_findings(scope) == set()


BY_HAND = {"ai-service-card-recorded", "artifact-reports-told", "model-card-present", "workload-recorded"}
"""What no baseline has: reports are told of from us-east-1, and the rest is written by people."""
OF_PARTS = {
    Part.TRAIL: {"cloudtrail-present"},
    Part.INVOCATION_LOGGING: {"bedrock-invocation-logged"},
    Part.RECORDER: {"config-present"},
    Part.DETECTOR: {"guardduty-present"},
    Part.INSPECTOR: {"inspector-present"},
    Part.ANALYZERS: {"access-analyzer-present"},
    Part.HUB: {"security-hub-present"},
    Part.EVIDENCE: {"evidence-collected"},
}
"""What a workload asks of its account, by the part that answers it."""


@pytest.mark.parametrize("mode", [Mode.ADOPT, Mode.SKIP])
@pytest.mark.parametrize("part", [one for one in PARTS if one not in ASKED_FOR])
def test_a_workload_asks_for_what_is_skipped_and_warns_of_what_is_adopted(part: Part, mode: Mode) -> None:
    scope = stack()
    exceptions = [part.adopt("of-the-landing-zone")] if mode is Mode.ADOPT else without(part)
    account(*exceptions, scope=scope, deny_to=[iam.Role.from_role_name(scope, "Administrator", "administrator")])
    rag(beside(scope, "Workload")).add_team("claims").add_query_function(model=MODEL)
    app: Any = scope.node.root
    found = review(load(Path(app.synth().directory)), CATALOG).findings
    left: dict[Truth, set[str]] = {FALSE: set(), UNKNOWN: set()}
    for one in found:
        if one.verdict is not TRUE and one.control.id not in BY_HAND:
            left[one.verdict].add(one.control.id)
    parts = {one.part for one in exceptions}
    asked = {control for one in parts for control in OF_PARTS.get(one, ())}
    if (part, mode) == (Part.HUB, Mode.ADOPT):
        asked = set()  # the standard in somebody's hub is made here, so that it is seen
    assert left == ({FALSE: set(), UNKNOWN: asked} if mode is Mode.ADOPT else {FALSE: asked, UNKNOWN: set()})


TOLD_OF_ELSEWHERE = (
    Part.ANALYZERS,
    Part.DATA_RETENTION,
    Part.ENFORCED_GUARDRAIL,
    Part.EVIDENCE,
    Part.INVOCATION_LOGGING,
    Part.STACK_DRIFT,
    Part.UNUSED_ACCESS,
)


@pytest.mark.parametrize("part", [one for one in PARTS if one not in TOLD_OF_ELSEWHERE])
def test_what_is_adopted_is_told_of_and_what_is_skipped_is_not(part: Part) -> None:
    told, made, silent = (
        len(resources(account(*one), "AWS::Events::Rule"))
        for one in ([part.adopt("theirs")], [part.create()], without(part))
    )
    assert told == made
    assert silent < told


def test_a_guardrail_that_is_enforced_is_given_and_one_that_is_not_is_none() -> None:
    scope = stack()
    with pytest.raises(ValueError, match=r"guardrail must come with Part\.ENFORCED_GUARDRAIL\.create\(\)") as caught:
        account(scope=scope, guardrail=ContentGuardrail(scope, "Guardrail"))
    assert "was Test/Guardrail with the mode unasked" in str(caught.value)
    with pytest.raises(ValueError, match="was none with the mode create"):
        AuditedAccount(
            stack(), "Account", owner="s", emails=["a@example.com"], exceptions=[Part.ENFORCED_GUARDRAIL.create()]
        )


def test_callers_of_an_enforced_guardrail_may_apply_it() -> None:
    scope = stack()
    caller = iam.Role(scope, "Caller", assumed_by=iam.AccountRootPrincipal())
    account(Part.ENFORCED_GUARDRAIL.create(), scope=scope, callers=[caller])
    statements = only(scope, "AWS::IAM::Policy", "Caller")["PolicyDocument"]["Statement"]
    assert {one["Action"] for one in statements} == {"bedrock:ApplyGuardrail", "kms:Decrypt"}


def test_reports_are_left_to_the_construct_that_tells_of_them() -> None:
    with pytest.raises(ValueError, match="exceptions must leave the reports to ArtifactNotifications"):
        account(Part.REPORTS.skip("somebody else reads them"))


@pytest.mark.parametrize("mode", [Part.DATA_RETENTION.create(), Part.DATA_RETENTION.adopt("theirs")])
@pytest.mark.parametrize("logging", [Part.INVOCATION_LOGGING.create(), Part.INVOCATION_LOGGING.skip("elsewhere")])
def test_a_change_of_data_retention_is_told_of_once(mode: PartMode, logging: PartMode) -> None:
    assert len(telling(account(mode, logging), call("bedrock", "PutAccountDataRetention"))) == 1


def test_what_analyzers_find_is_told_of_while_there_is_one() -> None:
    both = (Part.ANALYZERS, Part.UNUSED_ACCESS)
    told = len(resources(account(), "AWS::Events::Rule"))
    for one in both:
        assert len(resources(account(one.skip("theirs")), "AWS::Events::Rule")) == told
    adopted = [one.adopt("theirs") for one in both]
    assert len(resources(account(*adopted), "AWS::Events::Rule")) == told
    skipped = [one.skip("theirs") for one in both]
    assert len(resources(account(*skipped), "AWS::Events::Rule")) == told - 2


@pytest.mark.parametrize("name", ["PutEnforcedGuardrailConfiguration", "DeleteEnforcedGuardrailConfiguration"])
@pytest.mark.parametrize("logging", [Part.INVOCATION_LOGGING.create(), Part.INVOCATION_LOGGING.skip("elsewhere")])
def test_an_enforced_guardrail_that_changes_is_told_of_once(name: str, logging: PartMode) -> None:
    assert len(telling(account(logging), call("bedrock", name))) == 1


def test_root_is_told_of_whoever_has_the_trail() -> None:
    scope = account(Part.TRAIL.skip("the landing zone has it"))
    [_] = telling(scope, {"detail-type": "AWS API Call via CloudTrail", "detail": {"userIdentity": {"type": "Root"}}})
    assert len(telling(scope, call("logs", "DeleteLogGroup"))) == 1
    assert not telling(scope, call("cloudtrail", "StopLogging"))


def test_an_account_and_region_has_one_baseline() -> None:
    scope = stack()
    account(scope=scope)
    with pytest.raises(ValueError, match="Test/Second: an account and Region must have one baseline, had one already"):
        AuditedAccount(scope, "Second", owner="security", emails=["security@example.com"])


def test_stages_whose_account_only_deployment_knows_have_a_baseline_each() -> None:
    app = App()
    for name in ("Dev", "Prod"):
        scope = Stack(Stage(app, name), "Baseline")
        AuditedAccount(scope, "Account", owner="security", emails=["security@example.com"])
    with pytest.raises(ValueError, match="an account and Region must have one baseline, had one already"):
        AuditedAccount(scope, "Second", owner="security", emails=["security@example.com"])


@pytest.mark.parametrize(
    ("given", "exceptions", "message"),
    [
        ({"callers": "nonsense"}, (), "callers must be a list, was 'nonsense'"),
        ({"embeddings": [3]}, (), "embeddings must be EmbeddingModel, was 3"),
        ({"embeddings": []}, (), "callers and embeddings must be given with a guardrail that is enforced, none was"),
        (
            {"home": False},
            (),
            "the trail must be adopted from the home Region, or skipped, because a trail records all",
        ),
        (
            {"home": False},
            (Part.TRAIL.adopt("main"),),
            "the unused-access must be adopted from the home Region, or skipped, because IAM is of all Regions",
        ),
        (
            {"without_rules": ["kms-key-rotates"]},
            (Part.RECORDER.skip("theirs"), Part.HUB.skip("theirs")),
            "without_rules must leave out some of the rules that ask a recorder, was kms-key-rotates",
        ),
    ],
)
def test_nothing_that_is_given_is_ignored(
    given: dict[str, Any], exceptions: tuple[PartMode, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        account(*exceptions, **given)


def test_global_resources_are_recorded_in_one_region_of_an_account() -> None:
    scope = stack()
    account(scope=scope)
    elsewhere = beside(scope, "Elsewhere", Environment(account=ACCOUNT, region="eu-west-1"))
    with pytest.raises(ValueError, match=r"an account at home must have one baseline, .* take home=False"):
        account(scope=elsewhere)
    further = beside(scope, "Further", Environment(account=ACCOUNT, region="eu-west-1"))
    account(
        Part.TRAIL.adopt("of the home Region"), Part.UNUSED_ACCESS.skip("the home Region"), scope=further, home=False
    )
    recorders = {
        one.stack_name: only(one, "AWS::Config::ConfigurationRecorder")["RecordingGroup"]["IncludeGlobalResourceTypes"]
        for one in (scope, further)
    }
    assert recorders == {"Test": True, "Further": False}


@pytest.mark.parametrize(
    ("mode", "message"),
    [
        (lambda: PartMode(Part.TRAIL, Mode.SKIP, ""), "the reason to skip the trail must say something, was ''"),
        (lambda: PartMode(Part.TRAIL, Mode.ADOPT, " "), "the name of an adopted trail must say something, was ' '"),
        (lambda: PartMode(Part.TRAIL, Mode.UNASKED, "x"), "the trail must be created, adopted or skipped, was unasked"),
    ],
)
def test_a_mode_that_is_made_by_hand_says_as_much(mode: Callable[[], PartMode], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        mode()


@pytest.mark.parametrize("mode", [Part.STACK_DRIFT.create(), Part.STACK_DRIFT.adopt("theirs")])
def test_a_stack_that_left_its_template_is_told_of_with_all_that_does_not_comply(mode: PartMode) -> None:
    assert telling(account(mode), NOT_COMPLIANT)


def test_a_brake_that_was_there_before_is_not_released_by_a_rollback() -> None:
    scope = account(Part.PUBLIC_ACCESS_BLOCK.create())
    [brake] = resources(scope, MADE[Part.PUBLIC_ACCESS_BLOCK]).values()
    assert (brake["DeletionPolicy"], brake["UpdateReplacePolicy"]) == ("Retain", "Retain")


@pytest.mark.parametrize("recorder", [Part.RECORDER.adopt("theirs"), Part.RECORDER.skip("nobody")])
def test_buckets_that_are_opened_from_another_region_are_noticed_where_config_records(recorder: PartMode) -> None:
    rest = [Part.HUB.skip("nobody")] if recorder.mode is Mode.SKIP else []
    scope = account(Part.PUBLIC_ACCESS_BLOCK.create(), recorder, *rest)
    found = [one["Properties"]["Source"] for one in resources(scope, "AWS::Config::ConfigRule").values()]
    watched = any(one["SourceIdentifier"] == "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC" for one in found)
    assert watched is (recorder.mode is Mode.ADOPT)


def test_a_hub_that_is_there_gets_the_standard() -> None:
    scope = account(Part.HUB.adopt("default"))
    assert "ai-security-best-practices" in only(scope, "AWS::SecurityHub::Standard")["StandardsArn"]


@pytest.mark.parametrize("exists", [False, True])
def test_further_standards_are_turned_on_one_after_the_other(*, exists: bool) -> None:
    scope = stack()
    posture = SecurityPosture(scope, "Posture", operations=Operations(scope, "Operations"), hub_exists=exists)
    for one in SecurityStandard:
        posture.add_standard(one)
    with pytest.raises(ValueError, match="Test/Posture: a standard must be added once, PCI_DSS was added already"):
        posture.add_standard(SecurityStandard.PCI_DSS)
    found = resources(scope, "AWS::SecurityHub::Standard")
    names = list(found)
    assert [one["Properties"]["StandardsArn"].rpartition("standards/")[2] for one in found.values()][1:] == [
        one.value for one in SecurityStandard
    ]
    assert [one["DependsOn"] for one in list(found.values())[1:]] == [[name] for name in names[:-1]]
    assert {one.get("DeletionPolicy") for one in found.values()} == {"Retain" if exists else None}


def test_a_recorder_that_is_there_gets_the_rules() -> None:
    scope = account(Part.RECORDER.adopt("default"))
    assert resources(scope, "AWS::Config::ConformancePack")
    assert not resources(scope, "AWS::Config::DeliveryChannel")


def test_a_rule_that_the_region_lacks_is_left_out_of_the_pack() -> None:
    body = only(account(without_rules=["secret-rotates"]), "AWS::Config::ConformancePack")["TemplateBody"]
    assert "secret-rotates" not in body
    assert "secret-customer-key" in body


def test_a_control_without_a_rule_is_not_left_out() -> None:
    with pytest.raises(
        ValueError, match=r"without must name controls that have a rule \(.*\), had bedrock-mantle-closed"
    ):
        account(without_rules=["bedrock-mantle-closed"])


def test_the_template_says_what_is_left_out_and_why() -> None:
    scope = account(Part.DETECTOR.skip("The delegated administrator creates it."))
    metadata = scope.template_options.metadata
    assert metadata is not None
    said = metadata["SecureAi::AuditedAccount"]
    assert said["detector"] == {
        "mode": "skip",
        "said": "The delegated administrator creates it.",
        "rows": ["GD-1", "GD-3", "GD-4"],
    }
    assert (said["trail"]["mode"], said["trail"]["said"]) == ("create", "")


# Wrong use ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_part_is_not_skipped_without_a_reason(reason: str) -> None:
    with pytest.raises(ValueError, match="the reason to skip the trail must say something, was"):
        Part.TRAIL.skip(reason)


def test_a_part_is_not_adopted_without_a_name() -> None:
    with pytest.raises(ValueError, match="the name of an adopted detector must say something, was ''"):
        Part.DETECTOR.adopt("")


def test_a_part_is_named_once() -> None:
    with pytest.raises(ValueError, match="Test/Account: exceptions must name a part once, named the hub 2 times"):
        account(Part.HUB.adopt("a"), Part.HUB.skip("b"))


def test_a_hub_without_a_recorder_is_refused() -> None:
    with pytest.raises(ValueError, match="Security Hub asks Config, so that the recorder must be made here or adopted"):
        account(Part.RECORDER.skip("nobody records"))


def test_stacks_are_not_compared_where_nobody_records() -> None:
    with pytest.raises(ValueError, match="Config compares stacks, so that the recorder must be made here or adopted"):
        account(Part.RECORDER.skip("nobody"), Part.HUB.skip("nobody"), Part.STACK_DRIFT.create())
    assert resources(account(Part.RECORDER.adopt("theirs"), Part.STACK_DRIFT.create()), "AWS::Config::ConfigRule")


def test_a_registry_that_nobody_scans_is_refused() -> None:
    with pytest.raises(ValueError, match="Inspector scans the registry, so that the inspector must be made here or"):
        account(Part.INSPECTOR.skip("nobody scans"))
    assert not resources(account(Part.INSPECTOR.skip("elsewhere"), Part.REGISTRY.adopt("theirs")), MADE[Part.REGISTRY])


def test_the_registry_is_set_when_it_was_found_unset_and_inspector_is_on(whole: Stack) -> None:
    [asked] = resources(whole, "Custom::UnsetRegistryScanning").values()
    [setting] = resources(whole, MADE[Part.REGISTRY]).values()
    assert setting["DeletionPolicy"] == "Retain"
    assert all(any(one in name for name in setting["DependsOn"]) for one in ("RegistryAsked", "Enablement"))
    [enablement] = resources(whole, "Custom::InspectorEnablement").values()
    assert any("RegistryAsked" in name for name in enablement["DependsOn"])
    assert "ECR" in enablement["Properties"]["ResourceTypes"].split(",")
    wanted, made = json.loads(asked["Properties"]["Wanted"]), setting["Properties"]
    assert wanted["scanType"] == made["ScanType"]
    [rule], [made_rule] = wanted["rules"], made["Rules"]
    assert rule["scanFrequency"] == made_rule["ScanFrequency"]
    [repositories], [made_repositories] = rule["repositoryFilters"], made_rule["RepositoryFilters"]
    assert list(repositories.values()) == [made_repositories["Filter"], made_repositories["FilterType"]]


@pytest.mark.parametrize("theirs", [Part.REGISTRY.adopt("theirs"), Part.REGISTRY.skip("elsewhere")])
def test_inspector_does_not_change_the_scans_of_a_registry_that_is_another_s(theirs: PartMode) -> None:
    scanned = only(account(theirs), "Custom::InspectorEnablement")["ResourceTypes"]
    assert scanned == "EC2,LAMBDA,LAMBDA_CODE"


@pytest.mark.parametrize("name", ["us-gov-west-1", "eu-west-3", "ca-central-1", "ap-south-1"])
def test_code_of_functions_is_not_asked_for_where_inspector_reads_none(name: str) -> None:
    scope = account(scope=region(name))
    assert only(scope, "Custom::InspectorEnablement")["ResourceTypes"] == "EC2,LAMBDA,ECR"


def test_an_exception_is_made_by_a_part() -> None:
    with pytest.raises(ValueError, match=r"exceptions must be made by Part, as in .* had <Part.HUB"):
        account(Part.HUB)  # type: ignore[arg-type]


def test_somebody_owns_the_evidence() -> None:
    with pytest.raises(ValueError, match="Test/Account: owner must say something, was ''"):
        account(owner="")


@pytest.mark.parametrize("both", [True, False])
def test_somebody_is_told_once(*, both: bool) -> None:
    scope = stack()
    given = {"emails": ["a@example.com"], "operations": Operations(scope, "Security")} if both else {"emails": []}
    said = "both were" if both else "neither was"
    with pytest.raises(ValueError, match=f"Test/Account: emails or operations must say who is told, {said}"):
        account(scope=scope, **given)


# What stays --------------------------------------------------------------------------------------


def test_what_an_account_has_once_and_what_is_evidence_outlives_the_stack(whole: Stack) -> None:
    found = {key: data for kind in ONCE for key, data in resources(whole, kind).items()}
    assert {data["Type"] for data in found.values()} == set(ONCE)
    assert [key for key, data in found.items() if not is_kept(data)] == []


def test_what_writes_the_logs_outlives_the_stack_with_them(whole: Stack) -> None:
    for part in ("AccountTrailRole", "AccountInvocationLoggingRole"):
        [role] = resources(whole, "AWS::IAM::Role", part).values()
        assert is_kept(role), part


def test_invocation_logging_stays_on_when_the_stack_goes(whole: Stack) -> None:
    assert only(whole, "Custom::BedrockInvocationLogging")["WhenDeleted"] == "Keep"


@pytest.mark.parametrize(
    "part", ["AccountTrailLogGroup", "AccountTrailArchiveBucket", "AccountInvocationLoggingLogGroup", "AccountKey"]
)
def test_what_a_service_writes_to_stays_when_the_first_deployment_fails(whole: Stack, part: str) -> None:
    """A rollback cannot delete a log group that is protected, nor a locked bucket that is no longer empty."""
    found = [data for key, data in resources(whole, named=part).items() if "Policy" not in key]
    assert {data["DeletionPolicy"] for data in found} == {"Retain"}


REFUSABLE = (
    "AWS::AccessAnalyzer::Analyzer",
    "AWS::CloudTrail::Trail",
    "AWS::Config::ConfigRule",
    "AWS::Config::ConfigurationRecorder",
    "AWS::Config::ConformancePack",
    "AWS::Config::DeliveryChannel",
    "AWS::ECR::RegistryScanningConfiguration",
    "AWS::GuardDuty::Detector",
    "AWS::GuardDuty::PublishingDestination",
    "AWS::SecurityHub::Hub",
    "AWS::SecurityHub::Standard",
    "Custom::InspectorEnablement",
)
"""What AWS refuses where the account has one already, or where something is not as it should be."""


def test_invocation_logging_is_turned_on_when_all_else_was_made(whole: Stack) -> None:
    [setting] = resources(whole, "Custom::BedrockInvocationLogging").values()
    for kind in REFUSABLE:
        assert set(resources(whole, kind)) <= set(setting["DependsOn"]), kind


def test_cloudtrail_encrypts_its_digests_as_it_does(whole: Stack) -> None:
    """They are under S3's own keys; everybody else who uploads uses the key."""
    policy = by_sid(only(whole, "AWS::S3::BucketPolicy", "TrailArchive")["PolicyDocument"])
    assert policy["WrongAlgorithm"]["Condition"]["BoolIfExists"] == {"aws:PrincipalIsAWSService": "false"}


def test_no_part_has_the_usual_name_under_which_somebody_else_s_would_be_changed(whole: Stack) -> None:
    for kind in ("AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel"):
        assert only(whole, kind)["Name"] not in ("", "default")


def test_recorder_and_channel_do_not_wait_for_one_another(whole: Stack) -> None:
    [recorder] = resources(whole, "AWS::Config::ConfigurationRecorder").items()
    [channel] = resources(whole, "AWS::Config::DeliveryChannel").items()
    assert not mentions(recorder[1], channel[0])
    assert not mentions(channel[1], recorder[0])


# Who may write and read --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bucket", "sid", "service", "action"),
    [
        ("TrailArchive", "TrailWrites", "cloudtrail", "s3:PutObject"),
        ("InvocationLoggingArchive", "InvocationsAreWritten", "bedrock", "s3:PutObject"),
        ("RecorderHistory", "ConfigWrites", "config", "s3:PutObject"),
        ("ThreatsFindings", "ExportWrites", "guardduty", "s3:PutObject"),
    ],
)
def test_each_service_writes_to_its_own_bucket_below_the_account_s_prefix(
    whole: Stack, bucket: str, sid: str, service: str, action: str
) -> None:
    said = by_sid(only(whole, "AWS::S3::BucketPolicy", bucket)["PolicyDocument"])[sid]
    assert said["Principal"] == {"Service": f"{service}.amazonaws.com"}
    assert said["Action"] == action
    assert mentions(said["Resource"], f"AWSLogs/{ACCOUNT}/")
    assert mentions(said["Condition"], ACCOUNT)


@pytest.mark.parametrize("bucket", ["TrailArchive", "InvocationLoggingArchive", "ThreatsFindings"])
def test_evidence_is_locked_and_config_s_history_is_not(whole: Stack, bucket: str) -> None:
    assert only(whole, "AWS::S3::Bucket", bucket)["ObjectLockEnabled"] is True
    history = only(whole, "AWS::S3::Bucket", "RecorderHistory")
    assert "ObjectLockConfiguration" not in history
    assert history["VersioningConfiguration"] == {"Status": "Enabled"}


@pytest.mark.parametrize(
    ("service", "key"),
    [("bedrock", "AccountPromptKey"), *((one, "AccountKey") for one in ("cloudtrail", "config", "guardduty"))],
)
def test_each_service_may_use_its_key_for_this_account_alone(whole: Stack, service: str, key: str) -> None:
    policy = only(whole, "AWS::KMS::Key", key)["KeyPolicy"]
    said = [one for one in policy["Statement"] if one.get("Principal") == {"Service": f"{service}.amazonaws.com"}]
    assert said
    for one in said:
        assert mentions(one["Condition"], ACCOUNT)
        assert one["Effect"] == "Allow"


def test_the_function_that_turns_logging_on_passes_one_role_to_one_service(whole: Stack) -> None:
    role = only(whole, "AWS::IAM::Role", "InvocationLoggingFunction")
    [policy] = role["Policies"]
    said = by_sid(policy["PolicyDocument"])["PassRole"]
    assert said["Resource"]["Fn::GetAtt"][0].startswith("AccountInvocationLoggingRole")
    assert said["Condition"] == {"StringEquals": {"iam:PassedToService": "bedrock.amazonaws.com"}}


def test_readers_of_the_log_of_prompts_see_personal_data_masked(whole: Stack) -> None:
    policy = only(whole, "AWS::Logs::LogGroup", "InvocationLoggingLogGroup")["DataProtectionPolicy"]
    assert mentions(policy, "Deidentify")
    assert mentions(policy, "EmailAddress")


@pytest.mark.parametrize("unmasked", [True, False])
def test_readers_of_prompts_see_them_masked_unless_they_investigate(*, unmasked: bool) -> None:
    scope = account()
    role = iam.Role(scope, "Reader", assumed_by=iam.AccountRootPrincipal())
    [found] = [one for one in scope.node.find_all() if isinstance(one, InvocationLogging)]
    found.grant_read(role, unmasked=unmasked)
    said = by_sid(only(scope, "AWS::IAM::Policy", "Reader")["PolicyDocument"])
    assert ("logs:Unmask" in said["ReadInvocations"]["Action"]) is unmasked
    assert ("NeverUnmasked" in said) is not unmasked
    archive = only(scope, "AWS::S3::BucketPolicy", "InvocationLoggingArchive")
    assert mentions(archive, "Reader") is unmasked


def test_whoever_is_given_it_gets_around_neither_log_nor_guardrail() -> None:
    scope = account()
    role = iam.Role(scope, "Developer", assumed_by=iam.AccountRootPrincipal())
    [found] = [one for one in scope.node.find_all() if isinstance(one, NoWaysAround)]
    found.deny_to(role)
    policy = only(scope, "AWS::IAM::ManagedPolicy", "NoWaysAround")["PolicyDocument"]
    assert {one["Effect"] for one in policy["Statement"]} == {"Deny"}
    assert "bedrock-mantle:*" in {one["Action"] for one in policy["Statement"] if isinstance(one["Action"], str)}
    assert mentions(only(scope, "AWS::IAM::ManagedPolicy", "NoWaysAround")["Roles"], "Developer")


def test_stacks_are_compared_when_that_is_asked_for_by_a_role_that_reads_no_data(whole: Stack) -> None:
    assert not resources(whole, "AWS::Config::ConfigRule", "Drift")
    scope = stack()
    StackDrift(scope, "Drift")
    rule = only(scope, "AWS::Config::ConfigRule")
    assert mentions(rule["InputParameters"], "DriftRole")
    role = only(scope, "AWS::IAM::Role")
    assert mentions(role["ManagedPolicyArns"], "ReadOnlyAccess")
    denied = by_sid(role["Policies"][0]["PolicyDocument"])["NoData"]
    assert {"s3:GetObject*", "kms:Decrypt", "secretsmanager:GetSecretValue"} <= set(denied["Action"])
    assert (denied["Effect"], denied["Resource"]) == ("Deny", "*")
    assert mentions(role["AssumeRolePolicyDocument"], ACCOUNT)


# What is recorded --------------------------------------------------------------------------------


def selectors(scope: Stack) -> list[dict[str, Any]]:
    """The fields of each selector, by name."""
    found = only(scope, "AWS::CloudTrail::Trail")["AdvancedEventSelectors"]
    return [{field["Field"]: field for field in one["FieldSelectors"]} for one in found]


def test_no_call_that_manages_is_left_out(whole: Stack) -> None:
    [management] = [one for one in selectors(whole) if one["eventCategory"]["Equals"] == ["Management"]]
    assert set(management) == {"eventCategory"}


def test_logs_do_not_log_themselves(whole: Stack) -> None:
    [objects] = [one for one in selectors(whole) if "resources.ARN" in one]
    assert mentions(objects["resources.ARN"]["NotStartsWith"], "AccountTrailArchive")
    assert mentions(objects["resources.ARN"]["NotStartsWith"], "AccountOperationsAccessLogs")


def test_selectors_stay_within_the_five_hundred_values_of_a_trail(whole: Stack) -> None:
    values = [
        value
        for one in selectors(whole)
        for field in one.values()
        for value in next(iter(values for key, values in field.items() if key != "Field"))
    ]
    assert len(values) <= 500


# Who is told -------------------------------------------------------------------------------------


def call(service: str, name: str) -> dict[str, Any]:
    detail = {"eventSource": f"{service}.amazonaws.com", "eventName": name}
    return {"source": f"aws.{service}", "detail-type": "AWS API Call via CloudTrail", "detail": detail}


def guardduty(kind: str, severity: float) -> dict[str, Any]:
    return {
        "source": "aws.guardduty",
        "detail-type": "GuardDuty Finding",
        "detail": {"type": kind, "severity": severity},
    }


BRAKES = [
    call("ec2", "ModifyVpcBlockPublicAccessOptions"),
    call("ec2", "CreateVpcBlockPublicAccessExclusion"),
    call("s3", "PutAccountPublicAccessBlock"),
    call("macie2", "DisableMacie"),
]
NOT_COMPLIANT = {
    "source": "aws.config",
    "detail-type": "Config Rules Compliance Change",
    "detail": {
        "messageType": "ComplianceChangeNotification",
        "newEvaluationResult": {"complianceType": "NON_COMPLIANT"},
    },
}
TOLD = [
    call("cloudtrail", "StopLogging"),
    call("cloudtrail", "PutEventSelectors"),
    call("logs", "DeleteLogGroup"),
    call("logs", "DeleteDataProtectionPolicy"),
    call("bedrock", "DeleteModelInvocationLoggingConfiguration"),
    call("bedrock", "DeleteGuardrail"),
    call("config", "StopConfigurationRecorder"),
    call("guardduty", "UpdateDetector"),
    call("inspector2", "Disable"),
    call("securityhub", "BatchDisableStandards"),
    call("kms", "DisableKey"),
    call("s3", "PutBucketPolicy"),
    guardduty("Impact:IAMUser/AnomalousModelInvocation", 2),
    guardduty("Impact:IAMUser/PromptInjection.Direct", 2),
    guardduty("DefenseEvasion:IAMUser/BedrockLoggingDisabled", 2),
    guardduty("Backdoor:EC2/C&CActivity.B", 8),
    call("securityhub", "BatchUpdateStandardsControlAssociations"),
    call("ecr", "PutRegistryScanningConfiguration"),
    {
        "source": "aws.kms",
        "detail-type": "AWS API Call via CloudTrail",
        "detail": {"userIdentity": {"type": "Root"}, "eventName": "ListKeys"},
    },
    {
        "source": "aws.inspector2",
        "detail-type": "Inspector2 Finding",
        "detail": {"severity": "CRITICAL", "status": "ACTIVE"},
    },
    {"source": "aws.access-analyzer", "detail-type": "Access Analyzer Finding", "detail": {"status": "ACTIVE"}},
    NOT_COMPLIANT,
    {
        "source": "aws.securityhub",
        "detail-type": "Security Hub Findings - Imported",
        "detail": {
            "findings": [
                {
                    "Compliance": {"Status": "FAILED"},
                    "RecordState": "ACTIVE",
                    "Severity": {"Label": "HIGH"},
                    "Workflow": {"Status": "NEW"},
                }
            ]
        },
    },
]
NOT_TOLD = [
    call("cloudtrail", "DescribeTrails"),
    call("bedrock", "InvokeModel"),
    call("guardduty", "ListFindings"),
    guardduty("Recon:EC2/PortProbeUnprotectedPort", 2),
    {
        "source": "aws.inspector2",
        "detail-type": "Inspector2 Finding",
        "detail": {"severity": "LOW", "status": "ACTIVE"},
    },
]


def telling(scope: Stack, event: dict[str, Any]) -> list[str]:
    patterns = {
        key: data["Properties"].get("EventPattern") for key, data in resources(scope, "AWS::Events::Rule").items()
    }
    return [key for key, pattern in patterns.items() if pattern and matches(pattern, event)]


@pytest.mark.parametrize("event", TOLD, ids=lambda one: f"{one['source']}-{one['detail-type']}")
def test_somebody_is_told_of_it(whole: Stack, event: dict[str, Any]) -> None:
    rules = telling(whole, event)
    assert rules
    for rule in rules:
        [target] = resources(whole, "AWS::Events::Rule", rule)[rule]["Properties"]["Targets"]
        assert mentions(target["Arn"], "AlertsTopic")
        assert mentions(target["DeadLetterConfig"], "Undelivered")


@pytest.mark.parametrize("event", BRAKES, ids=lambda one: one["detail"]["eventName"])
@pytest.mark.parametrize("exists", [True, False])
def test_somebody_is_told_of_brakes_that_are_loosened(event: dict[str, Any], *, exists: bool) -> None:
    parts = (Part.PUBLIC_ACCESS_BLOCK, Part.SENSITIVE_DATA)
    scope = account(*(part.adopt("the landing zone's") if exists else part.create() for part in parts))
    assert telling(scope, event)


@pytest.mark.parametrize("event", NOT_TOLD, ids=lambda one: f"{one['source']}-{one['detail-type']}")
def test_nobody_is_told_of_the_everyday(whole: Stack, event: dict[str, Any]) -> None:
    assert telling(whole, event) == []


def test_operations_of_the_security_team_are_used() -> None:
    scope = stack()
    given = Operations(scope, "Security", emails=["security@example.com"])
    account(scope=scope, operations=given)
    assert len(resources(scope, "AWS::SNS::Topic")) == 1


def test_operations_of_the_security_team_may_stand_in_another_stack() -> None:
    scope = stack()
    account(scope=scope, operations=Operations(beside(scope, "Security"), "Security", emails=["security@example.com"]))
    assert not resources(scope, "AWS::SNS::Topic")


# Regions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["us-east-1", "us-gov-west-1", "ap-southeast-2"])
def test_every_arn_is_of_the_region_and_partition(name: str) -> None:
    scope = account(scope=region(name))
    assert not mentions(resources(scope), REGION)
    if name.startswith("us-gov"):
        assert not mentions(resources(scope), "arn:aws:")


def test_drift_is_refused_where_config_has_no_rule_for_it() -> None:
    message = (
        "Account/StackDrift: the Region must have Config's rule CLOUDFORMATION_STACK_DRIFT_.*; eu-south-2 does not"
    )
    with pytest.raises(ValueError, match=message):
        account(Part.STACK_DRIFT.create(), scope=region("eu-south-2"))


def test_a_region_gets_the_rules_about_the_account_that_it_has() -> None:
    missing = {"AccessKeysOfRoot", "Administrators", "OldAccessKeys", "PasswordsOfUsers", "UnusedPasswordsAndKeys"}
    scope = stack(Environment(account=ACCOUNT, region="eu-south-2"))
    rules = resources(account(scope=scope), "AWS::Config::ConfigRule", "ConfigurationRules")
    here = resources(account(), "AWS::Config::ConfigRule", "ConfigurationRules")
    assert len(here) - len(rules) == len(missing)
    assert not any(one in name for one in missing for name in rules)
    assert open_findings(scope) == set()
