"""A text asked for or changed: what is said now laid over what the thread's last draft was."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from actions.registry import spec_of
from bot.dialogue.state import DialogueState
from bot.nlu.atoms import NAME
from bot.nlu.drafting import DraftWords, read_drafting
from bot.nlu.drafting_text import Span
from bot.nlu.followups import FollowUp
from bot.nlu.reading import AccountMention, Reading
from bot.nlu.sayings import find_medium

INTENT = "draft_talk_track"
_SURE = 0.5
_FEW = 3  # words that no part of the reading explains, in a message that otherwise only changes a text
_TIMES = ("date", "date_end", "time", "grain")
_WHEN = {*_TIMES, "weekdays", "week", "times", "half_day"}
# What belongs to one purpose, and what to one message.
_OF_PURPOSE = {"matter", "about", "occasion", "which", "inside", "must_mention", "leave_out", *_WHEN}
_OF_MESSAGE = {"unread", "strange", "promise", "last", "account_id", "account"}
_SELLS = {None, "offer", "approval"}
_OUTWARD = {"addressee", "medium"}  # said of a brief, they make it a text for the customer again
_SHORTER = {"": "shorter", "shorter": "half", "half": "shortest", "shortest": "shortest"}
_LONGER = {"": "", "shorter": "", "half": "shorter", "shortest": "half"}
_AGAINST = {"formal": "casual", "casual": "formal", "softer": "direct", "direct": "softer"}


def read_draft(understood: Reading, follow_up: FollowUp, topic: DialogueState) -> tuple[dict[str, Any], Reading] | None:
    """The slots of the text asked for, and the message without what only looked like a customer; None: no text is."""
    if follow_up.same_question or (topic.pending and topic.pending.get("free")):
        return None
    understood = _without_own_contact(understood, topic)
    words = read_drafting(
        understood.text,
        _customers(understood),
        understood.narrowing,
        colleagues=_words_for(understood, "person"),
        products=_words_for(understood, "product", "family"),
    )
    if words.refused or not (
        _asks(words, understood, follow_up, topic) or _changes(words, understood, follow_up, topic)
    ):
        return None
    meant = _at_customer(_without_addressee(understood, words), words)
    is_other = meant.account is not None and meant.account.id != topic.account_id
    before = {} if topic.intent != INTENT or is_other or (words.asks and meant.mention) else dict(topic.slots)
    slots = _patched(before, words, meant, follow_up)
    if before and not words.asks:
        kept = {name: value for name, value in before.items() if name not in _OF_MESSAGE}
        slots["last"] = json.dumps({**kept, "language": topic.language}, ensure_ascii=False)
    return slots, meant


def asks_plainly(slots: dict[str, Any], topic: DialogueState) -> bool:
    """Whether a text is asked for by what it is for, and next to nothing is told beside that, or by whom it is for."""
    names_it = "inside" in slots or slots.get("purpose", topic.slots.get("purpose")) != topic.slots.get("purpose")
    sent_to = {"addressee", "medium"} <= slots.keys()
    return (names_it and sent_to) or ((names_it or sent_to) and len(str(slots.get("unread", "")).split()) < _FEW)


def _without_own_contact(understood: Reading, topic: DialogueState) -> Reading:
    """ "To Ben": somebody at the thread's own customer names no customer anew."""
    account = understood.account
    if account is None or account.id != topic.account_id:
        return understood
    if (understood.mention or "").lower() in understood.text.lower() or not _words_for(understood, "contact"):
        return understood
    return replace(understood, account=None, accounts=(), mention=None, spans=())


def _words_for(understood: Reading, *kinds: str) -> list[str]:
    """The words of the message that name one of our own, or what we sell."""
    atoms = understood.pieces.atoms if understood.pieces else ()
    return [atom.text for atom in atoms if (sense := atom.sense(NAME)) and sense.key in kinds]


def _at_customer(understood: Reading, words: DraftWords) -> Reading:
    """ "A thank-you note to Olivia": who is written to tells the customer, where no other is named."""
    customer = understood.pieces.customer if understood.pieces else None
    if customer is None or not words.asks or understood.account or understood.mention or understood.candidates:
        return understood
    account = AccountMention(*customer)
    return replace(understood, account=account, accounts=(account,), mention=account.name)


def _asks(words: DraftWords, understood: Reading, follow_up: FollowUp, topic: DialogueState) -> bool:
    if not words.asks:
        goes_on = follow_up.only or follow_up.narrows  # "and in Japanese?" is about the last answer, whatever it was
        return understood.intent == INTENT and understood.confidence >= _SURE and not (understood.close or goes_on)
    if "inside" in words.slots and not (understood.mention or topic.intent == INTENT):
        return False  # "sum up the week for my boss" is about no customer
    is_write = spec_of(understood.intent).writes and understood.confidence >= _SURE
    return not is_write or "purpose" in words.slots or "medium" in words.slots


def _changes(words: DraftWords, understood: Reading, follow_up: FollowUp, topic: DialogueState) -> bool:
    """Whether the message says how the last draft is to be, and little else."""
    if topic.intent != INTENT or (topic.pending and topic.pending.get("slot")) or understood.account:
        return False
    if words.cannot and not words.slots:
        return len(words.left.split()) <= _FEW
    says = words.slots or follow_up.language or follow_up.ordinal
    names_product = "product" in understood.entities and "?" not in understood.text and "？" not in understood.text
    few = len(words.left.split()) <= (_FEW if words.slots else 0)
    return bool(says or names_product) and few


def _customers(understood: Reading) -> tuple[Span, ...]:
    """Where customers' names stand; a name that nobody answers to may be a person's."""
    if not (understood.account or understood.candidates):
        return ()
    known = {understood.mention, *(account.name for account in understood.accounts)}
    spans = understood.spans
    return tuple(span for span in spans if len(spans) == 1 or understood.text[slice(*span)] in known)


def _without_addressee(understood: Reading, words: DraftWords) -> Reading:
    """Somebody at the customer is no customer: "address it to Rachel" """
    who, mention = words.slots.get("addressee"), understood.mention
    if understood.account or not mention:
        return understood
    is_person = who is not None and (mention.lower() in who.lower() or who.lower() in mention.lower())
    is_part = any(mention in words.slots.get(slot, "") for slot in ("must_mention", "leave_out", "matter", "sender"))
    is_explained = bool(words.slots) and mention.lower() not in words.left.lower() and not understood.candidates
    if not (is_person or is_part or is_explained):
        return understood
    return replace(understood, mention=None, accounts=(), candidates=())


def _patched(before: dict[str, Any], words: DraftWords, understood: Reading, follow_up: FollowUp) -> dict[str, Any]:
    said = dict(words.slots)
    if words.only_unsold and before.get("purpose") not in _SELLS:
        said.pop("purpose")  # "no selling" changes no apology into something else
    kept = {name: value for name, value in before.items() if name not in _OF_MESSAGE}
    if "inside" in said:
        said.setdefault("purpose", "brief")
        kept.pop("wished_language", None)
    elif kept.get("purpose") == "brief" and _OUTWARD & said.keys():
        kept.pop("purpose")
        kept.pop("inside", None)
    if "purpose" in said and said["purpose"] != kept.get("purpose"):
        kept = {name: value for name, value in kept.items() if name not in _OF_PURPOSE}
    if "purpose" in said:  # the same purpose asked for again is about another matter
        kept = {name: value for name, value in kept.items() if name not in ("matter", "occasion")}
    said |= _one_more(kept, said)
    if "addressee" in said:
        kept.pop("role", None)
    kept |= _tones(kept, said)
    kept |= _lengths(kept, said)
    kept = _named(kept, said)
    people = {str(words.slots[slot]).lower() for slot in ("sender", "addressee") if slot in words.slots}
    entities = {name: value for name, value in understood.entities.items() if str(value).lower() not in people}
    if _only_says_how(understood, words):
        entities.pop("product", None)
    if "product" in entities:
        kept.pop("which", None)
        kept["product"] = entities["product"]
    elif follow_up.ordinal or "which" in said:
        kept.pop("product", None)
    if follow_up.ordinal:
        kept["which"] = "first" if follow_up.ordinal == 1 else "second"
    if not ({"weekdays", "half_day"} & said.keys() and entities.get("date_end") in (None, entities.get("date"))):
        kept |= {name: entities[name] for name in _TIMES if name in entities}
    kept |= said
    language = follow_up.language or entities.get("wished_language") or kept.get("wished_language")
    if language:
        kept["wished_language"] = language
    kept |= {name: text for name, text in (("unread", words.left), ("strange", words.strange)) if text}
    return {**kept, "language": language or understood.language}


def _one_more(kept: dict[str, Any], said: dict[str, str]) -> dict[str, str]:
    """Whom it is for, and one more."""
    one_more = said.pop("one_more", None)
    return {"addressee": "|".join(filter(None, (str(kept.get("addressee") or ""), one_more)))} if one_more else {}


def _only_says_how(understood: Reading, words: DraftWords) -> bool:
    """Whether what may name a product, such as チャット, is the way in which the text is sent."""
    found = [(find_medium(word), len(word)) for word in _words_for(understood, "product")]
    return bool(found) and all(
        medium is not None and medium == (words.slots.get("medium"), (0, letters)) for medium, letters in found
    )


def _tones(kept: dict[str, Any], said: dict[str, str]) -> dict[str, str]:
    """One more tone, in place of its opposite."""
    before = [tone for tone in str(kept.pop("tone", "")).split(",") if tone]
    new = [tone for tone in said.pop("tone", "").split(",") if tone]
    tones = [tone for tone in before if _AGAINST.get(tone) not in new and tone not in new] + new
    return {"tone": ",".join(tones)} if tones else {}


def _lengths(kept: dict[str, Any], told: dict[str, str]) -> dict[str, str]:
    """Shorter twice is shorter still; so many sentences and a share of the whole are never meant at once."""
    before, said = str(kept.pop("draft_length", "")), told.pop("length", "")
    if "sentences" in told:
        return {}
    if said:
        kept.pop("sentences", None)
    if said == "half":
        return {"draft_length": "half" if before != "half" else "shortest"}
    if said in ("shorter", "longer"):
        return {"draft_length": (_SHORTER if said == "shorter" else _LONGER)[before]}
    return {"draft_length": before} if before else {}


def _is_one(one: str, other: str) -> bool:
    """Whether both name the same thing: "the training", "training"."""
    return one == other or one.endswith(f" {other}") or other.endswith(f" {one}")


def _named(kept: dict[str, Any], said: dict[str, str]) -> dict[str, Any]:
    """What must and must not stand in it: the newer word wins."""
    now = {slot: [part for part in said.pop(slot, "").split("|") if part] for slot in ("must_mention", "leave_out")}
    found = dict(kept)
    for slot, against in (("must_mention", now["leave_out"]), ("leave_out", now["must_mention"])):
        before = [
            part
            for part in str(found.pop(slot, "")).split("|")
            if part and not any(_is_one(part, other) for other in against)
        ]
        if parts := list(dict.fromkeys([*before, *now[slot]])):
            found[slot] = "|".join(parts)
    return found
