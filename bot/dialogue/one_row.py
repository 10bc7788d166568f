"""Follow-ups on what one row was told of: what stands beside it, since when, and how one customer stands."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.query_changes import NARROWING, amount_of_flags, change_query, one_of
from bot.nlu.compose import Composed
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from bot.nlu.vocabulary import AFTER
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import ME, Operator, Order, Query, Shape

_CUSTOMER = "customer"

_TOLD_OF_ONE = 3  # facts of one customer that a list was not of

_TOLD_OF_ROW = {FieldType.MONEY, FieldType.NUMBER, FieldType.DAY}


def told_of_one(last: Query, changed: Request) -> Request | None:
    """ "Detractors?", then "and Pebbleyard?": what its standing is read from, rather than whether it is listed."""
    query, fields = changed.query, load_catalogue().thing(_CUSTOMER).fields
    one = tuple(each for each in query.where if (each.field, each.operator) == ("id", Operator.IS))
    listed = last.thing == _CUSTOMER and not (last.measures or last.compare or last.grain or last.shape is Shape.FACT)
    if not (one and listed) or query.measures or query.select or any(each.field == "id" for each in last.where):
        return None
    told: list[str] = []
    for each in (fields[each.field] for each in last.where if each.field in fields and each.field not in NARROWING):
        told += each.beside if each.type is FieldType.FLAG and each.beside else (each.key,)
    select = tuple(dict.fromkeys(told))[:_TOLD_OF_ONE]
    return replace(changed, query=Query(_CUSTOMER, select, one, shape=Shape.FACT)) if select else None


def beside_told(reading: Reading, last: Query) -> Request | None:
    """ "And used?", 余りは？ after the seats: what belongs beside them, by such words; "when?" of a flag."""
    assert reading.pieces
    atoms, fields = reading.pieces.atoms, load_catalogue().thing(last.thing).fields
    if reading.pieces.loose or last.group_by or last.compare:
        return None
    said = {(sense.kind, sense.key) for atom in atoms for sense in atom.senses}
    thing = load_catalogue().thing(last.thing)
    days = [*(fields[each.field].day for each in last.where if each.field in fields), thing.day]
    light = all(any(s.kind in {"ask", "filler", "also", "and"} for s in atom.senses) for atom in atoms)
    if ("ask", "when") in said and light and last.thing != _CUSTOMER and (day := next(filter(None, days), None)):
        return Request(replace(last, select=(day,), measures=(), order_by=last.order_by or (Order(day, True),)))
    told = {key for path in last.select if path in fields for key in (path, *fields[path].beside)}
    group = told | {key for key, each in fields.items() if told & set(each.beside)}
    named = [
        s.key for atom in atoms for s in atom.senses if (s.kind, s.thing) == (AFTER, last.thing) and s.key in group
    ]
    plain = all(any(s.kind in {AFTER, "ask", "filler", "also", "them", "and"} for s in atom.senses) for atom in atoms)
    return Request(replace(last, select=(named[0],))) if named and plain and not last.measures else None


def only_tells(own: Request, reading: Reading) -> bool:
    """ "What did they say", メアドは？: fields of something that is not named itself, and nothing of whose."""
    assert reading.pieces
    named = any(sense.kind == "thing" for atom in reading.pieces.atoms for sense in atom.senses)
    return bool(own.query.select) and not named and all(each.values == (ME,) for each in own.query.where)


def of_one_row(last: Query, part: Composed | None) -> Request | None:
    """One deal was listed, then "what is it worth", "since when": of that deal, rather than of its customer."""
    if part is None or not part.is_whole or part.query.period or last.measures:
        return None
    said, thing = part.query, load_catalogue().thing(last.thing)
    if said.where:  # "and the promoters" after one detractor
        groups = {one_of(last.thing, each.field) for each in last.where if each.field} - {None}
        turns = all(each.field and one_of(last.thing, each.field) in groups for each in said.where)
        return change_query(last, said, part) if turns and last.shape is not Shape.FACT else None
    asked = [*said.select, *(each.field for each in said.order_by), *(each.of or "" for each in said.measures)]
    told = [thing.fields[path].type in _TOLD_OF_ROW for path in asked if path in thing.fields]
    if last.thing == _CUSTOMER and not amount_of_flags(last, part):
        return None
    if not told or not all(told) or len(told) != len(list(filter(None, asked))):
        return None
    return change_query(last, said, part)
