"""Whether the model still decides by the same features.

A linear surrogate is fitted to captured questions and answers: the model itself is not asked, for
which its container would need a network. What a feature explains is the share of its coefficients
on standardized values; the ranking is compared with the baseline's by the normalized discounted
cumulative gain (NDCG), as SageMaker Clarify compares attributions.
AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-model-monitor-feature-attribution-drift.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .capture import PREDICTION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CATEGORIES = 20
LEAST_NDCG = 0.90
LEAST_EXPLAINED = 0.3
"""Of the variance of the answers: a surrogate that explains less ranks nothing."""
FARTHEST = 3.0
"""Ranges of the baseline that a value or an answer may be outside of it; an absurd one must not move everything."""
_RIDGE, _NOTHING = 1e-6, 1e-12
"""The second is what rounding leaves of the variance of answers that are all the same."""


class Attribution:
    """Sums what a linear fit needs, chunk by chunk: memory grows with columns, not with rows."""

    def __init__(self, columns: Mapping[str, Mapping[str, Any]], answers: Sequence[float]) -> None:
        """`columns` are those of the baseline, which says of each whether it is a number or which categories it has.

        `answers` are the least and the largest that the model gave there.
        """
        self._columns, self._answers = columns, answers
        self._owners = [name for name, one in columns.items() for _ in range(_width(one))]
        size = len(self._owners) + 2
        self._moments = np.zeros((size, size))
        self.samples = 0

    def add(self, chunk: pd.DataFrame) -> None:
        """Takes in one chunk; rows that miss a number or an answer are left out."""
        parts = [_encoded(chunk[name], one) for name, one in self._columns.items()]
        answers = _within(chunk[PREDICTION].to_numpy(dtype=float), self._answers[0], self._answers[-1])
        table = np.column_stack([np.ones(len(chunk)), *parts, answers])
        table = table[np.isfinite(table).all(axis=1)]
        self.samples += len(table)
        self._moments += table.T @ table

    @property
    def is_ranking(self) -> bool:
        """Whether there is more than one feature: one alone stands first whatever it explains."""
        return len(self._columns) > 1

    def explained(self) -> float:
        """The share of the answers' variance that the surrogate explains; 0 when answers never differ."""
        standardized, weights, variance = self._fit()
        return float(weights @ standardized @ weights / variance) if variance > 0 else 0.0

    def shares(self) -> dict[str, float]:
        """What each feature explains, as a share of all; they sum to 1, or are 0 when answers never differ."""
        weights = np.abs(self._fit()[1])
        total = float(weights.sum())
        found = dict.fromkeys(self._columns, 0.0)
        for owner, weight in zip(self._owners, weights.tolist(), strict=True):
            found[owner] += weight / total if total > 0 else 0.0
        return found

    def _fit(self) -> tuple[np.ndarray, np.ndarray, float]:
        """Correlations of the columns, their weights in standard deviations, and the variance of the answers."""
        number = max(self._moments[0, 0], 1.0)
        means = self._moments[0] / number
        covariance = self._moments / number - np.outer(means, means)
        inner = covariance[1:-1, 1:-1]
        spread = np.sqrt(np.maximum(np.diag(inner), 0))
        scale = np.where(spread > 0, spread, 1.0)
        standardized = inner / np.outer(scale, scale) + _RIDGE * np.eye(len(scale))
        variance = float(covariance[-1, -1])
        if variance < _NOTHING:
            return standardized, np.zeros(len(scale)), 0.0
        return standardized, np.linalg.solve(standardized, covariance[1:-1, -1] / scale), variance

    def result(self, baseline: Mapping[str, float], limits: Mapping[str, float]) -> dict[str, Any]:
        """The state: drift when features changed places so far that NDCG falls below its limit."""
        shares = self.shares()
        score = ndcg(baseline, shares)
        is_drift = score < limits.get("Ndcg", LEAST_NDCG)
        return {"state": "drift" if is_drift else "ok", "metrics": {"Ndcg": score}, "attributions": shares}


def ndcg(baseline: Mapping[str, float], live: Mapping[str, float]) -> float:
    """1 when features stand in the order of the baseline; the less, the higher those stand that explained little."""
    order = sorted(live, key=lambda name: (-live[name], name))
    best = _gain(sorted(baseline.values(), reverse=True))
    return _gain([baseline[name] for name in order]) / best if best else 1.0


def _gain(relevances: Sequence[float]) -> float:
    return float(sum(one / np.log2(place + 2) for place, one in enumerate(relevances)))


def _within(numbers: np.ndarray, least: float, most: float) -> np.ndarray:
    """From the middle of the baseline's range, so that squares of large numbers lose no digits; not too far outside of it."""
    room = FARTHEST * (most - least)
    clipped: np.ndarray = np.clip(numbers, least - room, most + room)
    return clipped - (least + most) / 2


def _width(column: Mapping[str, Any]) -> int:
    return 1 if column["type"] == "number" else max(min(len(column["categories"]), CATEGORIES), 1)


def _encoded(values: pd.Series, column: Mapping[str, Any]) -> np.ndarray:
    if column["type"] == "number":
        numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
        return _within(numbers, column["sample"][0], column["sample"][-1]).reshape(-1, 1)
    text = values.astype(str).to_numpy()
    known = column["categories"][: _width(column)]
    return np.column_stack([(text == one).astype(float) for one in known]) if known else np.zeros((len(text), 1))
