"""What the job that watches a model finds, by kind and size of drift, and what memory a large capture takes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from secure_ai_constructs.handlers.drift_monitor.job import Settings, make_baseline, watch
from tests.handlers.drift_data import Drift, capture, payments, truth
from tests.handlers.drift_memory import SETTINGS, peak, write

SEEDS, ROWS = range(10, 20), 2_000
SIZES = {
    "data": ("amounts", (0.0, 0.1, 0.2, 0.5, 1.0)),
    "quality": ("noise", (0.0, 0.05, 0.1, 0.2, 0.4)),
    "bias": ("against", (0.0, 0.1, 0.2, 0.3, 0.5)),
    "attribution": ("swapped", (0.0, 0.25, 0.5, 0.75, 1.0)),
}
MEGABYTES = (100, 1_000)


def detected() -> None:
    """The share of runs in which drift was found, of ten with other payments each."""
    baseline = make_baseline(payments(20_000, seed=1), Settings(kind="data", **SETTINGS))  # type: ignore[arg-type]
    print(f"\nDrift that is found in {len(SEEDS)} runs of {ROWS:,} payments")
    for kind, (what, sizes) in SIZES.items():
        cells = []
        for size in sizes:
            found = sum(_is_found(kind, Drift(**{what: size}), seed, baseline) for seed in SEEDS)
            cells.append(f"{what} {size:g}: {found}/{len(SEEDS)}")
        print(f"  {kind:<12} {'   '.join(cells)}")


def _is_found(kind: str, drift: Drift, seed: int, baseline: dict[str, object]) -> bool:
    table = payments(ROWS, drift, seed=seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        capture(table, folder / "capture")
        truth(table, folder / "truth")
        result = watch(folder / "capture", folder / "truth", baseline, Settings(kind=kind, **SETTINGS))  # type: ignore[arg-type]
    return bool(result["state"] == "drift")


def memory(folder: str) -> None:
    """The peak of the whole process for one file of a size, without labels and with one for every answer."""
    baseline = make_baseline(payments(20_000, seed=1), Settings(kind="data", **SETTINGS))  # type: ignore[arg-type]
    print("\nMemory of the job, for one capture file, without labels and with one for each answer")
    for megabytes in MEGABYTES:
        root = Path(folder) / f"drift-{megabytes}"
        (root / "baseline").mkdir(parents=True)
        (root / "baseline/baseline.json").write_text(json.dumps(baseline), encoding="utf-8")
        write(root, megabytes)
        peaks = "   ".join(f"{kind}: {peak(root, kind):.0f} MiB" for kind in SIZES)
        print(f"  {megabytes:>5} MB                 {peaks}")
