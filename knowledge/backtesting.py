"""Backtests on the firm's own past: what the advice and the churn score would have been worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from knowledge.analytics.backtest.churn import ChurnBacktest, run_churn_backtest
from knowledge.analytics.backtest.offers import OfferBacktest, gather_firm, run_offer_backtest
from knowledge.analytics.backtest.replay import Rival
from knowledge.knowledge import Knowledge
from knowledge.store.churn_history import load_churn_windows
from knowledge.store.queries.all_purchases import load_all_purchases, load_industries, load_on_sale
from knowledge.store.sight import OPERATOR


def backtest_offers(
    knowledge: Knowledge, *, as_of: dt.date, horizon_days: int, windows: int, with_rivals: bool
) -> OfferBacktest:
    """Replay the offers on past windows, each with what was known then; ``with_rivals`` adds the libraries.

    Raises NotEnoughHistory, and OsusumeError naming the extra when the libraries are not installed.
    """
    with knowledge.book(OPERATOR.key, as_of=as_of) as book:
        purchases, segments, products = load_all_purchases(book), load_industries(book), load_on_sale(book)
    rivals = _find_rivals(purchases, segments, products, as_of) if with_rivals else ()
    return run_offer_backtest(
        purchases, segments, products, as_of=as_of, horizon_days=horizon_days, windows=windows, rivals=rivals
    )


def backtest_churn(knowledge: Knowledge, *, as_of: dt.date, horizon_days: int, windows: int) -> ChurnBacktest:
    """Score past days by what was known then, and count who left. Raises NotEnoughHistory without a loss."""
    with knowledge.book(OPERATOR.key, as_of=as_of) as book:
        past = load_churn_windows(book, horizon_days=horizon_days, windows=windows)
    return run_churn_backtest(past, knowledge.rules.churn)


def _find_rivals(
    purchases: pd.DataFrame, segments: pd.DataFrame, products: pd.DataFrame, as_of: dt.date
) -> Sequence[Rival]:
    from knowledge.analytics.backtest.rivals import find_rivals

    return find_rivals(gather_firm(purchases, segments, products, as_of))
