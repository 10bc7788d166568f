"""One page for their approval, as a committee reads it."""

from __future__ import annotations

import datetime as dt

from actions.draft_talk_track import offer_parts
from actions.draft_talk_track.blocks import Block
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    day_figure,
    free_seats_figure,
    need_figure,
    price_figure,
    small_figure,
    tier_figure,
    total_seats_figure,
)
from actions.draft_talk_track.house import price_note
from actions.presenters.figures import seats_figure, tell_unit
from actions.presenters.offer_figures import follow_on_figure
from actions.presenters.offers import name_offer
from actions.presenters.prices import more_seats, price_change
from actions.presenters.tiers import build_tiers
from actions.reply import Figure
from knowledge.accounts.columns import day_or_none
from knowledge.offers.advice import TimedOffer
from knowledge.playbook.reported_speech import is_japanese, write_arabic
from knowledge.playbook.themes import find_theme
from knowledge.terms import OfferKind

_MARGIN_DAYS = 5  # business days from now until a trial begins


def approval_blocks(d: DraftContext, offer: TimedOffer) -> list[Block]:
    """Purpose, need, proposal, benefit, cost, alternatives, risk, schedule, decision; as a committee reads it."""
    return [
        ("ap_purpose", [_purpose(d, offer)]),
        ("ap_problem", _problem(d, offer)),
        ("ap_proposal", [_proposal(d, offer)]),
        ("ap_effect", _effect(d, offer)),
        ("ap_cost", _cost(d, offer)),
        ("ap_compare", _compare(d, offer)),
        ("ap_risk", [_risk(d, offer)]),
        ("ap_schedule", _schedule(d, offer)),
        ("ap_decision", [_decision(d, offer)]),
    ]


def _purpose(d: DraftContext, offer: TimedOffer) -> Part:
    candidate = offer.candidate
    product = d.called(candidate.product)
    if candidate.need and (theme := find_theme(candidate.need.text, "needs", d.language)):
        return d.part("draft_inside.ap_purpose_theme", theme=theme.called, product=product)
    if candidate.kind is OfferKind.SEATS:
        return d.part("draft_inside.ap_purpose_seats", product=product)
    if candidate.seat_use:
        return d.part("draft_inside.ap_purpose_quota", product=product)
    return d.part("draft_inside.ap_purpose_plain", product=product)


def _problem(d: DraftContext, offer: TimedOffer) -> list[Part | None]:
    candidate, use = offer.candidate, offer.candidate.seat_use
    parts: list[Part | None] = []
    if need := candidate.need:
        figures, day = (need_figure(d, need),), d.day(need.said_on)
        if is_japanese(need.text) == (d.language == "ja"):
            text = write_arabic(need.text.rstrip("。."))
            parts.append(d.part("draft_inside.ap_problem_need", figures=figures, need=text, day=day))
        elif theme := find_theme(need.text, "needs", d.language):
            parts.append(d.part("draft_inside.ap_problem_theme", figures=figures, need=theme.called, day=day))
    if use:
        product = d.called(d.case.catalogue.products[use.product_id])
        figures = (seats_figure(d.case, use.product_id, d.say),)
        if use.unit:
            parts.append(
                d.part(
                    "draft_inside.ap_problem_quota",
                    figures=figures,
                    used=use.used,
                    seats=use.bought,
                    unit=tell_unit(use.unit, d.say),
                    product=product,
                )
            )
        else:
            parts.append(
                d.part(
                    "draft_inside.ap_problem_seats",
                    figures=(*figures, free_seats_figure(d, use)),
                    used=use.used,
                    seats=use.bought,
                    free=max(0, use.bought - use.used),
                    product=product,
                )
            )
    parts.append(d.part("draft_inside.ap_problem_open", weight=2))
    return parts


def _proposal(d: DraftContext, offer: TimedOffer) -> Part:
    candidate = offer.candidate
    product = d.called(candidate.product)
    if candidate.kind is OfferKind.SEATS and candidate.seat_use:
        more = more_seats(candidate)
        figures = (
            seats_figure(d.case, candidate.seat_use.product_id, d.say),
            total_seats_figure(d, candidate.seat_use, more),
            *_price_figures(d, offer),
        )
        return d.part(
            "draft_inside.ap_proposal_seats",
            figures=figures,
            count=more,
            total=candidate.seat_use.bought + more,
            product=product,
        )
    part = offer_parts.gives(d, offer)
    gives = candidate.product.gives(d.language)[:3]
    if part is None or not gives:
        return Part("draft_inside.ap_proposal_product", product)
    return d.part(
        "draft_inside.ap_proposal_product",
        product=product,
        gives=d.say.join([offer_parts.inside(g, d.language) for g in gives]),
    )


def _effect(d: DraftContext, offer: TimedOffer) -> list[Part | None]:
    candidate = offer.candidate
    text = candidate.product.value(d.language)
    parts: list[Part | None] = [
        d.part("draft_inside.ap_effect_seats")
        if candidate.kind is OfferKind.SEATS
        else d.part("draft_inside.ap_effect_value", value=text)
        if text
        else None
    ]
    change = price_change(d.case, candidate)
    if change and not change.is_once and change.diff.minor > 0 and candidate.kind is not OfferKind.SEATS:
        parts.append(
            d.part(
                "draft_inside.ap_effect_even", figures=(price_figure(d, candidate.product, change),), diff=change.diff
            )
        )
    pair = candidate.follow_on
    if pair and pair.adopters >= d.rules.offers.fewest_cases:
        products = d.case.catalogue.products
        parts.append(
            d.part(
                "draft_inside.ap_effect_proof",
                weight=2,
                topic="proof",
                figures=(follow_on_figure(d.case, pair, d.rules, d.say),),
                adopters=pair.adopters,
                owners=pair.owners,
                antecedent=d.called(products[pair.antecedent]),
                product=d.called(products[pair.product]),
                days=d.rules.offers.horizon_days,
            )
        )
    return parts


def _price_figures(d: DraftContext, offer: TimedOffer) -> tuple[Figure, ...]:
    change = price_change(d.case, offer.candidate)
    return (price_figure(d, offer.candidate.product, change),) if change else ()


def _cost(d: DraftContext, offer: TimedOffer) -> list[Part | None]:
    change, taxless = price_change(d.case, offer.candidate), d.rules.drafts.prices_without_tax
    if change is None:
        return [d.part("draft_inside.ap_cost_unknown", topic="price")]
    figures = (price_figure(d, offer.candidate.product, change),)
    if change.is_once:
        once = d.part(
            "draft_inside.ap_cost_once", topic="price", figures=figures, then=change.then, without_tax=taxless
        )
        return [once, price_note(d, offer.candidate.product)]
    if change.now and change.now.minor:
        line = d.part(
            "draft_inside.ap_cost_change",
            topic="price",
            figures=figures,
            now=change.now,
            then=change.then,
            diff=change.diff,
            year=change.year,
            without_tax=taxless,
        )
    else:
        line = d.part(
            "draft_inside.ap_cost_line",
            topic="price",
            figures=figures,
            diff=change.diff,
            year=change.year,
            without_tax=taxless,
        )
    note = price_note(d, offer.candidate.product)
    return [d.part("draft_inside.ap_cost_initial", weight=2, topic="price"), line, note]


def _compare(d: DraftContext, offer: TimedOffer) -> list[Part | None]:
    tiers = {tier.price: tier for tier in reversed(build_tiers(d.case, (offer,), d.say, rules=d.rules))}
    return [
        d.part(
            "draft_inside.ap_compare_line",
            topic="tiers",
            figures=(tier_figure(d, tier),),
            name=tier.name,
            price=tier.price,
        )
        for tier in reversed(tiers.values())
    ]


def _risk(d: DraftContext, offer: TimedOffer) -> Part:
    rules, figures = d.rules.drafts, (small_figure(d),)
    if d.case.orders_again:
        return d.part("draft_inside.ap_risk_order", topic="trial")
    match offer.candidate.kind:
        case OfferKind.SEATS:
            return d.part("draft_inside.ap_risk_seats", topic="trial", figures=figures, people=rules.first_people)
        case OfferKind.UPSELL:
            return d.part("draft_inside.ap_risk_upsell", topic="trial", figures=figures, days=rules.trial_days)
        case _:
            return d.part("draft_inside.ap_risk_trial", topic="trial", figures=figures, days=rules.trial_days)


def _schedule(d: DraftContext, offer: TimedOffer) -> list[Part | None]:
    if d.case.orders_again:
        return [d.part("draft_inside.ap_schedule_order")]
    start = d.business_day(_MARGIN_DAYS)
    end = start + dt.timedelta(days=d.rules.drafts.trial_days)
    figures = (
        day_figure(d, "promise", start, count=_MARGIN_DAYS),
        day_figure(d, "until", end, why=str(d.rules.drafts.trial_days)),
    )
    by = day_or_none(d.case.row["decide_by"])
    renewal = (
        d.part(
            "draft_inside.ap_schedule_renewal",
            weight=2,
            topic="renewal",
            figures=(day_figure(d, "until", by, why="renewal"),),
            day=d.day(by),
        )
        if by and by > d.case.as_of
        else None
    )
    name = "ap_schedule_seats" if offer.candidate.kind is OfferKind.SEATS else "ap_schedule_start"
    return [d.part(f"draft_inside.{name}", figures=figures, start=d.day(start), end=d.day(end)), renewal]


def _decision(d: DraftContext, offer: TimedOffer) -> Part:
    change, name = price_change(d.case, offer.candidate), name_offer(offer.candidate, d.say)
    if d.case.orders_again:
        return d.part("draft_inside.ap_decision_order", weight=0, offer=name)
    if change is None or change.is_once:
        return d.part("draft_inside.ap_decision_plain", weight=0, offer=name)
    figures = (price_figure(d, offer.candidate.product, change),)
    if offer.candidate.kind is OfferKind.SEATS:
        return d.part(
            "draft_inside.ap_decision_seats",
            weight=0,
            figures=(*figures, small_figure(d)),
            product=d.called(offer.candidate.product),
            count=change.count,
            people=d.rules.drafts.first_people,
            year=change.year,
        )
    return d.part("draft_inside.ap_decision_line", weight=0, figures=figures, offer=name, year=change.year)
