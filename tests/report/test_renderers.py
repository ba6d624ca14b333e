"""The three renderers: the same posture, and nothing that a template can smuggle in."""

from __future__ import annotations

import json as stdlib_json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from secure_ai_constructs.assembly import Acknowledgment, Assembly, load
from secure_ai_constructs.control import Question
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.report import html, json, text
from secure_ai_constructs.review import Posture, review

SCHEMA = stdlib_json.loads(
    (Path(__file__).parent.parent.parent / "docs/posture-schema.json").read_text(encoding="utf-8")
)


@pytest.fixture
def mixed(tmp_path: Path) -> Posture:
    """A pass, a failure, an accepted failure, an unknown and an acknowledgment that nothing needs."""
    key = {"Type": "AWS::KMS::Key", "DeletionPolicy": "Retain"}
    resources: dict[str, Any] = {
        "Good": {**key, "Properties": {"EnableKeyRotation": True}},
        "Bad": {**key, "Properties": {"EnableKeyRotation": "<script>alert(1)</script>"}},
        "Accepted": {**key, "Metadata": {"aws:cdk:path": "Stack/Accepted"}},
        "Watched": {"Type": "AWS::CloudWatch::Alarm", "Metadata": {"aws:cdk:path": "Stack/Watched"}},
        "Open": {**key, "Properties": {"EnableKeyRotation": {"Ref": "Rotation"}}},
    }
    file = tmp_path / "t.json"
    template = {"Parameters": {"Rotation": {"Type": "String"}}, "Resources": resources}
    file.write_text(stdlib_json.dumps(template), encoding="utf-8")
    assembly = load(file)
    accepted = Acknowledgment(
        "kms-key-rotates", "a migration <b>until</b> spring", "key-team", "2099-01-01", "Stack/Accepted"
    )
    assembly.acknowledgments.append(accepted)
    assembly.acknowledgments.append(Acknowledgment("s3-versioned", "nothing", "nobody", "2099-01-01", "Stack"))
    assembly.acknowledgments.append(
        Acknowledgment("Other::Rule", "another pack's <i>rule</i>", "net-team", "2099-01-01", "Stack/Bad")
    )
    return review(assembly, CATALOG)


def test_the_json_follows_its_schema(mixed: Posture) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(stdlib_json.loads(json.render(mixed)), SCHEMA)


def test_the_json_of_the_reference_app_follows_its_schema(reference_dir: Path) -> None:
    written = (reference_dir / "posture.json").read_text(encoding="utf-8")
    jsonschema.validate(stdlib_json.loads(written), SCHEMA)


def test_the_schema_refuses_what_it_does_not_know(mixed: Posture) -> None:
    document = stdlib_json.loads(json.render(mixed))
    document["findings"][0]["verdict"] = "maybe"
    with pytest.raises(jsonschema.ValidationError, match="'maybe' is not one of"):
        jsonschema.validate(document, SCHEMA)


def test_the_json_is_the_same_for_the_same_templates(reference: Assembly) -> None:
    assert json.render(review(reference, CATALOG)) == json.render(review(reference, CATALOG))


def test_the_pack_and_the_command_write_the_same_posture(reference_dir: Path, reference: Assembly) -> None:
    assert (reference_dir / "posture.json").read_text(encoding="utf-8") == json.render(review(reference, CATALOG))


def test_the_json_carries_acknowledgments_and_what_nothing_needs(mixed: Posture) -> None:
    document = stdlib_json.loads(json.render(mixed))
    accepted = [one for one in document["findings"] if one["acknowledgment"]]
    assert [(one["logical_id"], one["acknowledgment"]["owner"]) for one in accepted] == [("Accepted", "key-team")]
    assert [one["control"] for one in document["unmatched_acknowledgments"]] == ["s3-versioned"]


@pytest.mark.parametrize("question", Question)
def test_text_and_html_answer_every_question_in_order(mixed: Posture, question: Question) -> None:
    for rendered in (text.render(mixed), html.render(mixed)):
        places = [rendered.index(one.value) for one in Question]
        assert places == sorted(places)
        assert question.value in rendered


def test_the_text_says_what_was_read_why_it_matters_and_how_to_fix_it(mixed: Posture) -> None:
    rendered = text.render(mixed, width=300)
    assert "Properties.EnableKeyRotation is <script>alert(1)</script>" in rendered
    assert "why: A key that never rotates keeps everything it ever encrypted under one secret." in rendered
    assert "fix: Set EnableKeyRotation to true." in rendered
    assert "accepted by key-team until 2099-01-01: a migration <b>until</b> spring" in rendered
    assert "nobody accepted s3-versioned at Stack, but nothing there needs it" in rendered
    assert "unknown  Customer managed keys rotate [kms-key-rotates]" in rendered


def test_the_text_is_plain_in_a_pipe_and_coloured_on_a_terminal(mixed: Posture) -> None:
    assert "\x1b[" not in text.render(mixed)
    assert "\x1b[" in text.render(mixed, color=True)


def test_the_html_escapes_whatever_a_template_or_a_reason_says(mixed: Posture) -> None:
    page = html.render(mixed)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "a migration &lt;b&gt;until&lt;/b&gt; spring" in page


def test_the_html_needs_nothing_from_elsewhere(mixed: Posture) -> None:
    page = html.render(mixed)
    for reference in ("src=", "<link", "@import", "url(", "http-equiv"):
        assert reference not in page
    assert 'name="viewport"' in page
    assert "@media print" in page


def test_every_report_says_what_nobody_judged_and_what_was_accepted_for_other_packs(mixed: Posture) -> None:
    data = json.document(mixed)
    [unjudged], [elsewhere] = data["assembly"]["unjudged"], data["acknowledged_elsewhere"]
    assert (unjudged["logical_id"], unjudged["construct_path"]) == ("Watched", "Stack/Watched")
    assert (elsewhere["control"], elsewhere["owner"]) == ("Other::Rule", "net-team")
    for rendered in (text.render(mixed), html.render(mixed)):
        assert "4 of 5 resources" in rendered
        assert "Other::Rule" in rendered
    assert "No control speaks of: 1 AWS::CloudWatch::Alarm." in text.render(mixed)
    assert "no control speaks of it" in html.render(mixed)


def test_no_verdict_is_told_by_its_colour_alone(mixed: Posture) -> None:
    page = html.render(mixed)
    for word in ("holds", "fails", "unknown", "accepted"):
        assert f">{word}</strong> " in page


def test_the_page_leads_from_each_resource_to_its_controls_and_to_who_is_given_what(reference_dir: Path) -> None:
    page = html.render(review(load(reference_dir), CATALOG))
    assert '<a href="#s3-tls-only">' in page
    assert '<p id="s3-tls-only">' in page
    assert (
        "Insurance/Rag/Teams/claims/Team/KnowledgeBase/Role"
        in page.split("Who is given what")[1].split("</details>")[0]
    )
    linked, ids = set(re.findall(r'href="#([^"]+)"', page)), re.findall(r' id="([^"]+)"', page)
    assert linked <= set(ids)
    assert len(ids) == len(set(ids))
