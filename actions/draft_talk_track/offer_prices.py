"""What an offer costs this customer, as a letter says it."""

from __future__ import annotations

from typing import Any

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    price_figure,
    tier_figure,
)
from actions.presenters.prices import PriceChange, price_change
from actions.presenters.tiers import build_tiers
from actions.reply import Figure
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidate import Candidate
from knowledge.terms import OfferKind

_FEWEST_TIERS = 2


def price(d: DraftContext, offer: TimedOffer, *, weight: int = 1) -> Part | None:
    """List price times their seats, against what they pay today."""
    candidate = offer.candidate
    change = price_change(d.case, candidate)
    if change is None or change.diff.minor <= 0:
        return None
    figures = (price_figure(d, candidate.product, change), *_contract_of(d, change))
    facts: dict[str, Any] = {
        "product": d.called(candidate.product),
        "without_tax": d.rules.drafts.prices_without_tax,
    }
    return d.part(
        f"draft_offer.{_price_name(candidate, change)}",
        weight=weight,
        topic="price",
        figures=figures,
        **facts,
        **_price_facts(d, candidate, change),
    )


def tiers(d: DraftContext, offer: TimedOffer) -> tuple[Part, ...]:
    """The options side by side, each at its price now and then: what leads to them, and their lines."""
    built = {tier.price: tier for tier in reversed(build_tiers(d.case, (offer,), d.say, rules=d.rules))}
    options = list(reversed(built.values()))
    if len(options) < _FEWEST_TIERS:
        return ()
    figures = tuple(tier_figure(d, tier) for tier in options)
    items = [d.say("draft_offer.tier", name=tier.name, price=tier.price) for tier in options]
    lines = "\n".join(d.say("draft_frame.list_item", item=item) for item in items)
    product = d.called(offer.candidate.product)
    lead = d.part("draft_offer.tiers", weight=-1, topic="tiers", product=product, count=len(options))
    return (lead, Part("draft_offer.tier", lines, -1, "tiers", figures))


def _price_name(candidate: Candidate, change: PriceChange) -> str:
    if change.is_once:
        return "price_once"
    if candidate.kind is OfferKind.SEATS:
        return "price_more_seats"
    if candidate.kind is OfferKind.UPSELL:
        return "price_upsell"
    return "price_seats" if change.base else "price_flat"


def _price_facts(d: DraftContext, candidate: Candidate, change: PriceChange) -> dict[str, Any]:
    match _price_name(candidate, change):
        case "price_once":
            return {"then": change.then}
        case "price_more_seats":
            return {
                "count": change.count,
                "diff": change.diff,
                "year": change.year,
                "now": change.now,
                "unit": change.unit,
            }
        case "price_upsell":
            owned = d.called(candidate.owned) if candidate.owned else ""
            return {"now": change.now, "then": change.then, "diff": change.diff, "year": change.year, "owned": owned}
        case "price_seats":
            base = d.called(change.base) if change.base else ""
            return {"count": change.count, "base": base, "then": change.then, "year": change.year, "unit": change.unit}
        case _:
            return {"then": change.then, "year": change.year}


def _contract_of(d: DraftContext, change: PriceChange) -> list[Figure]:
    return [contract_figure(d, c) for c in d.case.running if change.base and c.product_id == change.base.id]
