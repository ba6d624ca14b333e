"""What the job does: makes a baseline of training data, or compares what an endpoint captured with one.

It reads and writes folders that SageMaker fills and empties, so that its container needs no network.
A result is one of four states: `ok`, `drift`, `insufficient` (too few samples) and `not_observable`
(no labels, or only one group): what was not seen is never called no drift.
AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/build-your-own-processing-container.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from .attribution import Attribution
from .bias import Bias
from .capture import EVENT, PREDICTION, chunks, labels
from .data_drift import DataDrift, describe
from .model_quality import BINARY, MULTICLASS, REGRESSION, ModelQuality

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA = "1.0"
DATA, QUALITY, BIAS, ATTRIBUTION = KINDS = ("data", "quality", "bias", "attribution")
LIMITS = {"psi": 0.2, "ks": 0.1, "share": 0.3, "completeness": 0.05, "mistyped": 0.01}


@dataclass(frozen=True)
class Settings:
    """What is watched, as the construct writes it into the job's environment."""

    kind: str
    endpoint: str
    features: list[str]
    problem: str = BINARY
    facet: str = ""
    """The column that tells a group from the others, and in `group` its value."""
    group: str = ""
    threshold: float = 0.5
    least_samples: int = 200
    limits: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, was {self.kind!r}")
        if self.problem not in (BINARY, MULTICLASS, REGRESSION):
            raise ValueError(f"problem must be {BINARY}, {MULTICLASS} or {REGRESSION}, was {self.problem!r}")
        if self.facet and self.facet not in self.features:
            raise ValueError(f"facet must be one of the features, was {self.facet!r}")

    @staticmethod
    def read(text: str) -> Settings:
        """From JSON; raises ValueError for a name that is not known."""
        try:
            return Settings(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"settings must have the names of Settings: {error}") from error


def make_baseline(table: pd.DataFrame, settings: Settings) -> dict[str, Any]:
    """What later captures are compared with: training data with columns `label` and `prediction` beside its features."""
    missing = [one for one in (*settings.features, "label", "prediction") if one not in table]
    if missing:
        raise ValueError(f"training data must have the columns {', '.join(missing)}, had {', '.join(table.columns)}")
    rows = table.copy()
    rows[EVENT] = [str(number) for number in range(len(rows))]
    rows[PREDICTION] = pd.to_numeric(rows["prediction"], errors="coerce")
    truth = dict(zip(rows[EVENT], pd.to_numeric(rows["label"], errors="coerce"), strict=True))
    columns = describe([rows], settings.features)
    quality = ModelQuality(settings.problem, truth, threshold=settings.threshold)
    attribution = Attribution(columns)
    quality.add(rows)
    attribution.add(rows)
    found = {
        "schema": SCHEMA,
        "samples": len(rows),
        "columns": columns,
        "quality": quality.metrics(),
        "attributions": attribution.shares(),
    }
    if settings.facet:
        bias = Bias(settings.facet, settings.group, labels=truth, threshold=settings.threshold)
        bias.add(rows)
        found["bias"] = bias.metrics()
    return found


def watch(captured: Path, truth: Path | None, baseline: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """One result of one kind, from the files of a capture, read in chunks."""
    known = labels(truth) if truth and truth.is_dir() else {}
    counter = _counter(baseline, settings, known)
    for chunk in chunks(captured, settings.features):
        counter.add(chunk)
    found = {"schema": SCHEMA, "endpoint": settings.endpoint, "kind": settings.kind, "samples": counter.samples}
    if reason := _not_observable(counter, known):
        return {**found, "state": "not_observable", "reason": reason, "metrics": {}}
    if counter.samples < settings.least_samples:
        reason = f"{counter.samples} samples, of which {settings.least_samples} are the least"
        return {**found, "state": "insufficient", "reason": reason, "metrics": {}}
    if isinstance(counter, DataDrift):
        return {**found, **counter.result()}
    part = {ModelQuality: "quality", Bias: "bias", Attribution: "attributions"}[type(counter)]
    return {**found, **counter.result(baseline[part], settings.limits)}


def _counter(
    baseline: Mapping[str, Any], settings: Settings, known: Mapping[str, float]
) -> DataDrift | ModelQuality | Bias | Attribution:
    if settings.kind == DATA:
        return DataDrift(baseline["columns"], {**LIMITS, **settings.limits})
    if settings.kind == QUALITY:
        return ModelQuality(settings.problem, known, threshold=settings.threshold)
    if settings.kind == BIAS:
        return Bias(settings.facet, settings.group, labels=known, threshold=settings.threshold)
    return Attribution(baseline["columns"])


def _not_observable(counter: DataDrift | ModelQuality | Bias | Attribution, known: Mapping[str, float]) -> str:
    if isinstance(counter, ModelQuality):
        if not known:
            return "nobody wrote labels"
        if counter.answers and not counter.samples:
            return "no label belongs to a captured answer"
    if isinstance(counter, Bias) and counter.samples and not counter.is_of_both:
        return "only one group was seen"
    return ""
