"""Every import contract bites: break it on purpose in a copy, and lint-imports says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONTRACTS = {
    one["id"]: one["name"]
    for one in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
}
BREAKS = {
    "layers": ("truth.py", "from secure_ai_constructs import review"),
    "builders-and-judges": ("patterns/rag/team.py", "from secure_ai_constructs import controls"),
    "judges-and-builders": ("review.py", "from secure_ai_constructs import patterns"),
    "handlers-apart": ("handlers/custom_resource.py", "from secure_ai_constructs import truth"),
    "independent-controls": ("controls/s3_versioned.py", "from secure_ai_constructs.controls import s3_tls_only"),
    "independent-renderers": ("report/json.py", "from secure_ai_constructs.report import html"),
    "cdk-at-home": ("assembly/load.py", "import aws_cdk"),
    "boto-at-home": ("patterns/foundation/data_bucket.py", "import boto3"),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the real linter on a copy, which stands before the installed package on the path."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "secure_ai_constructs", tmp_path / "secure_ai_constructs")
    return tmp_path


def test_every_contract_has_a_break() -> None:
    assert set(BREAKS) == set(CONTRACTS)


def test_the_house_keeps_its_contracts(copy: Path) -> None:
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("contract", BREAKS)
def test_a_broken_contract_is_reported(copy: Path, contract: str) -> None:
    name, line = BREAKS[contract]
    file = copy / "secure_ai_constructs" / name
    file.write_text(file.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    result = lint_imports(copy)
    assert result.returncode == 1, result.stdout
    assert f"{CONTRACTS[contract]} BROKEN" in result.stdout
