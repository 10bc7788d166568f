"""How a call begins, and the questions that lead to the real problem."""

from __future__ import annotations

import re
from typing import Any

from actions.draft_talk_track import offer_parts, offer_reasons
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import contract_figure, need_figure, plan_figure
from actions.draft_talk_track.request import ReaderRole
from actions.presenters.figures import seats_figure, survey_figure, tell_unit, trend_figure
from knowledge.accounts.columns import day_or_none
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidate import Candidate
from knowledge.offers.gate import Caution
from knowledge.playbook.formats import Share, WholeMonth
from knowledge.playbook.note_signals import Signal
from knowledge.playbook.reported_speech import report_speech
from knowledge.playbook.themes import find_theme
from knowledge.terms import OfferKind

_FRESH_ORDER_DAYS = 45  # after that nobody asks how the delivery went
_INDUSTRIES = {
    "manufacturing": "manufacturing",
    "retail": "retail",
    "logistics": "logistics",
    "healthcare": "healthcare",
    "construction": "construction",
    "wholesale": "wholesale",
    "professional services": "services",
    "it services": "it",
}
_ROLES_ASKED = {role: f"draft_call.ask_{role}" for role in ReaderRole}


def opener(d: DraftContext, offer: TimedOffer) -> Part:
    """The first sentence, tied to something true about them."""
    candidate = offer.candidate
    if candidate.need and (part := _opener_need(d, offer)):
        return part
    if use := candidate.seat_use:
        product = d.called(d.case.catalogue.products[use.product_id])
        if use.unit:
            level = "over" if use.used > use.bought else "near"
            figures = (seats_figure(d.case, use.product_id, d.say),)
            facts: dict[str, Any] = {
                "used": use.used,
                "seats": use.bought,
                "unit": tell_unit(use.unit, d.say),
                "product": product,
            }
            return d.part(f"draft_call.opener_quota_{level}", topic="use", figures=figures, **facts)
        return offer_reasons.seats_part(d, "draft_call.opener_seats", use, product)
    return _opener_moment(d)


def _opener_need(d: DraftContext, offer: TimedOffer) -> Part | None:
    need = offer.candidate.need
    if need is None:
        return None
    figures, day, speaker = (need_figure(d, need),), d.day(need.said_on), need.said_by or ""
    if said := report_speech(need.text, d.language):
        if speaker and speaker != d.addressee.name:
            who = offer_reasons.speaker_name(d, speaker)
            return d.part("draft_call.opener_need_of", topic="need", figures=figures, day=day, said=said, speaker=who)
        return d.part("draft_call.opener_need_own", topic="need", figures=figures, day=day, said=said)
    theme = find_theme(need.text, "needs", d.language)
    return (
        d.part("draft_call.opener_theme", topic="need", figures=figures, day=day, theme=theme.called) if theme else None
    )


def _opener_moment(d: DraftContext) -> Part:
    ordered = offer_reasons.last_order(d)
    if d.case.orders_again and ordered and not d.is_lost and (d.case.as_of - ordered[1]).days > _FRESH_ORDER_DAYS:
        return d.part("draft_call.opener_ordered_before", product=d.called(ordered[0]), day=d.day(ordered[1]))
    if d.case.orders_again and ordered and not d.is_lost:
        return d.part("draft_call.opener_ordered", product=d.called(ordered[0]), day=d.day(ordered[1]))
    if d.main is None:
        return d.part("draft_call.opener_new", account=d.customer)
    product, ended = d.called(d.main), day_or_none(d.case.row["ended_on"])
    if d.is_lost and ended:
        return d.part("draft_call.opener_lost", product=product, day=d.day(ended))
    if d.rising is not None:
        figures = (trend_figure(d.case, d.rules, d.say),)
        return d.part("draft_call.opener_growing", topic="use", figures=figures, product=product, share=Share(d.rising))
    if d.nps and d.nps[0] > d.rules.gate.nps_cautions_at_most:
        figures = (survey_figure(d.case, "nps", d.say),)
        return d.part(
            "draft_call.opener_promoter",
            topic="survey",
            figures=figures,
            score=d.nps[0],
            day=d.day(d.nps[1]),
            product=product,
        )
    if d.main_since:
        contract = d.main_contract
        behind = (contract_figure(d, contract),) if contract else ()
        return d.part("draft_call.opener_since", figures=behind, product=product, since=WholeMonth(d.main_since))
    return d.part("draft_call.opener_new", account=d.customer)


def questions(d: DraftContext, offer: TimedOffer) -> list[Part]:
    """Two or three that lead to the real problem: satisfaction if unknown, need, reader, trade, moment."""
    candidate = offer.candidate
    product, main = d.called(candidate.product), d.called(d.main) if d.main else ""
    found: list[Part] = []
    if main and Caution.UNKNOWN_SATISFACTION in d.advice.cautions:
        name = "ask_satisfied_order" if d.case.orders_again else "ask_satisfied"
        found.append(d.part(f"draft_call.{name}", product=main))
    elif main and d.nps and Caution.PASSIVE in d.advice.cautions:
        figures = (survey_figure(d.case, "nps", d.say),)
        found.append(d.part("draft_call.ask_passive", topic="survey", figures=figures, score=d.nps[0], product=main))
    found.append(_question_of_matter(d, offer, product, main))
    asked = "draft_call.ask_sold" if d.case.orders_again else _ROLES_ASKED[d.addressee.role]
    found.append(d.part(asked, product=product))
    by = day_or_none(d.case.row["decide_by"])
    if by and 0 < (by - d.case.as_of).days <= d.rules.timing.renewal_windows[-1]:
        found.append(d.part("draft_call.ask_renewal", topic="renewal", day=d.day(by)))
    trade = _INDUSTRIES.get((d.case.account.industry or "").lower())
    if trade:
        found.append(d.part(f"draft_call.ask_industry_{trade}"))
    return found


def _question_of_product(d: DraftContext, candidate: Candidate) -> Part | None:
    """How they do today what the product would do: the first thing it brings that is no mere number."""
    owned = candidate.owned if candidate.kind is OfferKind.UPSELL else None
    have = set(owned.gives(d.language)) if owned else set()
    lines = [line for line in candidate.product.gives(d.language) if line not in have and not re.search(r"\d", line)]
    if not lines:
        return None
    what = offer_parts.inside(lines[0], d.language)
    return d.part("draft_call.ask_product", product=d.called(candidate.product), what=what)


def _question_of_matter(d: DraftContext, offer: TimedOffer, product: str, main: str) -> Part:
    candidate = offer.candidate
    if candidate.need and (theme := find_theme(candidate.need.text, "needs", d.language)):
        name = "ask_need_cost" if d.addressee.role in (ReaderRole.FINANCE, ReaderRole.OWNER) else "ask_need"
        return d.part(f"draft_call.{name}", topic="need", theme=theme.called)
    if candidate.kind is OfferKind.SEATS:
        plan = d.plans.get(Signal.HIRING)
        if plan and plan.count:
            return d.part(
                "draft_call.ask_seats_hiring", figures=(plan_figure(d, plan),), count=plan.count, product=product
            )
        return d.part("draft_call.ask_seats", product=product)
    if candidate.rhythm:
        return d.part(f"draft_call.ask_{candidate.kind}", product=product)
    if d.case.orders_again:
        return d.part("draft_call.ask_range")
    if candidate.seat_use and candidate.owned:
        return d.part("draft_call.ask_quota", product=d.called(candidate.owned))
    if asked := _question_of_product(d, candidate):
        return asked
    if candidate.kind is OfferKind.UPSELL and candidate.owned:
        return d.part("draft_call.ask_upsell", product=d.called(candidate.owned))
    return d.part("draft_call.ask_next", product=main) if main else d.part("draft_call.ask_new")
