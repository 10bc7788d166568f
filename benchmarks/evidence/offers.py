"""Offers on public data: the rows of ``docs/evidence.md`` that tell what the advice is worth.

``offer_evidence(folder)`` reads whatever of online_retail, groceries and telco lies in the folder. Run alone it prints
its tables: ``python -m benchmarks.evidence.offers FOLDER``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from benchmarks.evidence.data import groceries, online_retail, telco
from knowledge.offers.affinity.events import FirstPurchases
from knowledge.offers.affinity.portfolio import fit_portfolios
from knowledge.offers.backtest.measures import Cases, judge, pool, summarise
from knowledge.offers.backtest.offers import OfferBacktest, gather_firm, run_offer_backtest
from knowledge.offers.backtest.ranker import LearnedRanker
from knowledge.offers.backtest.rivals import find_rivals

WINDOWS = 3  # as many as the published baselines pool
LEAST_ACCOUNTS = 50  # a smaller part of a firm says nothing
FOLDS = 5  # an account is never scored by tables that it is in


@dataclass(frozen=True)
class Evidence:
    """One data set's backtest and what is to be said of it."""

    data: str
    accounts: int
    products: int
    result: OfferBacktest


def offer_evidence(folder: Path) -> Iterator[Evidence]:
    """A backtest with all rivals for each dated data set in the folder."""
    for name, read in DATED:
        if not (folder / name).is_dir():
            continue
        purchases, segments = read(folder / name)
        as_of = purchases["purchased_on"].max().date()
        rivals = find_rivals(gather_firm(purchases, segments, None, as_of))
        result = run_offer_backtest(purchases, segments, None, as_of=as_of, windows=WINDOWS, rivals=rivals)
        yield Evidence(name, purchases["account_id"].nunique(), purchases["product_id"].nunique(), result)


def carved_evidence(folder: Path) -> Iterator[Evidence]:
    """The same firms cut otherwise: does the advice hold in other shapes and sizes?"""
    for name, purchases, segments in carve(folder):
        if purchases["account_id"].nunique() < LEAST_ACCOUNTS:
            continue
        as_of = purchases["purchased_on"].max().date()
        rivals = [LearnedRanker(gather_firm(purchases, segments, None, as_of))]
        result = run_offer_backtest(purchases, segments, None, as_of=as_of, windows=WINDOWS, rivals=rivals)
        yield Evidence(name, purchases["account_id"].nunique(), purchases["product_id"].nunique(), result)


def carve(folder: Path) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame | None]]:
    """Parts of the customers, customers abroad, products by family or by the last word of what they are called."""
    if (folder / "groceries").is_dir():
        baskets, _ = read_groceries(folder / "groceries")
        for every, first in ((4, 1), (16, 5), (40, 3)):
            yield f"groceries, one member in {every}", _part(baskets, every, first), None
    if (folder / "online_retail").is_dir():
        lines, country = read_online_retail(folder / "online_retail")
        home = country.loc[country["segment"] == country["segment"].mode().iloc[0], "account_id"]
        yield "online_retail, customers abroad", lines[~lines["account_id"].isin(home)], country
        codes, words = lines["code"].str[:3], lines["word"]
        families = lines.assign(product_id=pd.factorize(codes, sort=True)[0])
        yield "online_retail, product families, one customer in 20", _part(families, 20, 3), country
        kinds = lines.assign(product_id=pd.factorize(words, sort=True)[0])
        kinds = kinds[words.isin(words.value_counts().index[:60])]
        yield "online_retail, 60 kinds of product, one customer in 5", _part(kinds, 5, 2), None
        yield "online_retail, 60 kinds of product, one customer in 40", _part(kinds, 40, 3), None


def _part(purchases: pd.DataFrame, every: int, first: int) -> pd.DataFrame:
    return purchases[purchases["account_id"] % every == first]


def read_online_retail(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Purchases of goods; country as segment, for each customer the one that most lines name.

    Besides the columns of a purchase: code and the last word of the description of what was bought.
    """
    lines = online_retail(folder).rows
    lines = lines[lines["is_goods"]]
    purchases = lines[["account_id", "purchased_on", "code", "word"]]
    purchases = purchases.assign(product_id=pd.factorize(lines["code"], sort=True)[0])
    country = lines.groupby("account_id")["segment"].agg(lambda names: names.mode().iloc[0])
    return purchases, country.reset_index()


def read_groceries(folder: Path) -> tuple[pd.DataFrame, None]:
    """Household baskets; nothing is known of the households."""
    return groceries(folder).rows[["account_id", "product_id", "purchased_on"]], None


DATED = (("groceries", read_groceries), ("online_retail", read_online_retail))


def telco_evidence(folder: Path) -> list[dict[str, object]]:
    """Services held, without dates: hide each in turn and look whether the first one or two offers name it."""
    table = telco(folder).rows
    extras = ["OnlineSecurity", "OnlineBackup", "DeviceProtection", "TechSupport", "StreamingTV", "StreamingMovies"]
    held = [table[name] == "Yes" for name in ["PhoneService", "MultipleLines", *extras]]
    held += [table["InternetService"] == kind for kind in ("DSL", "Fiber optic")]
    owned = np.column_stack(held)
    judged = [_hide_each(owned[_fold(owned) != part], owned[_fold(owned) == part]) for part in range(FOLDS)]
    names = ("same portfolio with back-off", "best-sellers of all time")
    pooled = [pool([fold[place] for fold in judged]) for place in range(len(names))]
    return [
        summarise(name, cases, catalogue=owned.shape[1]).to_dict() for name, cases in zip(names, pooled, strict=True)
    ]


def _fold(owned: np.ndarray) -> np.ndarray:
    return np.arange(len(owned)) % FOLDS


def _hide_each(known: np.ndarray, asked: np.ndarray) -> tuple[Cases, Cases]:
    """Portfolios and best-sellers learned on some accounts, asked for each hidden product of the others."""
    account, product = np.nonzero(known)
    events = FirstPurchases(
        np.arange(len(known)), np.arange(known.shape[1]), account, product, np.zeros(len(account), dtype=np.int64)
    )
    row, hidden = np.nonzero(asked)
    left, truth = asked[row].copy(), np.zeros((len(row), asked.shape[1]), dtype=bool)
    left[np.arange(len(row)), hidden], truth[np.arange(len(row)), hidden] = False, True
    scores = fit_portfolios(events).score(sparse.csr_array(left.astype(np.float32))), known.sum(axis=0) + 0.0 * left
    ranked = [np.argsort(-np.where(left, -1.0, score), axis=1, kind="stable") for score in scores]
    return judge(ranked[0], truth), judge(ranked[1], truth)


if __name__ == "__main__":
    with pd.option_context("display.width", 220, "display.max_columns", None, "display.max_rows", None):
        for found in offer_evidence(Path(sys.argv[1])):
            table = pd.DataFrame([score.to_dict() for score in found.result.scores])
            sys.stdout.write(f"{found.data} {found.result.chosen} {found.result.finding}\n{table.to_string()}\n")
