"""Parquet, streamed by DuckDB; every value as text, as an export would write it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import ImportRefused
from knowledge.imports.files.lines import Line, ReadAs, Source
from knowledge.imports.files.workbooks import cell_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROWS = 2_000


def open_parquet(path: Path, name: str) -> Source:
    """The table of a Parquet file. Raises ImportRefused where it cannot be read."""
    import duckdb

    try:
        with closing(_connect()) as connection:
            described = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)]).description or []
            counted = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [str(path)]).fetchone()
    except duckdb.Error as error:
        raise ImportRefused(f"{name}: is not a Parquet file that can be read", file=name) from error
    header = [str(column[0]) for column in described]

    def lines(tell: Callable[[int], None]) -> Iterator[Line]:
        with closing(_connect()) as connection:
            rows = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            number = 0
            while batch := rows.fetchmany(_ROWS):
                for row in batch:
                    number += 1
                    yield Line(number, [_text(value) for value in row])
                tell(number)

    return Source(path, name, path.stem, header, int(counted[0]) if counted else 0, lines, ReadAs("Parquet"))


def _connect() -> DuckDBPyConnection:
    import duckdb

    return duckdb.connect(
        config={"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


def _text(value: object) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time() and value.tzinfo is None:
        return value.date().isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple)):
        return ";".join(_text(part) for part in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - not a number
        return ""
    return cell_text(value)
