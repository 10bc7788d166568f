"""The last look-up with one thing of it put otherwise: another day or number, the time before, the other way round."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import yaml

from bot.nlu.atoms import DATE, Pieces
from bot.nlu.compose import Composed
from bot.nlu.conditions import Comparing, day_condition
from bot.nlu.draft_sides import on_last_days
from bot.nlu.parts import parts_under
from bot.nlu.periods import Grain, add_months
from bot.nlu.reading import Reading
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Order, Period, Query, Shape
from knowledge.settings import ROOT

_TURNING = {"earlier", "against", "shape", "filler", "also", "them", "and", "by", "ask", DATE}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_MOVES, _PAID = {"changes", "movement"}, {"recurring", "monthly_revenue"}
_NUMERIC = {FieldType.NUMBER, FieldType.MONEY}


def turned(last: Query, reading: Reading) -> Query | None:
    """ "The quarter before?", "the other way round", 金額ベースだと, 前年同月比で: period, order or basis turned."""
    assert reading.pieces
    said = {(sense.kind, sense.key) for atom in reading.pieces.atoms for sense in atom.senses}
    if reading.pieces.loose:
        return None
    if ("turn", "order") in said and last.order_by:
        return replace(last, order_by=turned_round(last.order_by))
    stretch = _stretch(last) if _only_turns(reading.pieces) else None
    if stretch and stretch.until and ("earlier", "after") in said:
        return _moved(last, stretch, _after(stretch, reading))
    if stretch and (before := _before(stretch, reading.pieces)):
        is_compared = any(kind == "against" or key == "comparison" for kind, key in said)
        return _against(last, stretch, before) if is_compared else _moved(last, stretch, before)
    if now := _now_against(last, reading):
        return now
    if basis := next((key for kind, key in said if kind == "basis"), None):
        return _on_basis(last, basis)
    return None


def _now_against(last: Query, reading: Reading) -> Query | None:
    """ "MRR?", then "compared with the end of last month": what is so today against what was."""
    assert reading.pieces
    assert reading.asked
    senses = {(sense.kind, sense.key) for atom in reading.pieces.atoms for sense in atom.senses}
    named = next((atom.past for atom in reading.pieces.atoms if atom.sense(DATE)), None)
    plain = last.measures and not (last.period or last.compare or last.group_by or _stretch(last))
    if named is None or not plain or ("shape", "comparison") not in senses or not _only_turns(reading.pieces):
        return None
    today = Period(reading.asked.today, reading.asked.today)
    sides = on_last_days(last.thing, (today, Period(named.start, named.end or named.start)), last.measures)
    return replace(last, compare=sides)


def moved_since(last: Query, reading: Reading) -> Query | None:
    """ "That's less than in April, what happened?" after what customers pay: what moved it from then until that day."""
    assert reading.pieces
    said = {(sense.kind, sense.key) for atom in reading.pieces.atoms for sense in atom.senses}
    dates = [atom.past for atom in reading.pieces.atoms if atom.sense(DATE)]
    asks = ("ask", "why") in said or any(kind == "shape" and key in _MOVES for kind, key in said)
    held = any(kind in {"is", "order", "against"} or key == "comparison" for kind, key in said)
    then = dates[0] if len(dates) == 1 else None
    pays = last.thing == "customer" and any(_PAID & {each.name, each.of} for each in last.measures)
    if reading.pieces.loose or not (then and asks and held and pays) or last.group_by or last.compare:
        return None
    stretch = _stretch(last)
    since = (then.end or then.start) + dt.timedelta(days=1)  # from the evening of its last day
    period = Period(since, stretch.until if stretch else reading.asked.today if reading.asked else None)
    return Query(last.thing, where=last.where, period=period, shape=Shape.MOVEMENT)


def turned_round(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """The other way round."""
    return tuple(replace(each, descending=not each.descending) for each in orders)


def _only_turns(pieces: Pieces) -> bool:
    """Whether nothing is said but another stretch of time, and that the last answer is held against it."""
    return all(any(sense.kind in _TURNING for sense in atom.senses) for atom in pieces.atoms)


def _stretch(last: Query) -> Period | None:
    """The days that the last question was about, from the first to the last; ``on``: of which day of its rows."""
    if last.period and last.period.since and last.period.until:
        return last.period
    dated = next((each for each in last.where if _is_dated(last.thing, each)), None)
    if dated is None or dated.operator is not Operator.BETWEEN:
        return None
    try:
        since, until = (dt.date.fromisoformat(str(value)) for value in dated.values)
    except ValueError:  # counted from the day asked about
        return None
    return Period(since, until, on=dated.field)


def _after(stretch: Period, reading: Reading) -> Period:
    """ "And since then?": from the day after the stretch up to the day asked about; the stretch where it runs still."""
    today = reading.asked.today if reading.asked else None
    if today is None or stretch.until is None or stretch.until >= today:
        return stretch
    return Period(stretch.until + dt.timedelta(days=1), today, on=stretch.on)


def _before(stretch: Period, pieces: Pieces) -> Period | None:
    """The stretch that is said to lie before: by its name, or the one just before that the last question was about."""
    assert stretch.since
    assert stretch.until
    senses = [sense for atom in pieces.atoms for sense in atom.senses]
    touched = (stretch.until.year - stretch.since.year) * 12 + stretch.until.month - stretch.since.month + 1
    named = next((atom.past for atom in pieces.atoms if atom.sense(DATE)), None)
    compared = any(each.kind == "against" or (each.kind, each.key) == ("shape", "comparison") for each in senses)
    grain = next((each.key for each in senses if each.kind in {"earlier", "against"}), None)
    if grain is None and named and compared:
        if named.grain is not Grain.YEAR or touched >= _MONTHS["year"]:
            return Period(named.start, named.end or named.start, on=stretch.on)
        grain = "year"
    if grain is None:
        return None
    months = _MONTHS.get(grain) or touched
    if months <= touched:
        return Period(add_months(stretch.since, -months), stretch.since - dt.timedelta(days=1), on=stretch.on)
    until = add_months(stretch.until + dt.timedelta(days=1), -months) - dt.timedelta(days=1)
    return Period(add_months(stretch.since, -months), until, on=stretch.on)


def _moved(last: Query, stretch: Period, before: Period) -> Query:
    """The same of another stretch of time."""
    if last.period:
        return replace(last, period=before)
    assert before.since
    assert before.until
    days = (before.since.isoformat(), before.until.isoformat())
    return replace(
        last, where=tuple(replace(each, values=days) if each.field == stretch.on else each for each in last.where)
    )


def _against(last: Query, stretch: Period, before: Period) -> Query:
    """The figure, or how many were listed, held against that of another stretch of time."""
    where = last.where if last.period else tuple(each for each in last.where if each.field != stretch.on)
    measures = last.measures or (Measure("count"),)
    sides = (stretch, before)
    return Query(last.thing, where=where, measures=measures, period=stretch, compare=sides, group_by=last.group_by)


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
