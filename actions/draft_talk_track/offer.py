"""The letter that offers: one thing, the other one, or both with the second one small."""

from __future__ import annotations

from dataclasses import replace

from actions.draft_talk_track import offer_parts as parts
from actions.draft_talk_track import offer_prices, offer_reasons
from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.request import ReaderRole, Which
from knowledge.offers.advice import TimedOffer
from knowledge.playbook.themes import find_theme
from knowledge.terms import OfferKind

_SHOWS_PRICE = {ReaderRole.FINANCE}


def draft_offer(d: DraftContext, offer: TimedOffer) -> Draft:
    """Reason, value, what this reader asks, proof, small start, the ask."""
    wanted = set(d.request.mention)
    shows_price = "price" in wanted or d.addressee.role in _SHOWS_PRICE
    value: Paragraph = [parts.value(d, offer), parts.gives(d, offer), parts.for_reader(d, offer)]
    backing: Paragraph = [
        offer_prices.price(d, offer, weight=-1 if "price" in wanted else 1) if shows_price else None,
        _kept(parts.proof(d, offer), "proof" in wanted),
        _kept(parts.start(d, offer), "trial" in wanted),
    ]
    options: list[Paragraph] = [[part] for part in offer_prices.tiers(d, offer)] if "tiers" in wanted else []
    both: Paragraph = [parts.also(d, d.offers[1])] if d.request.which is Which.BOTH and len(d.offers) > 1 else []
    last: Paragraph = [parts.ask(d, offer)]
    return Draft(
        subject=subject(d, offer),
        paragraphs=([offer_reasons.first_question(d)], _reasons(d, offer), value, backing, *options, both, last),
        asks=True,
    )


def _reasons(d: DraftContext, offer: TimedOffer) -> Paragraph:
    """The first one stays to the last: without it the letter is a mere pitch. That a contract runs is no reason."""
    found = offer_reasons.reasons(d, offer)
    if found and found[0].key == "draft_offer.reason_since":
        return [replace(part, weight=2) for part in found]
    return [replace(part, weight=0) if part is found[0] else part for part in found]


def subject(d: DraftContext, offer: TimedOffer) -> Part:
    """Names the matter, not the sale."""
    candidate = offer.candidate
    product = d.called(candidate.product)
    if d.request.which is Which.BOTH and len(d.offers) > 1:
        return d.part("draft_offer.subject_both", account=d.customer)
    if candidate.need and (theme := find_theme(candidate.need.text, "needs", d.language)):
        return d.part("draft_offer.subject_need", title=theme.title)
    if candidate.kind is OfferKind.SEATS:
        return d.part("draft_offer.subject_seats", product=product)
    if candidate.seat_use and candidate.owned:
        return d.part("draft_offer.subject_quota", product=d.called(candidate.owned))
    if candidate.kind is OfferKind.UPSELL and candidate.owned:
        return d.part("draft_offer.subject_upsell", owned=d.called(candidate.owned), product=product)
    return d.part("draft_offer.subject_other", product=product, account=d.customer)


def _kept(part: Part | None, is_wanted: bool) -> Part | None:
    """What was asked for by name stays to the last."""
    return Part(part.key, part.text, -1, part.topic, part.figures) if part and is_wanted else part
