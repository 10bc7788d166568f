"""Minutes of a meeting, to be sent: only what is recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.draft_talk_track import offer_reasons
from actions.draft_talk_track.blocks import Block, answer_by
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    day_figure,
    promise_figure,
)
from actions.draft_talk_track.meetings import meeting_day, met_at, met_figure, said_around
from actions.draft_talk_track.relation_parts import name_of_main
from actions.presenters.figures import seats_figure
from knowledge.playbook.themes import find_theme


def minutes_blocks(d: DraftContext) -> tuple[dt.date | None, list[Block]]:
    """Day, people, what they told us, how it stands, what comes next; only what is recorded."""
    day = meeting_day(d)
    need = said_around(d, day)
    figures = (met_figure(d, day),) if day else ()
    head: list[Part | None] = [
        d.part("draft_inside.mi_when", weight=0, figures=figures, day=d.day(day, weekday=True)) if day else None,
        d.part(_who(d, day), weight=0, people=_people(d, day)),
    ]
    heard: list[Part | None] = []
    if need:
        part = offer_reasons.need_part(d, need)
        heard = [part]
    else:
        heard = [d.part("draft_inside.mi_heard_open")]
        d.notes.append(d.say("draft_frame.no_minutes"))
    by = answer_by(d)
    theme = find_theme(need.text, "needs", d.language) if need else None
    upcoming = d.around.next_meeting
    next_: list[Part | None] = [
        d.part(
            "draft_inside.mi_next_ours",
            figures=(promise_figure(d, by),),
            rep=d.rep,
            theme=theme.called,
            by=d.day(by, weekday=True),
        )
        if theme
        else None,
        d.part(
            "draft_inside.mi_next_meeting",
            figures=(day_figure(d, "meeting", upcoming.day),),
            day=d.day(upcoming.day, weekday=True),
        )
        if upcoming
        else None,
    ]
    use = d.use_of(d.main)
    state: list[Part | None] = [
        d.part(
            "draft_inside.mi_use",
            weight=2,
            topic="use",
            figures=(seats_figure(d.case, use.product_id, d.say),),
            used=use.used,
            seats=use.bought,
            product=d.called(d.main),
        )
        if use and d.main and not d.is_lost
        else None
    ]
    return day, [("", head), ("mi_heard", heard), ("mi_state", state), ("mi_next", next_)]


def minutes_subject(d: DraftContext, day: dt.date | None) -> Part:
    """Names what was spoken of, where that is known; else whether it was a call or a meeting, and whose."""
    if day is None:
        return d.part("draft_inside.mi_subject_undated")
    need = said_around(d, day)
    if need and (theme := find_theme(need.text, "needs", d.language)):
        return d.part("draft_inside.mi_subject_theme", day=d.day(day), theme=theme.called)
    return d.part(f"draft_inside.mi_subject_{_met(d, day)}", day=d.day(day), by=_by(d, day), firm=d.firm)


def minutes_opening(d: DraftContext, day: dt.date) -> Part:
    """Thanks for the time, and what the minutes are about: what they told us then, else the product."""
    need = said_around(d, day)
    if need and (theme := find_theme(need.text, "needs", d.language)):
        return d.part("draft_inside.mi_opening", day=d.day(day), theme=theme.called)
    facts: dict[str, Any] = {"day": d.day(day), "product": name_of_main(d), "by": _by(d, day)}
    return d.part(f"draft_inside.mi_opening_{_met(d, day)}", **facts)


def _who(d: DraftContext, day: dt.date | None) -> str:
    met = met_at(d, day)
    return "draft_inside.mi_who_call" if met and met.kind == "call" else "draft_inside.mi_who"


def _met(d: DraftContext, day: dt.date) -> str:
    """A call or a meeting, and whether a colleague had it."""
    met = met_at(d, day)
    kind = "call" if met and met.kind == "call" else "meeting"
    return f"{kind}_other" if _by(d, day) else kind


def _by(d: DraftContext, day: dt.date) -> str:
    met = met_at(d, day)
    return d.our(met.by) if met and met.by and met.by != d.sender else ""


def _people(d: DraftContext, day: dt.date | None) -> str:
    """Their reader and whoever of ours was there, as far as it is known."""
    met = met_at(d, day)
    by = d.spelt(met.by) if met and met.by else d.signed
    ours = d.say("draft_inside.mi_person", name=by, firm=d.firm) if by else d.firm
    d.notes.append(d.say("draft_frame.people_unchecked"))
    name = d.addressee.whole(d.language)
    theirs = [d.say("draft_inside.mi_person_theirs", name=name, firm=d.addressed)] if name else []
    return d.say.join([*theirs, ours])
