"""A check-in: one thing seen, one thing asked, and no hurry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.draft_talk_track.care import severe
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    free_seats_figure,
    plan_figure,
    ticket_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.lost import draft_lost
from actions.draft_talk_track.relation_parts import end, name_of_main, survey
from actions.draft_talk_track.request import ReaderRole
from actions.presenters.figures import seats_figure, survey_figure, trend_figure
from knowledge.offers.gate import GateReason
from knowledge.playbook.formats import Share, WholeMonth
from knowledge.playbook.note_signals import Signal
from knowledge.playbook.themes import find_theme

_HALF = 0.5  # share of the seats: below it one asks whether that was planned
_ANSWERED_DAYS = 90
_PLAN_PHRASES = {
    Signal.NEW_OFFICE: "draft_relation.in_office",
    Signal.HIRING: "draft_relation.in_hiring",
    Signal.NEW_HEAD: "draft_relation.in_new_head",
    Signal.OWN_MEETING: "draft_relation.in_meeting_how",
}
_ROLES_ASKED = set(ReaderRole) - {ReaderRole.USER, ReaderRole.OTHER}


def draft_check_in(d: DraftContext) -> Draft:
    """One thing seen, one thing asked, and no hurry."""
    reasons = {block.reason for block in d.advice.blocks}
    if GateReason.SEVERE_TICKET in reasons:
        return severe(d)
    if d.is_lost:
        return draft_lost(d)
    product = name_of_main(d)
    seen = [part for part in (_ticket(d), _unhappy(d), trend(d), _answer(d), _seats(d), _since(d)) if part][:1]
    seen = [replace(part, weight=0) for part in seen]
    asked = [part for part in (_plan(d), role_question(d)) if part][:1] or [
        d.part("draft_relation.in_value", product=product)
    ]
    return Draft(
        subject=_subject(d, seen[0] if seen else None),
        paragraphs=(list(seen), list(asked), [end(d)]),
    )


def _subject(d: DraftContext, seen: Part | None) -> Part:
    """Names what was seen first: a trouble, their use, their answer; else the product."""
    product = name_of_main(d)
    if d.main is None:
        return d.part("draft_relation.subject_check_in_general", account=d.customer)
    if seen and seen.topic == "survey" and d.nps:
        return d.part("draft_relation.subject_check_in_survey", product=product, day=d.day(d.nps[1]))
    if seen and seen.key == "draft_relation.in_solved":
        return d.part("draft_relation.subject_check_in_ticket", product=product)
    if seen and seen.topic == "use":
        return d.part("draft_relation.subject_check_in_use", product=product)
    return d.part("draft_relation.subject_check_in", product=product, account=d.customer)


def _ticket(d: DraftContext) -> Part | None:
    """A trouble still open, one solved lately, or a question answered lately."""
    for ticket in d.case.tickets:
        if theme := find_theme(ticket.subject or "", "troubles", d.language):
            figure = ticket_figure(d, f"ticket_{ticket.id}", ticket.subject or "", ticket.opened_on, solved=False)
            facts: dict[str, Any] = {"trouble": theme.called, "day": d.day(ticket.opened_on)}
            return d.part("draft_relation.in_open_ticket", topic="ticket", figures=(figure,), **facts)
    for solved in d.around.solved:
        trouble = find_theme(solved.subject or "", "troubles", d.language)
        if theme := trouble or find_theme(solved.subject or "", "requests", d.language):
            figure = ticket_figure(d, f"ticket_{solved.id}", solved.subject or "", solved.closed_on, solved=True)
            facts = {"trouble": theme.called, "day": d.day(solved.closed_on)}
            name = "in_solved" if trouble else "in_answered"
            return d.part(f"draft_relation.{name}", topic="ticket", figures=(figure,), **facts)
    return None


def _unhappy(d: DraftContext) -> Part | None:
    """A bad answer of theirs is not passed over in silence."""
    if d.nps is None or d.nps[0] > d.rules.gate.nps_blocks_at_most:
        return None
    score, day = d.nps
    figures = (survey_figure(d.case, "nps", d.say),)
    facts: dict[str, Any] = {"score": score, "day": d.day(day), "product": name_of_main(d)}
    return d.part("draft_relation.in_detractor", weight=0, topic="survey", figures=figures, **facts)


def _answer(d: DraftContext) -> Part | None:
    """What they answered in the last three months; an older answer one does not come back to."""
    is_new = d.nps is not None and (d.case.as_of - d.nps[1]).days <= _ANSWERED_DAYS
    return survey(d) if is_new else None


def trend(d: DraftContext) -> Part | None:
    """That they use more or less of it than before, and the question that this leaves."""
    product, figures = name_of_main(d), (trend_figure(d.case, d.rules, d.say),)
    if d.rising is not None:
        return d.part(
            "draft_relation.in_growing",
            topic="use",
            figures=figures,
            days=d.rules.usage.recent_days,
            share=Share(d.rising),
            product=product,
            account=d.customer,
        )
    if d.is_falling:
        return d.part("draft_relation.in_falling", topic="use", figures=figures, product=product, account=d.customer)
    return None


def _seats(d: DraftContext) -> Part | None:
    use = d.use_of(d.main)
    if use is None or use.used >= use.bought:
        return None
    facts: dict[str, Any] = {"used": use.used, "seats": use.bought, "product": name_of_main(d)}
    seats = seats_figure(d.case, use.product_id, d.say)
    if use.share < _HALF:
        return d.part("draft_relation.in_seats", weight=2, topic="use", figures=(seats,), **facts)
    name = "in_seats_most" if use.share >= d.rules.timing.limit_near_share else "in_seats_half"
    figures = (seats, free_seats_figure(d, use))
    free = use.bought - use.used
    return d.part(f"draft_relation.{name}", weight=2, topic="use", figures=figures, free=free, **facts)


def _since(d: DraftContext) -> Part | None:
    if d.main_since is None:
        return None
    figures = (contract_figure(d, d.main_contract),) if d.main_contract else ()
    return d.part("draft_relation.in_since", figures=figures, product=name_of_main(d), since=WholeMonth(d.main_since))


def _plan(d: DraftContext) -> Part | None:
    for signal, name in _PLAN_PHRASES.items():
        if plan := d.plans.get(signal):
            facts: dict[str, Any] = {"product": name_of_main(d)}
            if signal is Signal.HIRING:
                if not plan.count:
                    continue
                facts["count"] = plan.count
            return d.part(name, weight=2, figures=(plan_figure(d, plan),), **facts)
    return None


def role_question(d: DraftContext) -> Part | None:
    if d.addressee.role not in _ROLES_ASKED or d.in_use is None:
        return None
    return d.part(f"draft_relation.in_{d.addressee.role}", product=name_of_main(d))
