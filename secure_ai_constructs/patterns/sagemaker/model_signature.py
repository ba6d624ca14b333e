"""What a model is asked and what it answers, so that a watcher can tell whether either has changed."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from secure_ai_constructs.patterns.foundation.kind import (
    require_each,
    require_kind,
    require_number,
    require_whole_number,
)

_COLUMN = re.compile(r"[A-Za-z0-9_. -]{1,64}")
FEWEST_FEATURES, MOST_FEATURES = 2, 500
LONGEST_GROUP = 256
FEWEST_SAMPLES, USUAL_SAMPLES, MOST_SAMPLES = 50, 200, 1_000_000
USUAL = {
    "psi": 0.2,
    "ks": 0.1,
    "share": 0.3,
    "column": 1.0,
    "completeness": 0.05,
    "mistyped": 0.01,
    **dict.fromkeys(("Accuracy", "F1", "Auc", "Rmse", "Mae"), 0.05),
    **dict.fromkeys(("Dppl", "Di", "Dcr"), 0.1),
    "Ndcg": 0.9,
}
"""The limits that hold unless another is given, as the job has them; of NDCG it is the least, of all others the most."""
LOOSEST = {
    "psi": 1.0,
    "ks": 0.5,
    "share": 1.0,
    "column": 10.0,
    "completeness": 0.5,
    "mistyped": 0.5,
    **dict.fromkeys(("Accuracy", "F1", "Auc", "Dppl", "Di", "Dcr"), 0.3),
    **dict.fromkeys(("Rmse", "Mae"), 1.0),
    "Ndcg": 0.5,
}
"""Beyond these a limit tells of nothing any more."""
ABSENT = ("", "n/a", "na", "nan", "none", "null")
"""What the job takes for a value that is not there."""


class Problem(Enum):
    """What kind of answer a model gives."""

    BINARY = "binary"
    """A score from 0 to 1."""
    MULTICLASS = "multiclass"
    """The number of a class."""
    REGRESSION = "regression"


@dataclass(frozen=True, slots=True)
class ModelSignature:
    """The columns of a question in their order, the kind of the answer, and which group may not be treated otherwise."""

    features: tuple[str, ...]
    problem: Problem = Problem.BINARY
    threshold: float = 0.5
    """From which score on an answer is yes."""
    facet: str = ""
    """The column that tells the group from everybody else, such as `gender`; with it, bias is watched."""
    group: str = ""
    """The value of the facet."""
    least_samples: int = USUAL_SAMPLES
    """Under so many a day, nothing is said of a model; of fewer than fifty nothing can be."""
    limits: Mapping[str, float] = field(default_factory=dict)
    """Other limits than the usual: `psi`, `ks`, `share`, `column`, `completeness`, `mistyped`, or a metric's own name."""

    def __post_init__(self) -> None:
        self._check_kinds()
        names = list(self.features)
        if not FEWEST_FEATURES <= len(names) <= MOST_FEATURES or len(set(names)) < len(names):
            raise ValueError(
                f"features must be {FEWEST_FEATURES} to {MOST_FEATURES} columns of different names, in their order, because "
                f"what decides an answer is a ranking of them, was {self.features!r}"
            )
        if bad := [one for one in names if not _COLUMN.fullmatch(one)]:
            raise ValueError(f"features must be letters, digits, spaces and _.-, at most 64 each, was {bad[0]!r}")
        if taken := sorted({"label", "prediction", "event_id"} & set(names)):
            raise ValueError(f"features must not be called label, prediction or event_id, was {taken[0]!r}")
        require_whole_number("least_samples", self.least_samples, least=FEWEST_SAMPLES, most=MOST_SAMPLES)
        self._check_limits()
        if not 0 < self.threshold < 1:
            raise ValueError(f"threshold must be above 0 and below 1, was {self.threshold}")
        if bool(self.facet) is not bool(self.group) or (self.facet and self.facet not in names):
            raise ValueError(
                f"facet must be one of the features, and come with a group of its values, was {self.facet!r} and {self.group!r}"
            )
        if self.facet and self.problem is not Problem.BINARY:
            raise ValueError(
                f"bias is watched of answers that are yes or no, so problem must be BINARY, was {self.problem.name}"
            )

    def _check_limits(self) -> None:
        if bad := sorted({*self.limits} - {*USUAL}):
            raise ValueError(f"limits must be of {', '.join(sorted(USUAL))}, was {bad[0]!r}")
        for name, limit in self.limits.items():
            least, most = (max(LOOSEST[name], self._lowest_ndcg), 1) if name == "Ndcg" else (0, LOOSEST[name])
            if not least < limit <= most:
                raise ValueError(f"the limit {name} must be above {least:.3g} and at most {most}, was {limit}")

    def _check_kinds(self) -> None:
        require_each("features", self.features, str)
        require_kind("problem", self.problem, Problem)
        require_number("threshold", self.threshold)
        require_kind("facet", self.facet, str)
        require_kind("group", self.group, str)
        if len(self.group) > LONGEST_GROUP:
            raise ValueError(f"group must have at most {LONGEST_GROUP} characters, had {len(self.group)}")
        if self.group and self.group.strip().lower() in ABSENT:
            raise ValueError(
                f"group must be a value, and not one of the words for none that clients write, was {self.group!r}"
            )
        require_kind("limits", self.limits, Mapping)
        for name, limit in self.limits.items():
            require_kind("a limit's name", name, str)
            require_number(f"the limit {name}", limit)

    @property
    def _lowest_ndcg(self) -> float:
        """What is left when the one feature that explained everything comes last; below it no limit is ever reached."""
        return 1 / math.log2(len(self.features) + 1)

    @property
    def looser(self) -> dict[str, tuple[float, float]]:
        """The limits that let pass what the usual ones tell of, or call chance a drift; each with the usual one."""
        found = {
            name: (one, USUAL[name])
            for name, one in sorted(self.limits.items())
            if (one < USUAL[name] if name == "Ndcg" else one > USUAL[name])
        }
        few = self.least_samples < USUAL_SAMPLES
        return {**found, **({"least_samples": (self.least_samples, USUAL_SAMPLES)} if few else {})}

    def as_settings(self, endpoint: str) -> dict[str, Any]:
        """As the job reads it."""
        return {
            "endpoint": endpoint,
            "features_sha256": hashlib.sha256("\n".join(self.features).encode()).hexdigest()[:16],
            "problem": self.problem.value,
            "threshold": self.threshold,
            "facet": self.facet,
            "group": self.group,
            "least_samples": self.least_samples,
            "limits": dict(self.limits),
        }
