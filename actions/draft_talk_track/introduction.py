"""An introduction at a handover: who one is, who stays, what one already knows, and when to meet."""

from __future__ import annotations

from typing import Any

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    need_figure,
    small_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import name_of_main, touch_figure
from actions.draft_talk_track.request import ReaderRole
from actions.presenters.figures import seats_figure, survey_figure
from knowledge.playbook.formats import WholeMonth
from knowledge.playbook.themes import find_theme

_SOON_DAYS = 180  # a contract that ends later is no matter for a first letter


def draft_introduction(d: DraftContext) -> Draft:
    """Who one is, who stays, what one already knows, and when to meet."""
    product, minutes = name_of_main(d), d.rules.drafts.talk_minutes
    is_cs = d.sender == d.case.account.csm
    if is_cs and d.owner:
        who = d.part("draft_relation.it_self_cs", weight=0, rep=d.rep, account=d.customer, owner=d.owner)
    elif d.csm and not is_cs and d.in_use:
        who = d.part(
            "draft_relation.it_self_sales", weight=0, rep=d.rep, account=d.customer, csm=d.csm, product=product
        )
    else:
        who = d.part("draft_relation.it_self", weight=0, rep=d.rep, account=d.customer)
    meet = d.part(
        _how_to_meet(d),
        weight=0,
        topic="meeting",
        figures=(small_figure(d),),
        minutes=minutes,
        when=d.say("draft_frame.next_week"),
        account=d.customer,
    )
    return Draft(
        d.part("draft_relation.subject_introduction", firm=d.firm, rep=d.rep),
        ([who], [_known_need(d) or _known(d)], [meet], [_until(d)]),
        opening="introduction",
    )


def _how_to_meet(d: DraftContext) -> str:
    """By telephone where that is how they were last spoken to, briefly for a user, else in person."""
    last = d.around.touches[0] if d.around.touches else None
    if last and last.kind == "call" and not d.is_long_silent:
        return "draft_relation.it_meet_call"
    return "draft_relation.it_meet_first" if d.is_lost or last is None else "draft_relation.it_meet"


def _known(d: DraftContext) -> Part | None:
    """What one has been told: their last answer, their use, else since when they are with us."""
    product = name_of_main(d)
    if d.nps and d.nps[0] > d.rules.gate.nps_cautions_at_most:
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
    contract = d.main_contract if d.addressee.role is not ReaderRole.USER else None
    if contract and contract.renews_on and (contract.renews_on - d.case.as_of).days <= _SOON_DAYS:
        figures, day = (contract_figure(d, contract),), d.day(contract.renews_on)
        return d.part("draft_relation.it_until_renewal", weight=3, topic="renewal", figures=figures, day=day)
    last = d.around.touches[0] if d.around.touches else None
    if last and last.kind == "call" and not d.is_long_silent:
        return d.part("draft_relation.it_until_call", weight=3, figures=(touch_figure(d),), day=d.day(last.happened_on))
    if d.csm and d.in_use:
        return d.part("draft_relation.it_until_csm", weight=3, csm=d.csm, product=name_of_main(d))
    return d.part("draft_relation.it_until", weight=3)


def _known_need(d: DraftContext) -> Part | None:
    need = d.newest_need
    theme = find_theme(need.text, "needs", d.language) if need else None
    if need is None or theme is None:
        return None
    figures = (need_figure(d, need),)
    return d.part(
        "draft_relation.it_need", weight=2, topic="need", figures=figures, theme=theme.called, day=d.day(need.said_on)
    )
