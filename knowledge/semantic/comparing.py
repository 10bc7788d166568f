"""Conditions on values: what each operator means for each type of field."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_

from knowledge.kernel.moments import as_utc
from knowledge.kernel.zones import zone_or
from knowledge.semantic.catalogue import Field, FieldType
from knowledge.semantic.expressions import Setting
from knowledge.semantic.query import ME, Condition, Operator, Value

_RELATIVE = re.compile(r"today(?:([+-])(\d+))?$")
_TEXTS = {FieldType.TEXT, FieldType.WORD}


def compare(column: ColumnElement[Any], field: Field, condition: Condition, setting: Setting) -> ColumnElement[bool]:
    """The condition on a value of this row."""
    if condition.operator is Operator.EMPTY:
        return column.is_(None)
    if condition.operator is Operator.KNOWN:
        return column.is_not(None)
    if field.type is FieldType.FLAG:
        wanted = bool(condition.values[0]) if condition.values else True
        return column if (condition.operator is not Operator.IS_NOT) == wanted else not_(func.coalesce(column, False))
    values = [_read(value, field, setting) for value in condition.values]
    if field.type is FieldType.MOMENT:
        return _compare_moments(column, condition.operator, values, setting)
    if field.type in _TEXTS:
        column, values = func.lower(column), [str(value).casefold() for value in values]
    return _compare(column, condition.operator, values)


def compare_link(
    key: ColumnElement[Any], names: list[ColumnElement[Any]], condition: Condition, setting: Setting
) -> ColumnElement[bool]:
    """The condition on the row linked to: by our id where a number is given, the asker, or any of its names."""
    if condition.operator is Operator.EMPTY:
        return key.is_(None)
    if condition.operator is Operator.KNOWN:
        return key.is_not(None)
    parts: list[ColumnElement[bool]] = []
    for value in condition.values:
        if value == ME:
            me = setting.access.viewer.person_id
            parts.append(key == me if me is not None else false())
        elif isinstance(value, int):
            parts.append(key == value)
        else:
            parts += [_compare(func.lower(name), _of_names(condition), [str(value).casefold()]) for name in names]
    found = or_(false(), *parts)
    return not_(func.coalesce(found, False)) if condition.operator is Operator.IS_NOT else found


def read_day(value: Value, today: dt.date) -> dt.date:
    """ISO text, or a day counted from ``today``. ValueError for anything else."""
    if found := _RELATIVE.match(str(value)):
        days = int(found[2] or 0)
        return today + dt.timedelta(days=-days if found[1] == "-" else days)
    return dt.date.fromisoformat(str(value)[:10])


def _compare_moments(
    column: ColumnElement[Any], operator: Operator, days: list[dt.date], setting: Setting
) -> ColumnElement[bool]:
    """A moment against whole days of the firm's own zone."""
    zone = zone_or(None, setting.access.rules.firm.timezone)

    def begins(day: dt.date) -> dt.datetime:
        return as_utc(dt.datetime.combine(day, dt.time(0), tzinfo=zone))

    first, after = begins(days[0]), begins(days[-1] + dt.timedelta(days=1))
    match operator:
        case Operator.LESS:
            return column < first
        case Operator.AT_MOST:
            return column < after
        case Operator.MORE:
            return column >= after
        case Operator.AT_LEAST:
            return column >= first
        case _:
            return and_(column >= first, column < after)


def _of_names(condition: Condition) -> Operator:
    inexact = {Operator.CONTAINS, Operator.STARTS_WITH}
    return condition.operator if condition.operator in inexact else Operator.IS


def _read(value: Value, field: Field, setting: Setting) -> Any:
    if field.type in {FieldType.DAY, FieldType.MOMENT}:
        return read_day(value, setting.today)
    if field.type in {FieldType.MONEY, FieldType.NUMBER, FieldType.SHARE}:
        return float(value)
    return value


def _compare(column: ColumnElement[Any], operator: Operator, values: list[Any]) -> ColumnElement[bool]:
    first = values[0] if values else None
    match operator:
        case Operator.IS | Operator.ONE_OF | Operator.HAS:
            return column.in_(values)
        case Operator.IS_NOT | Operator.HAS_NOT:
            return or_(column.not_in(values), column.is_(None))
        case Operator.LESS:
            return column < first
        case Operator.AT_MOST:
            return column <= first
        case Operator.MORE:
            return column > first
        case Operator.AT_LEAST:
            return column >= first
        case Operator.BETWEEN:
            return column.between(first, values[1])
        case Operator.CONTAINS:
            return and_(*(column.icontains(value, autoescape=True) for value in values))
        case Operator.STARTS_WITH:
            return column.startswith(first, autoescape=True)
        case _:
            raise ValueError(f"{operator} does not hold a value against another")
