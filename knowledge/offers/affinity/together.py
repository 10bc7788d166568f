"""What is bought in one order: "67 of 82 customers that order chain order it with grease"."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from knowledge.kernel.intervals import lower_bound
from knowledge.offers.affinity.events import MOST_ACCOUNTS_IN_PAIRS, MOST_PRODUCTS_IN_PAIRS, Ints, day_number

COLUMNS = ["antecedent", "product", "buyers", "together", "share", "lower_bound", "base_buyers", "base_together"]
YEAR_DAYS = 365  # what is ordered together changes with the range; a year holds every season once
MOST_LINES = 60  # of an order; a longer one is a first stocking, and its pairs cost the square of it
PAIRS_KEPT = 16  # of each product; two are offered, and most of the rest they have
LEAST_TOGETHER = 3  # customers; one or two who did so prove nothing


def count_together(purchases: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Of the customers that ordered A in the last year, how many had B in the same order at least once.

    purchases: account_id, product_id (int), purchased_on (datetime64); an order is what one customer buys on one day.
    buyers: customers that ordered A; together: those of them that had both in one order; share; lower_bound: Wilson,
    90 %. base_buyers: customers that ordered anything else than B alone, base_together: those that ordered B at all.
    Only pairs of at least three customers whose lower bound beats the base rate, the best few of each A, best first.
    """
    account, product, day, products = _lines_of_a_year(purchases, as_of)
    width = max(len(products), 1)
    pair = _pairs_in_orders(account, product, day, width)
    key, together = np.unique(pair % (width * width), return_counts=True)
    kept = together >= LEAST_TOGETHER
    key, together = key[kept], together[kept]
    antecedent, other = np.divmod(key, width)
    bought = np.bincount(np.unique(account * width + product) % width, minlength=width)
    everybody = len(np.unique(account))
    buyers = bought[antecedent]
    columns = {
        "antecedent": products[antecedent],
        "product": products[other],
        "buyers": buyers,
        "together": together,
        "share": together / np.maximum(buyers, 1),
        "lower_bound": lower_bound(together, buyers),
        "base_buyers": np.full(len(key), everybody),
        "base_together": bought[other],
    }
    order = ["lower_bound", "together", "antecedent", "product"]
    table = pd.DataFrame(columns)[COLUMNS]
    table = table[table["lower_bound"] > table["base_together"] / max(everybody, 1)]
    ranked = table.sort_values(order, ascending=[False, False, True, True], ignore_index=True)
    return ranked.groupby("antecedent").head(PAIRS_KEPT).reset_index(drop=True)


def _lines_of_a_year(purchases: pd.DataFrame, as_of: date) -> tuple[Ints, Ints, Ints, Ints]:
    """Account, product (positions), day of each line, sorted by order, and the ids of the products."""
    days = purchases["purchased_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    last = day_number(as_of)
    kept = (days <= last) & (days > last - YEAR_DAYS)
    accounts, account = np.unique(purchases["account_id"].to_numpy(dtype=np.int64)[kept], return_inverse=True)
    products, product = np.unique(purchases["product_id"].to_numpy(dtype=np.int64)[kept], return_inverse=True)
    day = days[kept]
    sample = -(-len(accounts) // MOST_ACCOUNTS_IN_PAIRS)
    most = np.argsort(-np.bincount(product, minlength=len(products)), kind="stable")[:MOST_PRODUCTS_IN_PAIRS]
    counted = np.zeros(len(products), dtype=bool)
    counted[most] = True
    some = counted[product] & (account % max(sample, 1) == 0)
    lines = np.unique(np.stack([account[some], day[some], product[some]]), axis=1)
    return lines[0], lines[2], lines[1], products.astype(np.int64)


def _pairs_in_orders(account: Ints, product: Ints, day: Ints, width: int) -> NDArray[np.int64]:
    """Each customer and ordered pair of products that stood in one of its orders, once, as one number."""
    opens = np.ones(len(account), dtype=bool)
    opens[1:] = (account[1:] != account[:-1]) | (day[1:] != day[:-1])
    order = np.cumsum(opens) - 1
    size = np.bincount(order)[order] if len(order) else order
    some = size <= MOST_LINES
    account, product, order = account[some], product[some], order[some]
    found = [np.empty(0, dtype=np.int64)]
    for lag in range(1, MOST_LINES):
        first = np.flatnonzero(order[lag:] == order[:-lag]) if len(order) > lag else np.empty(0, dtype=np.int64)
        if not len(first):
            break
        one, other, who = product[first], product[first + lag], account[first]
        found += [(who * width + one) * width + other, (who * width + other) * width + one]
    return np.unique(np.concatenate(found))
