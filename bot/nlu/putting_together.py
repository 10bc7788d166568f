"""One reading out of what the classifier, the names and the entities of a message say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.nlu.classifier import IntentVerdict
from bot.nlu.entities import Entities
from bot.nlu.mentions import Mention
from bot.nlu.reading import AccountMention, IntentChoice, Reading
from bot.nlu.records import wants_something
from bot.nlu.steps import is_order

_OWN_WORDS = ("need", "objection", "reason", "avoid", "contact", "before", "title", "deputy", "text")

_HANDS_OVER = "hand_off_account"
_ALIKE = 90.0  # names this alike but without a clear first: ask which; below it: "did you mean"


def put_together(
    text: str, language: str, verdict: IntentVerdict, mentions: list[Mention], entities: Entities
) -> Reading:
    best = verdict.guesses[0]
    intent = "out_of_scope" if verdict.refused else str(best.intent)
    slots = entities.to_slots(intent)
    mentions = [mention for mention in mentions if not _is_in_words(mention, {**slots, **entities.record})]
    first = mentions[0] if mentions else None
    sure, candidates, nearest = _accounts(first)
    others = tuple(mention.matches[0] for mention in mentions[1:] if mention.is_sure)
    return Reading(
        text=text,
        intent=intent,
        confidence=best.confidence,
        language=language,
        alternatives=tuple(IntentChoice(str(guess.intent), guess.confidence) for guess in verdict.guesses),
        account=sure,
        accounts=((sure,) if sure else nearest) + others,
        candidates=candidates,
        mention=first.text if first else None,
        entities=slots,
        looking_back=entities.looking_back(),
        refused=verdict.refused,
        close=verdict.ambiguous,
        spans=tuple((mention.start, mention.end) for mention in mentions),
        narrowing=tuple((start, end) for start, end, kind in entities.spans if kind != "tier"),
        record=entities.record,
        loose_date=entities.dates[0].loose if entities.dates else None,
        named=tuple((start, end) for start, end, _ in entities.spans),
    )


def handed_over(order: Reading, told: Reading, text: str) -> Reading | None:
    """An order to hand over, and the sentence before it, which tells of whom and why; None where that tells neither."""
    need = (told.entities.get("need") or told.text) if wants_something(told.text) else None
    ordered = order.intent == _HANDS_OVER and is_order(order.text, names_customer=True)
    if told.account is None or order.account or not ordered or not need:
        return None
    asked = replace(order, text=text, entities={**order.entities, "need": need})
    return replace(asked, account=told.account, accounts=told.accounts, mention=told.mention, spans=told.spans)


def _is_in_words(mention: Mention, slots: Mapping[str, Any]) -> bool:
    """Whether what looks like an unknown customer is part of a customer's own words: "they already have HubSpot"."""
    return not mention.is_sure and any(mention.text in str(slots.get(name, "")) for name in _OWN_WORDS)


def _accounts(
    mention: Mention | None,
) -> tuple[AccountMention | None, tuple[AccountMention, ...], tuple[AccountMention, ...]]:
    """The account meant beyond doubt, those between which to ask, those that only come near."""
    if mention is None or not mention.matches:
        return None, (), ()
    if mention.is_sure:
        return mention.matches[0], (), ()
    alike = tuple(match for match in mention.matches if match.score >= _ALIKE)
    return (None, alike[:3], ()) if len(alike) > 1 else (None, (), mention.matches[:3])
