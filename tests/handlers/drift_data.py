"""Payments as a model of fraud sees them, with a known drift or with none, written as SageMaker captures them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FEATURES = ["amount", "age", "hour", "country", "channel"]
COUNTRIES, CHANNELS = ["DE", "FR", "IT", "PL"], ["app", "branch", "web"]
WEIGHTS = {"amount": 1.0, "age": -0.5, "hour": 0.2}


@dataclass(frozen=True)
class Drift:
    """How far payments, answers and truth are from what they were; all zero is no drift at all."""

    amounts: float = 0.0
    """Standard deviations by which amounts, hours and ages are moved."""
    missing: float = 0.0
    """The share of amounts that are not there."""
    noise: float = 0.0
    """The share of answers that are drawn at random."""
    against: float = 0.0
    """The share of customers of one channel who are refused whatever their score."""
    swapped: float = 0.0
    """How much of the weight of amounts went to the hour."""


def payments(rows: int, drift: Drift = Drift(), *, seed: int = 7) -> pd.DataFrame:
    """Features, the model's answer and the truth of so many payments."""
    random = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "amount": random.normal(100 + 20 * drift.amounts, 20, rows),
            "age": random.normal(45 + 12 * drift.amounts, 12, rows),
            "hour": random.normal(13 + 4 * drift.amounts, 4, rows),
            "country": random.choice(COUNTRIES, rows, p=[0.55, 0.2, 0.15, 0.1]),
            "channel": random.choice(CHANNELS, rows, p=[0.6, 0.1, 0.3]),
        }
    )
    amount, age, hour = (
        (table[name] - middle) / spread
        for name, middle, spread in (("amount", 100, 20), ("age", 45, 12), ("hour", 13, 4))
    )
    true_score = WEIGHTS["amount"] * amount + WEIGHTS["age"] * age + WEIGHTS["hour"] * hour
    table["label"] = (true_score + random.normal(0, 0.5, rows) > 0).astype(int)
    kept = 1 - drift.swapped
    said = WEIGHTS["amount"] * kept * amount + WEIGHTS["age"] * age + (WEIGHTS["hour"] + drift.swapped) * hour
    answer = 1 / (1 + np.exp(-2 * said))
    answer = np.where(random.random(rows) < drift.noise, random.random(rows), answer)
    refused = (table["channel"] == "branch") & (random.random(rows) < drift.against)
    table["prediction"] = np.where(refused, 0.01, answer)
    table.loc[random.random(rows) < drift.missing, "amount"] = np.nan
    return table


def capture(table: pd.DataFrame, folder: Path, *, as_json: bool = False, files: int = 2) -> None:
    """Writes the questions and answers of a table as data capture does, in several files of an hour."""
    place = folder / "fraud/AllTraffic/2026/11/24/09"
    place.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        lines = [
            json.dumps(record(event, row, as_json=as_json))
            for event, row in zip(table.index[number::files], table.iloc[number::files].to_dict("records"), strict=True)
        ]
        (place / f"{number:02}-00-000-capture.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def record(event: int, row: Mapping[Any, Any], *, as_json: bool = False) -> dict[str, Any]:
    """One captured question.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
    """
    values = [None if pd.isna(row[name]) else row[name] for name in FEATURES]
    kind, encoding = ("application/json", "JSON") if as_json else ("text/csv", "CSV")
    asked = (
        json.dumps({"instances": [values]}) if as_json else ",".join("" if one is None else str(one) for one in values)
    )
    said = json.dumps({"predictions": [row["prediction"]]}) if as_json else str(row["prediction"])
    return {
        "captureData": {
            "endpointInput": {"observedContentType": kind, "mode": "INPUT", "data": asked, "encoding": encoding},
            "endpointOutput": {"observedContentType": kind, "mode": "OUTPUT", "data": said, "encoding": encoding},
        },
        "eventMetadata": {"eventId": f"event-{event}", "inferenceTime": "2026-11-24T09:00:00Z"},
        "eventVersion": "0",
    }


def label_of(event: int, label: float) -> dict[str, Any]:
    """One record of ground truth."""
    return {
        "groundTruthData": {"data": str(label), "encoding": "CSV"},
        "eventMetadata": {"eventId": f"event-{event}"},
        "eventVersion": "0",
    }


def truth(table: pd.DataFrame, folder: Path, *, share: float = 1.0) -> None:
    """Writes what people found out later, of a share of the payments.

    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality-merge.html
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = table.iloc[: int(len(table) * share)]
    lines = [json.dumps(label_of(event, label)) for event, label in zip(known.index, known["label"], strict=True)]
    (folder / "labels.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
