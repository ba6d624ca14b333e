"""Whether one group of people is still treated as the other, as far as it was at the baseline.

The difference in positive proportions of predicted labels (DPPL), the disparate impact (DI), and,
with labels, the difference in conditional rejection (DCR).
AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-measure-post-training-bias.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .capture import EVENT, PREDICTION, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MORE = 0.1
"""So much a number may differ from its baseline, unless another limit is given."""
LEAST_OF_A_GROUP = 30
LEAST_REJECTED = 20
"""Of so many rejections of each, whose truth is known, DCR is said, and of fewer not."""
CERTAIN = 3.0
"""Standard errors, of both samples together, that a number must be apart from the baseline's, or it may be chance."""


class Bias:
    """Counts answers for a group and for everybody else, chunk by chunk."""

    def __init__(
        self, column: str, value: str, *, labels: Mapping[str, float] | None = None, threshold: float = 0.5
    ) -> None:
        self._column, self._value, self._threshold = column, str(plain(value)), threshold
        self._labels = {} if labels is None else labels
        self._people = np.zeros(2)
        self._accepted = np.zeros(2)
        self._labelled = np.zeros((2, 2))
        """Of the group and of the others: rejected in truth, and rejected by the model, among those with a label."""
        self.samples = 0

    def add(self, chunk: pd.DataFrame) -> None:
        """Takes in one chunk; rows without group or answer are left out."""
        known = chunk[chunk[self._column].notna() & chunk[PREDICTION].notna()]
        self.samples += len(known)
        group = known[self._column].map(self._is_of_the_group).to_numpy(dtype=bool)
        accepted = (known[PREDICTION] >= self._threshold).to_numpy()
        truth = known[EVENT].map(self._labels.get).to_numpy(dtype=float)
        labelled = ~np.isnan(truth)
        for place, members in enumerate((group, ~group)):
            self._people[place] += members.sum()
            self._accepted[place] += (members & accepted).sum()
            self._labelled[place] += (
                (members & labelled & (truth < self._threshold)).sum(),
                (members & labelled & ~accepted).sum(),
            )

    def _is_of_the_group(self, value: Any) -> bool:
        """`1` and `1.0` are one value: a column with gaps is read as numbers."""
        if str(value) == self._value:
            return True
        try:
            return float(value) == float(self._value)
        except (TypeError, ValueError):
            return False

    @property
    def is_of_both(self) -> bool:
        """Whether the group and the others were both seen: a difference is between two."""
        return bool(self._people.all())

    @property
    def is_of_enough(self) -> bool:
        """Whether there are so many of each that a difference means something."""
        return bool(self._people.min() >= LEAST_OF_A_GROUP)

    def metrics(self) -> dict[str, float]:
        """DPPL, DI where anybody else was accepted, and DCR where enough is known of both."""
        group, others = self._accepted / np.maximum(self._people, 1)
        found = {"Dppl": float(others - group)}
        if others:
            found["Di"] = float(group / others)
        rejected_in_truth, rejected = self._labelled.T
        if rejected.min() >= LEAST_REJECTED:
            ratio = rejected_in_truth / rejected
            found["Dcr"] = float(ratio[0] - ratio[1])
        return found

    def result(
        self, baseline: Mapping[str, float], limits: Mapping[str, float], chance: Mapping[str, float]
    ) -> dict[str, Any]:
        """The state: drift when a number left its baseline by more than its limit, and by more than chance.

        `chance` are the standard errors of the baseline's numbers.
        """
        found, errors = self.metrics(), self.errors()
        moved = [
            name
            for name, value in found.items()
            if name in baseline
            and abs(value - baseline[name])
            > max(limits.get(name, MORE), CERTAIN * np.hypot(errors[name], chance[name]))
        ]
        if not moved and (missing := sorted(baseline.keys() - found.keys())):
            if "Dcr" in missing and not self._labels:
                return {"state": "not_observable", "reason": "nobody wrote labels", "metrics": found}
            reason = (
                f"{', '.join(missing)}: the truth is known of too few whom the model rejected, or nobody was accepted"
            )
            return {"state": "insufficient", "reason": reason, "metrics": found}
        return {"state": "drift" if moved else "ok", "metrics": found, "moved": moved}

    def errors(self) -> dict[str, float]:
        """The standard error of each number, by the delta method for ratios; two more of each keep it from being 0."""
        people, accepted = self._people + 4, self._accepted + 2
        shares = accepted / people
        in_truth, rejected = np.maximum(self._labelled.T, 1)
        impact = shares[0] / shares[1] if shares[1] else 0.0
        return {
            "Dppl": float(np.sqrt((shares * (1 - shares) / people).sum())),
            "Di": float(impact * np.sqrt(((1 - shares) / accepted).sum())),
            "Dcr": float(np.sqrt((np.square(in_truth / rejected) * (1 / in_truth + 1 / rejected)).sum())),
        }
