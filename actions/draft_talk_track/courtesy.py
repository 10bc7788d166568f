"""Thanks, apologies, appointments and answers to an objection: what was said or went wrong, and nothing sold."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from actions.draft_talk_track.context import DraftContext, Paragraph, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    day_figure,
    fact,
    need_figure,
    promise_figure,
    small_figure,
    ticket_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.offer_parts import price
from actions.draft_talk_track.relation import name_of_main, touch_figure
from actions.presenters.figures import survey_figure
from actions.reply import Figure
from knowledge.accounts.history import NeedSaid
from knowledge.playbook.articles import Objection
from knowledge.playbook.formats import WholeMonth
from knowledge.playbook.reported_speech import is_japanese, report_speech
from knowledge.playbook.themes import Theme, find_theme

_SAID_AROUND_DAYS = 14  # what was noted so shortly before or after a meeting was its matter
_NEW_CONTRACT_DAYS = 60
_MOST_TIMES = 3
_WEEK = 7
_ACKNOWLEDGED = re.compile(r"^(?:承知いたしました。(?:では、)?|Understood\. )")  # said already by the thanks before it


# ------------------------------------------------------------------------------------------------------ thanks


def draft_thanks(d: DraftContext) -> Draft:
    """For a meeting, a purchase or an answer; what they said is remembered, nothing is asked for."""
    match d.request.occasion or _likely_occasion(d):
        case "purchase":
            return _thanks_purchase(d)
        case "survey" if d.case.surveys:
            return _thanks_survey(d)
        case "meeting":
            return _thanks_meeting(d)
        case _:
            return _thanks_matter(d)


def _likely_occasion(d: DraftContext) -> str:
    if d.request.matter:
        return "matter"
    last = d.around.touches[0] if d.around.touches else None
    newest = d.case.surveys[0].answered_on if d.case.surveys else None
    started = d.main_since
    days = {"meeting": last.happened_on if last else None, "survey": newest, "purchase": started}
    return max(days, key=lambda key: days[key] or dt.date.min)


def _thanks_meeting(d: DraftContext) -> Draft:
    day = meeting_day(d)
    told = d.day(day, weekday=True) if day else ""
    met = next((touch for touch in d.around.touches if touch.happened_on == day), None)
    kind = "call" if met and met.kind == "call" else "meeting"
    by = d.our(met.by) if met and met.by and met.by != d.sender else ""
    figures: tuple[Figure, ...] = ()
    if day:
        figures = (
            day_figure(d, "touch", day, kind=d.say(f"draft_facts.kind_{kind}"), by=(met.by or "") if met else ""),
        )
    if by:
        first = d.part("draft_relation.th_meeting_other", weight=0, figures=figures, day=told, by=by)
    else:
        name = "draft_relation.th_meeting_call" if kind == "call" else "draft_relation.th_meeting"
        first = d.part(name, weight=0, figures=figures, day=told)
    remembered = _remembered(d, day) or _since(d)
    subject = d.part(f"draft_relation.subject_thanks_{kind}", day=d.day(day) if day else "")
    return Draft(subject, ([first, remembered], [_open_question(d), _next_meeting(d)]), closing="thanks")


def _since(d: DraftContext) -> Part | None:
    if d.main is None or d.main_since is None:
        return None
    figures = (contract_figure(d, d.main_contract),) if d.main_contract else ()
    since = WholeMonth(d.main_since)
    return d.part("draft_relation.th_product", figures=figures, product=name_of_main(d), account=d.account, since=since)


def meeting_day(d: DraftContext) -> dt.date | None:
    """The day of the meeting meant: as it was named, a week back where that lies ahead; else the last one recorded."""
    met = [touch.happened_on for touch in d.around.touches if touch.kind in ("meeting", "call")]
    since, until = d.request.since, d.request.until or d.request.since
    if since is None or until is None:
        return met[0] if met else None
    while since > d.case.as_of:
        since, until = since - dt.timedelta(days=_WEEK), until - dt.timedelta(days=_WEEK)
    found = next((day for day in met if since <= day <= until), None)
    if found is None and since == until:
        if met:
            d.notes.append(d.say("draft_frame.no_meeting", day=d.day(since), last=d.day(met[0])))
        else:
            d.notes.append(d.say("draft_frame.no_meeting_at_all", day=d.day(since)))
        return since
    return found


def said_around(d: DraftContext, day: dt.date | None) -> NeedSaid | None:
    """The need noted at the time of a meeting."""
    about = day or d.case.as_of
    return next((need for need in d.case.needs if abs((need.said_on - about).days) <= _SAID_AROUND_DAYS), None)


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
    return d.part("draft_relation.th_open", weight=2, product=name_of_main(d)) if d.main else None


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
            d.part("draft_relation.th_purchase_who", csm=d.csm, account=d.account) if d.csm else None,
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
    figures = (survey_figure(d.case, answer.kind, d.say),)
    name = "draft_relation.th_survey_low" if is_low else "draft_relation.th_survey"
    first = d.part(name, weight=0, topic="survey", figures=figures, day=d.day(answer.answered_on), score=answer.score)
    comment = (answer.comment or "").strip()
    words = None
    if comment and is_japanese(comment) == (d.language == "ja"):
        words = d.part(
            "draft_relation.th_survey_words",
            topic="survey",
            figures=figures,
            comment=comment.rstrip("。") if d.language == "ja" else comment,
        )
    ask = "draft_relation.th_survey_ask_low" if is_low else "draft_relation.th_survey_ask"
    question = d.part(ask, weight=2, product=name_of_main(d)) if d.main else None
    return Draft(d.part("draft_relation.subject_thanks_survey"), ([first, words], [question]), closing="thanks")


def _thanks_matter(d: DraftContext) -> Draft:
    matter = _own_words(d, d.request.matter or "")
    if not matter:
        return _thanks_meeting(d)
    first = d.part("draft_relation.th_matter", weight=0, matter=matter)
    return Draft(d.part("draft_relation.subject_thanks_other"), ([first], [_open_question(d)]), closing="thanks")


def _own_words(d: DraftContext, words: str) -> str:
    """The asker's words where they are in the letter's language; nothing else can stand in it."""
    bare = re.sub(r"@@(?:様|さん)?(?:に|へ|の|は|が)?", "", words).strip(" 　、の")
    return bare if bare and is_japanese(bare) == (d.language == "ja") else ""


# ----------------------------------------------------------------------------------------------------- apology


def draft_apology(d: DraftContext) -> Draft:
    """What went wrong in plain words, who sees to it, by when the next word; for a long silence, that."""
    if d.request.occasion == "silence":
        return _apology_silence(d)
    theme, since, figure, is_solved, again = _trouble(d)
    if theme is None:
        return _apology_unrecorded(d)
    product = name_of_main(d)
    ask = d.part("draft_relation.ap_after" if is_solved else "draft_relation.ap_ask", weight=2, product=product)
    repeated = d.part("draft_relation.ap_again", weight=2) if again else None
    subject = d.part("draft_relation.subject_apology", trouble=theme.title if d.language == "ja" else theme.called)
    facts: dict[str, Any] = {"trouble": theme.called, "account": d.account}
    if is_solved and since:
        first = d.part("draft_relation.ap_trouble_solved", weight=0, figures=(figure,), day=d.day(since), **facts)
        return Draft(subject, ([first, repeated], [ask]))
    told = d.day(since) if since else ""
    first = d.part("draft_relation.ap_trouble", weight=0, figures=(figure,), since=told, **facts)
    return Draft(subject, ([first, repeated], [_who_sees_to_it(d)], [ask]))


def _who_sees_to_it(d: DraftContext) -> Part:
    by = d.business_day(d.rules.drafts.news_days)
    figures, day = (promise_figure(d, by),), d.day(by, weekday=True)
    if d.csm:
        return d.part("draft_relation.ap_who", figures=figures, csm=d.csm, by=day, account=d.account)
    return d.part("draft_relation.ap_who_unnamed", figures=figures, by=day, account=d.account)


def _apology_unrecorded(d: DraftContext) -> Draft:
    """Nothing of the kind is recorded: the asker's own words where they can stand, a long silence if there is one."""
    matter = _own_words(d, d.request.matter or "")
    ask = d.part("draft_relation.ap_ask", weight=2, product=name_of_main(d)) if d.main else None
    if not matter and d.is_long_silent:
        return _apology_silence(d)
    d.notes.append(d.say("draft_frame.no_open_trouble", account=d.account))
    if matter:
        first = d.part("draft_relation.ap_matter", weight=0, matter=matter, account=d.account)
        return Draft(d.part("draft_relation.subject_apology", trouble=matter), ([first], [ask]))
    first = d.part("draft_relation.ap_general", weight=0, account=d.account)
    return Draft(
        d.part("draft_relation.subject_apology_general", account=d.account), ([first], [_who_sees_to_it(d)], [ask])
    )


def _trouble(d: DraftContext) -> tuple[Theme | None, dt.date | None, Figure | None, bool, bool]:
    """The trouble meant: the one named, if recorded; else the open one that weighs most, else one solved lately."""
    named = find_theme(d.request.matter, "troubles", d.language) if d.request.matter else None
    for ticket in sorted(d.case.tickets, key=lambda t: t.severity != "severe"):
        theme = find_theme(ticket.subject or "", "troubles", d.language)
        if theme and ((named is None and not d.request.matter) or theme == named):
            figure = ticket_figure(d, f"ticket_{ticket.id}", ticket.subject or "", ticket.opened_on, solved=False)
            return theme, ticket.opened_on, figure, False, False
    for solved in d.around.solved:
        theme = find_theme(solved.subject or "", "troubles", d.language)
        if theme and ((named is None and not d.request.matter) or theme == named):
            figure = ticket_figure(d, f"ticket_{solved.id}", solved.subject or "", solved.closed_on, solved=True)
            return theme, solved.closed_on, figure, True, solved.reopened > 0
    return named, None, None, False, False


def _apology_silence(d: DraftContext) -> Draft:
    product = name_of_main(d)
    last = d.around.touches[0] if d.around.touches else None
    first = (
        d.part("draft_relation.ap_silence", weight=0, figures=(touch_figure(d),), day=d.day(last.happened_on))
        if last and d.is_long_silent
        else d.part("draft_relation.ap_silence_undated", weight=0, product=product)
    )
    gone = next((c for c in d.case.contacts if c.is_champion and c.left_on), None)
    who = (
        d.part("draft_relation.ap_silence_champion", weight=2, product=product)
        if gone and gone.name != d.addressee.name
        else None
    )
    how = d.part("draft_relation.ap_silence_how", weight=1, product=product, account=d.account) if d.main else None
    after = d.part("draft_relation.ap_silence_next", weight=3, product=product)
    return Draft(
        d.part("draft_relation.subject_apology_silence"),
        ([first, who], [how], [after]),
        opening="formal" if d.language == "ja" else "",
    )


# ------------------------------------------------------------------------------------------------- appointment


def draft_appointment(d: DraftContext) -> Draft:
    """Why in one sentence, two or three free half-days, and that another time will do."""
    times = free_half_days(d)
    days = [d.day(day) for day, _ in times]
    figure = fact(
        d.say,
        "days",
        raw=", ".join(day.isoformat() for day, _ in times),
        as_of=d.case.as_of,
        value={"days": d.say.join([d.say("draft_frame.on_day", day=day) for day in days]) or "–"},
        basis={"country": d.time.country},
    )
    d.notes.append(d.say("draft_frame.half_days_checked"))
    items = [
        Part(
            "draft_frame.half_day",
            d.say("draft_frame.list_item", item=half_day(d, day, is_morning=is_morning)),
            0,
            "meeting",
            (figure,),
        )
        for day, is_morning in times
    ]
    lines = Part("draft_frame.half_day", "\n".join(item.text for item in items), 0, "meeting", (figure,))
    asked = d.part("draft_relation.dt_times", weight=0, topic="meeting", account=d.account)
    else_ = (
        d.part("draft_relation.dt_else", weight=2, product=name_of_main(d))
        if d.main
        else d.part("draft_relation.dt_else_general", weight=2)
    )
    subject = d.part("draft_relation.subject_appointment", when=_period(d), product=name_of_main(d))
    return Draft(subject, ([_why_meet(d)], [asked], [lines], [else_]))


def _why_meet(d: DraftContext) -> Part:
    minutes, figures = d.rules.drafts.talk_minutes, (small_figure(d),)
    need = d.newest_need
    theme = find_theme(need.text, "needs", d.language) if need else None
    if need and theme:
        return d.part(
            "draft_relation.dt_reason_theme",
            topic="need",
            figures=(*figures, need_figure(d, need)),
            day=d.day(need.said_on),
            theme=theme.called,
            minutes=minutes,
        )
    contract = d.main_contract
    if (
        contract
        and contract.renews_on
        and 0 < (contract.renews_on - d.case.as_of).days <= d.rules.timing.renewal_windows[0]
    ):
        return d.part(
            "draft_relation.dt_reason_renewal",
            topic="renewal",
            figures=(*figures, contract_figure(d, contract)),
            product=name_of_main(d),
            day=d.day(contract.renews_on),
            minutes=minutes,
        )
    if d.main:
        return d.part(
            "draft_relation.dt_reason_product",
            figures=figures,
            product=name_of_main(d),
            account=d.account,
            minutes=minutes,
        )
    return d.part("draft_relation.dt_reason_general", figures=figures, account=d.account, minutes=minutes)


def half_day(d: DraftContext, day: dt.date, *, is_morning: bool) -> str:
    """A half-day as one proposes it."""
    name = "draft_frame.half_day_morning" if is_morning else "draft_frame.half_day_afternoon"
    return d.say(name, day=d.day(day, weekday=True))


def free_half_days(d: DraftContext) -> list[tuple[dt.date, bool]]:
    """Up to three half-days in the time named, else next week; with no meeting that we know of. True is a morning."""
    since, until = _range(d)
    days = [since + dt.timedelta(days=n) for n in range((until - since).days + 1)]
    open_days = [day for day in days if day > d.case.as_of and d.time.is_business_day(day)]
    if len(open_days) == 1:
        wished = [(open_days[0], True), (open_days[0], False)]
    else:
        spread = open_days[1::2] + open_days[::2] if len(open_days) > 2 else open_days
        wished = [(day, bool(place % 2)) for place, day in enumerate(sorted(spread[:_MOST_TIMES]))]
    taken = {(at.astimezone(d.time.zone).date(), at.astimezone(d.time.zone).hour < 12) for at in d.around.taken}
    return [time for time in wished if time not in taken]


def _range(d: DraftContext) -> tuple[dt.date, dt.date]:
    since, until = d.request.since, d.request.until or d.request.since
    if since is None or until is None or until <= d.case.as_of:
        monday = d.case.as_of + dt.timedelta(days=_WEEK - d.case.as_of.weekday())
        return monday, monday + dt.timedelta(days=4)
    return max(since, d.case.as_of), min(until, since + dt.timedelta(days=31))


def _period(d: DraftContext) -> str:
    since, until = _range(d)
    monday = d.case.as_of + dt.timedelta(days=_WEEK - d.case.as_of.weekday())
    if monday <= since and until <= monday + dt.timedelta(days=6) and since != until:
        return d.say("draft_frame.next_week")
    if until < monday and since != until:
        return d.say("draft_frame.this_week")
    if since == until:
        return d.say("draft_frame.on_day", day=d.day(since, weekday=True))
    return d.say("draft_frame.week_of", day=d.day(since))


# --------------------------------------------------------------------------------------------------- objection


def draft_objection(d: DraftContext, objection: Objection | None) -> Draft:
    """Thanks for the openness, an answer from the playbook, their own figures, the smallest step, an easy no."""
    product = d.called(d.offer.candidate.product) if d.offer else name_of_main(d)
    said = _said(d, objection)
    first = d.part("draft_relation.ob_said", weight=1, said=said) if said else None
    spoken = _unquoted(objection.answer.of(d.language)) if objection else ""
    answer = Part("objection.answer", re.sub(_ACKNOWLEDGED, "", spoken), 1) if objection else None
    figures: Paragraph = []
    if d.offer and (cost := price(d, d.offer)):
        figures = [cost]
    days = d.rules.drafts.trial_days
    step = (
        d.part(
            "draft_relation.ob_start", weight=2, topic="trial", figures=(small_figure(d),), product=product, days=days
        )
        if d.offer
        else None
    )
    last = d.part("draft_relation.ob_ask", weight=0, product=product)
    leave = d.part("draft_relation.ob_leave", weight=3, product=name_of_main(d)) if d.main else None
    return Draft(
        d.part("draft_relation.subject_objection", product=product), ([first, answer], figures, [step], [last, leave])
    )


def _said(d: DraftContext, objection: Objection | None) -> str:
    """The objection as it was put, to stand behind "that" in English; as it is in Japanese."""
    words = _own_words(d, d.request.matter or "") or (_unquoted(objection.title.of(d.language)) if objection else "")
    bare = words.strip(' .。「」“”"')
    if d.language == "ja" or not bare:
        return bare
    reported = report_speech(bare, "en") or bare[0].lower() + bare[1:]
    starts = re.match(r"(?:it|you|your|the|this|that|there|nobody|we)\b", reported)
    return (
        reported
        if starts
        else f"it is {reported}"
        if re.match(r"(?:too|not)\b", reported)
        else f"you have {reported}"
        if reported.startswith("no ")
        else reported
    )


def _unquoted(text: str) -> str:
    return text.strip('「」“”" ')
