"""Thanks for a meeting, a purchase or an answer: what they said is remembered, and nothing is asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.draft_talk_track.asker_words import own_words
from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    need_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.meetings import MET, meeting_day, met_at, met_figure, said_around
from actions.draft_talk_track.relation_parts import name_of_main, people
from actions.presenters.figures import survey_figure, trend_figure
from actions.reply import Figure
from knowledge.playbook.formats import Share, WholeMonth
from knowledge.playbook.reported_speech import is_japanese, report_speech
from knowledge.playbook.themes import find_theme

_NEW_CONTRACT_DAYS = 60
_MOST_NPS, _MOST_CSAT = 10, 100
_YEAR = 365
_LATE_DAYS = 30  # so long after a meeting one thanks for it no more without a look at the day


def draft_thanks(d: DraftContext) -> Draft:
    """For a meeting, a purchase or an answer; what they said is remembered, nothing is asked for."""
    match d.request.occasion or _likely_occasion(d):
        case "purchase":
            return _thanks_purchase(d)
        case "survey" if d.case.surveys:
            return _thanks_survey(d)
        case "matter":
            return _thanks_matter(d)
        case _:
            return _thanks_meeting(d)


def _likely_occasion(d: DraftContext) -> str:
    if d.request.matter:
        return "matter"
    met = next((touch for touch in d.around.touches if touch.kind in MET), None)
    newest = d.case.surveys[0].answered_on if d.case.surveys else None
    started = d.main_since
    days = {"meeting": met.happened_on if met else None, "survey": newest, "purchase": started}
    return max(days, key=lambda key: days[key] or dt.date.min)


def _thanks_meeting(d: DraftContext) -> Draft:
    day = meeting_day(d)
    if day and d.request.since is None and (d.case.as_of - day).days > _LATE_DAYS:
        d.notes.append(d.say("draft_frame.old_meeting", day=d.day(day)))
    if day is None:
        d.notes.append(d.say("draft_frame.no_meeting_known"))
    told = d.day(day, weekday=True) if day else ""
    met = met_at(d, day)
    kind = "call" if met and met.kind == "call" else "meeting"
    by = d.our(met.by) if met and met.by and met.by != d.sender else ""
    figures = (met_figure(d, day),) if day else ()
    if by:
        name = "draft_relation.th_call_other" if kind == "call" else "draft_relation.th_meeting_other"
        first = d.part(name, weight=0, figures=figures, day=told, by=by)
    else:
        name = "draft_relation.th_meeting_call" if kind == "call" else "draft_relation.th_meeting"
        first = d.part(name, weight=0, figures=figures, day=told)
    remembered = _remembered(d, day) or _since(d)
    subject = _subject_of_meeting(d, day, kind=kind, by=by)
    return Draft(subject, ([first, remembered], [_open_question(d), _next_meeting(d)]), closing="thanks")


def _subject_of_meeting(d: DraftContext, day: dt.date | None, *, kind: str, by: str) -> Part:
    """Names what they spoke of, where that is known; else the call or the meeting, and with whom it was."""
    told = d.day(day) if day else ""
    need = said_around(d, day)
    theme = find_theme(need.text, "needs", d.language) if need else None
    if need and theme:
        figures = (need_figure(d, need),)
        return d.part("draft_relation.subject_thanks_theme", figures=figures, theme=theme.called, day=told)
    if by:
        return d.part("draft_relation.subject_thanks_other_met", day=told, by=by)
    return d.part(f"draft_relation.subject_thanks_{kind}", day=told)


def _since(d: DraftContext) -> Part | None:
    if d.main is None or d.main_since is None:
        return None
    figures: tuple[Figure | None, ...] = (contract_figure(d, d.main_contract),) if d.main_contract else ()
    facts: dict[str, Any] = {"product": name_of_main(d), "account": d.customer, "since": WholeMonth(d.main_since)}
    if d.rising is not None and not d.case.orders_again:
        figures = (*figures, trend_figure(d.case, d.rules, d.say))
        return d.part("draft_relation.th_product_growing", figures=figures, share=Share(d.rising), **facts)
    if d.nps and d.nps[0] > d.rules.gate.nps_cautions_at_most:
        figures = (*figures, survey_figure(d.case, "nps", d.say))
        return d.part("draft_relation.th_product_praised", figures=figures, day=d.day(d.nps[1]), **facts)
    is_new = (d.case.as_of - d.main_since).days < _YEAR
    return d.part(f"draft_relation.{'th_product_new' if is_new else 'th_product'}", figures=figures, **facts)


def _remembered(d: DraftContext, day: dt.date | None) -> Part | None:
    need = said_around(d, day)
    if need is None:
        return None
    figures, said = (need_figure(d, need),), report_speech(need.text, d.language)
    if said:
        return d.part("draft_relation.th_said", topic="need", figures=figures, said=said)
    theme = find_theme(need.text, "needs", d.language)
    return d.part("draft_relation.th_theme", topic="need", figures=figures, theme=theme.called) if theme else None


def _open_question(d: DraftContext) -> Part | None:
    return d.part("draft_relation.th_open", weight=2, product=name_of_main(d), people=people(d)) if d.in_use else None


def _next_meeting(d: DraftContext) -> Part | None:
    meeting = d.around.next_meeting
    if meeting is None:
        return None
    figure = day_figure(d, "meeting", meeting.day)
    return d.part("draft_relation.th_next", topic="meeting", figures=(figure,), day=d.day(meeting.day, weekday=True))


def _thanks_purchase(d: DraftContext) -> Draft:
    product, contract = name_of_main(d), max(d.case.running, key=lambda c: c.started_on, default=None)
    is_new = contract is not None and (d.case.as_of - contract.started_on).days <= _NEW_CONTRACT_DAYS
    figures = (contract_figure(d, contract),) if contract else ()
    if contract and is_new:
        product = d.called(d.case.catalogue.products[contract.product_id])
        first = d.part(
            "draft_relation.th_purchase", weight=0, figures=figures, product=product, day=d.day(contract.started_on)
        )
        more: Paragraph = [
            d.part("draft_relation.th_purchase_who", csm=d.csm, account=d.customer) if d.csm else None,
            d.part("draft_relation.th_purchase_first", weight=2, product=product),
        ]
    elif d.main_since:
        first = d.part(
            "draft_relation.th_purchase_old", weight=0, figures=figures, product=product, since=WholeMonth(d.main_since)
        )
        more = [_open_question(d)]
    else:
        return _thanks_matter(d)
    return Draft(d.part("draft_relation.subject_thanks_purchase", product=product), ([first], more), closing="thanks")


def _thanks_survey(d: DraftContext) -> Draft:
    answer = d.case.surveys[0]
    is_low = (
        answer.score <= d.rules.gate.nps_blocks_at_most
        if answer.kind == "nps"
        else answer.score < d.rules.gate.csat_blocks_below
    )
    if (d.case.as_of - answer.answered_on).days > _LATE_DAYS:
        d.notes.append(d.say("draft_frame.old_answer", day=d.day(answer.answered_on)))
    figures = (survey_figure(d.case, answer.kind, d.say),)
    most = _MOST_NPS if answer.kind == "nps" else _MOST_CSAT
    name = "draft_relation.th_survey_low" if is_low else "draft_relation.th_survey"
    first = d.part(
        name, weight=0, topic="survey", figures=figures, day=d.day(answer.answered_on), score=answer.score, most=most
    )
    comment = (answer.comment or "").strip()
    words = None
    if comment and is_japanese(comment) == (d.language == "ja"):
        words = d.part(
            "draft_relation.th_survey_words",
            topic="survey",
            figures=figures,
            comment=comment.rstrip("。") if d.language == "ja" else comment,
        )
    is_middling = answer.kind == "nps" and answer.score <= d.rules.gate.nps_cautions_at_most
    ask = "draft_relation.th_survey_ask_low" if is_low or is_middling else "draft_relation.th_survey_ask"
    question = d.part(ask, weight=2, product=name_of_main(d)) if d.in_use else None
    return Draft(
        d.part("draft_relation.subject_thanks_survey", day=d.day(answer.answered_on)),
        ([first, words], [question]),
        closing="thanks",
    )


def _thanks_matter(d: DraftContext) -> Draft:
    matter = own_words(d, d.request.matter or "")
    if not matter:
        return _thanks_meeting(d)
    first = d.part("draft_relation.th_matter", weight=0, matter=matter)
    return Draft(d.part("draft_relation.subject_thanks_other"), ([first], [_open_question(d)]), closing="thanks")
