"""Whether questions still look like the data that the model learned from.

The population stability index and the Kolmogorov-Smirnov statistic compare each column with the
baseline; completeness and type say whether it is still there. A column is counted in bins of the
baseline and sampled evenly, so that memory does not grow with the capture.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BINS = 10
SAMPLE = 5_000
CATEGORIES = 50
"""Values of a column that are counted by themselves; the rest are counted as one."""
OTHER, MISSING = "(other)", "(missing)"
_SMALL = 1e-4
SIGNIFICANT = 0.001
CERTAIN = 4.0
"""Standard errors that a loss of values must be larger than, or it may be chance; of many columns one is always unlucky."""
_SEED = 20_260


def describe(table: Iterable[pd.DataFrame], features: Sequence[str]) -> dict[str, Any]:
    """What is kept of training data for later: for each column its type, bins, shares and a sample."""
    whole = pd.concat(list(table), ignore_index=True)
    return {name: _described(whole[name]) for name in features}


def _described(column: pd.Series) -> dict[str, Any]:
    present = column.dropna()
    numbers = pd.to_numeric(present, errors="coerce")
    complete = len(present) / max(len(column), 1)
    if numbers.notna().all() and not present.astype(object).map(lambda one: isinstance(one, bool)).any():
        values = numbers.to_numpy(dtype=float)
        edges = _edges(values)
        sample = _even_sample(values)
        return {
            "type": "number",
            "samples": len(present),
            "completeness": complete,
            "edges": edges.tolist(),
            "shares": _shares(_bins(values, edges), len(edges) + 1),
            "sample": sorted(sample.tolist()),
        }
    counts = present.astype(str).value_counts()
    known = counts.index[:CATEGORIES].tolist()
    shares = [float(counts[one]) / max(len(present), 1) for one in known]
    return {
        "type": "category",
        "samples": len(present),
        "completeness": complete,
        "categories": known,
        "shares": [*shares, max(0.0, 1 - sum(shares))],
    }


def _edges(values: np.ndarray) -> np.ndarray:
    """Between bins of equal shares, with one bin below everything and one above: what leaves the range must show."""
    within = np.quantile(values, np.linspace(0, 1, BINS + 1)[1:-1])
    return np.unique([np.nextafter(values.min(), -np.inf), *within, values.max()])


def _even_sample(values: np.ndarray) -> np.ndarray:
    if len(values) <= SAMPLE:
        return values
    return np.random.default_rng(_SEED).choice(values, SAMPLE, replace=False)


def _bins(values: np.ndarray, edges: Sequence[float] | np.ndarray) -> np.ndarray:
    return np.searchsorted(np.asarray(edges), values, side="left")


def _shares(bins: np.ndarray, number: int) -> list[float]:
    counts = np.bincount(bins, minlength=number)
    return [float(one) for one in counts / max(counts.sum(), 1)]


class DataDrift:
    """Counts what was asked, chunk by chunk, and compares it with a baseline."""

    def __init__(self, baseline: Mapping[str, Any], limits: Mapping[str, float]) -> None:
        self._columns = {name: _Column(described) for name, described in baseline.items()}
        self._limits = limits
        self.samples = 0

    def add(self, chunk: pd.DataFrame) -> None:
        """Takes in one chunk."""
        self.samples += len(chunk)
        for name, column in self._columns.items():
            column.add(chunk[name])

    def result(self) -> dict[str, Any]:
        """The state, numbers for a dashboard, and what was found of each column."""
        columns = {name: one.compared(self._limits) for name, one in self._columns.items()}
        drifted = [name for name, found in columns.items() if found["drifted"]]
        broken = [name for name, found in columns.items() if found["incomplete"] or found["mistyped"]]
        share = len(drifted) / len(columns)
        changed = [name for name, found in columns.items() if found["psi"] >= self._limits["column"]]
        is_drift = bool(broken or changed) or share >= self._limits["share"]
        return {
            "state": "drift" if is_drift else "ok",
            "metrics": {
                "DriftedColumns": len(drifted),
                "DriftedShare": share,
                "BrokenColumns": len(broken),
                "LargestPsi": max(found["psi"] for found in columns.values()),
            },
            "columns": columns,
        }


class _Column:
    def __init__(self, baseline: Mapping[str, Any]) -> None:
        self._baseline = baseline
        self._is_number = baseline["type"] == "number"
        self._takes_truth = self._is_number and set(baseline["sample"]) <= {0, 1}
        """Whether `true` is a number here: of a column of 0 and 1."""
        self._counts = np.zeros(len(baseline["shares"]), dtype=np.int64)
        self._known = {name: place for place, name in enumerate(baseline.get("categories", ()))}
        self._rows = self._present = self._mistyped = 0
        self._sample = np.empty(0)
        self._drawn = np.empty(0)
        self._random = np.random.default_rng(_SEED)

    def add(self, values: pd.Series) -> None:
        present = values.dropna()
        self._rows += len(values)
        self._present += len(present)
        if not self._is_number:
            places = present.astype(str).map(self._known).fillna(len(self._known)).astype(int)
            self._counts += np.bincount(places, minlength=len(self._counts))
            return
        numbers = pd.to_numeric(present, errors="coerce")
        if not self._takes_truth:
            numbers = numbers.mask(present.map(lambda one: isinstance(one, bool)).astype(bool))
        self._mistyped += int(numbers.isna().sum())
        found = numbers.dropna().to_numpy(dtype=float)
        self._counts += np.bincount(_bins(found, self._baseline["edges"]), minlength=len(self._counts))
        self._keep(found)

    def _keep(self, values: np.ndarray) -> None:
        """An even sample of all values so far: those with the smallest of equally likely marks."""
        marks = np.concatenate([self._drawn, self._random.random(len(values))])
        both = np.concatenate([self._sample, values])
        smallest = np.argsort(marks)[:SAMPLE]
        self._drawn, self._sample = marks[smallest], both[smallest]

    def compared(self, limits: Mapping[str, float]) -> dict[str, Any]:
        complete, at_baseline = self._present / max(self._rows, 1), self._baseline["completeness"]
        mistyped = self._mistyped / max(self._present, 1)
        found: dict[str, Any] = {
            "psi": psi(self._baseline["shares"], self._counts, self._baseline["samples"]),
            "completeness": complete,
            "incomplete": at_baseline - complete > max(limits["completeness"], CERTAIN * self._error(at_baseline)),
            "mistyped": mistyped > limits["mistyped"],
        }
        found["drifted"] = found["psi"] >= limits["psi"]
        if self._is_number and len(self._sample):
            ks = stats.ks_2samp(self._baseline["sample"], self._sample, method="asymp")
            found |= {"ks": float(ks.statistic), "ks_p": float(ks.pvalue)}
            found["drifted"] |= bool(ks.statistic >= limits["ks"] and ks.pvalue < SIGNIFICANT)
        return found

    def _error(self, complete: float) -> float:
        """The standard error of the difference of two shares of values that are there."""
        rows = self._baseline["samples"] / max(complete, _SMALL)
        return math.sqrt(complete * (1 - complete) * (1 / max(self._rows, 1) + 1 / max(rows, 1)))


def psi(expected: Sequence[float], counts: np.ndarray, samples: int) -> float:
    """The population stability index of counts against expected shares, less twice what chance alone adds to it.

    Two samples of one distribution have an index of about (bins - 1) (1/n + 1/N): with many bins and
    few rows that is more than any limit, and on one day in two it is more than this mean.
    """
    number = int(counts.sum())
    shares = counts / max(number, 1)
    pairs = [(max(one, _SMALL), max(float(other), _SMALL)) for one, other in zip(expected, shares, strict=True)]
    index = sum((actual - planned) * math.log(actual / planned) for planned, actual in pairs)
    chance = (len(expected) - 1) * (1 / max(number, 1) + 1 / max(samples, 1))
    return float(max(index - 2 * chance, 0.0)) if number else 0.0
