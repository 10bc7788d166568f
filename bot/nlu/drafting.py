"""How somebody asks for a text to send, and how they change it: the words are in ``data/language/*/drafting.yml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.nlu.drafting_matter import (
    read_about,
    read_agreed,
    read_matter,
    read_named,
    read_own_sentence,
    read_selling,
    read_visit,
)
from bot.nlu.drafting_people import read_addressee, read_newcomer, read_one_more, read_sender
from bot.nlu.drafting_text import NAME, DraftingText, Span
from bot.nlu.drafting_when import read_counts, read_weekdays
from bot.nlu.drafting_words import matches

_TEXTS = {"apology", "thanks", "congratulation", "approval", "minutes"}
_OF_AN_OCCASION = {"thanks", "apology", "objection", "congratulation"}
_BESIDE_DATES = {"apology", "thanks", "silence", "introduction"}
_SAYS_NO_HOW = {"medium", "purpose", "occasion", "matter"}


@dataclass(frozen=True)
class DraftWords:
    """What a message says of a text. ``slots`` as ``action_draft_talk_track`` reads them, only what was said.

    ``asks``: it asks for a text in so many words. ``cannot``: it asks for a change that no draft can have. ``left``:
    what no part of this reading explains, as it was written. ``strange``: it asks for a text of which nothing is on
    record, in these words. ``only_unsold``: of the purpose it says no more than that nothing be sold.
    """

    slots: dict[str, str] = field(default_factory=dict)
    asks: bool = False
    refused: bool = False
    left: str = ""
    cannot: bool = False
    strange: str = ""
    only_unsold: bool = False


def read_drafting(
    text: str,
    names: Sequence[Span] = (),
    others: Sequence[Span] = (),
    *,
    colleagues: Sequence[str] = (),
    products: Sequence[str] = (),
) -> DraftWords:
    """Read one message. ``names`` are the places of customers' names in it; ``others`` of products, dates.

    ``colleagues`` and ``products``: the words in it that name one of our own, and what we sell. The parts are read in
    the order in which one hides another: what to name first, whom it is for, then what it is.
    """
    said = DraftingText(text, names, others, colleagues=colleagues, products=products)
    if said.says("never"):
        return DraftWords(refused=True)
    read_agreed(said)
    read_visit(said)
    read_own_sentence(said)
    read_one_more(said)
    said.find("media_not")
    read_matter(said)
    cannot = _cannot(said)
    read_named(said, "leave_out", "leave_out")
    read_named(said, "mention", "must_mention")
    read_addressee(said)
    read_sender(said)
    _read_kind(said)
    read_newcomer(said)
    read_counts(said)
    read_weekdays(said)
    is_form = bool(said.find("forms"))
    _read_manner(said)
    read_about(said)
    if said.slots.get("purpose") in _OF_AN_OCCASION and "about" in said.slots:
        said.slots.setdefault("matter", said.slots.pop("about"))
    only_unsold = read_selling(said)
    strange = _strange(said)
    return DraftWords(
        said.slots,
        asks=_asks(said, is_form=is_form) or bool(strange and is_form),
        left=cannot or said.left(),
        cannot=bool(cannot),
        strange=strange,
        only_unsold=only_unsold,
    )


def is_one_text(first: str, second: str) -> bool:
    """ "A mail to Ana, Tuesday or Thursday, from Ben": whether what follows only says more of the text asked for."""
    one, more = read_drafting(first), read_drafting(second)
    if not one.asks or more.asks or more.refused or second.rstrip().endswith(("?", "？")):
        return False
    return bool(more.slots.keys() - _SAYS_NO_HOW) or not more.left


def _read_kind(said: DraftingText) -> None:
    """Purpose, medium and occasion. "Intro mail" is a purpose and a medium; "find a date for a call" is none."""
    before = said.rest()
    said.choose("purpose", "purposes")
    said.choose("medium", "media", hides=said.others)
    if "medium" not in said.slots:
        said.choose("medium", "media", within=re.sub(said.words.calls, " ", before))
    if "medium" not in said.slots and "addressee" in said.slots and said.says("written_to"):
        said.slots["medium"] = "email"
    if "purpose" not in said.slots and said.says("writes") and said.find("complaints"):
        said.slots["purpose"] = "apology"
    if said.slots.get("purpose") == "payment" and not _names_text(said):
        said.slots.pop("purpose")  # overdue invoices are asked for as well as written about
    if said.slots.get("purpose") in _BESIDE_DATES and matches(
        said.words.groups["purposes"]["appointment"], said.rest()
    ):
        said.choose("beside", "purposes")  # "sorry for the late reply, propose Tuesday": a date, beside what it is for
        if said.slots.pop("beside", None) == "appointment":
            said.slots["must_mention"] = "|".join(filter(None, (said.slots.get("must_mention"), "meeting")))
    if said.slots.get("purpose") in _OF_AN_OCCASION:
        said.choose("occasion", "occasions", within=said.slots.get("matter", said.text))
    elif said.slots.get("purpose") == "minutes":
        said.choose("occasion", "occasions")


def _names_text(said: DraftingText) -> bool:
    """Whether a text is named or told to be written, whatever it is about."""
    return "medium" in said.slots or any(said.says(words) for words in ("alone", "forms", "writes"))


def _read_manner(said: DraftingText) -> None:
    """Tone, length, which of two offers, half of the day, what is promised, whether it is for one of our own."""
    for slot, group in (("tone", "tones"), ("length", "lengths"), ("which", "which"), ("half_day", "half_days")):
        said.choose(slot, group, several=slot == "tone")
    if said.slots.get("purpose") != "objection":
        said.choose("promise", "promises")
    if said.find("inside"):
        said.slots["inside"] = "yes"


def _strange(said: DraftingText) -> str:
    if "matter" in said.slots or "mention" in said.slots or said.slots.get("purpose") == "payment":
        return ""
    found = [match.span() for pattern in said.words.lists["strange"] for match in pattern.finditer(said.text)]
    return said.raw[slice(*found[0])] if found else ""


def _cannot(said: DraftingText) -> str:
    """Words for changes that no draft can have, as they were written."""
    matter = said.slots.get("matter", "").lower()
    places = [match.span() for pattern in said.words.lists["cannot"] for match in pattern.finditer(said.text)]
    found = [(start, end) for start, end in places if said.text[start:end] not in matter]
    said.taken += found
    return " ".join(said.raw[start:end].strip() for start, end in found)


def _asks(said: DraftingText, *, is_form: bool) -> bool:
    """A text is named, and that it be written or what it is for; or the message is its name alone.

    An apology, thanks, a page for approval and minutes are texts by themselves.
    """
    slots = said.slots
    is_text = is_form or slots.get("medium", "call") != "call"
    purpose = slots.get("purpose", "offer")
    writes = said.says("writes")
    wants = writes or said.says("wants")
    if "inside" in slots and (is_form or said.says("briefs")):
        return True
    says_how = bool(slots.keys() - _SAYS_NO_HOW)
    if is_text and (wants or says_how or purpose != "offer" or said.says("ends")):
        return True
    if NAME in said.raw and (purpose in _TEXTS or said.says("alone")) and not said.left():
        return True
    if purpose == "appointment" and {"weekdays", "half_day", "times"} & slots.keys():
        return True
    if slots.get("purpose") == "offer" and {"addressee", "which"} <= slots.keys():
        return True
    if "medium" in slots and writes:
        return True
    return purpose != "offer" and (writes or (wants and purpose in _TEXTS))
