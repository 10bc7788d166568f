"""Lead-to-deal rate and CAC, worked by hand from a few rows; amounts of two currencies at dated rates."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine

from knowledge.errors import RateMissing
from knowledge.kernel.access import open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.exchange_rates import Rates
from knowledge.kernel.visibility import OPERATOR
from knowledge.metrics.metric import Metric
from knowledge.metrics.periods import Period
from knowledge.metrics.queries.metrics import Wanted, measure_metrics
from knowledge.metrics.tally import Tally
from knowledge.metrics.told import Told
from knowledge.people.queries.people import find_viewer
from knowledge.playbook.rules import Rules
from knowledge.terms import SegmentBy

AS_OF = dt.date(2026, 9, 30)
AUGUST, SEPTEMBER = Period(dt.date(2026, 8, 1), dt.date(2026, 8, 31)), Period(dt.date(2026, 9, 1), AS_OF)
RATES = Rates("JPY", {("2026-09", "USD"): 150.0}, "rates.csv")


def row(key: str, **values: Any) -> dict[str, Any]:
    return {"key": key, "source": "test", **values}


@pytest.fixture
def firm(engine: Engine) -> Engine:
    """Two new customers in September, one in August; the old one bought again and is not new."""
    people = [
        row("mai", id=1, name="Mai", role="manager", team="East"),
        row("ken", id=2, name="Ken", role="rep", team="East", manager_id=1),
        row("west", id=3, name="West", role="rep", team="West"),
        row("wes", id=4, name="Wes", role="manager", team="West"),
    ]
    accounts = [
        row(f"a{n}", id=n, name=f"A{n}", normal_name=f"a{n}", owner_id=2 if n < 4 else 3, is_test=False)
        for n in range(1, 5)
    ]
    products = [row("p", id=1, name="SFA", family="SFA", is_per_seat=False)]
    starts = [(1, "2025-01-01"), (1, "2026-09-02"), (2, "2026-08-10"), (3, "2026-09-05"), (4, "2026-09-20")]
    purchases = [
        row(f"b{n}", account_id=account, product_id=1, purchased_on=dt.date.fromisoformat(day))
        for n, (account, day) in enumerate(starts)
    ]
    deals = [row("d1", id=1, account_id=3, outcome="open", opened_on=dt.date(2026, 9, 9))]
    leads = [
        row("l1", created_on=dt.date(2026, 9, 1), owner_id=2, deal_on=dt.date(2026, 9, 20)),
        row("l2", created_on=dt.date(2026, 9, 2), owner_id=2, account_id=3, deal_id=1),
        row("l3", created_on=dt.date(2026, 9, 3), owner_id=2),
        row("l4", created_on=dt.date(2026, 9, 4), owner_id=3, deal_on=dt.date(2026, 10, 5)),  # lies ahead
        row("l5", created_on=dt.date(2026, 8, 4), owner_id=3),
    ]
    costs = [
        row("c1", spent_on=dt.date(2026, 9, 1), amount_minor=600_000, currency="JPY", team="East"),
        row("c2", spent_on=dt.date(2026, 9, 9), amount_minor=200_000, currency="USD", team="West"),  # 2,000 dollars
        row("c3", spent_on=dt.date(2026, 8, 1), amount_minor=90_000, currency="JPY", team="East"),
    ]
    tables = {"people": people, "accounts": accounts, "products": products, "purchases": purchases}
    with engine.begin() as connection:
        load_rows(connection, {**tables, "deals": deals, "leads": leads, "costs": costs})
    return engine


def measure(firm: Engine, metric: Metric, *, who: str | None = None, rates: Rates = RATES, **wanted: Any) -> list[Told]:
    with firm.connect() as connection:
        viewer = find_viewer(connection, who) if who else OPERATOR
    with open_access(firm, viewer, Rules(), as_of=AS_OF) as access:
        return list(measure_metrics(access, Wanted((metric,), (AUGUST, SEPTEMBER), rates, **wanted)))


def test_leads_that_became_a_deal_by_now_are_divided_by_those_that_came_in(firm: Engine) -> None:
    assert [told.tally for told in measure(firm, Metric.LEAD_TO_DEAL)] == [Tally(0, 1), Tally(2, 4)]


def test_costs_in_two_currencies_are_divided_by_first_time_customers(firm: Engine) -> None:
    # September: 600,000 yen and 2,000 dollars at 150; customers 3 and 4 are new, 1 bought before.
    assert [told.tally for told in measure(firm, Metric.CAC)] == [Tally(90_000, 1), Tally(900_000, 2)]


def test_costs_without_a_rate_for_their_month_are_refused(firm: Engine) -> None:
    with pytest.raises(RateMissing, match="2026-09,USD"):
        measure(firm, Metric.CAC, rates=Rates("JPY"))


def test_teams_add_up_to_the_whole(firm: Engine) -> None:
    for metric in (Metric.LEAD_TO_DEAL, Metric.CAC):
        whole = measure(firm, metric)[1].tally
        parts = [told.tally for told in measure(firm, metric, by=SegmentBy.TEAM) if told.place == 1 and told.tally]
        assert whole is not None
        assert sum(part.numerator for part in parts) == whole.numerator
        assert sum(part.denominator for part in parts) == whole.denominator


def test_a_manager_counts_their_own_teams_leads_costs_and_customers(firm: Engine) -> None:
    assert measure(firm, Metric.LEAD_TO_DEAL, who="mai")[1].tally == Tally(2, 3)
    assert measure(firm, Metric.CAC, who="mai")[1].tally == Tally(600_000, 1)


def test_a_lead_has_no_product_or_phase(firm: Engine) -> None:
    assert measure(firm, Metric.LEAD_TO_DEAL, by=SegmentBy.PHASE) == []
    assert not any(told.tally and told.tally.known for told in measure(firm, Metric.CAC, products=("SFA",)))
