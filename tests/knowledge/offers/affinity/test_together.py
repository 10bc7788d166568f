"""What is ordered in one order counts, though it tells no order of purchase."""

import datetime as dt

import pandas as pd

from knowledge.offers.affinity.carried import count_carried
from knowledge.offers.affinity.together import count_together

DAY = dt.date(2026, 11, 30)
CHAIN, GREASE, BELL = 1, 2, 3


def lines(rows: list[tuple[int, int, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["account_id", "product_id", "purchased_on"])
    return table.assign(purchased_on=pd.to_datetime(table["purchased_on"]))


def firm() -> pd.DataFrame:
    """82 customers order chain, 67 of them with grease in the same order; 60 more order bells only."""
    rows = [(account, CHAIN, "2026-09-01") for account in range(82)]
    rows += [(account, GREASE, "2026-09-01") for account in range(67)]
    rows += [(account, GREASE, "2026-10-01") for account in range(67)]  # a second order of grease alone
    rows += [(100 + account, BELL, "2026-09-01") for account in range(60)]
    return lines(rows)


def test_customers_with_both_in_one_order_are_counted_once() -> None:
    table = count_together(firm(), as_of=DAY)
    row = table[(table["antecedent"] == CHAIN) & (table["product"] == GREASE)].iloc[0]
    assert (row["together"], row["buyers"]) == (67, 82)
    assert (row["base_together"], row["base_buyers"]) == (67, 142)
    assert row["base_together"] / row["base_buyers"] < row["lower_bound"] < row["share"]


def test_orders_of_more_than_a_year_ago_and_after_the_day_do_not_count() -> None:
    old = firm().assign(purchased_on=pd.Timestamp("2025-09-01"))
    late = firm().assign(purchased_on=pd.Timestamp("2026-12-01"))
    assert count_together(old, as_of=DAY).empty
    assert count_together(late, as_of=DAY).empty


def test_what_an_industry_carries_is_counted_among_those_that_order() -> None:
    industries = pd.DataFrame({"account_id": [*range(82), 900], "segment": ["Retail"] * 82 + ["Retail"]})
    table = count_carried(firm(), industries, as_of=DAY, least_share=0.5)
    assert [tuple(row) for row in table[["industry", "product", "accounts", "carriers"]].to_numpy()] == [
        ("Retail", CHAIN, 82, 82),
        ("Retail", GREASE, 82, 67),
    ]
