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
from bot.dialogue.variations import adds_up, numbered, redated, turned
from bot.nlu.atoms import Pieces
from bot.nlu.compose import Composed, compose_under
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from bot.nlu.vocabulary import ABOUT
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import ME, Condition, Measure, Operator, Period, Query, Shape
from knowledge.settings import ROOT

_CHANGES = {"only", "also", "without", "them", "by", "order", "top", "grain"}
_NARROWING = {"owner", "csm", "industry", "region", "country", "team"}
_CUSTOMER = "customer"
_SEGMENTS = ("team", "industry", "region", "country")
_WHO = {("ask", "who"), ("ask", "list")}
_WHICH = {("ask", "list"), ("ask", "who"), ("ask", "where")}


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
                Condition(f"{path}{by}", Operator.ONE_OF, tuple(str(slots[said]).split(SEVERAL)))
                for by, said in (*zip(_SEGMENTS, _SEGMENTS, strict=True), ("owner", "person"))
                if slots.get(said)
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
    if own and not own.unread and own.query.shape is Shape.FACT and not _is_of_many(state, last):
        return None
    said = {sense.kind for atom in reading.pieces.atoms for sense in atom.senses}
    refers, whole = _refers(reading), own is not None and not own.unread
    if (
        own
        and whole
        and _names_another(reading.pieces, own, last)
        and own.query.thing != last.thing
        and "by" not in said
    ):
        return _of_those(own, last) if refers and last.thing == _CUSTOMER and not last.measures else None
    if otherwise := turned(last, reading.pieces):
        return Request(otherwise)
    part = compose_under(last.thing, reading.pieces, reading.asked)
    part = part and numbered(part, last)
    if part is None or not part.is_whole or not (_says_something(part) or "ours" in said):
        return None
    anew = own is not None and _asks_anew(reading, own, last) and not said & {"only"}
    if own and whole and not refers and (anew or _asks_better(own, last, part, said)):
        return None
    if own and whole and not refers and own.query.period and (own.query.group_by or own.query.measures):
        return None
    changed = _merge(last, redated(last, part, reading), without="without" in said, ours="ours" in said)
    return Request(changed, (), part.score, part.explained) if changed != last else None


def _asks_better(own: Request, last: Query, part: Composed, said: set[str]) -> bool:
    """Whether it is a question of its own about another thing, and says more so than as a change of the last one."""
    return own.query.thing != last.thing and own.score > part.score and bool(said & {"order", ABOUT, "mine"})


def _names_another(pieces: Pieces, own: Request, last: Query) -> bool:
    """Whether a word names another thing than the last question was about, or says what only another has."""
    for atom in pieces.atoms:
        if len(atom.of_catalogue) < len(atom.senses):  # it may as well be a word between
            continue
        things = {sense.thing for sense in atom.of_catalogue}
        if any(sense.kind == "thing" and sense.thing == own.query.thing for sense in atom.of_catalogue):
            return True
        if things and last.thing not in things:
            return True
    return False


def _is_of_many(state: DialogueState, last: Query) -> bool:
    """Whether the last answer was about several customers: what is asked of one is no change of it."""
    told = json.loads(state.list_query) if state.list_query else None
    return last.shape is Shape.FACT or bool(last.measures) or last.to_json() == told


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
    """ "Has Acme any open tickets?" asks for them, rather than for their number; "seats" for those of each contract."""
    query = request.query
    rows = _rows_behind().get(f"{query.thing}.{query.select[0]}") if len(query.select) == 1 else None
    identity = all(each.field == "id" for each in query.where)
    if rows is None or not identity or query.shape is not Shape.FACT or "ask.count" in request.said:
        return query
    where = tuple(replace(each, field=_CUSTOMER) for each in query.where if each.field == "id")
    if "select" in rows:
        return replace(query, thing=rows["thing"], select=tuple(rows["select"].split()), where=where)
    return Query(rows["thing"], where=(*where, Condition(rows["flag"])))


def _asks_which(reading: Reading) -> bool:
    """ "Who was that?", それどこ？: nothing is named, only the rows are asked for."""
    assert reading.pieces
    atoms = reading.pieces.atoms
    asks = any(sense.kind == "them" and sense.key == "which" for atom in atoms for sense in atom.senses)
    bare = bool(atoms) and all(
        any((sense.kind, sense.key) in _WHICH or sense.kind == "filler" for sense in atom.senses) for atom in atoms
    )
    bare = bare and any((sense.kind, sense.key) in _WHICH for atom in atoms for sense in atom.senses)
    named = any(atom.sense("name") or atom.sense("date") for atom in atoms)
    return (asks or bare) and not reading.pieces.loose and not named


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
    return (
        reading.restates
        or any(sense.kind in {"them", "also", "only"} for atom in reading.pieces.atoms for sense in atom.senses)
        or not any(atom.of_catalogue or atom.sense(ABOUT) for atom in reading.pieces.atoms)
    )


def _asks_anew(reading: Reading, own: Request, last: Query) -> bool:
    """Whether it is a question of its own: it names what it is about, or asks who or which, and of what kind.

    "Who are the detractors?" after another list is about the whole book; "detractors?" and 批判者は narrow the list.
    """
    assert reading.pieces
    begins = reading.pieces.atoms[0] if reading.pieces.atoms else None
    asks = begins is not None and any((s.kind, s.key) in _WHO for s in begins.senses) and begins.start == 0
    said = any(each.values != (ME,) for each in own.query.where)
    return _names_its_thing(reading, last) or (asks and said and not reading.restates)


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
    where = tuple(
        replace(each, field=f"{_CUSTOMER}.{each.field}".removesuffix(".id")) for each in last.where if each.field
    )
    kept = tuple(each for each in own.query.where if not each.field.endswith("owner") or each.values != ("me",))
    return replace(own, query=replace(own.query, where=(*where, *kept)))


def _merge(last: Query, said: Query, *, without: bool, ours: bool) -> Query:
    where = _merge_conditions(last, said, without=without)
    measures, select, shape = said.measures, said.select, last.shape
    if not measures and select and last.measures and not last.group_by and all(adds_up(last, each) for each in select):
        measures = tuple(Measure("sum", each) for each in select)  # a total of something else
    if not measures and not select:
        measures, select = last.measures, last.select
    if ours:
        where = tuple(each for each in where if each.field.rpartition(".")[2] not in _NARROWING and not each.any_of)
    if _leaves_groups(last, said):
        last, measures = replace(last, measures=(), group_by=()), ()
    if said.group_by and not measures:
        measures = (Measure("count"),)
    if measures != last.measures or said.group_by:
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


def _leaves_groups(last: Query, said: Query) -> bool:
    """ "Customers by industry", then "wholesale only, by revenue": those of one group are listed."""
    one = any(each.field in last.group_by and each.operator is Operator.IS for each in said.where)
    return bool(last.group_by) and one and not (said.measures or said.group_by)


def _merge_conditions(last: Query, changes: Query, *, without: bool) -> tuple[Condition, ...]:
    """What is said anew of a field takes the place of what was said of it, and a flag that of one that excludes it."""
    said = changes.where
    if without:
        said = tuple(replace(each, operator=Operator.IS_NOT) if each.operator is Operator.IS else each for each in said)
    fields = {each.field for each in said if each.field and not (without and each.operator is Operator.IS_NOT)} | (
        {"owner", "csm"} if any(each.any_of for each in said) else set()
    )
    measures = load_catalogue().thing(last.thing).measures
    parts = [measures[each.name].part for each in changes.measures if each.name in measures]  # of a win rate: won
    groups = {_one_of(last.thing, path) for path in (*(each.field for each in said), *parts) if path} - {None}
    kept = tuple(
        each
        for each in last.where
        if each.field not in fields
        and not (each.any_of and "owner" in fields)
        and not (each.field and _one_of(last.thing, each.field) in groups)
    )
    return (*kept, *said)


def _one_of(thing: str, path: str) -> str | None:
    """What a flag is one of: of won, lost and open only one is so."""
    return load_catalogue().resolve(load_catalogue().thing(thing), path)[1].one_of
