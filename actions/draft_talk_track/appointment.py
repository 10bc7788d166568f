"""A letter that proposes two or three free half-days."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    contract_figure,
    fact,
    need_figure,
    small_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import is_renewing, name_of_main, people
from actions.draft_talk_track.request import HalfDay, Week
from knowledge.playbook.themes import Theme, find_theme

_MOST_TIMES = 3
_WEEK = 7
_LONGEST_DAYS = 31
_WEEKS_TO = {Week.THIS: 0, Week.NEXT: 1, Week.AFTER_NEXT: 2}
_WEEKS_AHEAD = 3  # so far ahead weekdays named without a week are looked for


class Way(StrEnum):
    """What a talk is for, or by which way it is held."""

    THEME = "theme"
    RENEWAL = "renewal"
    CALL = "call"
    VISIT = "visit"
    OPEN = "open"


_SUBJECTS = {
    Way.CALL: "draft_relation.subject_appointment_call",
    Way.VISIT: "draft_relation.subject_appointment_visit",
}


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
    d.notes.append(_closed(d))
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
    lines = Part("draft_frame.half_day", "\n".join(item.text for item in items), -1, "meeting", (figure,))
    toned = d.toned("draft_relation.dt_times") != "draft_relation.dt_times"
    name = "draft_relation.dt_times" if toned else f"draft_relation.dt_times_{_way(d)}"
    asked = d.part(name, weight=-1, topic="meeting", account=d.customer)
    return Draft(_subject(d), ([_why_meet(d)], [asked], [lines], [_another_way(d)]))


def _why_meet(d: DraftContext) -> Part:
    minutes, figures = d.rules.drafts.talk_minutes, (small_figure(d),)
    need, theme = d.newest_need, _theme(d)
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
    if contract and contract.renews_on and is_renewing(d, contract):
        return d.part(
            "draft_relation.dt_reason_renewal",
            topic="renewal",
            figures=(*figures, contract_figure(d, contract)),
            product=name_of_main(d),
            day=d.day(contract.renews_on),
            minutes=minutes,
        )
    if d.in_use:
        return d.part(
            "draft_relation.dt_reason_product",
            figures=figures,
            product=name_of_main(d),
            account=d.customer,
            people=people(d),
            minutes=minutes,
        )
    return d.part("draft_relation.dt_reason_general", figures=figures, account=d.customer, minutes=minutes)


def _way(d: DraftContext) -> Way:
    """What the talk is for where that is known; else the way by which we were last in touch."""
    if _theme(d):
        return Way.THEME
    if d.main_contract and is_renewing(d, d.main_contract):
        return Way.RENEWAL
    last = d.around.touches[0] if d.around.touches and not d.is_long_silent else None
    return {"call": Way.CALL, "meeting": Way.VISIT}.get(last.kind if last else "", Way.OPEN)


def half_day(d: DraftContext, day: dt.date, *, is_morning: bool) -> str:
    """A half-day as one proposes it."""
    name = "draft_frame.half_day_morning" if is_morning else "draft_frame.half_day_afternoon"
    return d.say(name, day=d.day(day, weekday=True))


def free_half_days(d: DraftContext) -> list[tuple[dt.date, bool]]:
    """Three half-days, or as many as asked for, in the time named, else next week; with no meeting that we know of.

    True is a morning.
    """
    open_days = _open_days(d)
    if len(open_days) == 1:
        wished = [(open_days[0], True), (open_days[0], False)]
    else:
        is_spread = len(open_days) > 2 and not d.request.weekdays
        spread = open_days[1::2] + open_days[::2] if is_spread else open_days
        spread = [*sorted(spread[:_MOST_TIMES]), *spread[_MOST_TIMES:]]
        first = [(day, bool(place % 2)) for place, day in enumerate(spread)]
        wished = [*first, *((day, not is_morning) for day, is_morning in first)]
    if d.request.half_day:
        wished = [(day, d.request.half_day is HalfDay.MORNING) for day in dict.fromkeys(day for day, _ in wished)]
    taken = {(at.astimezone(d.time.zone).date(), at.astimezone(d.time.zone).hour < 12) for at in d.around.taken}
    free = [time for time in wished if time not in taken][: d.request.times or _MOST_TIMES]
    return sorted(free, key=lambda time: (time[0], not time[1]))


def _open_days(d: DraftContext) -> list[dt.date]:
    """The days one works on that lie ahead in the time named, of the weekdays named; else next week's."""
    return _named_days(d) or _next_week(d)


def _named_days(d: DraftContext) -> list[dt.date]:
    since, until = d.request.since, d.request.until or d.request.since
    weekdays = d.request.weekdays
    if d.request.week:
        monday = d.case.as_of + dt.timedelta(days=_WEEKS_TO[d.request.week] * _WEEK - d.case.as_of.weekday())
        since, until = monday, monday + dt.timedelta(days=_WEEK - 1)
    if since is None or until is None or until <= d.case.as_of:
        if not weekdays:
            return []
        since = until = d.case.as_of + dt.timedelta(days=_WEEK - d.case.as_of.weekday())
    if weekdays and since == until:  # "tuesdays or thursdays": of the weeks to come
        until = since + dt.timedelta(days=_WEEKS_AHEAD * _WEEK)
    days = [since + dt.timedelta(days=n) for n in range(min((until - since).days, _LONGEST_DAYS) + 1)]
    return [
        day
        for day in days
        if day > d.case.as_of and d.time.is_business_day(day) and (not weekdays or day.weekday() in weekdays)
    ]


def _closed(d: DraftContext) -> str:
    """What is said where nobody works on the day or on the weekdays asked for, or they are past; else empty."""
    if _named_days(d) or not (d.request.since or d.request.weekdays):
        return ""
    if d.request.weekdays or d.request.since is None:
        return d.say("draft_frame.no_such_weekday")
    return d.say("draft_frame.no_open_day", day=d.day(d.request.since, weekday=True))


def _next_week(d: DraftContext) -> list[dt.date]:
    monday = d.case.as_of + dt.timedelta(days=_WEEK - d.case.as_of.weekday())
    days = [monday + dt.timedelta(days=n) for n in range(2 * _WEEK)]
    open_days = [day for day in days if d.time.is_business_day(day)]
    return [day for day in open_days if (day - open_days[0]).days < _WEEK]


def _period(d: DraftContext) -> str:
    """When, as the subject says it: by the first day that one could really meet."""
    open_days = _open_days(d)
    since, until = open_days[0], open_days[-1]
    monday = d.case.as_of + dt.timedelta(days=_WEEK - d.case.as_of.weekday())
    if since == until:
        return d.say("draft_frame.on_day", day=d.day(since, weekday=True))
    if monday <= since and until <= monday + dt.timedelta(days=6):
        return d.say("draft_frame.next_week")
    if until < monday:
        return d.say("draft_frame.this_week")
    if (until - since).days >= _WEEK:
        return d.say("draft_frame.between_days", since=d.day(since), until=d.day(until))
    return d.say("draft_frame.week_of", day=d.day(since))


def _subject(d: DraftContext) -> Part:
    """Names the matter: what they spoke of, else the renewal, else the product."""
    when = _period(d)
    if theme := _theme(d):
        return d.part("draft_relation.subject_appointment_theme", when=when, theme=theme.called)
    if d.main and d.main_contract and is_renewing(d, d.main_contract):
        return d.part("draft_relation.subject_appointment_renewal", when=when, product=name_of_main(d))
    if d.in_use is None:
        return d.part("draft_relation.subject_appointment_general", when=when, account=d.customer)
    name = _SUBJECTS.get(_way(d), "draft_relation.subject_appointment")
    return d.part(name, when=when, product=name_of_main(d), account=d.customer)


def _theme(d: DraftContext) -> Theme | None:
    return find_theme(d.newest_need.text, "needs", d.language) if d.newest_need else None


def _another_way(d: DraftContext) -> Part:
    """That another time will do, or a line on the matter itself."""
    way = _way(d)
    if way is not Way.OPEN:
        return d.part(f"draft_relation.dt_else_{way}", weight=2)
    if d.in_use:
        return d.part("draft_relation.dt_else_line", weight=2, product=name_of_main(d))
    return d.part("draft_relation.dt_else_general", weight=2)
