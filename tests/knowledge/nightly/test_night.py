"""The nightly look: kept once, digests by calendar, alerts within the budget."""

import datetime as dt

import pytest
from sqlalchemy import Engine, func, select, update

from knowledge.churn.commands.alerts import AlertAct, answer_alert, load_snoozed
from knowledge.kernel.access import open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.materialized import drop_rows_changed, find_rows_changed, note_rows_changed
from knowledge.kernel.visibility import OPERATOR
from knowledge.nightly.commands.night import announce_night
from knowledge.nightly.queries.snapshots import load_pair, load_pairs, load_risks
from knowledge.nightly.refresh import build_nightly_snapshot, store_nightly_snapshot
from knowledge.notifications.commands.digest_schedule import digest_since, find_digests_due
from knowledge.notifications.commands.notifications import NewNotice, NoticeKind, add_notice, claim_due, mark_delivered
from knowledge.notifications.rules import DigestRules
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.playbook.rules import Rules
from knowledge.tables import AccountDay, Notice, Subscription
from tests.knowledge.small_firm import NOW, TODAY, UnitOfWorkOf

YESTERDAY = TODAY - dt.timedelta(days=1)
LEAVING = 5


@pytest.fixture
def leaving(firm: Engine) -> Engine:
    """Five customers of Rei, all healthy yesterday, who all ask to cancel today; each pays more than the one before."""
    mine = {"source": "test"}
    accounts = [
        {
            "id": n,
            "key": f"a{n}",
            "name": f"A{n}",
            "normal_name": f"a{n}",
            "owner_id": 2,
            "csm_id": 4,
            "is_test": False,
            **mine,
        }
        for n in range(2, LEAVING + 1)
    ]
    contracts = [
        {
            "key": f"s{n}",
            "account_id": n,
            "product_id": 1,
            "started_on": dt.date(2025, 1, 1),
            "cancel_requested_on": TODAY,
            "monthly_minor": 1000 * n,
            "currency": "JPY",
            **mine,
        }
        for n in range(1, LEAVING + 1)
    ]
    with firm.begin() as connection:
        load_rows(connection, {"accounts": accounts, "subscriptions": contracts})
    with open_access(firm, OPERATOR, Rules(), as_of=YESTERDAY) as access:
        store_nightly_snapshot(access, build_nightly_snapshot(access))
    return firm


def alerts(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        query = select(Notice.account_id).where(Notice.kind == NoticeKind.ALERT).order_by(Notice.id)
        return [int(account_id or 0) for account_id in connection.execute(query).scalars()]


def test_a_day_is_looked_at_once_however_often_and_by_whomever_it_is_asked(leaving: Engine) -> None:
    assert announce_night(leaving, Rules(), now=NOW) > 0
    assert announce_night(leaving, Rules(), now=NOW) == 0
    with leaving.connect() as connection:
        count = select(func.count()).select_from(AccountDay).where(AccountDay.day == TODAY)
        assert connection.execute(count).scalar_one() == LEAVING


def test_owners_are_alerted_of_the_most_revenue_first_within_the_budget(leaving: Engine) -> None:
    announce_night(leaving, Rules(digest=DigestRules(alerts_a_day=3)), now=NOW)
    assert alerts(leaving) == [5, 4, 3]


def test_a_snoozed_customer_is_not_alerted_and_another_takes_the_place(
    leaving: Engine, unit_of_work_of: UnitOfWorkOf
) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        answer_alert(unit_of_work, 5, AlertAct.SNOOZE, until=TODAY + dt.timedelta(days=3))
        assert load_snoozed(unit_of_work.access) == {5: TODAY + dt.timedelta(days=3)}
    announce_night(leaving, Rules(), now=NOW)
    assert alerts(leaving) == [4, 3, 2]


def test_kept_rows_say_the_same_as_a_look_now(leaving: Engine) -> None:
    with open_access(leaving, OPERATOR, Rules(), as_of=TODAY) as access:
        seen = sorted(load_risks(access), key=lambda standing: standing.account_id)
        store_nightly_snapshot(access, build_nightly_snapshot(access))
        kept = sorted(load_risks(access), key=lambda standing: standing.account_id)
        assert kept == seen
        assert len(list(load_pairs(access, YESTERDAY))) == LEAVING
        assert load_pair(access, 1, YESTERDAY) in list(load_pairs(access, YESTERDAY))


def test_a_manager_on_holiday_or_before_their_hour_gets_no_digest(firm: Engine) -> None:
    with firm.connect() as connection:
        people = load_colleagues(connection, on=TODAY)
    holiday = dt.datetime(2026, 9, 22, 3, tzinfo=dt.UTC)
    assert not find_digests_due(people, Rules(), now=holiday)
    (due,) = find_digests_due(people, Rules(), now=NOW)
    assert due.person.key == "mana"
    assert due.at == dt.datetime(2026, 9, 29, 23, 30, tzinfo=dt.UTC)  # 8:30 in Tokyo


def test_the_digest_counts_from_the_last_one_told_else_from_the_working_day_before(
    firm: Engine, unit_of_work_of: UnitOfWorkOf
) -> None:
    with unit_of_work_of("mana") as unit_of_work:
        assert digest_since(unit_of_work.access, unit_of_work.access.viewer) == YESTERDAY
        facts = {"day": "2026-09-24", "due": NOW.isoformat()}
        new = NewNotice("digest:mana:2026-09-24", "mana", NoticeKind.DIGEST, "en", NOW, facts=facts)
        add_notice(unit_of_work.access.connection, new, at=NOW)
    (card,) = claim_due(firm, now=NOW, worker="one", lease=dt.timedelta(minutes=2))
    mark_delivered(firm, card, now=NOW)
    with unit_of_work_of("mana") as unit_of_work:
        assert digest_since(unit_of_work.access, unit_of_work.access.viewer) == dt.date(2026, 9, 24)


def test_an_import_after_the_look_has_it_taken_again_and_nobody_is_alerted_twice(leaving: Engine) -> None:
    announce_night(leaving, Rules(), now=NOW)
    told = alerts(leaving)
    with leaving.begin() as connection:
        note_rows_changed(connection)
        connection.execute(update(Subscription).where(Subscription.account_id == 1).values(monthly_minor=99_000))
    announce_night(leaving, Rules(), now=NOW)
    assert alerts(leaving) == told
    with leaving.connect() as connection:
        kept = select(AccountDay.monthly_minor).where(AccountDay.day == TODAY, AccountDay.account_id == 1)
        assert connection.execute(kept).scalar_one() == 99_000
    assert announce_night(leaving, Rules(), now=NOW) == 0


def test_who_writes_does_not_wait_for_the_look(leaving: Engine) -> None:
    with open_access(leaving, OPERATOR, Rules(), as_of=TODAY) as access:
        night = build_nightly_snapshot(access)
        with leaving.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA busy_timeout=0")
            connection.execute(update(Subscription).where(Subscription.account_id == 1).values(monthly_minor=99_000))
    assert sum(len(part.reasons) for part in night.standings) == LEAVING


def test_rows_that_change_while_a_look_is_under_way_are_looked_at_next(leaving: Engine) -> None:
    with leaving.begin() as connection:
        note_rows_changed(connection)
        seen = find_rows_changed(connection)
        note_rows_changed(connection)
        assert seen is not None
        assert not drop_rows_changed(connection, seen)
    assert announce_night(leaving, Rules(), now=NOW) > 0
    with leaving.connect() as connection:
        assert find_rows_changed(connection) is None
