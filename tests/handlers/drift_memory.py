"""What memory the job that watches a model takes for one large capture file, for its tests and its benchmark."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.handlers.drift_data import label_of, payments, record

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = {"endpoint": "fraud", "facet": "channel", "group": "branch"}
_PEAK = """
import pathlib, re, runpy, sys
sys.argv = ["job"]
try:
    runpy.run_module("secure_ai_constructs.handlers.drift_monitor", run_name="__main__")
except SystemExit:
    pass
print(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
"""


def peak(root: Path, kind: str) -> float:
    """MiB that the job of a kind held at most, in a process of its own, as SageMaker starts it."""
    settings = json.dumps({"kind": kind, **SETTINGS})
    environment = {**os.environ, "PROCESSING_ROOT": str(root), "SETTINGS_00": settings}
    done = subprocess.run([sys.executable, "-c", _PEAK], env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) / 1024


def write(root: Path, megabytes: int) -> None:
    """The same payments over and over, each time as other events."""
    for name in ("capture", "truth"):
        (root / name).mkdir(parents=True)
    table = payments(2_000, seed=3)
    asked = [json.dumps(record(event, row)) for event, row in enumerate(table.to_dict("records"))]
    known = [json.dumps(label_of(event, label)) for event, label in enumerate(table["label"])]
    block, answers = "\n".join(asked) + "\n", "\n".join(known) + "\n"
    with (
        (root / "capture/a.jsonl").open("w", encoding="utf-8") as captured,
        (root / "truth/a.jsonl").open("w", encoding="utf-8") as truths,
    ):
        for number in range(megabytes * 1_000_000 // len(block)):
            captured.write(block.replace("event-", f"event-{number}-"))
            truths.write(answers.replace("event-", f"event-{number}-"))
