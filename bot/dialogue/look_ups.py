"""Whether a message asks for facts of the store rather than for advice, and the slots of the look-up."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from actions.registry import spec_of
from actions.reply import SEVERAL
from bot.dialogue.in_total import of_all
from bot.dialogue.last_queries import last_query
from bot.dialogue.own_answers import (
    ASKS,
    CLEAR,
    FAIRLY,
    SURE,
    divides_by_person,
    is_owned,
    names_other,
    owned_asked,
    stays_figure,
    tells_all_figures,
    waits_for_whom,
)
from bot.dialogue.patches import patched, rows_counted
from bot.dialogue.said_words import asks_standing, loose_words, names_a_day, says
from bot.dialogue.state import DialogueState
from bot.dialogue.subjects import of_those
from bot.dialogue.whether_done import how_much_is_left, left_to_do, who_has_none
from bot.dialogue.why_lost import behind_win_rate
from bot.nlu.atoms import DATE, NAME, Atom
from bot.nlu.compose import letters_of
from bot.nlu.followups import FollowUp
from bot.nlu.language import asks_last
from bot.nlu.reading import Reading
from bot.nlu.records import asks
from bot.nlu.reminding import orders_meeting
from bot.nlu.request import Request
from bot.nlu.steps import asks_something, is_order
from bot.nlu.told import tells
from knowledge.semantic.catalogue import Field, FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Operator, Query, Shape

INTENT = "look_up"
_NEED = "need"
_PROPOSAL, _PITCHED = "proposal", "recommend_offer"
_FEW_WORDS, _FEW_LETTERS = 4, 24
# Questions of advice, in which a word such as "pitch" asks for it, rather than for what was pitched.
_ADVISES = {
    "recommend_offer",
    "check_timing",
    "compare_tiers",
    "handle_objection",
    "draft_talk_track",
    "explain_answer",
}
_STANDINGS = {"band", "healthy", "at_risk", "watched"}
_TEXTS = {"draft_talk_track", "handle_objection"}
_ORDERS = {"order.desc", "order.asc", "order.soon", "order.late", "order.long", "order.most", "top.desc", "top.asc"}
_READ_FOR_OTHER = 1.5  # letters that must be read for each one left, where other facts are named
_READ_FOR_LEFT = 3.0  # letters that must be read for each one left, where nobody else understands it


def find_request(reading: Reading, follow_up: FollowUp, state: DialogueState) -> Request | None:
    """What is asked of the store; None where advice, a text or something else is asked for.

    "In that quarter" is the period of the answer before.
    """
    found = _find_request(reading, follow_up, state)
    before = last_query(state) if found and _in_that_period(reading) else None
    if found is None or before is None or before.period is None or found.query.period:
        return found
    return replace(found, query=replace(found.query, period=before.period))


def _in_that_period(reading: Reading) -> bool:
    atoms = reading.pieces.atoms if reading.pieces else ()
    return any(sense.kind == "then" for atom in atoms for sense in atom.senses)


def _find_request(reading: Reading, follow_up: FollowUp, state: DialogueState) -> Request | None:
    if meant := needs_asked(reading) or behind_win_rate(reading.request):
        return meant
    ordered = reading.account is not None and orders_meeting(reading.text)
    of_figures = follow_up.narrows and state.intent and spec_of(state.intent).narrowed
    narrows = of_figures and not divides_by_person(reading) and not (reading.restates and follow_up.splits)
    told = ordered or tells(reading)
    if told or (follow_up.same_question and state.intent not in {INTENT, None}) or narrows:
        return None
    if _only_asks_why(reading):
        return None
    request = _without_its_name(reading)
    stands = request and reading.account and not says(reading, "check_timing") and asks_standing(request)
    standing = request if stands else None
    if meant := standing or _whom_to_call(reading, state) or (None if _acts(reading) else of_those(reading, state)):
        return meant
    if changed := patched(reading, state):
        return None if _acts(reading) or stays_figure(reading, state, changed) else changed
    request = of_all(request, reading)
    if request is None or _acts(reading) or _is_told(reading, request, state) or is_owned(reading, request):
        return None
    if reading.intent in _TEXTS and reading.confidence >= FAIRLY and request.query.thing != "contact":
        return None
    if waits_for_whom(reading, request, state):
        return None
    if not request.unread:
        strange = reading.refused and reading.confidence >= CLEAR and not _names_what_we_keep(reading, request)
        return None if strange else replace(request, query=_meant_by(request, reading))
    return request if _is_worth_telling(reading, request) else None


def _meant_by(request: Request, reading: Reading) -> Query:
    """What is told of a question that asks whether all, any or none is so."""
    asked = owned_asked(request) or left_to_do(request, reading) or how_much_is_left(request) or who_has_none(request)
    return asked or rows_counted(request)


def _without_its_name(reading: Reading) -> Request | None:
    """The request where the name of a customer who is asked back for counts as read: it will be answered."""
    request = reading.request
    if request is None or not reading.candidates or not reading.mention:
        return request
    name = reading.mention.casefold()
    return replace(request, unread=tuple(each for each in request.unread if each.casefold() not in name))


def _is_worth_telling(reading: Reading, request: Request) -> bool:
    """Whether facts are told though words are left over, which are named below the answer."""
    if reading.refused or (request.query.shape is Shape.FACT and not request.query.select):
        return False  # a yes or no to half of what was asked would be none
    left = sum(map(letters_of, request.unread))
    if names_other(reading, request):
        return request.explained >= _READ_FOR_OTHER * left
    doubtful = reading.close or reading.confidence < SURE or tells_all_figures(reading)
    doubtful = doubtful or (spec_of(reading.intent).writes and bool(request.said & _ORDERS))  # a list is no change
    asks = bool(request.said & (ASKS | _ORDERS)) or asks_something(reading.text)
    return doubtful and asks and request.explained >= _READ_FOR_LEFT * left


def _names_what_we_keep(reading: Reading, request: Request) -> bool:
    """Whether a name of the store, or a word for what is listed, stands in what was taken for nothing of ours.

    So does a field of the customer spoken of.
    """
    if request.query.shape is Shape.FACT and request.query.select:
        return True
    atoms = reading.pieces.atoms if reading.pieces else ()
    thing = request.query.thing
    return any(
        sense.kind in {NAME, "mine", "ours"} or (sense.kind in {"thing", "value"} and sense.thing == thing)
        for atom in atoms
        if not atom.sense("filler")
        for sense in atom.senses
    )


def _whom_to_call(reading: Reading, state: DialogueState) -> Request | None:
    """ "And who do I call?" of the customer that is meant, rather than which customers to call."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    said = {(sense.kind, sense.key) for atom in atoms for sense in atom.senses}
    kinds = {kind for kind, _ in said} - {"filler", "ask"}
    account_id = reading.account.id if reading.account else state.account_id
    meets = ("act", "meet") in said or (("act", "rank_accounts") in said and bool(kinds & {"also", "them"}))
    if account_id is None or not meets or not kinds <= {"act", "also", "and", "them", NAME}:
        return None
    if loose_words(reading) or any(kind == NAME and key != "account" for kind, key in said):
        return None
    here = Condition("customer", Operator.IS, (account_id,))
    return Request(Query("contact", where=(here,)))


def _only_asks_why(reading: Reading) -> bool:
    """A bare "why?", and "where does that come from", is about the last answer, never about a field of reasons."""
    kinds = {sense.kind for atom in (reading.pieces.atoms if reading.pieces else ()) for sense in atom.senses}
    few = len(reading.text.split()) <= _FEW_WORDS and len(reading.text) <= _FEW_LETTERS and not _names_flag(reading)
    bare = few or not kinds & {NAME, "date", "thing", "measure", "value"}
    asks_why = reading.pieces is not None and any(
        sense.kind == "ask" and sense.key == "why" for atom in reading.pieces.atoms for sense in atom.senses
    )
    return (
        asks_why and reading.intent == "explain_answer" and reading.confidence >= CLEAR and not reading.mention and bare
    )


def _names_flag(reading: Reading) -> bool:
    """Whether what is so of rows is named without doubt: lost deals, of which it may be asked why."""
    fields = load_catalogue().things
    return any(
        sense.kind == "field" and fields[sense.thing].fields[sense.key].type is FieldType.FLAG
        for atom in (reading.pieces.atoms if reading.pieces else ())
        if atom.of_catalogue == atom.senses
        for sense in atom.senses
    )


def told_instead(query: Query) -> Query:
    """What is told of rows with a flag in place of what they no longer have: of who left, what they paid."""
    fields = load_catalogue().thing(query.thing).fields
    flags = [each.field for each in query.where if each.field in fields and each.operator is not Operator.IS_NOT]
    days = {each.day for each in fields.values() if each.is_of_period and each.day}
    dated = [key for key, each in fields.items() if each.day in days & set(flags) and each.is_of_period]
    other = {name: told for flag in (*flags, *dated) for name, told in fields[flag].instead.items()}
    if not other:
        return query
    return replace(
        query,
        select=tuple(other.get(path, path) for path in query.select),
        measures=tuple(replace(each, of=other.get(each.of or "", each.of)) for each in query.measures),
        order_by=tuple(replace(each, field=other.get(each.field, each.field)) for each in query.order_by),
    )


def as_slots(request: Request, language: str) -> dict[str, Any]:
    """The slots of the look-up."""
    query = told_instead(request.query)
    slots: dict[str, Any] = {"query": json.dumps(query.to_json(), ensure_ascii=False), "language": language}
    return slots | ({"unread": SEVERAL.join(request.unread)} if request.unread else {})


def asks_to_remind(reading: Reading) -> bool:
    """Whether a word asks to be reminded; without one a question about a day sets no reminder."""
    return says(reading, "set_reminder")


def needs_asked(reading: Reading) -> Request | None:
    """ "Acme needs": of whom, and nothing that they would need; what is on record is asked for."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    bare = all(atom.sense(NAME) or any(s.thing == _NEED for s in atom.senses) or atom.sense("filler") for atom in atoms)
    if reading.intent != "record_need" or reading.account is None or not bare or loose_words(reading):
        return None
    return Request(Query(_NEED, where=(Condition("customer", Operator.IS, (reading.account.id,)),)))


def _acts(reading: Reading) -> bool:
    """Whether a word asks for advice, for a text, or for something to be done.

    A word that may as well name what is kept ("sold") does so only where the whole message is taken for that.
    """
    atoms = reading.pieces.atoms if reading.pieces else ()
    meant = not reading.refused and not reading.close and reading.confidence >= SURE

    pitched = _PITCHED if reading.request and reading.request.query.thing == _PROPOSAL else None

    def acts(atom: Atom) -> bool:
        act = atom.sense("act")
        if act and act.key == pitched and reading.request and reading.request.query.order_by:
            return False  # 返事待ちの提案を金額順に: the word names what was pitched, and a flag says so
        return act is not None and (not atom.of_catalogue or (meant and reading.intent in {act.key, *_ADVISES}))

    return any(acts(atom) for atom in atoms)


def _is_told(reading: Reading, request: Request, state: DialogueState) -> bool:
    """Whether something is told or ordered to be written down, rather than asked."""
    spec = spec_of(reading.intent)
    if not spec.writes or reading.refused:
        return False
    of_nobody = spec.needs_account and reading.account is None and state.account_id is None
    if not request.unread and (reading.close or reading.confidence < SURE or of_nobody):
        return is_order(reading.text, names_customer=reading.account is not None)
    if is_order(reading.text, names_customer=reading.account is not None):
        return True
    listed = reading.intent == "set_reminder" and request.query.thing == "reminder" and "date" not in reading.entities
    if not request.unread and (listed or _names_only(reading, request) or names_a_day(request)):
        return False
    if not request.unread and reading.account is None and _names_things(reading, request):
        return False
    return not (request.said & (ASKS | _ORDERS) or asks_something(reading.text) or asks(reading.text))


def _names_only(reading: Reading, request: Request) -> bool:
    """ "Acme needs", "Globex tickets": a name and what is kept of it; nothing is told."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    return all(
        atom.sense(NAME) or any(sense.kind == "thing" and sense.thing == request.query.thing for sense in atom.senses)
        for atom in atoms
        if not atom.sense("filler")
    )


def _names_things(reading: Reading, request: Request) -> bool:
    """ "Deals lost this year", "notice deadlines in November": begins with what is listed, or with its day."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    said = [atom for atom in atoms if not atom.sense("filler") and not atom.sense(DATE)]
    if not asks_last(reading.language):
        said = said[:1]
    thing, fields = request.query.thing, load_catalogue().thing(request.query.thing).fields
    days = {key for key in fields.keys() & {each.field for each in request.query.where} if _is_day(fields[key])}
    return any(
        sense.thing == thing and (sense.kind == "thing" or (sense.kind == "field" and sense.key in days))
        for atom in said
        for sense in atom.senses
    )


def _is_day(field: Field) -> bool:
    return field.type is FieldType.DAY
