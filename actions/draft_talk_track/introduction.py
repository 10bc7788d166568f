"""An introduction at a handover: who one is, who stays, what one already knows, and when to meet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    need_figure,
    small_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import is_renewing, name_of_main
from actions.draft_talk_track.request import ReaderRole
from actions.presenters.figures import seats_figure, survey_figure
from actions.reply import Figure
from knowledge.playbook.formats import WholeMonth
from knowledge.playbook.themes import Theme, find_theme

_YEAR = 365
_SOON_DAYS = 240  # a contract that ends later is no matter for a first letter
_ANSWERED_DAYS = 120
_LATELY_DAYS = 60


def draft_introduction(d: DraftContext) -> Draft:
    """Who one is, who stays, what one already knows, and when to meet."""
    product, minutes = name_of_main(d), d.rules.drafts.talk_minutes
    is_cs = d.sender == d.case.account.csm
    if is_cs and d.owner:
        who = d.part("draft_relation.it_self_cs", weight=0, rep=d.rep, account=d.customer, owner=d.owner)
    elif d.csm and not is_cs and d.in_use:
        who = d.part("draft_relation.it_self_sales", weight=0, rep=d.rep, account=d.customer)
    else:
        who = d.part("draft_relation.it_self", weight=0, rep=d.rep, account=d.customer)
    facts: dict[str, Any] = {"minutes": minutes, "when": d.say("draft_frame.next_week"), "account": d.customer}
    theme, renewal = _theme(d), _renews_soon(d)
    if theme:
        facts["theme"] = theme.called
    elif renewal:
        facts |= {"product": product, "day": d.day(renewal)}
    meet = d.part(_how_to_meet(d), weight=0, topic="meeting", figures=(small_figure(d), *_renewal_figures(d)), **facts)
    stays = _who_stays(d) if who.key == "draft_relation.it_self_sales" else None
    known = _known_need(d) or _known(d)
    return Draft(_subject(d), ([who, stays], [known], [meet], [_until(d)]), opening="introduction")


def _subject(d: DraftContext) -> Part:
    """Names the matter that waits, where there is one; else the product, or only who writes."""
    facts: dict[str, Any] = {"firm": d.firm, "rep": d.rep, "product": name_of_main(d)}
    if theme := _theme(d):
        return d.part("draft_relation.subject_introduction_theme", theme=theme.called, **facts)
    if renewal := _renews_soon(d):
        name = "draft_relation.subject_introduction_renewal"
        return d.part(name, figures=_renewal_figures(d), day=d.day(renewal), **facts)
    if d.in_use is None:
        return d.part("draft_relation.subject_introduction", **facts)
    is_new = d.main_since is not None and (d.case.as_of - d.main_since).days < _YEAR
    return d.part(f"draft_relation.subject_introduction_{'product' if is_new else 'long'}", **facts)


def _theme(d: DraftContext) -> Theme | None:
    return find_theme(d.newest_need.text, "needs", d.language) if d.newest_need else None


def _renews_soon(d: DraftContext) -> dt.date | None:
    """The end of their contract, where it is near enough for a first letter to name it."""
    contract = d.main_contract
    return contract.renews_on if contract and is_renewing(d, contract) else None


def _renewal_figures(d: DraftContext) -> tuple[Figure, ...]:
    return (contract_figure(d, d.main_contract),) if d.main_contract and _renews_soon(d) else ()


def _who_stays(d: DraftContext) -> Part:
    """Who of customer success stays: named by their last contact, else by what each of the two is there for."""
    last = next((touch for touch in d.around.touches if touch.by == d.case.account.csm), None)
    facts: dict[str, Any] = {"csm": d.csm, "product": name_of_main(d)}
    if last and (d.case.as_of - last.happened_on).days <= _LATELY_DAYS:
        kind = last.kind if last.kind in ("call", "email", "meeting") else "other"
        figures = (day_figure(d, "touch", last.happened_on, kind=d.say(f"draft_facts.kind_{kind}"), by=last.by or ""),)
        name = {"call": "it_stays_call", "meeting": "it_stays_meeting"}.get(kind, "it_stays_known")
        return d.part(f"draft_relation.{name}", figures=figures, day=d.day(last.happened_on), **facts)
    decides = d.addressee.role in (ReaderRole.OWNER, ReaderRole.FINANCE)
    return d.part("draft_relation.it_stays_decider" if decides else "draft_relation.it_stays", **facts)


def _how_to_meet(d: DraftContext) -> str:
    """About the matter that waits; else by telephone where that is how they were last spoken to, or in person."""
    if _theme(d):
        return "draft_relation.it_meet_theme"
    if _renews_soon(d):
        return "draft_relation.it_meet_renewal"
    last = d.around.touches[0] if d.around.touches else None
    if last and last.kind == "call" and not d.is_long_silent:
        return "draft_relation.it_meet_call"
    return "draft_relation.it_meet_first" if d.is_lost or last is None else "draft_relation.it_meet"


def _is_praise(d: DraftContext, score: int, day: dt.date) -> bool:
    return score > d.rules.gate.nps_cautions_at_most and (d.case.as_of - day).days <= _ANSWERED_DAYS


def _known(d: DraftContext) -> Part | None:
    """What one has been told: their last answer, their use, else since when they are with us."""
    product = name_of_main(d)
    if d.nps and _is_praise(d, *d.nps):
        score, day = d.nps
        figures = (survey_figure(d.case, "nps", d.say),)
        facts: dict[str, Any] = {"score": score, "day": d.day(day), "account": d.customer}
        return d.part("draft_relation.it_known_survey", topic="survey", figures=figures, product=product, **facts)
    if d.main_since is None:
        return None
    since = WholeMonth(d.main_since)
    of_contract = (contract_figure(d, d.main_contract),) if d.main_contract else ()
    use = d.use_of(d.main)
    if use and use.used <= use.bought and not d.is_falling and not d.case.orders_again:
        seats = seats_figure(d.case, use.product_id, d.say)
        facts = {"since": since, "used": use.used, "seats": use.bought}
        return d.part(
            "draft_relation.it_known_use", topic="use", figures=(*of_contract, seats), product=product, **facts
        )
    return d.part("draft_relation.it_known", figures=of_contract, product=product, since=since)


def _until(d: DraftContext) -> Part:
    """What holds until the meeting: the next date that is known, else how to reach the writer."""
    if meeting := d.around.next_meeting:
        figures, day = (day_figure(d, "meeting", meeting.day),), d.day(meeting.day, weekday=True)
        return d.part("draft_relation.it_until_meeting", weight=3, topic="meeting", figures=figures, day=day)
    contract = d.main_contract
    if (
        contract
        and contract.renews_on
        and not _renews_soon(d)
        and 0 < (contract.renews_on - d.case.as_of).days <= _SOON_DAYS
    ):
        figures, day = (contract_figure(d, contract),), d.day(contract.renews_on)
        return d.part("draft_relation.it_until_renewal", weight=3, topic="renewal", figures=figures, day=day)
    if d.case.tickets:
        return d.part("draft_relation.it_until_ticket", weight=3)
    if d.csm and d.in_use and d.addressee.role in (ReaderRole.IT, ReaderRole.OPERATIONS, ReaderRole.USER):
        return d.part("draft_relation.it_until_csm", weight=3, csm=d.csm, product=name_of_main(d))
    decides = d.addressee.role in (ReaderRole.OWNER, ReaderRole.FINANCE)
    return d.part("draft_relation.it_until" if decides else "draft_relation.it_until_any", weight=3)


def _known_need(d: DraftContext) -> Part | None:
    need = d.newest_need
    theme = find_theme(need.text, "needs", d.language) if need else None
    if need is None or theme is None:
        return None
    figures = (need_figure(d, need),)
    return d.part(
        "draft_relation.it_need", weight=2, topic="need", figures=figures, theme=theme.called, day=d.day(need.said_on)
    )
