"""A query says the same after a journey as JSON."""

import datetime as dt
import json

import pytest

from knowledge.semantic.query import Condition, Measure, Operator, Order, Period, Query, Shape, shape_of

EVERYTHING = Query(
    thing="customer",
    select=("name", "contract.renews_on"),
    where=(
        Condition("owner", Operator.IS, ("me",)),
        Condition("contract", Operator.HAS_NOT, where=(Condition("product.family", Operator.IS, ("SFA",)),)),
        Condition(any_of=(Condition("region", Operator.IS, ("Osaka",)), Condition("at_risk"))),
    ),
    measures=(Measure("count"), Measure("sum", "monthly_revenue")),
    group_by=("industry",),
    order_by=(Order("monthly_revenue", descending=True), Order("name")),
    limit=5,
    period=Period(dt.date(2026, 7, 1), None, "since July", on="created_on"),
    compare=((Condition("owner", Operator.IS, ("Ada",)),), Period(dt.date(2026, 1, 1), dt.date(2026, 3, 31), "Q1")),
    grain="month",
    shape=Shape.TREND,
)


@pytest.mark.parametrize("query", [EVERYTHING, Query("ticket")])
def test_a_query_says_the_same_after_a_journey_as_json(query: Query) -> None:
    assert Query.from_json(json.loads(json.dumps(query.to_json()))) == query


def test_what_is_measured_and_compared_decides_how_an_open_query_is_told() -> None:
    counted = Query("ticket", measures=(Measure("count"),))
    assert shape_of(Query("ticket")) is Shape.LIST
    assert shape_of(counted) is Shape.COUNT
    assert shape_of(Query("ticket", measures=(Measure("count"), Measure("sum", "amount")))) is Shape.SUM
    assert shape_of(EVERYTHING) is Shape.TREND
    assert shape_of(Query("customer", compare=EVERYTHING.compare)) is Shape.COMPARISON
