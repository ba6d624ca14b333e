"""Interleaved whole-process runs: each round runs every command once, so that noise hits all alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of wall-clock time."""

    median: float
    floor: float
    """The fastest run."""

    def __str__(self) -> str:
        return f"{self.median:6.2f} s (floor {self.floor:5.2f})"


def interleaved(
    commands: Mapping[str, Sequence[str]], *, rounds: int, cwd: str, environment: Mapping[str, str] | None = None
) -> dict[str, Timing]:
    """Runs every command `rounds` times, in turns, after one round that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            _run(command, cwd, {**os.environ, **(environment or {})})
            if number:
                seconds[name].append(time.perf_counter() - start)
        _show_progress(number, rounds)
    return {name: Timing(statistics.median(runs), min(runs)) for name, runs in seconds.items()}


def _run(command: Sequence[str], cwd: str, environment: Mapping[str, str]) -> None:
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1: a reviewer's findings
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")


def _show_progress(number: int, rounds: int) -> None:
    if sys.stderr.isatty():
        print(f"\rround {number} of {rounds}", end="\n" if number == rounds else "", file=sys.stderr, flush=True)
