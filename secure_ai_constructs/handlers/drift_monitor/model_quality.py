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
"""Standard errors, of both samples together, that a loss must be larger than, or it may be chance."""
LEAST_OF_A_CLASS = 20
"""Of so many positives and negatives AUC and F1 are said, and of fewer not."""
ABSURD = 1e70
"""What is larger is left out as if it were no number: its fourth power is none."""
BINARY, MULTICLASS, REGRESSION = "binary", "multiclass", "regression"


class ModelQuality:
    """Compares answers with the truth, chunk by chunk."""

    def __init__(self, problem: str, labels: Mapping[str, float], *, threshold: float = 0.5) -> None:
        self._problem, self._labels, self._threshold = problem, labels, threshold
        self._scores = np.zeros((2, BINS), dtype=np.int64)
        self._right, self._said, self._real = (Counter[float]() for _ in range(3))
        """By class: answers that were right, answers, and truths."""
        self._absolute = self._squares = self._fourths = 0.0
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
            missed = np.abs(predicted - truth)
            self._absolute += float(missed.sum())
            self._squares += float((missed**2).sum())
            self._fourths += float((missed**4).sum())
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
            absolute, square, _ = self._mean_errors
            return {"Rmse": float(np.sqrt(square)), "Mae": absolute}
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

    @property
    def _mean_errors(self) -> tuple[float, float, float]:
        """The mean of a regression's errors, of their squares, and of their fourth powers."""
        number = max(self.samples, 1)
        return self._absolute / number, self._squares / number, self._fourths / number

    def result(
        self, baseline: Mapping[str, float], limits: Mapping[str, float], chance: Mapping[str, float]
    ) -> dict[str, Any]:
        """The state: drift when a number is worse than the baseline's by more than its limit, and more than chance.

        `chance` are the standard errors of the baseline's numbers.
        """
        found, errors = self.metrics(), self.errors()

        def is_worse(name: str) -> bool:
            unit = self._unit(baseline[name])
            error = float(np.hypot(errors[name], chance[name])) / unit
            return self._lost(found[name], baseline[name]) / unit > max(limits.get(name, WORSE), CERTAIN * error)

        worse = [name for name in found if name in baseline and is_worse(name)]
        if worse:
            return {"state": "drift", "metrics": found, "worse": worse}
        if missing := sorted(baseline.keys() - found.keys()):
            reason = f"{', '.join(missing)} of {self._of_a_class} of the rarer class, of which {LEAST_OF_A_CLASS} are the least"
            return {"state": "insufficient", "reason": reason, "metrics": found}
        return {"state": "ok", "metrics": found, "worse": worse}

    def errors(self) -> dict[str, float]:
        """The standard error of each number: of a share among those it is about, of a regression's by its moments."""
        if self._problem == REGRESSION:
            absolute, square, fourth = self._mean_errors
            number = max(self.samples, 1)
            of_square = np.sqrt(max(fourth - square**2, 0.0) / number)
            return {
                "Rmse": float(of_square / (2 * np.sqrt(square))) if square else 0.0,
                "Mae": float(np.sqrt(max(square - absolute**2, 0.0) / number)),
            }
        return {name: self._error_of_a_share(name, value) for name, value in self.metrics().items()}

    def _unit(self, baseline: float) -> float:
        """In which a loss is counted: errors of a regression as a share of the baseline's, shares as they are."""
        return max(baseline, 1e-12) if self._problem == REGRESSION else 1.0

    def _lost(self, value: float, baseline: float) -> float:
        return value - baseline if self._problem == REGRESSION else baseline - value

    def _error_of_a_share(self, name: str, value: float) -> float:
        about = self.samples if name == "Accuracy" or self._problem == MULTICLASS else self._of_a_class
        return float(np.sqrt(value * (1 - value) / max(about, 1)))

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
