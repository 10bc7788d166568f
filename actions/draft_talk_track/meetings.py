"""The meeting that a text is about, and what was noted around it."""

from __future__ import annotations

import datetime as dt

from actions.draft_talk_track.context import DraftContext
from actions.draft_talk_track.fact_figures import day_figure
from actions.reply import Figure
from knowledge.accounts.history import NeedSaid
from knowledge.accounts.queries.around import TouchMade

_NOTED_LATER_DAYS = 1  # what a meeting was told is noted on the same day or the next
_WEEK = 7
MET = ("meeting", "call")


def meeting_day(d: DraftContext) -> dt.date | None:
    """The day of the meeting meant: as it was named, a week back where that lies ahead; else the last one recorded."""
    met = [touch.happened_on for touch in d.around.touches if touch.kind in MET]
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


def met_at(d: DraftContext, day: dt.date | None) -> TouchMade | None:
    """The contact recorded for that day."""
    return next((touch for touch in d.around.touches if touch.happened_on == day), None)


def met_figure(d: DraftContext, day: dt.date) -> Figure:
    """The meeting or call of a day."""
    met = met_at(d, day)
    kind = d.say("draft_facts.kind_call" if met and met.kind == "call" else "draft_facts.kind_meeting")
    return day_figure(d, "touch", day, kind=kind, by=(met.by or "") if met else "")


def said_around(d: DraftContext, day: dt.date | None) -> NeedSaid | None:
    """The need that was noted of a meeting."""
    if day is None:
        return None
    return next((need for need in d.case.needs if 0 <= (need.said_on - day).days <= _NOTED_LATER_DAYS), None)
