"""The monthly list for product: noted once for each reader, on the first working day where they are."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from knowledge.errors import PersonUnknown
from knowledge.playbook.rules import Rules
from knowledge.store.book import open_book
from knowledge.store.changes.announcing import known_language
from knowledge.store.changes.claims import claim_once
from knowledge.store.changes.mornings import business_time_of
from knowledge.store.changes.notices import NewNotice, NoticeKind, add_notice
from knowledge.store.queries.people import find_viewer, load_ops_keys
from knowledge.store.sight import OPERATOR

_TOLD = "feedback:"


def announce_feedback(engine: Engine, rules: Rules, today: dt.date, *, now: dt.datetime) -> int:
    """Once a day: note last month's list for readers who have none yet; how many were noted.

    A service that did not run on the first catches up; a store whose first month this is has nothing to tell of.
    """
    with open_book(engine, OPERATOR, rules, as_of=today) as book:
        if not claim_once(book.connection, _TOLD, today):
            return 0
        last_month = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
        noted = 0
        for key in dict.fromkeys([*load_ops_keys(book.connection), *rules.feedback.readers]):
            try:
                reader = find_viewer(book.connection, key)
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
            noted += add_notice(book.connection, new, at=now) is not None
        return noted
