"""Look-ups against the same value read from the tables by separate SQL, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text

from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Measure, Operator, Order, Period, Query
from tests.knowledge.semantic.conftest import DAY, Open

MINE = Condition("owner", Operator.IS, ("me",))
RUNNING = "s.started_on <= :day and (s.ended_on is null or s.ended_on > :day)"
OF_TEAM = "a.owner_id in (select id from people where team = 'International') and not a.is_test"
OF_DANIEL = "a.owner_id = (select id from people where name = 'Daniel Osei')"
CUSTOMERS = f"from accounts a where exists (select 1 from subscriptions s where s.account_id = a.id and {RUNNING})"


def _span(since: str, until: str, on: str | None = None) -> Period:
    return Period(dt.date.fromisoformat(since), dt.date.fromisoformat(until), on=on)


NAMES = [
    (
        "renewals of a month",
        "Daniel Osei",
        Query("customer", where=(MINE,), period=_span("2026-11-01", "2026-11-30", "renews_on")),
        f"select distinct a.name from accounts a join subscriptions s on s.account_id = a.id where {OF_DANIEL} "
        f"and {RUNNING} and s.renews_on between '2026-11-01' and '2026-11-30'",
    ),
    (
        "owned and not owned",
        "Grace Whitfield",
        Query(
            "customer",
            where=(
                Condition("products", Operator.IS, ("SFA",)),
                Condition("products", Operator.IS_NOT, ("Marketing Automation",)),
            ),
        ),
        f"select a.name {CUSTOMERS} and {OF_TEAM} and "
        f"a.id in (select s.account_id from subscriptions s join products p on p.id = s.product_id where {RUNNING} "
        f"and p.family = 'SFA') and a.id not in (select s.account_id from subscriptions s join products p "
        f"on p.id = s.product_id where {RUNNING} and p.family = 'Marketing Automation')",
    ),
    (
        "silence",
        "Grace Whitfield",
        Query("customer", where=(Condition("days_silent", Operator.MORE, (60,)),)),
        f"select a.name {CUSTOMERS} and {OF_TEAM} and "
        "(select max(happened_on) from touches t where t.account_id = a.id and happened_on <= :day) < '2026-08-01'",
    ),
    (
        "lost in a period",
        "Grace Whitfield",
        Query("customer", where=(Condition("lost"),), period=_span("2026-04-01", "2026-06-30")),
        f"select a.name from accounts a where {OF_TEAM} and not exists (select 1 from subscriptions s "
        f"where s.account_id = a.id and {RUNNING}) and (select max(ended_on) from subscriptions s "
        "where s.account_id = a.id) between '2026-04-01' and '2026-06-30'",
    ),
    (
        "overdue",
        "Hannah Reyes",
        Query("customer", where=(Condition("overdue"),)),
        f"select a.name {CUSTOMERS} and a.csm_id = (select id from people where name = 'Hannah Reyes') and exists "
        "(select 1 from invoices i where i.account_id = a.id and i.paid_on is null and i.due_on < :day)",
    ),
    (
        "seats nearly full",
        "Daniel Osei",
        Query("customer", where=(MINE, Condition("seats_used_share", Operator.MORE, (0.9,)))),
        f"select distinct a.name from accounts a join subscriptions s on s.account_id = a.id where {OF_DANIEL} and "
        f"{RUNNING} and s.seats * 0.9 < (select u.seats_used from usage u where u.account_id = a.id and "
        "u.product_id = s.product_id and u.seats_used is not null order by u.day desc limit 1)",
    ),
    (
        "several conditions on one contract",
        "Grace Whitfield",
        Query(
            "customer",
            where=(
                Condition(
                    "contracts",
                    Operator.HAS,
                    where=(
                        Condition("product", Operator.IS, ("Support Desk",)),
                        Condition("seats", Operator.AT_LEAST, (60,)),
                    ),
                ),
            ),
        ),
        f"select distinct a.name from accounts a join subscriptions s on s.account_id = a.id join products p "
        f"on p.id = s.product_id where {OF_TEAM} and {RUNNING} and p.family = 'Support Desk' and s.seats >= 60",
    ),
    (
        "either of two",
        "Grace Whitfield",
        Query(
            "customer",
            where=(
                Condition(
                    any_of=(
                        Condition("region", Operator.IS, ("Singapore",)),
                        Condition("industry", Operator.IS, ("Healthcare",)),
                    )
                ),
            ),
        ),
        f"select a.name {CUSTOMERS} and {OF_TEAM} and (a.region = 'Singapore' or a.industry = 'Healthcare')",
    ),
]
NUMBERS = [
    (
        "customers",
        "Grace Whitfield",
        Query("customer", measures=(Measure("count"),)),
        f"select count(*) {CUSTOMERS} and {OF_TEAM}",
    ),
    (
        "monthly revenue",
        "Grace Whitfield",
        Query("customer", measures=(Measure("sum", "monthly_revenue"),)),
        f"select sum(s.monthly_minor) from subscriptions s join accounts a on a.id = s.account_id where {OF_TEAM} "
        f"and {RUNNING}",
    ),
    (
        "deals won in a month",
        "Grace Whitfield",
        Query(
            "deal", where=(Condition("won"),), measures=(Measure("count"),), period=_span("2026-08-01", "2026-08-31")
        ),
        f"select count(*) from deals d join accounts a on a.id = d.account_id where {OF_TEAM} and d.outcome = 'won' "
        "and d.closed_on between '2026-08-01' and '2026-08-31'",
    ),
    (
        "money owed",
        "Grace Whitfield",
        Query("invoice", where=(Condition("overdue"),), measures=(Measure("sum", "amount"),)),
        f"select sum(i.amount_minor) from invoices i join accounts a on a.id = i.account_id where {OF_TEAM} and "
        "i.paid_on is null and i.due_on < :day",
    ),
    (
        "seats of a product, asked of its contracts",
        "Grace Whitfield",
        Query(
            "contract",
            where=(Condition("product", Operator.IS, ("SFA Standard",)), Condition("running")),
            measures=(Measure("sum", "product.seats"),),
        ),
        "select sum(s.seats) from subscriptions s join accounts a on a.id = s.account_id join products p on "
        f"p.id = s.product_id where p.name = 'SFA Standard' and {OF_TEAM} and {RUNNING}",
    ),
    (
        "what customers pay, asked of their tickets",
        "Grace Whitfield",
        Query("ticket", measures=(Measure("sum", "customer.monthly_revenue"),)),
        f"select sum(s.monthly_minor) from subscriptions s join accounts a on a.id = s.account_id where {OF_TEAM} "
        f"and {RUNNING} and a.id in (select account_id from tickets where opened_on <= :day)",
    ),
    (
        "leads of a month",
        "Grace Whitfield",
        Query("lead", measures=(Measure("count"),), period=_span("2026-08-01", "2026-08-31")),
        "select count(*) from leads l join people p on p.id = l.owner_id where p.team = 'International' and "
        "l.created_on between '2026-08-01' and '2026-08-31'",
    ),
]


@pytest.mark.parametrize(("what", "who", "query", "sql"), NAMES, ids=[each[0] for each in NAMES])
def test_a_list_names_whom_separate_sql_names(what: str, who: str, query: Query, sql: str, opened: Open) -> None:
    with opened(who) as access:
        found = look_up(query, access)
        expected = {row[0] for row in access.connection.execute(text(sql), {"day": DAY} if ":day" in sql else {})}
    assert expected, f"{what}: the sample proves nothing"
    assert {row["name"] for row in found.rows} == expected
    assert found.total == len(expected)


@pytest.mark.parametrize(("what", "who", "query", "sql"), NUMBERS, ids=[each[0] for each in NUMBERS])
def test_a_number_is_that_of_separate_sql(what: str, who: str, query: Query, sql: str, opened: Open) -> None:
    with opened(who) as access:
        (row,) = look_up(query, access).rows
        expected = access.connection.execute(text(sql), {"day": DAY} if ":day" in sql else {}).scalar_one()
    assert expected, f"{what}: the sample proves nothing"
    assert next(value for name, value in row.items() if name != "rows") == expected


def test_rows_of_other_teams_stay_out_also_behind_links(opened: Open) -> None:
    theirs = Query(
        "person", where=(Condition("customers", Operator.HAS, where=(Condition("region", Operator.IS, ("Sendai",)),)),)
    )
    with opened("Maya Collins") as rep, opened("operator") as all_seeing:
        assert look_up(theirs, all_seeing).total > 0
        assert look_up(theirs, rep).total == 0


def test_the_largest_come_first_and_what_is_missing_comes_last(opened: Open) -> None:
    query = Query("customer", select=("nps_score",), order_by=(Order("nps_score", descending=True),))
    with opened("operator") as access:
        scores = [row["nps_score"] for row in look_up(query, access).rows]
    known = [score for score in scores if score is not None]
    assert known == sorted(known, reverse=True)
    assert None in scores
    assert scores[len(known) :] == [None] * (len(scores) - len(known))
