"""Whose each row of the baseline is, and what is said of it in an assembly."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from secure_ai_constructs import Part
from secure_ai_constructs.assembly import Acknowledgment, AssemblyError, load
from secure_ai_constructs.baseline import ROWS, Owner
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.report import responsibility
from secure_ai_constructs.responsibility import Duty, State, duties
from secure_ai_constructs.review import Posture, review
from secure_ai_constructs.truth import UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

    from secure_ai_constructs.assembly import Assembly

ROTATES = {"EnableKeyRotation": True, "PendingWindowInDays": 30, "KeyPolicy": {"Statement": []}}


def posture(tmp_path: Path, *acknowledged: str, **resources: dict[str, Any]) -> Posture:
    file = tmp_path / "t.json"
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Metadata": {"aws:cdk:path": "Stack/Key"}}
    file.write_text(json.dumps({"Resources": {key: {**one, **kept} for key, one in resources.items()}}), "utf-8")
    assembly = load(file)
    for control in acknowledged:
        assembly.acknowledgments.append(Acknowledgment(control, "why", "who", "2099-01-01", "Stack/Key"))
    return review(assembly, CATALOG)


def of(row: str, found: Posture) -> Duty:
    return next(one for one in duties(found) if one.row.id == row)


def key(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::KMS::Key", "Properties": {**ROTATES, **properties}}


def test_every_row_that_a_control_names_is_in_the_baseline() -> None:
    assert {row for control in CATALOG for row in control.baseline} <= {one.id for one in ROWS}


def test_every_row_is_there_once() -> None:
    assert len({one.id for one in ROWS}) == len(ROWS)
    assert len({one.title for one in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", [one for one in ROWS if one.owner is Owner.AWS], ids=lambda one: one.id)
def test_aws_s_side_is_inherited_and_proved_by_its_reports(row: Any, tmp_path: Path) -> None:
    assert of(row.id, posture(tmp_path)).state is State.INHERITED
    assert row.reports


def record(workload: str, deployment: str) -> dict[str, Any]:
    value = json.dumps({"scope": 3, "deployment": deployment, "owner": "o", "threats": [{"acceptedBy": "o"}]})
    named = {"Name": f"/secure-ai/workloads/{workload}", "Type": "String", "Value": value}
    return {"Type": "AWS::SSM::Parameter", "Properties": named}


def test_in_the_cloud_the_line_is_where_aws_draws_it(tmp_path: Path) -> None:
    found = posture(tmp_path, Claims=record("claims", "cloud"))
    assert (of("AWS-1", found).state, of("AWS-1", found).said) == (State.INHERITED, ())


def test_on_premises_aws_has_no_side(tmp_path: Path) -> None:
    found = posture(tmp_path, Printer=record("printer", "on-premises"))
    said = ("printer runs on premises, where all of this is the customer's",)
    assert (of("AWS-1", found).state, of("AWS-1", found).said) == (State.NOT_JUDGED, said)
    assert said[0] in of("INT-2", found).said
    assert of("KMS-1", found).said == ()


def test_of_a_hybrid_workload_both_sides_are_said(tmp_path: Path) -> None:
    found = posture(tmp_path, Claims=record("claims", "cloud"), Branch=record("branch", "hybrid"))
    duty = of("AWS-1", found)
    assert duty.state is State.INHERITED
    assert duty.said == ("branch runs partly on premises, where all of this is the customer's",)


def test_what_holds_is_implemented_by_the_resource(tmp_path: Path) -> None:
    found = of("KMS-1", posture(tmp_path, Key=key()))
    assert (found.state, found.resources) == (State.IMPLEMENTED, (("t.json", "Key"),))


def test_a_row_names_what_implements_it_and_not_what_asks_for_it(reference: Assembly) -> None:
    types = {(one.template.name, one.logical_id): one.type for one in reference}
    found = {one.row.id: {types[resource] for resource in one.resources} for one in duties(review(reference, CATALOG))}
    assert found["CT-1"] == {"AWS::CloudTrail::Trail"}
    assert found["CT-4"] == {"AWS::CloudTrail::Trail"}
    assert found["GD-1"] == {"AWS::GuardDuty::Detector"}
    assert found["INS-1"] == {"Custom::InspectorEnablement"}
    assert not found["AUD-2"] & {"AWS::Bedrock::KnowledgeBase", "AWS::SageMaker::Endpoint"}


def test_a_row_that_is_made_of_others_is_seen_to_when_they_are(tmp_path: Path, reference: Assembly) -> None:
    assert of("SRM-2", review(reference, CATALOG)).state is State.IMPLEMENTED
    assert of("SRM-2", posture(tmp_path, Key=key())).state is State.NOT_ASKED
    bucket = {"Type": "AWS::S3::Bucket"}
    assert of("SRM-2", posture(tmp_path, Bucket=bucket)).state is State.OPEN
    rows = {one.id for one in ROWS}
    assert {part for one in ROWS for group in one.parts for part in group} <= rows


def test_a_row_that_is_made_of_others_is_not_seen_to_while_one_is_missing(reference: Assembly) -> None:
    whole = review(reference, CATALOG)
    assert of("DID-1", whole).state is State.IMPLEMENTED
    for part in ("GR-3", "MIL-1", "GD-1"):
        without = [one for one in whole.findings if part not in one.control.baseline]
        assert of("DID-1", replace(whole, findings=tuple(without))).state is State.NOT_ASKED


def test_what_nobody_asked_for_is_left_to_nobody_and_says_why(tmp_path: Path) -> None:
    found = opted_out(tmp_path, "unasked", "It costs.", Key=key())
    assert (found.state, found.said) == (State.NOT_ASKED, ("detector, not asked for: It costs.",))


def test_what_does_not_hold_is_open(tmp_path: Path) -> None:
    assert of("KMS-1", posture(tmp_path, Key=key(EnableKeyRotation=False))).state is State.OPEN


def test_what_somebody_accepted_is_said_to_be_accepted(tmp_path: Path) -> None:
    found = posture(tmp_path, "kms-key-rotates", Key=key(EnableKeyRotation=False))
    assert of("KMS-1", found).state is State.ACCEPTED


def test_what_only_deployment_decides_is_open(tmp_path: Path) -> None:
    assert of("KMS-1", posture(tmp_path, Key=key(EnableKeyRotation={"Ref": "Later"}))).state is State.OPEN


def test_a_row_without_a_resource_is_not_said_to_be_seen_to(tmp_path: Path) -> None:
    found = of("GR-3", posture(tmp_path, Key=key()))
    assert (found.state, found.resources) == (State.NOT_ASKED, ())


def test_a_row_that_no_control_serves_is_not_judged(tmp_path: Path) -> None:
    assert of("SCO-2", posture(tmp_path, Key=key())).state is State.NOT_JUDGED


def test_every_resource_that_is_named_exists(reference: Assembly) -> None:
    there = {(one.template.name, one.logical_id) for one in reference}
    found = duties(review(reference, CATALOG))
    assert {resource for one in found for resource in one.resources} <= there
    without = [one.row.id for one in found if one.state is State.IMPLEMENTED and not one.resources]
    assert without == ["SRM-1"], "what is left out stands in a template's metadata, which is no resource"


def test_nothing_of_the_reference_app_is_open(reference: Assembly) -> None:
    assert [one.row.id for one in duties(review(reference, CATALOG)) if one.state is State.OPEN] == []


def test_the_page_has_every_row_once_below_its_owner(tmp_path: Path) -> None:
    page = responsibility.render(posture(tmp_path, Key=key()))
    lines = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| row ")]
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines] == [
        row.id for owner in (Owner.CUSTOMER, Owner.SHARED, Owner.HUMAN, Owner.AWS) for row in ROWS if row.owner is owner
    ]


def test_the_page_escapes_what_a_template_says(tmp_path: Path) -> None:
    page = responsibility.render(posture(tmp_path, **{"K|<script>": key()}))
    assert "<script" not in page
    assert "K\\|&lt;script>" in page


# What people said --------------------------------------------------------------------------------


def opted_out(tmp_path: Path, mode: str, said: str, **resources: dict[str, Any]) -> Duty:
    parts = {
        "detector": {"mode": mode, "said": said, "rows": ["GD-1", "GD-3"]},
        "trail": {"mode": "create", "said": "", "rows": ["CT-1"]},
    }
    file = tmp_path / "t.json"
    file.write_text(json.dumps({"Metadata": {"SecureAi::AuditedAccount": parts}, "Resources": resources}), "utf-8")
    return of("GD-1", review(load(file), CATALOG))


def test_what_is_skipped_says_why(tmp_path: Path) -> None:
    found = opted_out(tmp_path, "skip", "the landing zone owns it")
    assert (found.state, found.said) == (State.OPTED_OUT, ("detector, skipped: the landing zone owns it",))


def test_what_is_adopted_says_its_name(tmp_path: Path) -> None:
    found = opted_out(tmp_path, "adopt", "abc123")
    assert (found.state, found.said) == (State.ADOPTED, ("detector, adopted: abc123",))


def test_what_is_adopted_is_for_deployment_to_show(tmp_path: Path) -> None:
    opted_out(tmp_path, "adopt", "abc123", Base={"Type": "AWS::Bedrock::KnowledgeBase"})
    found = [
        one for one in review(load(tmp_path / "t.json"), CATALOG).findings if one.control.id == "guardduty-present"
    ]
    assert [one.verdict for one in found] == [UNKNOWN]


def test_what_is_open_stays_open_whatever_is_said(tmp_path: Path) -> None:
    found = opted_out(tmp_path, "skip", "trust me", Base={"Type": "AWS::Bedrock::KnowledgeBase"})
    assert (found.state, found.said) == (State.OPEN, ("detector, skipped: trust me",))


def test_an_accepted_risk_says_who_and_why(tmp_path: Path) -> None:
    found = of("KMS-1", posture(tmp_path, "kms-key-rotates", Key=key(EnableKeyRotation=False)))
    assert found.said == ("kms-key-rotates accepted by who: why",)


def test_reasons_stand_in_the_page(tmp_path: Path) -> None:
    opted_out(tmp_path, "skip", "a |\n b <c>")
    page = responsibility.render(review(load(tmp_path / "t.json"), CATALOG))
    assert "detector, skipped: a \\| b &lt;c>" in page


@pytest.mark.parametrize(
    "entry", [{"mode": "skip", "rows": []}, {"mode": "skip", "said": "a"}, {"mode": 1, "said": "", "rows": []}]
)
def test_metadata_that_says_it_otherwise_is_refused(entry: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "t.json"
    file.write_text(
        json.dumps({"Metadata": {"SecureAi::AuditedAccount": {"hub": entry}}, "Resources": {}}), encoding="utf-8"
    )
    with pytest.raises(AssemblyError, match=r"t\.json: Metadata\.SecureAi::AuditedAccount\.hub: must have a mode and"):
        load(file)


@pytest.mark.parametrize("part", Part)
def test_what_a_part_sees_to_is_in_the_baseline(part: Part) -> None:
    assert set(part.rows) <= {one.id for one in ROWS}
