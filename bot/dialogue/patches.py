"""Follow-ups as changes to the thread's last look-up, field by field: "only the retail ones", "by industry", "sum?"."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from actions.reply import SEVERAL
from bot.dialogue.state import DialogueState
from bot.nlu.compose import Composed, compose_under
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import ME, Condition, Measure, Operator, Period, Query, Shape
from knowledge.settings import ROOT

_CHANGES = {"only", "also", "without", "them", "by", "order", "top", "grain"}
_NARROWING = {"owner", "csm", "industry", "region", "country", "team"}
_CUSTOMER = "customer"
_SEGMENTS = ("team", "industry", "region", "country")


def last_query(state: DialogueState) -> Query | None:
    """The look-up that the thread last answered; a figure of the firm is one, too."""
    if state.intent == "show_metrics":
        return _query_of_figure(state.slots)
    told: Any = state.slots.get("query") if state.intent == "look_up" else None
    return Query.from_json(json.loads(told)) if told else None


def _query_of_figure(slots: dict[str, Any]) -> Query | None:
    """The figures that were told as measures of the thing that has them."""
    names = str(slots.get("metric") or "").split(",")
    for thing in load_catalogue().things.values():
        named = [key for key, each in thing.measures.items() if each.metric in names or key in names]
        if named and len(named) == len(names):
            path = "" if thing.key == _CUSTOMER else f"{_CUSTOMER}."
            where = [
                Condition(f"{path}{by}", Operator.ONE_OF, tuple(str(slots[by]).split(SEVERAL)))
                for by in _SEGMENTS
                if slots.get(by)
            ]
            return Query(thing.key, where=tuple(where), measures=tuple(map(Measure, named)), period=_period(slots))
    return None


def _is_same_rows(own: Query, behind: Query) -> bool:
    """ "Who left?" after a figure of churn: those of its period."""
    plain = not (own.period or own.measures or own.compare or own.group_by)
    return (
        own.thing == behind.thing
        and plain
        and {each.field for each in behind.where} & {each.field for each in own.where} != set()
    )


def _period(slots: dict[str, Any]) -> Period | None:
    if not slots.get("date"):
        return None
    since = dt.date.fromisoformat(slots["date"])
    return Period(since, dt.date.fromisoformat(slots.get("date_end") or slots["date"]))


@cache
def _rows_behind() -> dict[str, dict[str, str]]:
    path = ROOT / "data" / "rows_behind.yml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _behind(last: Query) -> Query | None:
    """The rows that the last figure is made of; None where it was no figure."""
    if not last.measures or last.compare:
        return None
    rows = _rows_behind().get(last.measures[0].name)
    if rows is None:
        return Query(last.thing, where=last.where, period=last.period)
    flag = (Condition(rows["flag"]),) if "flag" in rows else ()
    where = last.where if rows["thing"] == last.thing else ()
    return Query(rows["thing"], where=(*where, *flag), period=last.period)


def patched(reading: Reading, state: DialogueState) -> Request | None:
    """The last look-up with what this message changes of it; None where the message stands for itself."""
    last, own = _last_meant(reading, state), reading.request
    if last is None or reading.pieces is None or reading.asked is None or (reading.account and own):
        return None
    if reading.mention and not reading.account:  # a name that nobody has is no part of the last question
        return None
    if rows := _rows_meant(reading, own, last):
        return rows
    said = {sense.kind for atom in reading.pieces.atoms for sense in atom.senses}
    refers = _refers(reading)
    if own and not own.unread and own.query.thing != last.thing and "by" not in said:
        return _of_those(own, last) if refers and last.thing == _CUSTOMER and not last.measures else None
    part = compose_under(last.thing, reading.pieces, reading.asked)
    if part is None or not part.is_whole or not _says_something(part):
        return None
    if own and not own.unread and not refers and _names_its_thing(reading, last) and not said & {"only"}:
        return None
    if own and not own.unread and not refers and own.query.period and (own.query.group_by or own.query.measures):
        return None
    changed = _merge(last, part.query, without="without" in said, ours="ours" in said)
    return Request(changed, (), part.score, part.explained)


def _last_meant(reading: Reading, state: DialogueState) -> Query | None:
    """The last look-up; after one customer's fact the list before it, where its rows are spoken of."""
    last = last_query(state)
    of_list = reading.pieces is not None and _is_of_the_list(reading)
    if of_list and state.list_query and (last is None or last.shape is Shape.FACT):
        return Query.from_json(json.loads(state.list_query))
    return last


def _rows_meant(reading: Reading, own: Request | None, last: Query) -> Request | None:
    """ "Who was that?", or "who left?" after a figure of churn: the rows that it is made of."""
    behind = _behind(last)
    if behind is None:
        return None
    if own and not own.unread and _is_same_rows(own.query, behind):
        where = tuple(each for each in own.query.where if each.values != (ME,))
        query = replace(own.query, where=tuple(dict.fromkeys((*where, *behind.where))), period=behind.period)
        return replace(own, query=query)
    return Request(behind) if _asks_which(reading) else None


def rows_counted(request: Request) -> Query:
    """ "Has Acme any open tickets?" asks for them, rather than for their number."""
    query = request.query
    rows = _rows_behind().get(f"{query.thing}.{query.select[0]}") if len(query.select) == 1 else None
    if rows is None or query.shape is not Shape.FACT or "ask.count" in request.said:
        return query
    where = tuple(replace(each, field=_CUSTOMER) for each in query.where if each.field == "id")
    return Query(rows["thing"], where=(*where, Condition(rows["flag"])))


def _asks_which(reading: Reading) -> bool:
    """ "Who was that?", それどこ？: nothing is named, only the rows are asked for."""
    assert reading.pieces
    atoms = reading.pieces.atoms
    asks = any(sense.kind == "them" and sense.key == "which" for atom in atoms for sense in atom.senses)
    return asks and not reading.pieces.loose and not any(atom.sense("name") or atom.sense("date") for atom in atoms)


def _is_of_the_list(reading: Reading) -> bool:
    """ "Only the retail ones", "what do they pay together": the list told last, whatever was asked since."""
    assert reading.pieces
    atoms = reading.pieces.atoms
    return any(atom.sense(kind) for atom in atoms for kind in ("only", "without", "order", "top", "by")) or any(
        (sense.kind == "them" and sense.key in {"those", "which"}) or (sense.kind, sense.key) == ("ask", "sum")
        for atom in atoms
        for sense in atom.senses
    )


def _refers(reading: Reading) -> bool:
    assert reading.pieces
    return any(
        sense.kind in {"them", "also", "only"} for atom in reading.pieces.atoms for sense in atom.senses
    ) or not any(atom.of_catalogue for atom in reading.pieces.atoms)


def _names_its_thing(reading: Reading, last: Query) -> bool:
    assert reading.pieces
    return any(
        sense.kind == "thing" and sense.thing == last.thing for atom in reading.pieces.atoms for sense in atom.senses
    )


def _says_something(part: Composed) -> bool:
    query = part.query
    return bool(
        query.select
        or query.where
        or query.measures
        or query.group_by
        or query.order_by
        or query.limit
        or query.period
        or query.compare
        or query.grain
    )


def _of_those(own: Request, last: Query) -> Request:
    """Another thing, of the customers that were listed."""
    where = tuple(replace(each, field=f"{_CUSTOMER}.{each.field}") for each in last.where if each.field)
    kept = tuple(each for each in own.query.where if not each.field.endswith("owner") or each.values != ("me",))
    return replace(own, query=replace(own.query, where=(*where, *kept)))


def _merge(last: Query, said: Query, *, without: bool, ours: bool) -> Query:
    where = _merge_conditions(last.where, said.where, without=without)
    measures, select, shape = said.measures, said.select, last.shape
    if not measures and not select:
        measures, select = last.measures, last.select
    if ours:
        where = tuple(each for each in where if each.field.rpartition(".")[2] not in _NARROWING)
    if said.group_by and not measures:
        measures = (Measure("count"),)
    if said.select or measures != last.measures or said.group_by:
        shape = None if shape is Shape.FACT else shape
    return replace(
        last,
        select=() if measures else select or last.select,
        where=where,
        measures=measures,
        group_by=said.group_by or (last.group_by if measures == last.measures else ()),
        order_by=said.order_by or last.order_by,
        limit=said.limit or (None if said.where or measures else last.limit),
        period=said.period or last.period,
        compare=said.compare or last.compare,
        grain=said.grain or last.grain,
        shape=shape,
    )


def _merge_conditions(
    last: tuple[Condition, ...], said: tuple[Condition, ...], *, without: bool
) -> tuple[Condition, ...]:
    """What is said anew of a field takes the place of what was said of it."""
    if without:
        said = tuple(replace(each, operator=Operator.IS_NOT) if each.operator is Operator.IS else each for each in said)
    fields = {each.field for each in said if each.field} | (
        {"owner", "csm"} if any(each.any_of for each in said) else set()
    )
    kept = tuple(each for each in last if each.field not in fields and not (each.any_of and "owner" in fields))
    return (*kept, *said)
