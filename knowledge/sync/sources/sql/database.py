"""Reads a database through one read-only connection, streamed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Self

from sqlalchemy import (
    BindParameter,
    ColumnClause,
    Connection,
    Select,
    bindparam,
    column,
    create_engine,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from knowledge.errors import SourceRefused, StoreUnreachable
from knowledge.imports.files.parquet import value_text
from knowledge.kernel.urls import parse_url
from knowledge.sync.source_kind import Json, Page
from knowledge.sync.sources.sql.declaration import SqlSource, SqlTable

_ROWS = 2_000
_READERS: dict[str, Callable[[str], Any]] = {
    "moment": dt.datetime.fromisoformat,
    "day": dt.date.fromisoformat,
    "decimal": Decimal,
}


class Database:
    """A declared database; its address is in the environment alone."""

    def __init__(self, declared: SqlSource, secrets: Mapping[str, str]) -> None:
        self._declared = declared
        try:
            url = parse_url(secrets[declared.url_env])
            self._engine = create_engine(url)
        except StoreUnreachable as error:
            raise SourceRefused(f"{declared.url_env}: {error}") from error
        except (SQLAlchemyError, ImportError) as error:
            raise SourceRefused(
                f"{declared.url_env}: no driver for {url.drivername} is installed ({error}); pip install it"
            ) from error

    @property
    def tables(self) -> Sequence[str]:
        """As declared."""
        return list(self._declared.tables)

    def __enter__(self) -> Self:
        try:
            self._connection: Connection = self._engine.connect()
        except DBAPIError as error:
            raise SourceRefused(
                f"the database of {self._declared.url_env} cannot be reached: {_cause(error)}"
            ) from error
        if self._engine.dialect.name == "sqlite":
            self._connection.exec_driver_sql("PRAGMA query_only=ON")
        elif self._engine.dialect.name == "postgresql":
            self._connection = self._connection.execution_options(postgresql_readonly=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._engine.dispose()

    def pull(self, table: str, *, since: Json, resume: Json) -> Iterator[Page]:  # noqa: ARG002 - read in one go
        """The rows of its SELECT; from ``since`` on those whose cursor is not below it, or empty."""
        declared = self._declared.tables[table]
        newest = since
        try:
            rows = self._connection.execution_options(stream_results=True, max_row_buffer=_ROWS).execute(
                _statement(declared, since)
            )
            names = list(rows.keys())
            if declared.cursor and declared.cursor not in names:
                raise SourceRefused(
                    f"{table}: has no column {declared.cursor!r}, its cursor; there are {', '.join(names)}"
                )
            place = names.index(declared.cursor) if declared.cursor else None
            for portion in rows.partitions(_ROWS):
                if place is not None:
                    newest = _newest(newest, [row[place] for row in portion], declared, table)
                yield Page([dict(zip(names, map(value_text, row), strict=True)) for row in portion], newest)
        except DBAPIError as error:
            self._connection.rollback()
            raise SourceRefused(f"{table}: the database refuses its SELECT: {_cause(error)}") from error


def _statement(table: SqlTable, since: Json) -> Select[Any]:
    inner = text(table.select.strip().rstrip(";"))
    if table.cursor is None or since is None:
        return select(literal_column("*")).select_from(inner.columns().subquery("pulled"))
    cursor: ColumnClause[Any] = column(table.cursor)
    begin: BindParameter[Any] = bindparam("since", _step_back(_read(since), table.overlap))
    return (
        select(literal_column("*"))
        .select_from(inner.columns(cursor).subquery("pulled"))
        .where(or_(cursor >= begin, cursor.is_(None)))
    )


def _newest(newest: Json, values: Sequence[object], table: SqlTable, name: str) -> Json:
    known = [value for value in values if value is not None]
    try:
        greatest = max([*known, *([] if newest is None else [_read(newest)])], default=None)
    except TypeError as error:
        raise SourceRefused(
            f"{name}: the column {table.cursor!r} cannot be its cursor: its values are of two kinds"
        ) from error
    return _written(greatest)


def _written(value: object) -> Json:
    """A cursor as JSON, from which ``_read`` makes the same."""
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if value is None or isinstance(value, (int, float, str)):
        return value
    raise SourceRefused(f"a cursor of type {type(value).__name__} cannot be kept; cast it in the SELECT")


def _read(kept: Json) -> Any:
    if not isinstance(kept, dict):
        return kept
    ((kind, text_of),) = kept.items()
    return _READERS[kind](text_of)


def _step_back(cursor: Any, overlap: int) -> Any:
    """``overlap`` before the cursor, in the form it has; a text that is no moment stays where it is."""
    if isinstance(cursor, dt.datetime):
        return cursor - dt.timedelta(minutes=overlap)
    if isinstance(cursor, dt.date):
        return cursor - dt.timedelta(days=overlap)
    if not isinstance(cursor, str):
        return cursor - overlap
    try:
        moment = dt.datetime.fromisoformat(cursor) - dt.timedelta(minutes=overlap)
    except ValueError:
        return cursor
    return moment.isoformat(sep="T" if "T" in cursor else " ")


def _cause(error: DBAPIError) -> str:
    return (str(error.orig).strip().splitlines() or [type(error).__name__])[0]
