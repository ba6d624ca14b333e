"""Every defense of what the reference app has none of is load-bearing, too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from secure_ai_constructs.truth import TRUE
from tests.defenses import Defenses
from tests.further_app import build
from tests.test_reference_app import NOT_HERE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.takeaway import Template

NO_PROPERTY = {"iam-user-absent"}
"""Its resources must not be there at all."""
WRITTEN_AS_TEXT = {"bedrock-customization-protected": ("CustomModelKmsKeyId", "SubnetIds")}
"""What a control reads is JSON in a string: what to call otherwise in it."""


@pytest.fixture(scope="module")
def defenses(tmp_path_factory: pytest.TempPathFactory) -> Defenses:
    folder = tmp_path_factory.mktemp("further")
    build(str(folder)).synth()
    return Defenses(folder)


@pytest.mark.parametrize("control_id", sorted(NOT_HERE - NO_PROPERTY))
def test_it_passes_what_the_reference_app_was_not_asked(defenses: Defenses, control_id: str) -> None:
    verdicts = {one.verdict for one in defenses.posture.findings if one.control.id == control_id}
    assert verdicts == {TRUE}


@pytest.mark.parametrize("control_id", sorted(NOT_HERE - NO_PROPERTY - set(WRITTEN_AS_TEXT)))
def test_without_a_property_that_a_control_read_exactly_that_control_fails(
    defenses: Defenses, tmp_path: Path, control_id: str
) -> None:
    defenses.must_be_load_bearing(control_id, tmp_path)


@pytest.mark.parametrize(
    ("control_id", "word"), [(one, word) for one, words in WRITTEN_AS_TEXT.items() for word in words]
)
def test_without_a_word_of_a_definition_exactly_its_control_fails(
    defenses: Defenses, tmp_path: Path, control_id: str, word: str
) -> None:
    finding = next(one for one in defenses.posture.findings if one.control.id == control_id)

    def rename(template: Template) -> None:
        machine = json.dumps(template["Resources"][finding.logical_id])
        assert word in machine
        template["Resources"][finding.logical_id] = json.loads(machine.replace(word, "Other"))

    assert defenses.broken_by(rename, finding.template, tmp_path / "copy") == {control_id}
