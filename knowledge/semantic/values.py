"""Values of a look-up as Python holds them, whatever the database gives."""

from __future__ import annotations

import datetime as dt
from typing import Any

from knowledge.kernel.moments import as_utc
from knowledge.semantic.catalogue import Catalogue, FieldType, Thing


def value_of(value: Any, catalogue: Catalogue, thing: Thing, path: str) -> Any:
    """As Python holds it; what SQLite gives as text or number is made a day or a truth."""
    field = catalogue.resolve(thing, path)[1]
    kind = field.type
    if field.is_many:
        return int(value or 0)
    if value is None:
        return None
    if kind is FieldType.DAY and not isinstance(value, dt.date):
        return dt.date.fromisoformat(str(value)[:10])
    if kind is FieldType.MOMENT:
        return as_utc(value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value)))
    if kind is FieldType.FLAG:
        return bool(value)
    if kind in {FieldType.MONEY, FieldType.NUMBER, FieldType.SHARE}:
        return number_of(value)
    return value


def number_of(value: Any) -> int | float | None:
    """A whole number as one, whatever the database counts in."""
    if value is None:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number
