"""What the job does: makes a baseline of training data, or compares what an endpoint captured with one.

It reads and writes folders that SageMaker fills and empties, so that its container needs no network.
A result is one of four states: `ok`, `drift`, `insufficient` (too few samples) and `not_observable`
(no labels, or only one group): what was not seen is never called no drift.
AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/build-your-own-processing-container.html
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from .attribution import LEAST_EXPLAINED, Attribution
from .bias import LEAST_OF_A_GROUP, Bias
from .capture import EVENT, MOST_UNREADABLE, PREDICTION, Capture, Labels, plain
from .data_drift import DataDrift, describe
from .model_quality import BINARY, LEAST_OF_A_CLASS, MULTICLASS, REGRESSION, ModelQuality

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA = "1.2"
"""Of baselines and results; of another one, a baseline was made of other bins and words, and is made anew."""
DATA, QUALITY, BIAS, ATTRIBUTION = KINDS = ("data", "quality", "bias", "attribution")
MOST_CLASSES = 10_000
ANSWERS = {
    BINARY: "a score from 0 to 1",
    MULTICLASS: f"the number of a class, from 0 to {MOST_CLASSES - 1}",
    REGRESSION: "a number",
}
LIMITS = {"psi": 0.2, "ks": 0.1, "share": 0.3, "column": 1.0, "completeness": 0.05, "mistyped": 0.01}


@dataclass(frozen=True)
class Settings:
    """What is watched, as the construct writes it into the job's environment."""

    kind: str
    endpoint: str
    features_sha256: str = ""
    """Of the features' names, in their order, each on a line; those are the columns of the training data."""
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

    @staticmethod
    def read(text: str) -> Settings:
        """From JSON; raises ValueError for a name that is not known."""
        try:
            return Settings(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"settings must have the names of Settings: {error}") from error


def make_baseline(table: pd.DataFrame, settings: Settings) -> dict[str, Any]:
    """What later captures are compared with: training data with columns `label` and `prediction` beside its features."""
    features = [name for name in table.columns if name not in ("label", "prediction")]
    _require_columns(table, features, settings)
    rows = table.copy()
    for name in rows:
        rows[name] = rows[name].map(plain)
    rows[EVENT] = [str(number) for number in range(len(rows))]
    rows[PREDICTION] = pd.to_numeric(rows["prediction"], errors="coerce")
    rows["label"] = pd.to_numeric(rows["label"], errors="coerce")
    _require_values(rows, features)
    _require_answers(rows, settings)
    truth = dict(zip(rows[EVENT], rows["label"], strict=True))
    columns = describe([rows], features)
    quality = ModelQuality(settings.problem, truth, threshold=settings.threshold)
    answers = [float(rows[PREDICTION].min()), float(rows[PREDICTION].max())]
    attribution = Attribution(columns, answers)
    quality.add(rows)
    attribution.add(rows)
    if not quality.is_of_both_classes:
        raise ValueError(f"training data must hold at least {LEAST_OF_A_CLASS} of each class, did not")
    found = {
        "schema": SCHEMA,
        "samples": len(rows),
        "features": features,
        "columns": columns,
        "answers": answers,
        "quality": quality.metrics(),
        "quality_errors": quality.errors(),
        "attributions": attribution.shares(),
        "explained": attribution.explained(),
    }
    if settings.facet:
        bias = Bias(settings.facet, settings.group, labels=truth, threshold=settings.threshold)
        bias.add(rows)
        if not bias.is_of_enough:
            raise ValueError(f"training data must hold at least {LEAST_OF_A_GROUP} of the group and of others, did not")
        found |= {"bias": bias.metrics(), "bias_errors": bias.errors()}
    return found


def _require_columns(table: pd.DataFrame, features: list[str], settings: Settings) -> None:
    for name in ("label", "prediction", *([settings.facet] if settings.facet else [])):
        if name not in table:
            raise ValueError(f"training data must have the column {name}, had {', '.join(table.columns)}")
    digest = hashlib.sha256("\n".join(features).encode()).hexdigest()[:16]
    if settings.features_sha256 not in ("", digest):
        raise ValueError(
            f"training data must have the columns of the signature, in their order, had {', '.join(features)}"
        )


def _require_values(rows: pd.DataFrame, features: list[str]) -> None:
    if empty := [name for name in features if not rows[name].notna().any()]:
        raise ValueError(f"training data must have a value in every column, had none in {', '.join(empty)}")


def _require_answers(rows: pd.DataFrame, settings: Settings) -> None:
    """What is compared with must be known: a baseline of nothing is never worse than anything."""
    if len(rows) < settings.least_samples:
        raise ValueError(f"training data must hold at least {settings.least_samples} rows, had {len(rows)}")
    for name in ("label", PREDICTION):
        if missing := int(rows[name].isna().sum()):
            raise ValueError(f"training data must have a number as {name} in every row, had none in {missing}")
    if settings.problem == BINARY and not rows["label"].isin((0, 1)).all():
        other = rows["label"][~rows["label"].isin((0, 1))].iloc[0]
        raise ValueError(f"training data must have 0 or 1 as label, for yes or no, had {other:g}")
    for name in ("label", PREDICTION):
        if (foreign := _is_foreign(rows[name], settings.problem)).any():
            must = ANSWERS[settings.problem]
            raise ValueError(f"training data must have {must} as {name}, had {rows[name][foreign].iloc[0]:g}")


def _is_foreign(answers: pd.Series, problem: str) -> pd.Series:
    """Which are numbers, but none that answer the problem: a percentage is no probability."""
    if problem == BINARY:
        return (answers < 0) | (answers > 1)
    if problem == MULTICLASS:
        return (answers < 0) | (answers >= MOST_CLASSES) | (answers % 1 > 0)
    return pd.Series(data=False, index=answers.index)


def watch(captured: Path, truth: Path | None, baseline: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """One result of one kind, from the files of a capture, read in chunks."""
    known = Labels(truth) if truth and truth.is_dir() else {}
    counter, capture = _counter(baseline, settings, known), Capture(captured, baseline["features"])
    foreign = 0
    for chunk in capture.chunks():
        other = _is_foreign(chunk[PREDICTION], settings.problem)
        foreign += int(other.sum())
        counter.add(chunk.assign(**{PREDICTION: chunk[PREDICTION].mask(other)}))
    unanswered = capture.unanswered + foreign
    found = {
        "schema": SCHEMA,
        "endpoint": settings.endpoint,
        "kind": settings.kind,
        "samples": counter.samples,
        "unreadable": capture.unreadable,
        "unanswered": unanswered,
    }
    if reason := _unreadable(capture, unanswered, settings) or _not_observable(counter, known, baseline, settings):
        return {**found, "state": "not_observable", "reason": reason, "metrics": {}}
    if reason := _insufficient(counter, settings):
        return {**found, "state": "insufficient", "reason": reason, "metrics": {}}
    if isinstance(counter, DataDrift):
        return {**found, **counter.result()}
    if isinstance(counter, Attribution):
        return {**found, **counter.result(baseline["attributions"], settings.limits)}
    part = "quality" if isinstance(counter, ModelQuality) else "bias"
    return {**found, **counter.result(baseline[part], settings.limits, baseline[f"{part}_errors"])}


def _counter(
    baseline: Mapping[str, Any], settings: Settings, known: Mapping[str, float]
) -> DataDrift | ModelQuality | Bias | Attribution:
    if settings.kind == DATA:
        return DataDrift(baseline["columns"], {**LIMITS, **settings.limits})
    if settings.kind == QUALITY:
        return ModelQuality(settings.problem, known, threshold=settings.threshold)
    if settings.kind == BIAS:
        return Bias(settings.facet, settings.group, labels=known, threshold=settings.threshold)
    return Attribution(baseline["columns"], baseline["answers"])


def _unreadable(capture: Capture, unanswered: int, settings: Settings) -> str:
    if capture.unreadable > MOST_UNREADABLE * capture.records:
        return f"{capture.unreadable} of {capture.records} records cannot be read, such as {capture.example}"
    if settings.kind != DATA and unanswered > MOST_UNREADABLE * capture.rows:
        return f"{unanswered} of {capture.rows} answers are not {ANSWERS[settings.problem]}"
    return ""


def _not_observable(
    counter: DataDrift | ModelQuality | Bias | Attribution,
    known: Mapping[str, float],
    baseline: Mapping[str, Any],
    settings: Settings,
) -> str:
    if baseline["schema"] != SCHEMA:
        return f"the baseline has schema {baseline['schema']}, and this release makes {SCHEMA}: make it anew"
    if isinstance(counter, ModelQuality):
        if not known:
            return "nobody wrote labels"
        if counter.answers and not counter.samples:
            return "no label belongs to a captured answer"
    if isinstance(counter, Bias) and counter.samples and not counter.is_of_both:
        return "only one group was seen"
    if isinstance(counter, Attribution):
        return _unexplained(counter, baseline["explained"], settings)
    return ""


def _unexplained(counter: Attribution, at_baseline: float, settings: Settings) -> str:
    if not counter.is_ranking:
        return "one feature alone has no rank"
    if at_baseline < LEAST_EXPLAINED:
        return "a linear surrogate explains too little of what the model answers"
    if counter.samples and not any(counter.shares().values()):
        return "all answers are the same"
    if counter.samples >= settings.least_samples and counter.explained() < LEAST_EXPLAINED:
        return "a linear surrogate explains too little of what the model answers now"
    return ""


def _insufficient(counter: DataDrift | ModelQuality | Bias | Attribution, settings: Settings) -> str:
    if counter.samples < settings.least_samples:
        return f"{counter.samples} samples, of which {settings.least_samples} are the least"
    if isinstance(counter, Bias) and not counter.is_of_enough:
        return f"fewer than {LEAST_OF_A_GROUP} of the group or of the others"
    return ""
