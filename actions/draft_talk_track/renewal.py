"""A letter about a renewal: dates, terms, use, and that every choice is fine."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    free_seats_figure,
    small_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import name_of_main, terms
from actions.presenters.figures import seats_figure, trend_figure
from actions.reply import Figure
from knowledge.offers.candidate import SeatUse
from knowledge.playbook.formats import Share

_FAR_DAYS = 180  # so long before its end nobody expects a letter about a contract

_HALF = 0.5  # share of the seats: below it fewer may be enough
_USES = {
    "low": "draft_relation.rn_use_low",
    "rising": "draft_relation.rn_use_rising",
    "most": "draft_relation.rn_use_most",
    "plain": "draft_relation.rn_use",
}
_CHOICES = {
    "low": "draft_relation.rn_choices_low",
    "rising": "draft_relation.rn_choices_rising",
    "most": "draft_relation.rn_choices_most",
    "plain": "draft_relation.rn_choices_free",
}


def draft_renewal(d: DraftContext) -> Draft:
    """Dates, terms, use, and that every choice is fine."""
    d = _about_the_next(d)
    contract, product = d.main_contract, name_of_main(d)
    if contract is None or contract.renews_on is None:
        d.notes.append(d.say("draft_frame.no_renewal", account=d.account))
        first = d.part("draft_relation.rn_undated", product=product)
        subject = d.part("draft_relation.subject_renewal_undated", product=product)
    else:
        figures = (contract_figure(d, contract),)
        notice = contract.notice_by
        if (contract.renews_on - d.case.as_of).days > _FAR_DAYS:
            d.notes.append(d.say("draft_frame.renewal_far", day=d.day(contract.renews_on)))
        told = d.day(notice) if notice and notice > d.case.as_of and notice != contract.renews_on else ""
        first = d.part(
            "draft_relation.rn_dates",
            weight=0,
            topic="renewal",
            figures=figures,
            product=product,
            day=d.day(contract.renews_on),
            notice=told,
        )
        subject = d.part("draft_relation.subject_renewal", product=product, day=d.day(contract.renews_on))
    return Draft(subject, ([first, terms(d)], [_renewal_use(d), _choices(d)], [_renewal_ask(d)]), asks=True)


def _about_the_next(d: DraftContext) -> DraftContext:
    """The same draft about the contract that is decided on next, where no product was named."""
    dated = [c for c in d.case.running if c.renews_on and c.renews_on > d.case.as_of]
    if d.request.product or not dated:
        return d
    soonest = min(dated, key=lambda c: (c.renews_on or dt.date.max, -(c.monthly_minor or 0)))
    product = d.case.catalogue.products[soonest.product_id]
    return replace(d, request=replace(d.request, product=d.called(product)))


def _fill(d: DraftContext, use: SeatUse) -> str:
    """How full a plan is that has seats left, as far as it changes what one says: low, rising, most; else plain."""
    if use.share < _HALF:
        return "low"
    if use.share >= d.rules.timing.limit_near_share:
        return "most"
    return "rising" if d.rising is not None else "plain"


def _choices(d: DraftContext) -> Part:
    """What they may decide, by how full the plan is; each choice is fine."""
    use = d.use_of(d.main)
    figures = (seats_figure(d.case, use.product_id, d.say), free_seats_figure(d, use)) if use else ()
    if use and use.used < use.bought:
        name, free = _CHOICES[_fill(d, use)], use.bought - use.used
        facts = {} if name == _CHOICES["most"] else {"free": free}
        return d.part(name, weight=2, topic="use", figures=figures, **facts)
    if use and use.used == use.bought:
        return d.part("draft_relation.rn_choices_full", weight=2, topic="use", figures=figures, seats=use.bought)
    return d.part("draft_relation.rn_choices", weight=2, product=name_of_main(d), account=d.customer)


def _renewal_use(d: DraftContext) -> Part | None:
    use = d.use_of(d.main)
    if use is None or use.used > use.bought:
        return None
    figures: tuple[Figure | None, ...] = (seats_figure(d.case, use.product_id, d.say),)
    facts: dict[str, Any] = {"seats": use.bought, "product": name_of_main(d)}
    if use.used == use.bought:
        return d.part("draft_relation.rn_use_full", topic="use", figures=figures, **facts)
    fill, facts = _fill(d, use), facts | {"used": use.used}
    if fill == "most":
        figures, facts = (*figures, free_seats_figure(d, use)), facts | {"free": use.bought - use.used}
    elif fill == "rising" and d.rising is not None:
        figures, facts = (*figures, trend_figure(d.case, d.rules, d.say)), facts | {"share": Share(d.rising)}
    return d.part(_USES[fill], topic="use", figures=figures, **facts)


def _renewal_ask(d: DraftContext) -> Part:
    contract = d.main_contract
    by = (contract.notice_by or contract.renews_on) if contract else None
    if by and (by - d.case.as_of).days > _FAR_DAYS:
        by = None  # nobody sets a day half a year ahead
    minutes, figures = d.rules.drafts.talk_minutes, (small_figure(d),)
    if by and by > d.case.as_of:
        return d.part(
            "draft_relation.rn_ask",
            weight=0,
            topic="meeting",
            figures=(*figures, day_figure(d, "until", by, why="renewal")),
            by=d.day(by),
            minutes=minutes,
            product=name_of_main(d),
        )
    return d.part(
        "draft_relation.rn_ask_plain",
        weight=0,
        topic="meeting",
        figures=figures,
        minutes=minutes,
        product=name_of_main(d),
    )
