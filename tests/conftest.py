"""One synthesis of the reference app serves every test that reads it."""

from __future__ import annotations

import os

# Read once, when `aws_cdk` starts its Node process. CDK's own validator takes nine seconds;
# tests/test_reference_app.py runs it where it is the point.
os.environ.setdefault("CDK_VALIDATION", "false")
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")

from pathlib import Path

import hypothesis
import pytest

from secure_ai_constructs.assembly import Assembly, load

ROOT = Path(__file__).parent.parent

# No time is asserted in a test: a busy machine is no failure.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def reference_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `cdk.out` of the reference app."""
    import app  # noqa: PLC0415 - starts Node

    outdir = tmp_path_factory.mktemp("cdk.out")
    app.build(str(outdir)).synth()
    return outdir


@pytest.fixture(scope="session")
def reference(reference_dir: Path) -> Assembly:
    """The reference app as an assembly."""
    return load(reference_dir)
