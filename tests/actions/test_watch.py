"""A look-up told by the calendar: kept over the weeks, quiet while empty, listed and ended by words."""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import text

from actions.notification_dispatcher import NotificationDispatcher
from actions.reply import Reply
from actions.watch.answer import relative_to
from knowledge.knowledge import Knowledge
from knowledge.semantic.query import Condition, Operator, Period, Query
from tests.actions.conftest import Ask

DANIEL = "Daniel Osei"
MINE = Condition("owner", Operator.IS, ("me",))
DAY = dt.date(2026, 9, 30)
SOON = Query("customer", where=(MINE,), period=Period(DAY, dt.date(2026, 10, 21), on="renews_on"))


class Inbox(list[Reply]):
    def __call__(self, person_key: str, reply: Reply, *, key: str, again: bool) -> None:
        self.append(reply)


def _bring(knowledge: Knowledge, moment: dt.datetime) -> list[str]:
    """What Daniel is told at this moment, by him being there."""
    inbox = Inbox()
    dispatcher = NotificationDispatcher(knowledge, lambda: moment, "test")
    dispatcher.bring(inbox, person_key=dispatcher.key_of(DANIEL))
    return [reply.headline for reply in inbox]


def _monday(week: int) -> dt.datetime:
    return dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC) + dt.timedelta(weeks=week)


def test_what_is_watched_moves_with_the_day_and_is_told_each_week(do: Ask, own_demo: Knowledge) -> None:
    told = do("watch", asker=DANIEL, query=json.dumps(SOON.to_json()), repeat="week 0")
    assert told.headline.startswith("I will look that up every Monday at 09:00")
    assert "Today it would be 2." in [line.text for line in told.sections[0].lines]
    (first,) = _bring(own_demo, _monday(0))
    assert first.startswith("As you asked: 3 customers: Amberbridge Books Inc., Hazelport Apparel Ltd.")
    (second,) = _bring(own_demo, _monday(1))
    assert "Copperdown" not in second
    assert "Ivorylock" in second


def test_while_nothing_is_found_it_stays_quiet_and_goes_on(do: Ask, own_demo: Knowledge) -> None:
    query = Query("customer", where=(MINE, Condition("held")))
    do("watch", asker=DANIEL, query=json.dumps(query.to_json()), repeat="week 0")
    assert _bring(own_demo, _monday(0)) == []
    with own_demo.engine.begin() as connection:
        connection.execute(
            text(
                "insert into holds (key, source, account_id, reason, placed_on, expires_on) select 'h', 'test', id, "
                "'quiet', '2026-10-06', '2026-12-31' from accounts where name = 'Globex Corporation'"
            )
        )
    (told,) = _bring(own_demo, _monday(1))
    assert told == "As you asked: 1 customer: Globex Corporation."


def test_it_is_listed_and_ended_with_the_reminders(do: Ask, own_demo: Knowledge) -> None:
    do("watch", asker=DANIEL, query=json.dumps(SOON.to_json()), repeat="week 0")
    listed = do("set_reminder", step="list", asker=DANIEL)
    assert "every Monday" in listed.tables[0].rows[0][0]
    assert "owner: Daniel Osei" in listed.tables[0].rows[0][1]
    assert "The series has ended" in do("set_reminder", step="cancel", asker=DANIEL).headline
    assert _bring(own_demo, _monday(0)) == []


def test_a_span_from_today_on_counts_from_each_day_and_a_named_month_stays() -> None:
    assert relative_to(SOON, DAY).where[-1] == Condition("renews_on", Operator.BETWEEN, ("today+0", "today+21"))
    october = Query("customer", period=Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31), on="renews_on"))
    assert relative_to(october, DAY) == october
