"""Parquet, streamed by DuckDB; every value as text, as an export would write it. Structs become dotted columns."""

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
from knowledge.imports.files.typed_text import cell_text
from knowledge.imports.telling import tell

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from duckdb.sqltypes import DuckDBPyType

_ROWS = 2_000


def open_parquet(path: Path, name: str) -> Source:
    """The table of a Parquet file. Raises ImportRefused where it cannot be read."""
    import duckdb

    try:
        with closing(_connect()) as connection:
            relation = connection.read_parquet(str(path))
            columns = [
                found
                for column, kind in zip(relation.columns, relation.types, strict=True)
                for found in _columns(column, _quoted(column), kind)
            ]
            counted = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [str(path)]).fetchone()
    except duckdb.Error as error:
        raise ImportRefused(tell("import_files.no_parquet", file=name), file=name) from error
    selected = ", ".join(expression for _, expression in columns)

    def lines(tell: Callable[[int], None]) -> Iterator[Line]:
        with closing(_connect()) as connection:
            rows = connection.execute(f"SELECT {selected} FROM read_parquet(?)", [str(path)])  # noqa: S608 - quoted
            number = 0
            while batch := rows.fetchmany(_ROWS):
                for row in batch:
                    number += 1
                    yield Line(number, [value_text(value) for value in row])
                tell(number)

    header = [column for column, _ in columns]
    return Source(path, name, path.stem, header, int(counted[0]) if counted else 0, lines, ReadAs("Parquet"))


def _columns(name: str, expression: str, kind: DuckDBPyType) -> Iterator[tuple[str, str]]:
    """The columns that one of the file's becomes, with what to select for each."""
    if kind.id == "struct":
        for child, inner in kind.children:
            told = f"{name}.{child}", f"{expression}.{_quoted(child)}"
            yield from _columns(*told, inner)  # type: ignore[arg-type] # of a struct, a type
    elif kind.id == "timestamp with time zone":
        yield name, f"CAST({expression} AS VARCHAR)"  # with its offset, and without a library for zones
    else:
        yield name, expression


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _connect() -> DuckDBPyConnection:
    import duckdb

    return duckdb.connect(
        config={"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


def value_text(value: object) -> str:
    """A value of a database as an export would write it."""
    if isinstance(value, dt.datetime) and value.time() == dt.time() and value.tzinfo is None:
        return value.date().isoformat()
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return str(value)  # exact, unlike a number of a sheet
    if isinstance(value, (list, tuple)):
        return ";".join(value_text(part) for part in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bytes):
        return value.decode(errors="replace")  # text, where a writer marked it as bytes
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - not a number
        return ""
    return cell_text(value)
