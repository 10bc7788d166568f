"""The monthly list for product: noted once for each reader, on the first working day where they are."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from knowledge.errors import PersonUnknown
from knowledge.kernel.access import open_access
from knowledge.kernel.claims import claim_once
from knowledge.kernel.visibility import OPERATOR
from knowledge.notifications.commands.digest_schedule import business_time_of
from knowledge.notifications.commands.enqueue_notifications import known_language
from knowledge.notifications.commands.notifications import NewNotice, NoticeKind, add_notice
from knowledge.people.queries.people import find_viewer, load_ops_keys
from knowledge.playbook.rules import Rules

_TOLD = "feedback:"


def announce_feedback(engine: Engine, rules: Rules, today: dt.date, *, now: dt.datetime) -> int:
    """Once a day: note last month's list for readers who have none yet; how many were noted.

    A service that did not run on the first catches up; a store whose first month this is has nothing to tell of.
    """
    with open_access(engine, OPERATOR, rules, as_of=today) as access:
        if not claim_once(access.connection, _TOLD, today):
            return 0
        last_month = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
        noted = 0
        for key in dict.fromkeys([*load_ops_keys(access.connection), *rules.feedback.readers]):
            try:
                reader = find_viewer(access.connection, key)
            except PersonUnknown:  # who left is not told; the others are
                continue
            time = business_time_of(reader, rules)
            first = dt.datetime.combine(today.replace(day=1), rules.digest.hour, tzinfo=time.zone)
            due = max(time.next_open(first), time.next_open(now))
            language = known_language(reader.language, rules)
            facts = {"month": f"{last_month:%Y-%m}"}
            new = NewNotice(
                f"feedback:{last_month:%Y-%m}:{reader.key}", reader.key, NoticeKind.FEEDBACK, language, due, facts=facts
            )
            noted += add_notice(access.connection, new, at=now) is not None
        return noted
