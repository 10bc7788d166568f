"""The rows that a query asks for: which columns, in which order, each with its file and line."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.sql.elements import Label

from knowledge.semantic.catalogue import Catalogue, FieldType, Thing
from knowledge.semantic.expressions import Setting
from knowledge.semantic.found import Column, Found
from knowledge.semantic.query import Condition, Operator, Order, Query
from knowledge.semantic.statement import Rows
from knowledge.semantic.values import value_of

_MOST_COLUMNS = 5
_OPEN_TYPES = {FieldType.DAY, FieldType.MOMENT, FieldType.MONEY, FieldType.NUMBER, FieldType.SHARE}
_CLOSED = {Operator.EMPTY, Operator.HAS, Operator.HAS_NOT, Operator.IS_NOT}
_TOTAL, _ID = "total_", "id_"
# What each row carries beside what is asked of it: whose it is, and the file and line that it came from.
_OWN = {_ID: "id", "account_": "account_id", "source_": "source", "line_": "source_line"}
_TOLD_AS = {"account_": "customer.id", "source_": "source", "line_": "source.line"}


def list_rows(query: Query, catalogue: Catalogue, setting: Setting, most: int) -> Found:
    """At most so many rows, each value labelled and read by its path."""
    thing = catalogue.thing(query.thing)
    paths = _paths(query, catalogue, thing)
    rows = Rows(catalogue, setting, thing, query.where)
    orders = query.order_by or _usual_order(thing)
    labelled: dict[str, Label[Any]] = {path: rows.column(path).label(f"c{place}") for place, path in enumerate(paths)}
    for each in orders:
        if each.field not in labelled:
            labelled[each.field] = rows.column(each.field).label(f"o{len(labelled)}")
    where = rows.where()
    own = {key: rows.row.c[name] for key, name in _OWN.items() if name in rows.row.c}
    statement: Select[Any] = (
        select(
            *(column.label(name) for name, column in own.items()),
            func.count().over().label(_TOTAL),
            *labelled.values(),
        )
        .select_from(rows.source)
        .where(where)
    )
    inner = statement.subquery("found")
    outer = select(inner)
    for each in orders:
        column = inner.c[labelled[each.field].name]
        outer = outer.order_by(column.is_(None), column.desc() if each.descending else column)
    outer = outer.order_by(inner.c[_ID])
    found = setting.access.connection.execute(outer.limit(min(query.limit or most, most))).mappings().all()
    values = tuple(
        {
            "id": row[_ID],
            **{_TOLD_AS[key]: row[key] for key in own if key != _ID},
            **{path: value_of(row[label.name], catalogue, thing, path) for path, label in labelled.items()},
        }
        for row in found
    )
    columns = tuple(Column(path, catalogue.resolve(thing, path)[1]) for path in paths)
    total = int(found[0][_TOTAL]) if found else 0
    return Found(query, thing, columns, values, total, setting.today)


def _usual_order(thing: Thing) -> tuple[Order, ...]:
    return tuple(Order(key.removeprefix("-"), descending=key.startswith("-")) for key in thing.order)


def _paths(query: Query, catalogue: Catalogue, thing: Thing) -> tuple[str, ...]:
    """What is told of each row: its title, what was asked for and belongs beside it; else what speaks for it there."""
    if query.select:
        beside = (key for path in query.select for key in _beside(path, catalogue, thing))
        return tuple(dict.fromkeys((*thing.title, *query.select, *beside)))
    telling = [path for each in query.where for path in _telling(each, catalogue, thing)]
    ordered = [each.field for each in query.order_by]
    fixed = {each.field for each in query.where if each.operator is Operator.IS and len(each.values) == 1}
    usual = (path for path in thing.usual if path not in fixed)
    paths = dict.fromkeys((*thing.title, *telling, *ordered, *usual))
    return tuple(paths)[: max(_MOST_COLUMNS, len(thing.title) + len(telling) + len(ordered))]


def _beside(path: str, catalogue: Catalogue, thing: Thing) -> list[str]:
    links, field = catalogue.resolve(thing, path)
    return [".".join([*(link.key for link in links), key]) for key in field.beside]


def _telling(condition: Condition, catalogue: Catalogue, thing: Thing) -> list[str]:
    """The values that a condition leaves open, so that a reader sees why a row is there."""
    if condition.any_of:
        return [path for each in condition.any_of for path in _telling(each, catalogue, thing)]
    links, field = catalogue.resolve(thing, condition.field)
    if any(link.is_many for link in links) or field.is_many or condition.operator in _CLOSED:
        return []
    if field.type is FieldType.FLAG:
        day = ".".join([*(link.key for link in links), field.day]) if field.day else ""
        return [*([day] if day else []), *_beside(condition.field, catalogue, thing)]
    is_open = field.type in _OPEN_TYPES or condition.operator in {Operator.CONTAINS, Operator.STARTS_WITH}
    return [condition.field] if is_open and field.words.get("en") and field.key != "id" else []
