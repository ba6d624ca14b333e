"""What a model is asked and what it answers, so that a watcher can tell whether either has changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

_COLUMN = re.compile(r"[A-Za-z0-9_. -]{1,64}")
MOST_FEATURES = 500


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

    def __post_init__(self) -> None:
        names = list(self.features)
        if isinstance(self.features, str) or not 1 <= len(names) <= MOST_FEATURES or len(set(names)) < len(names):
            raise ValueError(
                f"features must be 1 to {MOST_FEATURES} columns of different names, in their order, was {self.features!r}"
            )
        if bad := [one for one in names if not _COLUMN.fullmatch(one)]:
            raise ValueError(f"features must be letters, digits, spaces and _.-, at most 64 each, was {bad[0]!r}")
        if not isinstance(self.problem, Problem):
            raise ValueError(f"problem must be one of Problem, was {self.problem!r}")
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

    def as_settings(self, endpoint: str) -> dict[str, Any]:
        """As the job reads it."""
        return {
            "endpoint": endpoint,
            "features": list(self.features),
            "problem": self.problem.value,
            "threshold": self.threshold,
            "facet": self.facet,
            "group": self.group,
        }
