"""What a statement tells, put into its reading: the fact with its parts, or the question that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.registry import spec_of
from bot.nlu.atoms import NAME, Pieces
from bot.nlu.entities import Entities
from bot.nlu.reading import Reading
from bot.nlu.record_parts import Told, find_parts
from bot.nlu.records import asks, wants_time
from bot.nlu.steps import asks_something
from bot.nlu.telling import Tale, Tales

# Probabilities, chosen on sentences of strangers kept apart: of what is kept as one of 25 kinds, 85 in 100 were right.
SURE = 0.6  # of the one kind, from which it is kept as that
SURE_OF_WEIGHTY = 0.8  # of one that changes what is offered, or whose customer it is
TELLS = 0.6  # that anything is told, from which a statement is no question
TELLS_SURELY = 0.9  # the same where its words read as a question, too, or as another change
ASKED_SURELY = 0.95  # of a question, beside which less than TELLS_SURELY tells nothing weighty
_TELLS_NOTHING = 0.2  # that anything is told, below which no word makes it so
FACTS = "record_fact"
_NOTE = "note"
HEARSAY = "hearsay"
_TOLD_PLAINLY = {"record_need", "log_outcome"}
_WEIGHTY = {
    "complaint",
    "problem",
    "settled",
    "cancellation",
    "budget",
    "budget_free",
    "owner",
    "won",
    "lost",
    "pitched",
    "later",
}
_WON, _REFUSED = "won", {"lost", "not_relevant"}
_DONE_AT_ONCE = {"hold_account", "hand_off_account"}
_OF_SOMEBODY = {"contact_new", "contact_changed"}
_ABSENCE = "set_absence"
_HOLD = "hold_account"
_REMINDER = "set_reminder"  # told with a day, as a list of a period is


def may_tell(text: str) -> bool:
    """Whether a text may be a statement at all."""
    return not (asks(text) or asks_something(text) or "?" in text)


def tells(reading: Reading) -> bool:
    """Whether a statement tells something to be kept, rather than asking for facts in few words."""
    best, read_whole = reading.told.best, reading.request is not None and not reading.request.unread
    if best is None or reading.told.tells < (TELLS_SURELY if read_whole else TELLS):
        return False
    if best.intent == _ABSENCE:
        return best.confidence >= SURE_OF_WEIGHTY and not (read_whole and _holds_against(reading))
    if not read_whole:
        return True
    of_somebody = reading.account is not None or bool(_people(reading.pieces))
    return of_somebody and (best.intent != _REMINDER or "time" in reading.entities)


def is_reason_of(first: Reading, whole: Reading) -> bool:
    """ "They want two more weeks, hold them until 13 November": no news of its own, but the reason of an order."""
    best = whole.told.best
    both = best is not None and best.intent == whole.intent == _HOLD
    surely = both and min(whole.confidence, best.confidence if best else 0) >= TELLS_SURELY
    return surely and not first.record and (wants_time(first.text) or first.intent not in _TOLD_PLAINLY)


def _holds_against(reading: Reading) -> bool:
    """ "Daniel vs Priya this half": two are held against each other, and nobody stands in for anybody."""
    return reading.request is not None and bool(reading.request.query.compare)


def with_tale(reading: Reading, tales: Tales, entities: Entities) -> Reading:
    """The reading with what is told: words of the sentence first, then what it most likely tells."""
    tales = _of_somebody(tales, known=bool(_people(reading.pieces)))
    reading = replace(reading, told=tales)
    best = tales.best
    if reading.record.get("fact") in _WEIGHTY and tales.likely and tales.tells < _TELLS_NOTHING:
        return replace(reading, record={})  # words of it stand in what is, as a sentence, no news at all
    told_surely = reading.record and reading.record.get("fact") != HEARSAY
    if best is None or told_surely or not tells(reading) or not is_sure(best):
        return reading
    if best.intent == FACTS:
        asked = is_weighty(best) and best.confidence < TELLS_SURELY and _is_surely_asked(reading)
        if asked or says_outcome(reading):
            return reading
        return replace(reading, record={"fact": best.what}, refused=False)
    if best.intent == _ABSENCE and (_people(reading.pieces) or reading.account):
        return replace(reading, record={"fact": _NOTE})  # somebody at the customer is away, none of us
    if best.intent == _ABSENCE and "date" in entities.to_slots(_ABSENCE):
        deputy = {"deputy": entities.people[0]} if entities.people else {}  # "on leave next week, Maya stands in"
        return replace(reading, record={"fact": "absence", **deputy}, entities=entities.to_slots(_ABSENCE))
    undated = best.intent == _REMINDER and "date" not in entities.to_slots(_REMINDER)
    return _as_asked(reading, best, entities) if _is_weaker(reading, best) and not undated else reading


def with_hearsay(reading: Reading) -> Reading:
    """ "They pay next week, I hear": what is told at second hand is a note, where nothing plainer was understood."""
    if reading.record.get("fact") != HEARSAY:
        return reading
    said = reading.intent == "record_need" or "outcome" in reading.entities
    plainer = said and reading.intent in _TOLD_PLAINLY and not reading.refused and not reading.close
    best = reading.told.best
    if best and best.intent == reading.intent in _DONE_AT_ONCE and reading.confidence >= TELLS_SURELY:
        plainer = not reading.refused  # "on hold till May, I hear they reorganise": an order, with its reason
    return replace(reading, record={} if plainer and reading.confidence >= SURE else {"fact": _NOTE})


def _of_somebody(tales: Tales, *, known: bool) -> Tales:
    """ "Olivia's number is 555-0199" is near both of two kinds: whether she is known tells which, not the sentence."""
    both = [tale for tale in tales.likely if tale.what in _OF_SOMEBODY]
    if len(both) < len(_OF_SOMEBODY) or tales.best not in both:
        return tales
    one = replace(
        both[0], what="contact_changed" if known else "contact_new", confidence=sum(t.confidence for t in both)
    )
    return replace(tales, likely=(one, *(tale for tale in tales.likely if tale not in both)))


def with_parts(reading: Reading, is_known: Callable[[str], bool]) -> Reading:
    """The fact told, with its parts wherever they stand in the sentence."""
    fact = reading.record.get("fact")
    if fact is None:
        return reading
    told = Told(
        reading.text,
        customers=reading.spans,
        named=reading.named,
        contacts=_people(reading.pieces),
        colleague=reading.entities.get("person"),
        is_known=is_known,
    )
    said = {name: value for name, value in reading.record.items() if name != "fact"}
    if _is_no_person(said.get("contact"), reading):
        return replace(reading, record={})
    parts = find_parts(fact, told, said)
    best = reading.told.best
    if "contact" in said and "contact" not in parts and (best is None or best.what != fact):
        return replace(reading, record={})  # "anything left to sell": nobody has left
    return replace(reading, record={"fact": fact, **parts})


def _is_no_person(contact: str | None, reading: Reading) -> bool:
    """ "Campaign Mailer being retired worries her": what has been named as a product or a day has not left."""
    start = reading.text.casefold().find(contact.casefold()) if contact else -1
    return start >= 0 and any(begin < start + len(contact or "") and start < end for begin, end in reading.named)


def is_weighty(tale: Tale) -> bool:
    """Whether it changes what is offered, or whose customer it is."""
    return tale.what in _WEIGHTY


def is_sure(tale: Tale) -> bool:
    """Whether what is told is kept as that without being shown first."""
    return tale.confidence >= (SURE_OF_WEIGHTY if is_weighty(tale) else SURE)


def _is_surely_asked(reading: Reading) -> bool:
    """ "Desk usage, up or down since spring": a question beyond doubt, whatever the words are like."""
    return reading.confidence >= ASKED_SURELY and not (
        reading.refused or reading.close or spec_of(reading.intent).writes or spec_of(reading.intent).courtesy
    )


def says_outcome(reading: Reading) -> bool:
    """ "Lost it, they have no budget": words say what came of an offer, and the rest is the reason."""
    return reading.intent == "log_outcome" and "outcome" in reading.entities


def _is_weaker(reading: Reading, tale: Tale) -> bool:
    """Whether the question that was read is less sure than what is told: refused, in doubt, or none that keeps."""
    if reading.refused or reading.close or reading.confidence < SURE:
        return True
    if reading.intent == tale.intent:
        return bool(tale.what) and tale.confidence >= TELLS_SURELY
    return not spec_of(reading.intent).writes and tale.confidence >= TELLS_SURELY


def _as_asked(reading: Reading, tale: Tale, entities: Entities) -> Reading:
    slots = entities.to_slots(tale.intent)
    if slots.get("outcome") == _WON and tale.what in _REFUSED:
        slots.pop("reason", None)  # "took it, no discount needed": the words say that it was taken
    elif tale.what and (tale.confidence >= TELLS_SURELY or "outcome" not in slots):
        slots |= {"outcome": tale.what}
    return replace(reading, intent=tale.intent, confidence=tale.confidence, entities=slots, refused=False, close=False)


def _people(pieces: Pieces | None) -> list[str]:
    """Those at customers whom the text names, as the store has them."""
    senses = (sense for atom in pieces.atoms for sense in atom.senses) if pieces else ()
    return [sense.value for sense in senses if (sense.kind, sense.key) == (NAME, "contact")]
