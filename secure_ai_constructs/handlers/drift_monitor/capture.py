"""What an endpoint captured, and the labels that came later, read line by line: a file may be larger than memory.

AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
"""

from __future__ import annotations

import base64
import csv
import io
import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ROWS = 5_000
"""So many rows are in memory at once."""
PREDICTION, EVENT = "prediction", "event_id"


class UnreadableError(ValueError):
    """A line that is no record of data capture, with the file and the line where it stands."""


@dataclass(frozen=True)
class Row:
    """One question to the model and its answer; `asked` are values as they were sent, unconverted."""

    event_id: str
    asked: tuple[Any, ...]
    prediction: Any


def chunks(folder: Path, features: Sequence[str], *, rows: int = ROWS) -> Iterator[pd.DataFrame]:
    """Tables of at most so many rows: the features by name, the prediction and the id of the event."""
    found = _rows(folder, len(features))
    while block := list(islice(found, rows)):
        table = pd.DataFrame([one.asked for one in block], columns=list(features), dtype=object)
        table[PREDICTION] = pd.to_numeric(pd.Series([one.prediction for one in block]), errors="coerce")
        table[EVENT] = [one.event_id for one in block]
        yield table


def labels(folder: Path) -> dict[str, float]:
    """The true answers by the id of the event; empty where nobody wrote any."""
    found: dict[str, float] = {}
    for place, record in _records(folder):
        try:
            truth = record["groundTruthData"]
            found[record["eventMetadata"]["eventId"]] = float(_decoded(truth["data"], truth["encoding"]))
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableError(f"{place}: must be a record of ground truth, was {str(record)[:80]!r}") from error
    return found


def _rows(folder: Path, width: int) -> Iterator[Row]:
    for place, record in _records(folder):
        try:
            data = record["captureData"]
            event_id = record["eventMetadata"]["eventId"]
            inputs, outputs = _table(data["endpointInput"]), _table(data["endpointOutput"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableError(f"{place}: must be a record of data capture, was {str(record)[:80]!r}") from error
        if len(inputs) != len(outputs) or any(len(one) != width for one in inputs):
            raise UnreadableError(
                f"{place}: must have {width} values for each of its answers, had {[len(one) for one in inputs][:5]} "
                f"for {len(outputs)}"
            )
        for number, (values, answer) in enumerate(zip(inputs, outputs, strict=True)):
            # A batch is one event; its rows are told apart by their number, as in the labels.
            yield Row(event_id if len(inputs) == 1 else f"{event_id}/{number}", tuple(values), answer[0])


def _records(folder: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(folder.rglob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                place = f"{path.name} line {number}"
                try:
                    yield place, json.loads(line)
                except json.JSONDecodeError as error:
                    raise UnreadableError(f"{place}: must be JSON, was {line[:80]!r}") from error


def _table(part: dict[str, Any]) -> list[list[Any]]:
    """Rows of values, whichever way the endpoint was spoken to."""
    data = _decoded(part["data"], part["encoding"])
    if part["encoding"] == "JSON" or "json" in str(part.get("observedContentType", "")):
        found = json.loads(data) if isinstance(data, str) else data
        found = next(iter(found.values())) if isinstance(found, dict) and len(found) == 1 else found
        found = list(found.values()) if isinstance(found, dict) else found
        found = found if isinstance(found, list) else [found]
        return [list(one) if isinstance(one, list) else [one] for one in found] if _is_nested(found) else [found]
    return [[_missing(value) for value in row] for row in csv.reader(io.StringIO(data)) if row]


def _is_nested(found: list[Any]) -> bool:
    return bool(found) and isinstance(found[0], list)


def _missing(text: str) -> str | None:
    return text.strip() or None


def _decoded(data: Any, encoding: str) -> Any:
    return base64.b64decode(data).decode() if encoding == "BASE64" else data
