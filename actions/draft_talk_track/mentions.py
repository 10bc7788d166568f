"""What must be mentioned: added from facts where the text does not say it yet; where there is no fact, that is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.draft_talk_track import offer_parts, offer_prices, offer_reasons, relation_parts
from actions.draft_talk_track.appointment import draft_appointment
from actions.draft_talk_track.care import severe
from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.letter import Draft
from knowledge.terms import DraftPurpose

_KEPT = -1  # a weight that no shortening takes away


def with_mentions(d: DraftContext, draft: Draft) -> Draft:
    """The draft with one more paragraph of what was asked for by name."""
    there = {part.topic for paragraph in draft.paragraphs for part in paragraph if part}
    wanted = [topic for topic in d.request.mention if topic in _PARTS]
    kept = tuple([_marked(part, set(wanted)) for part in paragraph] for paragraph in draft.paragraphs)
    missing = [topic for topic in wanted if topic not in there]
    if d.request.purpose is DraftPurpose.APOLOGY:
        missing = [topic for topic in missing if topic not in _SELLING]
    added: Paragraph = []
    for topic in missing:
        parts = [part for part in _PARTS[topic](d) if part]
        if not parts:
            d.notes.append(d.say("draft_frame.no_topic", what=d.say(f"draft_frame.topic_{topic}")))
        added += [_marked(part, {part.topic}) for part in parts]
    if not added:
        return replace(draft, paragraphs=kept)
    return replace(draft, paragraphs=(*kept[:-1], added, *kept[-1:]))


def _marked(part: Part | None, topics: set[str]) -> Part | None:
    return replace(part, weight=_KEPT) if part and part.topic and part.topic in topics else part


def _price(d: DraftContext) -> Paragraph:
    return [offer_prices.price(d, d.offer)] if d.offer and not d.advice.blocks else [relation_parts.terms(d)]


def _proof(d: DraftContext) -> Paragraph:
    return [offer_parts.proof(d, d.offer)] if d.offer and not d.advice.blocks else []


def _trial(d: DraftContext) -> Paragraph:
    return [offer_parts.start(d, d.offer)] if d.offer and not d.advice.blocks else []


def _tiers(d: DraftContext) -> Paragraph:
    if d.offer is None or d.advice.blocks:
        return []
    return [d.part("draft_offer.tiers", topic="tiers", product=d.called(d.offer.candidate.product))]


def _need(d: DraftContext) -> Paragraph:
    return [offer_reasons.need_part(d, d.newest_need)] if d.newest_need else []


def _meeting(d: DraftContext) -> Paragraph:
    paragraphs = draft_appointment(d).paragraphs
    return [*paragraphs[1], *paragraphs[2]]


def _ticket(d: DraftContext) -> Paragraph:
    return [severe(d).paragraphs[0][0]] if d.case.tickets else []


_SELLING = {"price", "trial", "tiers", "proof"}
_PARTS: dict[str, Callable[[DraftContext], Paragraph]] = {
    "price": _price,
    "trial": _trial,
    "proof": _proof,
    "tiers": _tiers,
    "need": _need,
    "meeting": _meeting,
    "ticket": _ticket,
    "use": lambda d: [relation_parts.use_fact(d)],
    "seats": lambda d: [relation_parts.use_fact(d)],
    "survey": lambda d: [relation_parts.survey(d)],
    "renewal": lambda d: [relation_parts.renewal_fact(d)],
}
