"""An introduction at a handover: who one is, who stays, what one already knows, and when to meet."""

from __future__ import annotations

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    need_figure,
    small_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import name_of_main
from knowledge.playbook.formats import WholeMonth
from knowledge.playbook.themes import find_theme


def draft_introduction(d: DraftContext) -> Draft:
    """Who one is, who stays, what one already knows, and when to meet."""
    product, minutes = name_of_main(d), d.rules.drafts.talk_minutes
    is_cs = d.sender == d.case.account.csm
    if is_cs and d.owner:
        who = d.part("draft_relation.it_self_cs", weight=0, rep=d.rep, account=d.customer, owner=d.owner)
    elif d.csm and not is_cs:
        who = d.part(
            "draft_relation.it_self_sales", weight=0, rep=d.rep, account=d.customer, csm=d.csm, product=product
        )
    else:
        who = d.part("draft_relation.it_self", weight=0, rep=d.rep, account=d.customer)
    contract_figures = (contract_figure(d, d.main_contract),) if d.main_contract else ()
    known = (
        d.part("draft_relation.it_known", figures=contract_figures, product=product, since=WholeMonth(d.main_since))
        if d.main_since
        else None
    )
    meet = d.part(
        "draft_relation.it_meet",
        weight=0,
        topic="meeting",
        figures=(small_figure(d),),
        minutes=minutes,
        when=d.say("draft_frame.next_week"),
        account=d.customer,
    )
    return Draft(
        d.part("draft_relation.subject_introduction", firm=d.firm, rep=d.rep),
        ([who], [known, _known_need(d)], [meet], [_until(d)]),
        opening="introduction",
    )


def _until(d: DraftContext) -> Part:
    """What holds until the meeting: the next date that is known, else how to reach the writer."""
    if meeting := d.around.next_meeting:
        figures, day = (day_figure(d, "meeting", meeting.day),), d.day(meeting.day, weekday=True)
        return d.part("draft_relation.it_until_meeting", weight=3, topic="meeting", figures=figures, day=day)
    contract = d.main_contract
    if contract and contract.renews_on:
        figures, day = (contract_figure(d, contract),), d.day(contract.renews_on)
        return d.part("draft_relation.it_until_renewal", weight=3, topic="renewal", figures=figures, day=day)
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
