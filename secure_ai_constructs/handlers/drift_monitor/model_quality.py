"""Whether answers are still right, once the truth is known.

Captured answers are joined with labels by the id of their event. Counts, sums and a histogram of
scores are kept, so that memory does not grow with the capture.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from .capture import EVENT, PREDICTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

BINS = 1_000
WORSE = 0.05
"""So much of its baseline's quality a model may lose, unless another limit is given."""
CERTAIN = 3.0
"""Standard errors that a loss must be larger than, or it may be chance."""
LEAST_OF_A_CLASS = 20
"""Of so many positives and negatives AUC and F1 are said, and of fewer not."""
ABSURD = 1e100
"""What is larger is left out as if it were no number: its square is none."""
BINARY, MULTICLASS, REGRESSION = "binary", "multiclass", "regression"


class ModelQuality:
    """Compares answers with the truth, chunk by chunk."""

    def __init__(self, problem: str, labels: Mapping[str, float], *, threshold: float = 0.5) -> None:
        self._problem, self._labels, self._threshold = problem, labels, threshold
        self._scores = np.zeros((2, BINS), dtype=np.int64)
        self._right, self._said, self._real = (Counter[float]() for _ in range(3))
        """By class: answers that were right, answers, and truths."""
        self._squares = self._absolute = 0.0
        self.samples = self.answers = 0

    def add(self, chunk: pd.DataFrame) -> None:
        """Takes in one chunk; answers whose truth nobody knows are left out."""
        self.answers += len(chunk)
        truth = chunk[EVENT].map(self._labels.get).to_numpy(dtype=float)
        predicted = chunk[PREDICTION].to_numpy(dtype=float)
        known = (np.abs(truth) < ABSURD) & (np.abs(predicted) < ABSURD)
        truth, predicted = truth[known], predicted[known]
        self.samples += len(truth)
        if self._problem == REGRESSION:
            self._squares += float(np.square(predicted - truth).sum())
            self._absolute += float(np.abs(predicted - truth).sum())
            return
        if self._problem == BINARY:
            places = np.clip(predicted * BINS, 0, BINS - 1).astype(int)
            for label in (0, 1):
                self._scores[label] += np.bincount(places[truth == label], minlength=BINS)
            predicted = (predicted >= self._threshold).astype(float)
        for counter, found in (
            (self._right, truth[truth == predicted]),
            (self._said, predicted),
            (self._real, truth),
        ):
            classes, counts = np.unique(found, return_counts=True)
            counter.update(dict(zip(classes.tolist(), counts.tolist(), strict=True)))

    def metrics(self) -> dict[str, float]:
        """The numbers of the problem: the share of right answers and the like, or the size of errors."""
        if self._problem == REGRESSION:
            number = max(self.samples, 1)
            return {"Rmse": float(np.sqrt(self._squares / number)), "Mae": self._absolute / number}
        found = {"Accuracy": self._right.total() / max(self.samples, 1)}
        if self._problem == MULTICLASS:
            return {**found, "F1": self._f1()}
        return {**found, "F1": self._f1(), "Auc": self._auc()} if self._of_a_class >= LEAST_OF_A_CLASS else found

    @property
    def is_of_both_classes(self) -> bool:
        """Whether so many are of the rarer class that all numbers can be said, where there are two."""
        return self._problem != BINARY or self._of_a_class >= LEAST_OF_A_CLASS

    @property
    def _of_a_class(self) -> int:
        """How many there are of the rarer class."""
        return int(self._scores.sum(axis=1).min())

    def result(self, baseline: Mapping[str, float], limits: Mapping[str, float]) -> dict[str, Any]:
        """The state: drift when a number is worse than the baseline's by more than its limit, and more than chance."""
        found = self.metrics()
        worse = [
            name
            for name, value in found.items()
            if name in baseline
            and self._lost(name, value, baseline) > max(limits.get(name, WORSE), CERTAIN * self._error(name, value))
        ]
        if worse:
            return {"state": "drift", "metrics": found, "worse": worse}
        if missing := sorted(baseline.keys() - found.keys()):
            reason = f"{', '.join(missing)} of {self._of_a_class} of the rarer class, of which {LEAST_OF_A_CLASS} are the least"
            return {"state": "insufficient", "reason": reason, "metrics": found}
        return {"state": "ok", "metrics": found, "worse": worse}

    def _error(self, name: str, value: float) -> float:
        """The standard error of a number: of a share among those it is about, of errors as a share of themselves."""
        if self._problem == REGRESSION:
            return float(1 / np.sqrt(2 * max(self.samples, 1)))
        about = self.samples if name == "Accuracy" or self._problem == MULTICLASS else self._of_a_class
        return float(np.sqrt(value * (1 - value) / max(about, 1)))

    def _lost(self, name: str, value: float, baseline: Mapping[str, float]) -> float:
        """What was lost, as a share of the baseline for errors, and as a difference for shares of right answers."""
        if self._problem == REGRESSION:
            return (value - baseline[name]) / max(baseline[name], 1e-12)
        return baseline[name] - value

    def _f1(self) -> float:
        """Of the positive class, or the mean of all classes."""
        asked = [1.0] if self._problem == BINARY else sorted(self._said | self._real)
        both = ((self._right[one], self._said[one] + self._real[one]) for one in asked)
        scores = [2 * hit / number if number else 0.0 for hit, number in both]
        return float(np.mean(scores)) if scores else 0.0

    def _auc(self) -> float:
        """The chance that a positive has a higher score than a negative; ties, and scores of one bin, count half."""
        negatives, positives = self._scores
        below = np.concatenate([[0], np.cumsum(negatives)[:-1]])
        pairs = int(negatives.sum()) * int(positives.sum())
        return float((positives * (below + negatives / 2)).sum() / pairs) if pairs else 0.5
