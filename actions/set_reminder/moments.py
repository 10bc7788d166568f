"""Moments as people name them: read on their own clock; what is missing, past or unreadable is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from actions.asking import Option, ask_for
from actions.question import Question
from actions.reply import AccountRef, Line, Tone
from knowledge.kernel.access import AccessContext
from knowledge.kernel.business_time import BusinessTime
from knowledge.kernel.zones import is_known_zone, zone_or
from knowledge.notifications.quiet_hours import after_quiet
from knowledge.playbook.phrases import Phrases

_INTENT = "set_reminder"
_TIME_WORDS = ("remind_at", "date", "date_end", "time", "grain", "until")


def zone_of(access: AccessContext) -> ZoneInfo:
    """The asker's time zone; the firm's where it is not known."""
    return business_days(access).zone


def business_days(access: AccessContext) -> BusinessTime:
    """The asker's own business hours and holidays."""
    firm, rules = access.rules.firm, access.rules.handoff
    zone = zone_or(access.viewer.timezone, firm.timezone).key
    return BusinessTime(access.viewer.country or firm.country, zone, rules.opens, rules.closes)


def awake(wanted: dt.datetime, access: AccessContext) -> dt.datetime:
    """The moment, or the end of the asker's quiet hours that it falls into."""
    return after_quiet(wanted, access.viewer.own.quiet_hours(access.rules.reminders), zone_of(access))


def wrong_zone(access: AccessContext, say: Phrases) -> tuple[Line, ...]:
    """That the asker's time zone is none, and whose hours are meant therefore."""
    zone = access.viewer.timezone
    if zone is None or is_known_zone(zone):
        return ()
    facts = {"person": access.viewer.name, "zone": zone, "used": access.rules.firm.timezone}
    return (Line(text=say("errors.time_zone_unknown", **facts), tone=Tone.CAUTION),)


def read_moment(
    question: Question,
    access: AccessContext,
    say: Phrases,
    *,
    headline: str,
    account: AccountRef | None,
    options: tuple[Option, ...] = (),
) -> dt.datetime:
    """The moment named, in UTC; what is missing, past or unreadable is asked for, and what was said is kept.

    ``options`` are offered first, before the usual moments.
    """
    zone, now = zone_of(access), question.now
    said = question.word("remind_at") or question.word("date")
    if said is None:
        raise _ask_moment(question, access, headline, say, account=account, first=options)
    try:
        moment = _parse(said, question.word("time"), zone)
    except ValueError:
        unclear = say("errors.date_unclear", text=said)
        raise _ask_moment(question, access, unclear, say, account=account, first=options) from None
    if moment <= now:
        past = say("set_reminder.past", moment=moment.astimezone(zone))
        raise _ask_moment(question, access, past, say, account=account, first=options)
    return moment


def read_moved(
    question: Question, access: AccessContext, say: Phrases, before: dt.datetime, *, account: AccountRef | None
) -> dt.datetime:
    """The moment meant instead of ``before``: what was not said anew, day or time of day, stays. In UTC.

    A weekday is that of the same week, unless it has passed.
    """
    zone = zone_of(access)
    local, today = before.astimezone(zone), question.now.astimezone(zone).date()
    slots, moves = dict(question.slots), question.word("moves")
    if moves == "time":
        slots["date"] = local.date().isoformat()
    elif moves == "weekday" and (said := question.word("date")):
        weekday = dt.date.fromisoformat(said[:10]).weekday()
        same_week = local.date() + dt.timedelta(days=weekday - local.weekday())
        slots["date"] = (same_week if same_week >= today else same_week + dt.timedelta(days=7)).isoformat()
    slots.setdefault("time", local.strftime("%H:%M"))
    moved = replace(question, slots=slots)
    return read_moment(moved, access, say, headline=say("set_reminder.which_moment"), account=account)


def _parse(said: str, time: str | None, zone: ZoneInfo) -> dt.datetime:
    """A moment on this wall, as UTC: a day alone means nine o'clock; one that clocks skip is the hour after."""
    moment = dt.datetime.fromisoformat(said)
    if len(said) <= 10:
        moment = dt.datetime.combine(moment.date(), dt.time.fromisoformat(time) if time else dt.time(9))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)


def _ask_moment(
    question: Question,
    access: AccessContext,
    headline: str,
    say: Phrases,
    *,
    account: AccountRef | None,
    first: tuple[Option, ...],
) -> Exception:
    bare = Question(**{**question.__dict__, "slots": {k: v for k, v in question.slots.items() if k not in _TIME_WORDS}})
    options = [*first, *_moments(question.now, access, say)]
    return ask_for(bare, _INTENT, "remind_at", headline, say=say, options=options, account=account)


def _moments(now: dt.datetime, access: AccessContext, say: Phrases) -> list[Option]:
    """In an hour, the next working morning, and a week from now at nine."""
    time = business_days(access)
    day = now.astimezone(time.zone).date()
    morning = time.next_open(dt.datetime.combine(day + dt.timedelta(days=1), time.opens, tzinfo=time.zone))
    week = time.next_open(dt.datetime.combine(day + dt.timedelta(days=7), time.opens, tzinfo=time.zone))
    soon = awake((now + dt.timedelta(hours=1)).replace(second=0, microsecond=0), access)
    moments = list(dict.fromkeys([soon, morning, week]))
    return [
        (say("set_reminder.at", moment=moment.astimezone(time.zone)), {"remind_at": moment.isoformat()})
        for moment in moments
    ]
