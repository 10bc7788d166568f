"""Follow-ups as changes to the thread's last look-up, field by field: "only the retail ones", "by industry", "sum?"."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.dialogue.last_queries import is_same_rows, last_query, rows_behind, rows_of_metrics
from bot.dialogue.one_row import beside_told, of_one_row, only_tells, told_of_one
from bot.dialogue.query_changes import change_query
from bot.dialogue.state import DialogueState
from bot.dialogue.variations import moved_since, numbered, redated, turned
from bot.nlu.atoms import NAME, Pieces
from bot.nlu.compose import Composed, compose_under
from bot.nlu.draft_negations import leaves_out
from bot.nlu.draft_sides import SEGMENTS
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from bot.nlu.vocabulary import ABOUT
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import ME, Condition, Operator, Order, Query, Shape

_CHANGES = {"only", "also", "without", "them", "by", "order", "top", "grain"}
_CUSTOMER = "customer"
_AS_FILE = "as_file"
_BARE = {"filler", "them", "ask", "all", "also"}  # kinds of words that ask for nothing else
MOST_LISTED = 20  # lines that a list shows: of a longer one not all customers are known here
_FIRST = {"order", "top", "ask", "filler", "them", "was"}  # kinds of words that ask which comes first
_WHO = {("ask", "who"), ("ask", "list")}
_WHICH = {("ask", "list"), ("ask", "who"), ("ask", "where")}


def asks_for_file(reading: Reading) -> bool:
    """Whether nothing but a file is asked for: "as CSV please", エクセルで."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    said = any(sense.key == _AS_FILE for atom in atoms for sense in atom.senses)
    bare = all(any(sense.key == _AS_FILE or sense.kind in _BARE for sense in atom.senses) for atom in atoms)
    return reading.pieces is not None and not reading.pieces.loose and said and bare


def listed_last(state: DialogueState) -> Query | None:
    """The list that the thread last showed, else its last look-up."""
    return Query.from_json(json.loads(state.list_query)) if state.list_query else last_query(state)


def patched(reading: Reading, state: DialogueState) -> Request | None:
    """The last look-up with what this message changes of it; None where the message stands for itself."""
    last, own = _last_meant(reading, state), reading.request
    if last is None or reading.pieces is None or reading.asked is None or (reading.account and own):
        return None
    if reading.names_nobody:  # a name that nobody has is no part of the last question
        return None
    if rows := _rows_meant(reading, own, last) or beside_told(reading, last) or _first_of_groups(reading, last):
        return rows
    part = compose_under(last.thing, reading.pieces, reading.asked)
    part = part and numbered(part, last)
    if own and not own.unread and own.query.shape is Shape.FACT and not _is_of_many(state, last):
        return of_one_row(last, part)
    said = {sense.kind for atom in reading.pieces.atoms for sense in atom.senses}
    refers, whole = _refers(reading), own is not None and not own.unread
    without = leaves_out(reading.pieces.atoms)
    if part and part.is_whole and _narrows_listed(reading, part):
        return change_query(_held(last, part, state), part.query, part)
    if (
        own
        and not without
        and whole
        and _names_another(reading.pieces, own, last)
        and own.query.thing != last.thing
        and "by" not in said
    ):
        return _of_those(own, last, state) if refers or only_tells(own, reading) else None
    largest = _first_of_told(own, last, said) if own and whole else None
    otherwise = None if largest else turned(last, reading) or moved_since(last, reading)
    if largest or otherwise:
        return largest or (Request(otherwise) if otherwise else None)
    if part is None or not part.is_whole or not (_says_something(part) or "ours" in said):
        return None
    anew = own is not None and _asks_anew(reading, own, last) and not said & {"only"}
    counts_anew = own is not None and own.query.period and (own.query.group_by or own.query.measures)
    if own and whole and not refers:
        better = anew or _asks_better(own, last, part, said)
        if counts_anew or (better and not without):
            return None
    last = _held(last, part, state)
    changed = change_query(last, redated(last, part, reading), part, without=without, ours="ours" in said)
    return told_of_one(last, changed) or changed


def _first_of_told(own: Request, last: Query, said: set[str]) -> Request | None:
    """ "Which deal was the biggest?" after those of a quarter: of these, where no others are named."""
    asked = own.query
    scoped = asked.period or asked.limit or any(each.values != (ME,) for each in asked.where)
    if asked.thing != last.thing or not asked.order_by or scoped or "was" not in said or said & {"mine", "ours", "all"}:
        return None
    query = replace(asked, where=last.where, period=last.period, limit=1)
    return replace(own, query=query) if last.where or last.period else None


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
    if of_list and state.list_query and (last is None or last.shape is Shape.FACT or _is_of_one(last)):
        return Query.from_json(json.loads(state.list_query))
    return last


def _first_of_groups(reading: Reading, last: Query) -> Request | None:
    """ "Who has the highest?", いちばん高いの誰: nothing is named, only which of the groups comes first."""
    assert reading.pieces
    atoms = reading.pieces.atoms
    firsts = [each for each in atoms if each.sense("order") or each.sense("top")]
    largest = any(sense.key == "desc" for each in firsts for sense in each.senses)
    asks = any((sense.kind, sense.key) in _WHO for atom in atoms for sense in atom.senses)
    bare = all({sense.kind for sense in atom.senses} & _FIRST for atom in atoms) and not reading.pieces.loose
    if not (last.group_by and last.measures and largest and asks and bare):
        return None
    return Request(replace(last, order_by=(Order(last.measures[0].column, descending=True),), limit=1))


def _is_of_one(last: Query) -> bool:
    """Whether one customer was asked about: what a segment narrows is the list that they stood in."""
    return any(each.operator is Operator.IS and each.field in {"id", _CUSTOMER} for each in last.where)


def _rows_meant(reading: Reading, own: Request | None, last: Query) -> Request | None:
    """ "Who was that?", or "who left?" after a figure of churn: the rows that it is made of."""
    behind = rows_behind(last)
    if behind is None:
        return None
    if own and not own.unread and is_same_rows(own.query, behind):
        where = tuple(each for each in own.query.where if each.values != (ME,))
        query = replace(own.query, where=tuple(dict.fromkeys((*where, *behind.where))), period=behind.period)
        return replace(own, query=query)
    return Request(behind) if _asks_which(reading) else None


def rows_counted(request: Request) -> Query:
    """ "Has Acme any open tickets?" asks for them, rather than for their number; "seats" for those of each contract."""
    query = request.query
    rows = rows_of_metrics().get(f"{query.thing}.{query.select[0]}") if len(query.select) == 1 else None
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
        (sense.kind == NAME and sense.key in SEGMENTS)
        or (sense.kind == "them" and sense.key in {"those", "which"})
        or (sense.kind, sense.key) == ("ask", "sum")
        for atom in atoms
        for sense in atom.senses
    )


def _refers(reading: Reading) -> bool:
    assert reading.pieces
    return (
        reading.restates
        or any(
            sense.kind in {"them", "also", "only"} and sense.key != "some"
            for atom in reading.pieces.atoms
            for sense in atom.senses
        )
        or not any(atom.of_catalogue or atom.sense(ABOUT) for atom in reading.pieces.atoms)
    )


def _asks_anew(reading: Reading, own: Request, last: Query) -> bool:
    """Whether it is a question of its own: it names what it is about, or asks who or which, and of what kind.

    "Who are the detractors?" after another list is about the whole book; "detractors?" and 批判者は narrow the list.
    """
    assert reading.pieces
    begins = reading.pieces.atoms[0] if reading.pieces.atoms else None
    asks = begins is not None and any((s.kind, s.key) in _WHO for s in begins.senses) and begins.start == 0
    ends = reading.pieces.atoms[-1] if len(reading.pieces.atoms) > 1 else None
    asks = asks or (ends is not None and ("ask", "who") in {(s.kind, s.key) for s in ends.senses})
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


def _of_those(own: Request, last: Query, state: DialogueState) -> Request | None:
    """Another thing, of the customers that were listed; None where those were no customers, or it has none."""
    link = load_catalogue().thing(own.query.thing).fields.get(_CUSTOMER)
    if last.thing != _CUSTOMER or last.measures or link is None or link.to != _CUSTOMER:
        return None
    listed = _listed_ids(last, state)
    theirs = map(_at_customer, (listed,) if listed else last.where)
    kept = tuple(each for each in own.query.where if not each.field.endswith("owner") or each.values != (ME,))
    return replace(own, query=replace(own.query, where=(*theirs, *kept)))


def _at_customer(condition: Condition) -> Condition:
    """A condition on a customer as one on whose row it is."""
    if condition.any_of:
        return replace(condition, any_of=tuple(map(_at_customer, condition.any_of)))
    return replace(condition, field=f"{_CUSTOMER}.{condition.field}".removesuffix(".id"))


def _listed_ids(last: Query, state: DialogueState) -> Condition | None:
    """The customers that stand in the last list, where all of them do."""
    ids = tuple(dict.fromkeys(each["slots"].get("account_id") for each in state.listed))
    told = state.list_query and Query.from_json(json.loads(state.list_query)) == last
    if last.thing != _CUSTOMER or not ids or None in ids or not told or (not last.limit and len(ids) >= MOST_LISTED):
        return None
    return Condition("id", Operator.ONE_OF, tuple(int(each) for each in ids if each))


def _held(last: Query, part: Composed, state: DialogueState) -> Query:
    """ "Top five", then "total?", "sort by renewal date", "only retail": of those five, rather than of five others."""
    sorts = any(part.says("order", "by") for part in part.parts)
    if not last.limit or part.query.limit or not (part.query.measures or part.query.where or sorts):
        return last
    those = _listed_ids(last, state)
    return replace(last, where=(those,), limit=None, period=None) if those else last


def _narrows_listed(reading: Reading, part: Composed) -> bool:
    """ "Which have open tickets?", 利用が減ってるのは？ after a list: which of those, and not which of all."""
    assert reading.pieces
    query = part.query
    some = any((s.kind, s.key) == ("them", "some") for atom in reading.pieces.atoms for s in atom.senses)
    return some and bool(query.where) and not (query.measures or query.period or query.group_by or query.compare)
