"""The last look-up with one thing of it put otherwise: another day or number, the time before, the other way round."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import yaml

from bot.nlu.atoms import DATE, Pieces
from bot.nlu.compose import Composed
from bot.nlu.conditions import Comparing, day_condition
from bot.nlu.parts import parts_under
from bot.nlu.periods import add_months
from bot.nlu.reading import Reading
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Period, Query
from knowledge.settings import ROOT

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_NUMERIC = {FieldType.NUMBER, FieldType.MONEY}


def turned(last: Query, pieces: Pieces) -> Query | None:
    """ "The quarter before?", "the other way round", 金額ベースだと: the same with period, order or basis turned."""
    said = {(sense.kind, sense.key) for atom in pieces.atoms for sense in atom.senses}
    if pieces.loose:
        return None
    if ("turn", "order") in said and last.order_by:
        orders = tuple(replace(each, descending=not each.descending) for each in last.order_by)
        return replace(last, order_by=orders)
    if grain := next((key for kind, key in said if kind == "earlier"), None):
        return _earlier(last, grain)
    if basis := next((key for kind, key in said if kind == "basis"), None):
        return _on_basis(last, basis)
    return None


def _earlier(last: Query, grain: str) -> Query | None:
    """The same of the stretch of time just before."""
    months = _MONTHS.get(grain)
    if last.period and last.period.since and last.period.until:
        since, until = _before(last.period.since, last.period.until, months)
        return replace(last, period=Period(since, until, on=last.period.on))
    place = next((at for at, each in enumerate(last.where) if _is_dated(last.thing, each)), None)
    if place is None or last.where[place].operator is not Operator.BETWEEN:
        return None
    try:
        first, end = (dt.date.fromisoformat(str(value)) for value in last.where[place].values)
    except ValueError:  # counted from the day asked about
        return None
    since, until = _before(first, end, months)
    moved = replace(last.where[place], values=(since.isoformat(), until.isoformat()))
    return replace(last, where=(*last.where[:place], moved, *last.where[place + 1 :]))


def _before(since: dt.date, until: dt.date, months: int | None) -> tuple[dt.date, dt.date]:
    """As many months before ``since``; without a number as many as the stretch touches."""
    touched = (until.year - since.year) * 12 + until.month - since.month + 1
    return add_months(since, -(months or touched)), since - dt.timedelta(days=1)


def _on_basis(last: Query, basis: str) -> Query | None:
    """A share of customers as one of money, a number as a sum, or the other way round."""
    pairs = _other_bases()[basis]
    names = [pairs.get(each.name) for each in last.measures]
    return replace(last, measures=tuple(Measure(name) for name in names if name)) if any(names) else None


@cache
def _other_bases() -> dict[str, dict[str, str]]:
    path = ROOT / "data" / "other_bases.yml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def redated(last: Query, part: Composed, reading: Reading) -> Query:
    """What is said, its period as one of the day that the last question asked about: "won in July", then "in May"."""
    assert reading.pieces
    assert reading.asked
    dated = next((each for each in last.where if _is_dated(last.thing, each)), None)
    if part.query.period is None or dated is None:
        return part.query
    dates = [each for each in parts_under(last.thing, reading.pieces) if each.kind == DATE]
    conditions = day_condition(dated.field, dates[0], reading.asked.today) if dates else []
    return replace(part.query, period=None, where=(*part.query.where, *conditions)) if conditions else part.query


def numbered(part: Composed, last: Query) -> Composed:
    """A bare number holds what the last question held a number against: "at least 9", then "only the 10s"."""
    places = [at for at, each in enumerate(part.parts) if each.kind == "number" and each.atom.text in part.unread]
    held = next((each.field for each in last.where if _is_numeric(last.thing, each)), None)
    shown = [path for path in (*last.select, *(each.of or "" for each in last.measures)) if path]
    amounts = [held] if held else [path for path in shown if adds_up(last, path)]
    if len(places) != 1 or not amounts:
        return part
    said = Comparing.at(part.parts, places[0])
    value = int(said.value) if said.value == int(said.value) else said.value
    where = (*part.query.where, Condition(amounts[0], said.operator, (value,)))
    unread = tuple(each for each in part.unread if each != part.parts[places[0]].atom.text)
    return replace(part, query=replace(part.query, where=where), unread=unread)


def _is_numeric(thing: str, condition: Condition) -> bool:
    if not condition.field or not all(isinstance(value, int | float) for value in condition.values):
        return False
    kind = load_catalogue().resolve(load_catalogue().thing(thing), condition.field)[1].type
    return bool(condition.values) and kind in _NUMERIC and condition.field.rpartition(".")[2] != "id"


def _is_dated(thing: str, condition: Condition) -> bool:
    """Whether it holds a day of the thing against days."""
    if not condition.field or not condition.values:
        return False
    return load_catalogue().resolve(load_catalogue().thing(thing), condition.field)[1].type is FieldType.DAY


def adds_up(query: Query, path: str) -> bool:
    """Whether the field is an amount of which a sum makes sense."""
    field = load_catalogue().resolve(load_catalogue().thing(query.thing), path)[1]
    return field.type in _NUMERIC and field.adds_up
