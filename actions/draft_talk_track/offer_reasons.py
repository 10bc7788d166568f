"""Why one writes about an offer: a need, a limit, a plan, a moment; and what is asked before it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from actions.draft_talk_track.addressee import Addressee
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    free_seats_figure,
    need_figure,
    plan_figure,
)
from actions.presenters.figures import seats_figure, survey_figure, tell_unit, trend_figure
from knowledge.accounts.history import NeedSaid
from knowledge.catalogue.catalogue import ProductCard
from knowledge.language import load_words
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidate import Candidate, SeatUse
from knowledge.offers.gate import Caution
from knowledge.playbook.formats import Share, WholeMonth
from knowledge.playbook.note_signals import Signal
from knowledge.playbook.reported_speech import report_speech
from knowledge.playbook.themes import find_theme
from knowledge.terms import OfferKind

_NEED_OLD_DAYS = 90


def first_question(d: DraftContext) -> Part | None:
    """Satisfaction that nobody knows, or that is only middling, is asked about before anything else."""
    product = d.main
    if product is None:
        return None
    if Caution.UNKNOWN_SATISFACTION in d.advice.cautions:
        return d.part("draft_offer.ask_satisfied", weight=0, product=d.called(product))
    if Caution.PASSIVE in d.advice.cautions and d.nps:
        score, day = d.nps
        figure = survey_figure(d.case, "nps", d.say)
        return d.part(
            "draft_offer.ask_passive",
            weight=2,
            figures=(figure,),
            score=score,
            day=d.day(day),
            product=d.called(product),
        )
    return None


def reasons(d: DraftContext, offer: TimedOffer) -> list[Part]:
    """Why one writes: their need, their limit, their plans, else what their use or their answer says."""
    candidate = offer.candidate
    found = [part for part in (_need(d, candidate), _limit(d, candidate), _hiring(d, candidate)) if part]
    if not found:
        found = [part for part in (_moment(d, candidate),) if part]
    return found


def _need(d: DraftContext, candidate: Candidate) -> Part | None:
    return need_part(d, candidate.need) if candidate.need else None


def need_part(d: DraftContext, need: NeedSaid) -> Part | None:
    """A need in reported speech; where it was noted in another language, by its theme; else nothing."""
    speaker, day = need.said_by or "", d.day(need.said_on)
    own = bool(speaker) and speaker == d.addressee.name
    figures = (need_figure(d, need),)
    said, theme = report_speech(need.text, d.language), find_theme(need.text, "needs", d.language)
    is_old = (d.case.as_of - need.said_on).days > _NEED_OLD_DAYS
    if said and is_old:
        return d.part("draft_offer.reason_need_past", topic="need", figures=figures, day=day, said=said)
    if said and speaker and not own:
        who = speaker_name(d, speaker)
        return d.part("draft_offer.reason_need_of", topic="need", figures=figures, day=day, said=said, speaker=who)
    if said:
        name = "own" if own else "unnamed"
        return d.part(f"draft_offer.reason_need_{name}", topic="need", figures=figures, day=day, said=said)
    if theme is None:
        return None
    if speaker and not own:
        who = speaker_name(d, speaker)
        return d.part(
            "draft_offer.reason_theme_of", topic="need", figures=figures, day=day, theme=theme.called, speaker=who
        )
    return d.part("draft_offer.reason_theme_own", topic="need", figures=figures, day=day, theme=theme.called)


def speaker_name(d: DraftContext, speaker: str) -> str:
    """Another person at the customer, as one names them in the letter: 大西部長, or 大西様 where no rank is known."""
    contact = next((c for c in d.case.contacts if c.name == speaker), None)
    reading = (d.around.readings or {}).get(contact.id, "") if contact else ""
    person = Addressee(speaker, reading=reading)
    if d.language == "en":
        return person.whole("en")
    rank = re.search(load_words("ja", "drafting")["ranks"], (contact.title or "") if contact else "")
    return f"{person.called('ja')}{rank[0] if rank else '様'}"


def _limit(d: DraftContext, candidate: Candidate) -> Part | None:
    use = candidate.seat_use
    if use is None:
        return None
    product = d.called(d.case.catalogue.products[use.product_id])
    figures = (seats_figure(d.case, use.product_id, d.say),)
    if use.unit:
        level = "over" if use.used > use.bought else "near"
        return d.part(
            f"draft_offer.reason_quota_{level}",
            topic="use",
            figures=(*figures, trend_figure(d.case, d.rules, d.say)),
            days=d.rules.usage.recent_days,
            used=use.used,
            seats=use.bought,
            unit=tell_unit(use.unit, d.say),
            product=product,
        )
    return seats_part(d, "draft_offer.reason_seats", use, product)


def seats_part(d: DraftContext, name: str, use: SeatUse, product: str) -> Part:
    """Seats as they stand: some left, all taken, or more people than seats."""
    figures = (seats_figure(d.case, use.product_id, d.say),)
    facts: dict[str, Any] = {"seats": use.bought, "product": product}
    if use.used > use.bought:
        facts |= {"used": use.used, "over": use.used - use.bought}
        return d.part(f"{name}_over", topic="use", figures=figures, **facts)
    if use.used == use.bought:
        return d.part(f"{name}_full", topic="use", figures=figures, **facts)
    facts |= {"used": use.used, "free": use.bought - use.used}
    return d.part(f"{name}_near", topic="use", figures=(*figures, free_seats_figure(d, use)), **facts)


def _hiring(d: DraftContext, candidate: Candidate) -> Part | None:
    """People they plan to take on, against the seats that are free."""
    plan, use = d.plans.get(Signal.HIRING), candidate.seat_use
    if candidate.kind is not OfferKind.SEATS or plan is None or not plan.count or use is None or use.unit:
        return None
    free = max(0, use.bought - use.used)
    month = month_name(d, plan.month) if plan.month else ""
    facts: dict[str, Any] = {"count": plan.count, "month": month}
    figures = (
        plan_figure(d, plan),
        seats_figure(d.case, use.product_id, d.say),
        free_seats_figure(d, use, planned=plan.count),
    )
    if plan.count > free:
        return d.part("draft_offer.reason_hiring_short", weight=1, figures=figures, short=plan.count - free, **facts)
    return d.part("draft_offer.reason_hiring_fits", weight=2, figures=figures, free=free - plan.count, **facts)


def last_order(d: DraftContext) -> tuple[ProductCard, dt.date] | None:
    """The article and the day of the latest order; None where nothing was ordered."""
    bought = [line for line in d.case.purchases if line.quantity > 0]
    return (d.case.catalogue.products[bought[-1].product_id], bought[-1].purchased_on) if bought else None


def month_name(d: DraftContext, month: dt.date) -> str:
    """A month without its year: the next one of that name."""
    return d.say("draft_frame.month", month=WholeMonth(month, has_year=False))


def _moment(d: DraftContext, candidate: Candidate) -> Part | None:
    if rhythm := candidate.rhythm:
        name = d.called(candidate.product)
        facts: dict[str, Any] = {"due": d.day(rhythm.due_on), "last": d.day(rhythm.last_on)}
        return d.part(f"draft_offer.reason_{candidate.kind}", product=name, **facts)
    if d.case.orders_again and (ordered := last_order(d)):
        return d.part("draft_offer.reason_ordered", product=d.called(ordered[0]), day=d.day(ordered[1]))
    product = candidate.owned or d.main
    if product is None:
        return None
    name, since = d.called(product), d.main_since
    if d.rising is not None:
        return d.part(
            "draft_offer.reason_growing",
            topic="use",
            figures=(trend_figure(d.case, d.rules, d.say),),
            days=d.rules.usage.recent_days,
            share=Share(d.rising),
            product=name,
        )
    contract = next((c for c in d.case.running if c.product_id == product.id), None)
    started = contract.started_on if contract else since
    figures = (contract_figure(d, contract),) if contract else ()
    if started and (d.case.as_of - started).days <= d.rules.timing.just_bought_days:
        return d.part("draft_offer.reason_just_bought", figures=figures, product=name, day=d.day(started))
    if d.nps and d.nps[0] > d.rules.gate.nps_cautions_at_most:
        figure = survey_figure(d.case, "nps", d.say)
        return d.part(
            "draft_offer.reason_promoter", topic="survey", figures=(figure,), score=d.nps[0], day=d.day(d.nps[1])
        )
    return (
        d.part("draft_offer.reason_since", figures=figures, product=name, since=WholeMonth(started))
        if started
        else None
    )
