"""Drops what its time is over for, by kind, as ``retention`` in config.yml says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Table, delete, func, select

from knowledge.kernel.moments import as_utc
from knowledge.privacy.queries.tables import declared
from knowledge.privacy.rules import RetentionRules


def drop_aged(connection: Connection, rules: RetentionRules, *, now: dt.datetime) -> dict[str, int]:
    """How many rows of each table were dropped."""
    counts = {
        table.name: connection.execute(delete(table).where(is_over)).rowcount for table, is_over in _over(rules, now)
    }
    return {name: count for name, count in counts.items() if count}


def count_aged(connection: Connection, rules: RetentionRules, *, now: dt.datetime) -> dict[str, int]:
    """How many would be."""
    counts = {}
    for table, is_over in _over(rules, now):
        counts[table.name] = int(
            connection.execute(select(func.count()).select_from(table).where(is_over)).scalar() or 0
        )
    return {name: count for name, count in counts.items() if count}


def _over(rules: RetentionRules, now: dt.datetime) -> list[tuple[Table, ColumnElement[bool]]]:
    found = []
    for table, told in declared().items():
        days = rules.days_of(told.kept) if told.kept else None
        if days is not None and told.aged_by:
            column = table.c[told.aged_by]
            before: Any = as_utc(now) - dt.timedelta(days=days)
            found.append((table, column < (before.date() if isinstance(column.type, Date) else before)))
    return found
