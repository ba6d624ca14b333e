"""What the documents show is what the project does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from secure_ai_constructs import control
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.report import responsibility, text
from secure_ai_constructs.review import review

if TYPE_CHECKING:
    from secure_ai_constructs.assembly import Assembly

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str, page: str = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_the_readme_shows_what_make_synth_prints(reference: Assembly) -> None:
    shown = [line for line in blocks("console")[0].splitlines() if re.match(r"\d\. |Security posture", line)]
    printed = text.render(review(reference, CATALOG)).splitlines()
    shown, printed = ([re.sub(r"assembly \w+", "assembly", one) for one in lines] for lines in (shown, printed))
    assert shown
    assert [line for line in shown if line not in printed] == []


def test_the_first_example_of_the_readme_synthesizes(tmp_path: Path) -> None:
    [example] = [block for block in blocks("python") if "app.synth()" in block]
    example = example.replace("App()", f"App(outdir={str(tmp_path / 'cdk.out')!r})")
    subprocess.run([sys.executable, "-c", example], cwd=tmp_path, check=True)
    assert (tmp_path / "cdk.out/Rag.template.json").is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_the_documents_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_glossary_is_sorted_and_knows_the_words_of_the_code() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| ([a-z ]+) \|", glossary, re.MULTILINE)[1:]
    assert names == sorted(names)
    words = {"control", "finding", "posture", "evidence", "acknowledgment", "severity", "question", "pattern", "part"}
    words |= {"handler", "grant", "assembly", "template", "resource", "logical id", "intrinsic", "theorem", "proof"}
    assert words | {"counterexample", "renderer", "synth", "team", "catalog", "requirement"} <= set(names)
    for severity in control.Severity:
        assert f"`{severity.value}`" in glossary


def test_the_written_responsibility_is_fresh(reference: Assembly) -> None:
    written = (ROOT / "docs/responsibility.md").read_text(encoding="utf-8")
    assert written == responsibility.render(review(reference, CATALOG)), "run `make docs`"


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(page.name[:4]) for page in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_lock_names_no_registry_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    entries = re.split(r"\n(?=[a-z0-9])", lock)
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
