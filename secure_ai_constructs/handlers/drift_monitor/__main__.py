"""Run by SageMaker as `python -m handlers.drift_monitor`, with its settings and folders in the environment."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pandas as pd

from .job import Settings, make_baseline, watch

ROOT = Path("/opt/ml/processing")


def main(root: Path) -> int:
    """Writes `output/<kind>.json`, or `output/baseline.json` when there is training data; 0 when it did."""
    # SageMaker takes 256 characters a variable.
    pieces = sorted(name for name in os.environ if name.startswith("SETTINGS_"))
    settings = Settings.read("".join(os.environ[name] for name in pieces))
    output = root / "output"
    output.mkdir(parents=True, exist_ok=True)
    training = sorted((root / "training").glob("*.csv"))
    if training:
        # As text: pandas takes other words for absent than clients write, and reads a column of `true` as none of text.
        table = pd.concat([pd.read_csv(one, dtype=str, keep_default_na=False) for one in training], ignore_index=True)
        name, found = "baseline", make_baseline(table, settings)
    else:
        baseline = json.loads((root / "baseline/baseline.json").read_text(encoding="utf-8"))
        name, found = settings.kind, watch(root / "capture", root / "truth", baseline, settings)
        found["window"] = os.environ.get("WINDOW", "")
    text = json.dumps(found, indent=1, allow_nan=False)
    (output / f"{name}.json").write_text(text, encoding="utf-8")
    print(json.dumps({"wrote": f"{name}.json", "state": found.get("state"), "samples": found["samples"]}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(os.environ.get("PROCESSING_ROOT", ROOT))))
