"""What an endpoint captured, and the labels that came later, read line by line: a file may be larger than memory.

AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
"""

from __future__ import annotations

import base64
import csv
import io
import json
import math
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ROWS = 5_000
"""So many rows are in memory at once."""
MOST_UNREADABLE = 0.01
"""The share of records that may be none; one bad request must not blind the watch, and many say something."""
PREDICTION, EVENT = "prediction", "event_id"
ABSENT = ("", "n/a", "na", "nan", "none", "null")
"""What clients write for a value that is not there."""


class UnreadableError(ValueError):
    """A line that is no record of data capture, with the file and the line where it stands."""


@dataclass(frozen=True)
class Row:
    """One question to the model and its answer; `asked` are values as they were sent, unconverted."""

    event_id: str
    asked: tuple[Any, ...]
    prediction: Any


class Capture:
    """The files of a capture, read once; records that are none are counted and left out."""

    def __init__(self, folder: Path, features: Sequence[str], *, rows: int = ROWS) -> None:
        """`features` are the columns in their order; `rows` is how many are in memory at once."""
        self._folder, self._features, self._size = folder, list(features), rows
        self.records = self.unreadable = self.rows = self.unanswered = 0
        """Records, and rows in them; and how many of each say nothing: an answer that is no number is none."""
        self.example = ""
        """Where the first one stands that could not be read, and why."""

    def chunks(self) -> Iterator[pd.DataFrame]:
        """Tables of at most so many rows: the features by name, the prediction and the id of the event."""
        found = self._rows()
        while block := list(islice(found, self._size)):
            table = pd.DataFrame([one.asked for one in block], columns=self._features, dtype=object)
            answers = pd.to_numeric(pd.Series([one.prediction for one in block]), errors="coerce").astype(float)
            table[PREDICTION] = answers.where(np.isfinite(answers))
            self.rows += len(table)
            self.unanswered += int(table[PREDICTION].isna().sum())
            table[EVENT] = [one.event_id for one in block]
            yield table

    def _rows(self) -> Iterator[Row]:
        for place, line in _lines(self._folder):
            self.records += 1
            try:
                rows = _read(line, self._features)
            except Exception as error:  # noqa: BLE001 - clients write what they like; one record is left out
                self.unreadable += 1
                self.example = self.example or f"{place}: {type(error).__name__}: {error}"[:200]
            else:
                yield from rows


class Labels(Mapping[str, float]):
    """The true answers by the id of the event, or of the inference, in a file of their own: they may outgrow memory."""

    def __init__(self, folder: Path) -> None:
        """Reads them all; of two for one event the later one counts.

        Raises UnreadableError when more than one line in a hundred is no record of ground truth.
        """
        # Without a name, SQLite keeps a table in memory as far as its cache goes, and the rest in a file of its own.
        self._table = sqlite3.connect("", isolation_level=None)
        self._table.execute("CREATE TABLE labels (event BLOB PRIMARY KEY, truth REAL NOT NULL) WITHOUT ROWID")
        self._lines = self._unreadable = 0
        self._example = ""
        self._table.execute("BEGIN")
        self._table.executemany("INSERT OR REPLACE INTO labels VALUES (?, ?)", self._records(folder))
        self._table.execute("COMMIT")
        if self._unreadable > MOST_UNREADABLE * self._lines:
            raise UnreadableError(self._example)

    def _records(self, folder: Path) -> Iterator[tuple[bytes, float]]:
        for place, line in _lines(folder):
            self._lines += 1
            try:
                record = json.loads(line)
                truth = record["groundTruthData"]
                event = _key(_id(record["eventMetadata"]))
                found = event, _finite(_decoded(truth["data"], truth["encoding"]))
            except Exception:  # noqa: BLE001 - as above: whoever writes labels writes what they like
                self._unreadable += 1
                self._example = self._example or f"{place}: must be a record of ground truth, was {line[:80]!r}"
            else:
                yield found

    def __getitem__(self, event: str) -> float:
        found = self._table.execute("SELECT truth FROM labels WHERE event = ?", (_key(event),)).fetchone()
        if found is None:
            raise KeyError(event)
        return float(found[0])

    def __iter__(self) -> Iterator[str]:
        return (event.decode("utf-8", "surrogatepass") for (event,) in self._table.execute("SELECT event FROM labels"))

    def __len__(self) -> int:
        return int(self._table.execute("SELECT count(*) FROM labels").fetchone()[0])


def _key(event: str) -> bytes:
    """JSON can spell half a character, which SQLite refuses as text."""
    return event.encode("utf-8", "surrogatepass")


def _finite(data: Any) -> float:
    if not math.isfinite(number := float(data)):
        raise ValueError("an answer must be a finite number")
    return number


def _lines(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.jsonl")):
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield f"{path.name} line {number}", line


def _read(line: str, features: list[str]) -> list[Row]:
    """The rows of one record; raises what Python raises for one that is none."""
    record = json.loads(line)
    data, event_id = record["captureData"], _id(record["eventMetadata"])
    asked = [_in_order(one, features) for one in _table(data["endpointInput"])]
    said = _table(data["endpointOutput"])
    if len(said) == 1 and len(said[0]) == len(asked) > 1:
        said = [[one] for one in said[0]]
    if len(asked) != len(said) or any(len(one) != len(features) for one in asked):
        raise ValueError(f"must have {len(features)} values and an answer for each of its {len(asked)} rows")
    several = len(asked) > 1
    # A batch is one event; its rows are told apart by their number, as in the labels.
    return [
        Row(f"{event_id}/{number}" if several else event_id, tuple(values), _scalar(answer))
        for number, (values, answer) in enumerate(zip(asked, said, strict=True))
    ]


def _id(metadata: dict[str, Any]) -> str:
    """The caller's own name of a question, which the writer of labels knows, before SageMaker's."""
    return str(metadata.get("inferenceId") or metadata["eventId"])


def _in_order(row: Any, features: list[str]) -> list[Any]:
    """A row by the names of its columns where it has some, else as it stands.

    SageMaker's own algorithms take it as `{"features": […]}`.
    AWS source: https://docs.aws.amazon.com/sagemaker/latest/dg/cdf-inference.html
    """
    if isinstance(row, dict) and isinstance(values := row.get("features"), list):
        row = values
    if isinstance(row, dict):
        return [plain(row[name]) for name in features]
    return [plain(one) for one in row]


def _scalar(answer: Any) -> Any:
    """The one value of an answer; of several, which is the model's only its author knows."""
    values = list(answer.values()) if isinstance(answer, dict) else answer
    if len(values) != 1:
        raise ValueError(f"must have one value as an answer, had {len(values)}")
    return plain(values[0])


def _table(part: dict[str, Any]) -> list[Any]:
    """Rows of values, whichever way the endpoint was spoken to."""
    data = _decoded(part["data"], part["encoding"])
    if part["encoding"] != "JSON" and "json" not in str(part.get("observedContentType", "")):
        return [row for row in csv.reader(io.StringIO(data)) if row]
    if not isinstance(data, str):
        return _as_rows(data)
    try:
        return _as_rows(json.loads(data))
    except json.JSONDecodeError:
        return [row for one in data.splitlines() if one.strip() for row in _as_rows(json.loads(one))]


def _as_rows(found: Any) -> list[Any]:
    """A list of rows, under one key or none; a row by itself is the only one."""
    if isinstance(found, dict) and len(found) == 1 and isinstance(next(iter(found.values())), list):
        found = next(iter(found.values()))
    if not isinstance(found, list):
        return [found if isinstance(found, dict) else [found]]
    return found if found and isinstance(found[0], list | dict) else [found]


def plain(value: Any) -> Any:
    """A value as it was sent or stands in training data: JSON's `true`, Python's and a table's `TRUE` are one.

    Raises for one that is no scalar, or no number that a table can hold.
    """
    if isinstance(value, list | dict):
        raise TypeError(f"a value must be a scalar, was a {type(value).__name__}")
    if isinstance(value, int):
        float(value)
    if not isinstance(value, str):
        return value
    text = value.strip()
    folded = text.lower()
    return None if folded in ABSENT else folded == "true" if folded in ("false", "true") else text


def _decoded(data: Any, encoding: str) -> Any:
    return base64.b64decode(data).decode() if encoding == "BASE64" else data
