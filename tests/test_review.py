"""How findings become answers, and which acknowledgment covers what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from secure_ai_constructs.assembly import Acknowledgment, Assembly, load
from secure_ai_constructs.control import Question, Severity
from secure_ai_constructs.controls import CATALOG, kms_key_rotates, opensearch_network_private, s3_versioned
from secure_ai_constructs.review import Posture, review
from secure_ai_constructs.truth import FALSE, TRUE, UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

ROTATES = kms_key_rotates.CONTROL
VERSIONED = s3_versioned.CONTROL
PRIVATE = opensearch_network_private.CONTROL


def assembly_of(folder: Path, **resources: Any) -> Assembly:
    """An assembly whose resources have the construct paths `Stack/<name>/Resource`."""
    for name, data in resources.items():
        data["Metadata"] = {"aws:cdk:path": f"Stack/{name}/Resource"}
    template = {"Parameters": {"Open": {"Type": "String"}}, "Resources": resources}
    (folder / "t.json").write_text(json.dumps(template), encoding="utf-8")
    return load(folder / "t.json")


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
