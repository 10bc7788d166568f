"""When nobody is told anything unasked: the evening, the night, and for what is no wish of theirs also days off."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from knowledge.notifications.rules import ReminderRules


def after_quiet(moment: dt.datetime, rules: ReminderRules, zone: ZoneInfo) -> dt.datetime:
    """``moment`` itself, or the end of the quiet hours it falls into."""
    local = moment.astimezone(zone)
    begins, ends = rules.quiet_from, rules.quiet_until
    over_midnight = begins > ends
    quiet = (local.time() >= begins or local.time() < ends) if over_midnight else (begins <= local.time() < ends)
    if not quiet:
        return moment
    tomorrow = over_midnight and local.time() >= begins
    day = local.date() + dt.timedelta(days=1 if tomorrow else 0)
    return dt.datetime.combine(day, ends, tzinfo=zone).astimezone(dt.UTC)
