"""What the words of one message say by themselves: that a text, a page, an article or a day is asked for."""

from __future__ import annotations

from bot.dialogue.own_answers import (
    ASKS,
)
from bot.dialogue.state import DialogueState
from bot.nlu.reading import Reading
from bot.nlu.request import Request
from bot.nlu.steps import asks_something, is_order
from bot.nlu.unknown_names import owns_what_follows
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import ME, Operator, Shape

_EVENTS = {"cancel_requested_on", "lost_on", "last_contact_on"}  # days of what happened, which may be told

_BOOK = "book"  # the page before a talk with a colleague
_STANDINGS = {"band", "healthy", "at_risk", "watched"}


def asks_for_contact(reading: Reading) -> bool:
    """ "E-mail address of Clara": how to reach somebody is asked, rather than a text to them."""
    request = reading.request
    if request is None or request.unread or says(reading, "draft_talk_track"):
        return False
    select = request.query.select
    return request.query.thing == "contact" and bool(select) and all("." not in path for path in select)


def asks_standing(request: Request) -> bool:
    """ "Is Hooli ok?": nothing but how a customer stands is asked, which the churn answer tells with its reasons."""
    query = request.query
    why = "ask.why" in request.said and set(query.select) <= _STANDINGS
    asked = query.select == ("band",) or (bool(query.select) and why)
    return query.thing == "customer" and query.shape is Shape.FACT and asked and not request.unread


def asks_only_when(reading: Reading) -> bool:
    """ "When was that again?", いつにしたっけ: nothing but the time is asked, and of nobody named."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    said = {(sense.kind, sense.key) for atom in atoms for sense in atom.senses}
    words = all(any(sense.kind in {"ask", "filler", "them", "also"} for sense in atom.senses) for atom in atoms)
    return ("ask", "when") in said and words and not loose_words(reading)


def page_asked(reading: Reading) -> str | None:
    """The page that is asked for; of a customer only the one before a meeting, of a colleague how theirs stand."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    page = next((sense.key for atom in atoms for sense in atom.senses if sense.kind == "page"), None)
    if page == _BOOK and ("person" not in reading.entities or is_order(reading.text, names_customer=False)):
        return None
    return page if page == "prepare" or reading.mention is None else None


def only_asks(reading: Reading) -> bool:
    """ "Should we hold it?", "what happens if I hand it over?": asks about doing something, and orders nothing."""
    return says(reading, "ask_playbook")


def searches(request: Request) -> bool:
    """Whether what was written is searched for words: "notes about parking" tells none."""
    return any(each.operator is Operator.CONTAINS for each in request.query.where)


def names_a_day(request: Request) -> bool:
    """Whether nothing but a date on record is named, such as 解約の通知期限: it is asked for, and nothing is told."""
    query = request.query
    fields = load_catalogue().thing(query.thing).fields
    told = query.select and all(path in fields and fields[path].type is FieldType.DAY for path in query.select)
    return bool(told) and not query.period and not set(query.select) & _EVENTS


def says_not_to_write(reading: Reading) -> bool:
    """ "Don't note this": nothing is written down of what follows."""
    return says(reading, "no_write")


def asks_who_looked(reading: Reading) -> bool:
    """ "Who has looked at Acme?" of a customer that the asker may not see: the trail tells it, and not the customer."""
    request = reading.request
    if request is None or request.query.thing != "view" or not asks_something(reading.text):
        return False
    return bool(request.unread) or bool(loose_words(reading)) or (reading.mention is not None and not reading.account)


def wants_text(reading: Reading) -> bool:
    """Whether a word asks for a text: a draft, a thank-you note, a mail to somebody."""
    return says(reading, "draft_talk_track")


def hands_over(reading: Reading) -> bool:
    """Whether a word says that a customer is to be handed over; what only sounds like it is shown first."""
    return says(reading, "hand_off_account")


def only_looks_up(reading: Reading) -> bool:
    """ "Which proposals wait for an answer?": every word asks for rows, of no one customer, and for no text."""
    request = reading.request
    if request is None or request.unread or reading.mention or not request.said & ASKS:
        return False
    return not says(reading, "draft_talk_track") and request.query.thing not in {"contact", "product"}


def speaks_of_it(reading: Reading) -> bool:
    """Whether "it", "them" or "there" stands for what the talk was about."""
    atoms = reading.pieces.atoms if reading.pieces else ()
    return any(sense.kind == "them" for atom in atoms for sense in atom.senses)


def not_for_us(reading: Reading) -> bool:
    """What nobody here does, such as a forecast; what is known instead is told."""
    return says(reading, "out_of_scope")


def advice_asked(reading: Reading) -> str | None:
    """The question whose word is said of a name that nobody knows: "what can I sell to Zentrix"."""
    return "recommend_offer" if says(reading, "recommend_offer") and loose_words(reading) else None


def asks_for_words_only(reading: Reading) -> bool:
    """ "Write Leonard, lunch on 8 October": words are wanted, and the day is no reminder's."""
    return reading.intent == "set_reminder" and says(reading, "draft_talk_track") and not says(reading, "set_reminder")


def asks_why_not_more(reading: Reading, state: DialogueState) -> bool:
    """ "Why nothing for Acme?", アクメに提案が出ないのはなんで: the advice on this customer tells why."""
    theirs = reading.account is not None or (state.account_id is not None and speaks_of_it(reading))
    return theirs and says(reading, "why_advised")


def loose_words(reading: Reading) -> tuple[str, ...]:
    """What no atom covers, without single letters."""
    pieces = reading.pieces
    return tuple(pieces.text[a:b] for a, b in pieces.loose if b - a > 1) if pieces else ()


def says(reading: Reading, act: str) -> bool:
    return reading.pieces is not None and any(
        sense.kind == "act" and sense.key == act for atom in reading.pieces.atoms for sense in atom.senses
    )


def loose_name(reading: Reading) -> str | None:
    """Words that nothing explains at the end of what was said: a customer that nobody knows."""
    pieces = reading.pieces
    if pieces is None or not pieces.loose:
        return None
    if reading.text[:1] > "\u2fff":
        return next((word for word in loose_words(reading) if word[0] > "\u309f"), None)
    start, end = pieces.loose[-1]
    for before in reversed(pieces.loose[:-1]):
        if pieces.text[before[1] : start].strip():
            break
        start = before[0]
    at_end = not any(char.isalnum() for char in pieces.text[end:])
    return pieces.text[start:end] if at_end and end - start > 2 else None


def possessor(request: Request, reading: Reading) -> str | None:
    """An unread word of whose something is asked, hooliの月額: somebody unknown, rather than nobody in particular."""
    pieces = reading.pieces
    query = request.query
    if pieces is None or reading.mention or query.measures or query.thing != "customer" or not query.select:
        return None
    if any(each.field == "id" or each.values not in {(), (ME,)} for each in query.where):
        return None
    unread = {each.casefold() for each in request.unread}
    for start, end in pieces.loose:
        word = pieces.text[start:end]
        if word.casefold() in unread and len(word) > 1 and owns_what_follows(pieces.text, end):
            return word
    return None
