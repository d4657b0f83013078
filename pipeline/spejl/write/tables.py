"""Tables on disk, written row group by row group so that memory stays bounded."""

import json
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from spejl.codes import COUNTED
from spejl.scores import MEASURES
from spejl.write.frames import SHORT, Row

_TEXT, _WHOLE, _NUMBER, _TRUTH = pa.string(), pa.int64(), pa.float64(), pa.bool_()

SCHEMAS: dict[str, pa.Schema] = {
    "utterances": pa.schema(
        {
            "session_id": _TEXT,
            "turn": _WHOLE,
            "utterance": _WHOLE,
            "speaker": _TEXT,
            "role": _TEXT,
            "text": _TEXT,
            "start_char": _WHOLE,
            "end_char": _WHOLE,
            "start_s": _NUMBER,
            "end_s": _NUMBER,
            "code": _TEXT,
            "probability": _NUMBER,
            "form": _TEXT,
            "client_talk": _TEXT,
            "needs_review": _TRUTH,
        }
    ),
    "volleys": pa.schema(
        {
            "session_id": _TEXT,
            "volley": _WHOLE,
            "first_turn": _WHOLE,
            "last_turn": _WHOLE,
            "codes": _TEXT,
        }
    ),
    "sessions": pa.schema(
        {
            "session_id": _TEXT,
            "segment": _WHOLE,
            "language": _TEXT,
            "goal": _TEXT,
            "minutes": _NUMBER,
            "n_volleys": _WHOLE,
            **{f"n_{code}": _WHOLE for code in COUNTED},
            "reflections": _WHOLE,
            "questions": _WHOLE,
            **{
                f"{SHORT.get(measure, measure)}{end}": _NUMBER
                for measure in MEASURES
                for end in ("", "_low", "_high")
            },
            **{f"n_{code}_per_20min": _NUMBER for code in COUNTED},
            "n_change": _WHOLE,
            "n_sustain": _WHOLE,
            "n_neutral": _WHOLE,
            "n_open": _WHOLE,
            "n_closed": _WHOLE,
            "practitioner_share": _NUMBER,
            "technical": _NUMBER,
            "relational": _NUMBER,
            "n_review": _WHOLE,
            "coder": _TEXT,
            "flags": _TEXT,
        }
    ),
}
"""Columns of the three tables and their types."""

CELLS_AT_ONCE = 150_000
"""Rows times columns of a Parquet row group, give or take those of one session: enough to be read
fast, few enough for the memory (about 2,600 sessions, 10,000 utterances, 30,000 volleys)."""
_FORMULA = ("=", "+", "-", "@", "\t")


class TableWriter:
    """Writes one table as CSV, Parquet or JSON Lines.

    In CSV, text that a spreadsheet would take for a formula gets a leading apostrophe.

    Args:
        folder: Where the table goes.
        name: utterances, volleys or sessions.
        form: csv, parquet or jsonl.
    """

    def __init__(self, folder: Path, name: str, form: str) -> None:
        self.path = folder / f"{name}.{form}"
        self.form = form
        self._schema = SCHEMAS[name]
        self._part = self.path.with_name(self.path.name + ".part")
        self._sink: Any = None
        self._waiting: list[Row] = []

    def __enter__(self) -> Self:
        if self.form == "parquet":
            self._sink = pa.parquet.ParquetWriter(self._part, self._schema)
        elif self.form == "csv":
            self._sink = pa.csv.CSVWriter(self._part, self._schema)
        else:
            self._sink = self._part.open("w", encoding="utf-8", newline="\n")
        return self

    def write(self, rows: Iterable[Row]) -> None:
        """Append rows."""
        if self.form == "jsonl":
            for row in rows:
                self._sink.write(json.dumps(row, ensure_ascii=False) + "\n")
            return
        self._waiting += rows
        if len(self._waiting) * len(self._schema) >= CELLS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        rows, self._waiting = self._waiting, []
        if self.form == "csv":
            rows = [{key: _tame(value) for key, value in row.items()} for row in rows]
        if rows:
            self._sink.write_table(pa.Table.from_pylist(rows, schema=self._schema))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._flush()
        self._sink.close()
        if kind is None:
            self._part.replace(self.path)
        else:
            self._part.unlink(missing_ok=True)


def _tame(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
