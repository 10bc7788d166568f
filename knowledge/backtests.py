"""Backtests on the firm's own past: what the advice and the churn score would have been worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from knowledge.accounts.queries.accounts_360 import load_accounts_360
from knowledge.churn.backtest.backtest import ChurnBacktest, run_churn_backtest
from knowledge.churn.queries.history import load_churn_windows
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge
from knowledge.offers.backtest.offers import OfferBacktest, gather_firm, run_offer_backtest
from knowledge.offers.backtest.replay import Rival
from knowledge.offers.backtest.shown import NOTHING_SHOWN, Shown, judge_shown
from knowledge.offers.queries.all_purchases import load_all_purchases, load_industries, load_on_sale
from knowledge.offers.queries.offer_scores import make_offers


def backtest_offers(
    knowledge: Knowledge, *, as_of: dt.date, horizon_days: int, windows: int, with_rivals: bool
) -> OfferBacktest:
    """Replay the offers on past windows, each with what was known then; ``with_rivals`` adds the libraries.

    Raises NotEnoughHistory, and OsusumeError naming the extra when the libraries are not installed.
    """
    with knowledge.access(OPERATOR.key, as_of=as_of) as access:
        purchases, segments, products = load_all_purchases(access), load_industries(access), load_on_sale(access)
    rivals = _find_rivals(purchases, segments, products, as_of) if with_rivals else ()
    return run_offer_backtest(
        purchases, segments, products, as_of=as_of, horizon_days=horizon_days, windows=windows, rivals=rivals
    )


def backtest_shown(knowledge: Knowledge, *, as_of: dt.date, horizon_days: int, windows: int) -> Shown:
    """What reps would have been shown on the same past days, after gate and timing; nothing is kept of it."""
    found = NOTHING_SHOWN
    for back in range(windows, 0, -1):
        day = as_of - dt.timedelta(days=horizon_days * back)
        with knowledge.access(OPERATOR.key, as_of=day + dt.timedelta(days=horizon_days)) as access:
            bought = _first_bought_after(load_all_purchases(access), day)
        if not bought:
            continue
        with knowledge.access(OPERATOR.key, as_of=day) as access:
            make_offers(access)
            found += judge_shown(load_accounts_360(access), bought, knowledge.rules)
            access.connection.rollback()
    return found


def _first_bought_after(purchases: pd.DataFrame, day: dt.date) -> dict[int, frozenset[int]]:
    """What each account with history first bought after a day."""
    first = purchases.groupby(["account_id", "product_id"])["purchased_on"].min().reset_index()
    later = first["purchased_on"] > pd.Timestamp(day)
    known = set(first.loc[~later, "account_id"])
    new = first[later & first["account_id"].isin(known)]
    found: dict[int, set[int]] = {}
    for account, product in zip(new["account_id"].tolist(), new["product_id"].tolist(), strict=True):
        found.setdefault(account, set()).add(product)
    return {account: frozenset(products) for account, products in found.items()}


def backtest_churn(knowledge: Knowledge, *, as_of: dt.date, horizon_days: int, windows: int) -> ChurnBacktest:
    """Score past days by what was known then, and count who left; no scores where nothing can be told."""
    with knowledge.access(OPERATOR.key, as_of=as_of) as access:
        past = load_churn_windows(access, horizon_days=horizon_days, windows=windows)
    return run_churn_backtest(past, knowledge.rules.churn)


def _find_rivals(
    purchases: pd.DataFrame, segments: pd.DataFrame, products: pd.DataFrame, as_of: dt.date
) -> Sequence[Rival]:
    from knowledge.offers.backtest.rivals import find_rivals

    return find_rivals(gather_firm(purchases, segments, products, as_of))
