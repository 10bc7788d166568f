"""The few places where SQLite and PostgreSQL write the same thing differently."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Cast, Connection, Float, Integer, SQLColumnExpression, String, cast, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def insert_into(connection: Connection, model: type[Any]) -> Any:
    """An insert that knows ``on_conflict``; the other database's dialect is not even imported."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(model)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(model)


class days_from(FunctionElement[float]):  # noqa: N801 - reads as an SQL function
    """Days from the first date to the second."""

    type = Float()
    inherit_cache = True


@compiles(days_from, "sqlite")
def _days_sqlite(element: days_from, compiler: SQLCompiler, **kw: Any) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(julianday({second}) - julianday({first}))"


@compiles(days_from)
def _days(element: days_from, compiler: SQLCompiler, **kw: Any) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(CAST({second} AS DATE) - CAST({first} AS DATE))"


def day_number(day: SQLColumnExpression[dt.date]) -> Cast[int]:
    """Days since 1970-01-01."""
    return cast(days_from(literal("1970-01-01", String), day), Integer)
