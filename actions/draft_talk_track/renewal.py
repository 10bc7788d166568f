"""A letter about a renewal: dates, terms, use, and that every choice is fine."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from enum import StrEnum
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
from knowledge.accounts.history import Contract
from knowledge.offers.candidate import SeatUse
from knowledge.playbook.formats import Share

_FAR_DAYS = 180  # so long before its end nobody expects a letter about a contract

_YEAR = 365
_NEAR_DAYS = 45  # so near, the day of notice is what the letter is about
_TWO_THIRDS = 0.65  # share of the seats: below it a third of them or more is free
_HALF = 0.5  # share of the seats: below it fewer may be enough
_USES = {
    "low": "draft_relation.rn_use_low",
    "rising": "draft_relation.rn_use_rising",
    "most": "draft_relation.rn_use_most",
    "half": "draft_relation.rn_use_half",
    "plain": "draft_relation.rn_use",
}
_CHOICES = {
    "low": "draft_relation.rn_choices_low",
    "rising": "draft_relation.rn_choices_rising",
    "most": "draft_relation.rn_choices_most",
    "half": "draft_relation.rn_choices_half",
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
        facts: dict[str, Any] = {"product": product, "day": d.day(contract.renews_on), "notice": told}
        name = f"draft_relation.rn_dates_{_term(d, contract)}"
        first = d.part(name, weight=0, topic="renewal", figures=figures, **facts)
        subject = _subject(d, contract)
    return Draft(subject, ([first, terms(d)], [_renewal_use(d), _choices(d)], [_renewal_ask(d)]), asks=True)


class Term(StrEnum):
    """How near the day lies by which they have to decide."""

    NOTICE = "notice"
    LATER = "later"
    PAST = "past"
    YEAR = "year"
    FAR = "far"
    END = "end"


def _term(d: DraftContext, contract: Contract) -> Term:
    notice, renews = contract.notice_by, contract.renews_on
    if renews is None or (renews - d.case.as_of).days > _YEAR:
        return Term.FAR
    if (renews - d.case.as_of).days > _FAR_DAYS:
        return Term.YEAR
    if notice is None or notice == renews:
        return Term.END
    if notice <= d.case.as_of:
        return Term.PAST
    return Term.NOTICE if (notice - d.case.as_of).days <= _NEAR_DAYS else Term.LATER


def _subject(d: DraftContext, contract: Contract) -> Part:
    """Names the day of notice while it is near; else what the seats say, or the renewal itself."""
    facts: dict[str, Any] = {"product": name_of_main(d), "day": d.day(contract.renews_on or d.case.as_of)}
    figures: tuple[Figure | None, ...] = (contract_figure(d, contract),)
    use, term = d.use_of(d.main), _term(d, contract)
    if term in (Term.YEAR, Term.FAR):
        return d.part(f"draft_relation.subject_renewal_{term}", figures=figures, **facts)
    if term is Term.NOTICE and contract.notice_by:
        name = "draft_relation.subject_renewal_notice"
        return d.part(name, figures=figures, notice=d.day(contract.notice_by), **facts)
    if use and use.used <= use.bought:
        fits = use.share >= d.rules.timing.limit_near_share
        figures = (*figures, seats_figure(d.case, use.product_id, d.say))
        return d.part(f"draft_relation.subject_renewal_{'full' if fits else 'free'}", figures=figures, **facts)
    return d.part("draft_relation.subject_renewal", figures=figures, **facts)


def _about_the_next(d: DraftContext) -> DraftContext:
    """The same draft about the contract that is decided on next, where no product was named."""
    dated = [c for c in d.case.running if c.renews_on and c.renews_on > d.case.as_of]
    if d.request.product or not dated:
        return d
    soonest = min(dated, key=lambda c: (c.renews_on or dt.date.max, -(c.monthly_minor or 0)))
    product = d.case.catalogue.products[soonest.product_id]
    return replace(d, request=replace(d.request, product=d.called(product)))


def _fill(d: DraftContext, use: SeatUse) -> str:
    """How full a plan is that has seats left, as far as it changes what one says."""
    if use.share < _HALF:
        return "low"
    if use.share >= d.rules.timing.limit_near_share:
        return "most"
    if d.rising is not None:
        return "rising"
    return "plain" if use.share >= _TWO_THIRDS else "half"


def _choices(d: DraftContext) -> Part:
    """What they may decide, by how full the plan is; each choice is fine."""
    use, contract = d.use_of(d.main), d.main_contract
    if contract and contract.renews_on and _term(d, contract) is Term.PAST:
        return d.part("draft_relation.rn_choices_past", weight=2, product=name_of_main(d))
    term = _term(d, contract) if contract and contract.renews_on else None
    if term in (Term.YEAR, Term.FAR):
        return d.part(f"draft_relation.rn_choices_{term}", weight=2, product=name_of_main(d))
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
    name = "rn_ask_plain"
    if contract and contract.renews_on:
        name = {Term.PAST: "rn_ask_soon", Term.YEAR: "rn_ask_far", Term.FAR: "rn_ask_far"}.get(_term(d, contract), name)
    return d.part(
        f"draft_relation.{name}",
        weight=0,
        topic="meeting",
        figures=figures,
        minutes=minutes,
        product=name_of_main(d),
    )
