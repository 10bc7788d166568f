"""What an offer costs this customer, as a letter says it."""

from __future__ import annotations

from typing import Any

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    price_figure,
)
from actions.presenters.prices import PriceChange, price_change
from actions.reply import Figure
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidate import Candidate
from knowledge.terms import OfferKind


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
