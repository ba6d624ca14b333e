"""How findings become answers, and which acknowledgment covers what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly import Acknowledgment, Assembly, load
from secure_ai_constructs.control import Question, Severity
from secure_ai_constructs.controls import (
    CATALOG,
    kms_changes_told,
    kms_key_rotates,
    opensearch_network_private,
    s3_versioned,
)
from secure_ai_constructs.review import Posture, review
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

ROTATES = kms_key_rotates.CONTROL
VERSIONED = s3_versioned.CONTROL
PRIVATE = opensearch_network_private.CONTROL
TOLD = kms_changes_told.CONTROL
"""A control that is asked once of an account and Region."""
HERE = "aws://123456789012/eu-central-1"


def assembly_of(folder: Path, **resources: Any) -> Assembly:
    """An assembly whose resources have the construct paths `Stack/<name>/Resource`."""
    for name, data in resources.items():
        data["Metadata"] = {"aws:cdk:path": f"Stack/{name}/Resource"}
    template = {"Parameters": {"Open": {"Type": "String"}}, "Resources": resources}
    (folder / "t.json").write_text(json.dumps(template), encoding="utf-8")
    return load(folder / "t.json")


def stacks_of(folder: Path, **stacks: tuple[str, dict[str, Any]]) -> Assembly:
    """An assembly of one stack for each name: its environment, and its resources."""
    artifacts = {}
    for name, (environment, resources) in stacks.items():
        file = f"{name}.template.json"
        properties = {"templateFile": file, "stackName": name}
        artifacts[name] = {"type": "aws:cloudformation:stack", "environment": environment, "properties": properties}
        for logical_id, data in resources.items():
            data["Metadata"] = {"aws:cdk:path": f"{name}/{logical_id}/Resource"}
        template = {"Parameters": {"Open": {"Type": "String"}}, "Resources": resources}
        (folder / file).write_text(json.dumps(template), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}), encoding="utf-8")
    return load(folder)


def rule(events: Any = None) -> dict[str, Any]:
    """What tells people of changes of keys."""
    names = events or ["DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"]
    pattern = {"source": ["aws.kms"], "detail": {"eventName": names}}
    targets = [{"Id": "Topic", "Arn": "arn:aws:sns:eu-central-1:123456789012:alerts"}]
    return {
        "Type": "AWS::Events::Rule",
        "Properties": {"EventPattern": pattern, "State": "ENABLED", "Targets": targets},
    }


def places(posture: Posture) -> list[tuple[str, str, object]]:
    return [(one.template, one.logical_id, one.verdict) for one in posture.findings]


def key(rotation: Any = None) -> dict[str, Any]:
    return {"Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation": rotation}}


def accept(assembly: Assembly, control: str, path: str, reason: str = "because") -> None:
    assembly.acknowledgments.append(Acknowledgment(control, reason, "owner", "2099-01-01", path))


def answer(posture: Posture, question: Question) -> str:
    return next(one.answer for one in posture.answers if one.question is question)


def test_a_question_is_answered_by_its_worst_open_finding(tmp_path: Path) -> None:
    good, bad, unknown = key(True), key(False), key({"Ref": "Open"})
    for resources, expected in (
        ({"A": good}, "yes"),
        ({"A": good, "B": unknown}, "unknown"),
        ({"A": good, "B": unknown, "C": bad}, "no"),
    ):
        posture = review(assembly_of(tmp_path, **resources), [ROTATES])
        assert answer(posture, Question.ENCRYPTION) == expected


def test_a_question_that_nothing_answers_is_unknown_and_never_a_yes(tmp_path: Path) -> None:
    posture = review(assembly_of(tmp_path, A=key(True)), CATALOG)
    assert answer(posture, Question.BEHAVIOR) == "unknown"


def test_accepted_risks_alone_are_no_yes(tmp_path: Path) -> None:
    assembly = assembly_of(tmp_path, Bad=key())
    accept(assembly, ROTATES.id, "Stack/Bad")
    assert answer(review(assembly, [ROTATES]), Question.ENCRYPTION) == "unknown"


def test_what_is_unknown_is_a_warning_whatever_the_control_says(tmp_path: Path) -> None:
    [finding] = review(assembly_of(tmp_path, A=key({"Ref": "Open"})), [ROTATES]).findings
    assert (finding.verdict, finding.severity, finding.control.severity) == (UNKNOWN, Severity.WARNING, Severity.ERROR)


def test_an_acknowledgment_covers_what_stands_below_its_construct_and_no_neighbour(tmp_path: Path) -> None:
    assembly = assembly_of(tmp_path, Key=key(), KeyOfOthers=key())
    accept(assembly, ROTATES.id, "Stack/Key")
    posture = review(assembly, [ROTATES])
    assert [(one.logical_id, one.is_open) for one in posture.findings] == [("Key", False), ("KeyOfOthers", True)]
    assert answer(posture, Question.ENCRYPTION) == "no"


def test_an_accepted_risk_is_counted_and_leaves_the_answer_to_the_others(tmp_path: Path) -> None:
    assembly = assembly_of(tmp_path, Bad=key(), Good=key(True))
    accept(assembly, ROTATES.id, "Stack/Bad")
    encryption = next(one for one in review(assembly, [ROTATES]).answers if one.question is Question.ENCRYPTION)
    assert (encryption.answer, encryption.passed, encryption.failed, encryption.acknowledged) == ("yes", 1, 1, 1)


def test_the_closest_acknowledgment_wins(tmp_path: Path) -> None:
    assembly = assembly_of(tmp_path, Key=key())
    accept(assembly, ROTATES.id, "Stack", reason="far")
    accept(assembly, ROTATES.id, "Stack/Key", reason="near")
    [finding] = review(assembly, [ROTATES]).findings
    assert finding.acknowledgment is not None
    assert finding.acknowledgment.reason == "near"


def test_an_acknowledgment_of_another_control_or_of_a_pass_is_unmatched(tmp_path: Path) -> None:
    assembly = assembly_of(tmp_path, Key=key(True))
    accept(assembly, ROTATES.id, "Stack/Key")
    accept(assembly, VERSIONED.id, "Stack/Key")
    accept(assembly, "AwsSolutions::AwsSolutions-S1", "Stack/Key")
    posture = review(assembly, [ROTATES, VERSIONED])
    assert [one.control for one in posture.unmatched] == [ROTATES.id, VERSIONED.id]


def test_a_fatal_finding_stays_open_whoever_accepts_it(tmp_path: Path) -> None:
    policy = {"Type": "network", "Policy": '[{"AllowFromPublic": true}]'}
    assembly = assembly_of(tmp_path, Net={"Type": "AWS::OpenSearchServerless::SecurityPolicy", "Properties": policy})
    accept(assembly, PRIVATE.id, "Stack")
    [finding] = review(assembly, [PRIVATE]).findings
    assert (finding.verdict, finding.is_open) == (FALSE, True)


def test_findings_come_in_the_order_of_the_questions_and_the_same_every_time(tmp_path: Path) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {}}
    resources = {"Zebra": bucket, "Ant": dict(bucket), "Key": key()}
    posture = review(assembly_of(tmp_path, **resources), CATALOG)
    order = [list(Question).index(one.control.question) for one in posture.findings]
    assert order == sorted(order)
    backwards = review(assembly_of(tmp_path, **dict(reversed(resources.items()))), tuple(reversed(CATALOG)))
    assert [(one.control.id, one.logical_id) for one in posture.findings] == [
        (one.control.id, one.logical_id) for one in backwards.findings
    ]
    assert {one.verdict for one in posture.findings} >= {TRUE, FALSE}


# Once per account and Region ---------------------------------------------------------------------


def test_a_defense_of_the_account_is_asked_for_once_in_all_its_stacks(tmp_path: Path) -> None:
    assembly = stacks_of(
        tmp_path,
        Claims=(HERE, {"One": key(), "Two": key()}),
        Fraud=(HERE, {"One": key()}),
        Operations=(HERE, {"Rule": rule()}),
    )
    assert places(review(assembly, [TOLD])) == [("Claims.template.json", "One", TRUE)]


def test_a_defense_of_the_account_that_is_missing_is_one_finding(tmp_path: Path) -> None:
    assembly = stacks_of(tmp_path, Claims=(HERE, {"One": key()}), Fraud=(HERE, {"One": key()}))
    assert places(review(assembly, [TOLD])) == [("Claims.template.json", "One", FALSE)]


def test_another_account_or_region_is_asked_by_itself(tmp_path: Path) -> None:
    assembly = stacks_of(
        tmp_path,
        Claims=(HERE, {"One": key(), "Rule": rule()}),
        Elsewhere=("aws://123456789012/eu-west-1", {"One": key()}),
        Others=("aws://210987654321/eu-central-1", {"One": key()}),
    )
    assert places(review(assembly, [TOLD])) == [
        ("Claims.template.json", "One", TRUE),
        ("Elsewhere.template.json", "One", FALSE),
        ("Others.template.json", "One", FALSE),
    ]


def test_a_stack_that_deploys_anywhere_is_asked_by_itself(tmp_path: Path) -> None:
    anywhere = "aws://unknown-account/unknown-region"
    assembly = stacks_of(tmp_path, Claims=(anywhere, {"One": key(), "Two": key()}), Fraud=(anywhere, {"One": key()}))
    assert places(review(assembly, [TOLD])) == [
        ("Claims.template.json", "One", FALSE),
        ("Fraud.template.json", "One", FALSE),
    ]


def test_the_worst_resource_of_an_account_stands_for_it(tmp_path: Path) -> None:
    unnamed = "aws://123456789012/unknown-region"
    assembly = stacks_of(
        tmp_path,
        Claims=(HERE, {"One": key(), "Rule": rule({"Ref": "Open"})}),
        Fraud=(HERE, {"One": key()}),
        Unnamed=(unnamed, {"One": key()}),
    )
    assert places(review(assembly, [TOLD])) == [
        ("Claims.template.json", "One", UNKNOWN),
        ("Unnamed.template.json", "One", UNKNOWN),
    ]


def test_accepting_it_where_it_is_found_covers_the_account(tmp_path: Path) -> None:
    assembly = stacks_of(tmp_path, Claims=(HERE, {"One": key()}), Fraud=(HERE, {"One": key()}))
    accept(assembly, TOLD.id, "Claims")
    posture = review(assembly, [TOLD])
    assert [one.is_open for one in posture.findings] == [False]
    assert posture.unmatched == ()


def test_accepting_it_in_a_stack_that_does_not_stand_for_the_account_covers_nothing(tmp_path: Path) -> None:
    assembly = stacks_of(tmp_path, Claims=(HERE, {"One": key()}), Fraud=(HERE, {"One": key()}))
    accept(assembly, TOLD.id, "Fraud")
    posture = review(assembly, [TOLD])
    assert [one.is_open for one in posture.findings] == [True]
    assert [one.construct_path for one in posture.unmatched] == ["Fraud"]
