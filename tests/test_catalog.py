"""What every control must have; a newcomer who forgets something is told what."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import secure_ai_constructs
from secure_ai_constructs.control import Control, Question
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.report import catalog

ROOT = Path(__file__).parent.parent
CONTROLS = Path(secure_ai_constructs.__file__).parent / "controls"
IDS = [control.id for control in CATALOG]


def test_every_file_is_in_the_catalog_and_named_as_its_control() -> None:
    files = sorted(file.stem for file in CONTROLS.glob("*.py") if file.stem != "__init__")
    assert files == [one.replace("-", "_") for one in IDS]


def test_every_control_has_a_test_file_and_every_test_file_a_control() -> None:
    tests = sorted(file.stem.removeprefix("test_") for file in (ROOT / "tests/controls").glob("test_*.py"))
    assert tests == [one.replace("-", "_") for one in IDS]


@pytest.mark.parametrize("question", Question)
def test_every_question_is_asked_by_at_least_three_controls(question: Question) -> None:
    assert Counter(control.question for control in CATALOG)[question] >= 3


@pytest.mark.parametrize("control", CATALOG, ids=IDS)
def test_a_control_says_what_an_auditor_asks(control: Control) -> None:
    first = control.why.splitlines()[0]
    assert first.endswith("."), "the docstring's first sentence says what an attacker gains"
    assert not control.title.endswith("."), "a title is a claim, without a full stop"
    assert control.fix.endswith("."), "the fix is a sentence"
    assert control.sources
    assert all(source.startswith("https://docs.aws.amazon.com/") for source in control.sources)
    assert control.baseline, "name the rows of the control catalog"
    assert control.applies_to
    assert list(control.satisfies) == sorted(control.satisfies)


@pytest.mark.parametrize("control", CATALOG, ids=IDS)
def test_a_control_fits_on_one_screen(control: Control) -> None:
    lines = (CONTROLS / f"{control.id.replace('-', '_')}.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 85


@pytest.mark.parametrize("control", CATALOG, ids=IDS)
def test_a_control_is_tested_in_all_four_cases(control: Control) -> None:
    text = (ROOT / f"tests/controls/test_{control.id.replace('-', '_')}.py").read_text(encoding="utf-8")
    for case in ("TRUE", "FALSE", "NOT_APPLICABLE"):
        assert case in text, f"add a test in which {control.id} is {case}"
    # Whether a stack names its Region, or a template has a user, is written there; nothing is left to deployment.
    is_written = control.id in ("iam-user-absent", "stack-region-pinned")
    assert "UNKNOWN" in text or is_written, "add a test that only deployment can decide"


def test_the_written_catalog_is_fresh() -> None:
    written = (ROOT / "docs/controls.md").read_text(encoding="utf-8")
    assert written == catalog.render(CATALOG), "run `make docs`"


def test_public_names_are_sorted_and_resolve_to_their_home() -> None:
    assert secure_ai_constructs.__all__ == sorted(secure_ai_constructs.__all__)
    for name in secure_ai_constructs.__all__:
        assert getattr(secure_ai_constructs, name).__name__ == name


def test_an_unknown_name_is_refused_as_by_any_module() -> None:
    name = "InsecureBedrockRag"
    with pytest.raises(AttributeError, match=f"has no attribute '{name}'"):
        getattr(secure_ai_constructs, name)
