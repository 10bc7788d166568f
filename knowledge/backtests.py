"""Backtests on the firm's own past: what the advice and the churn score would have been worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from knowledge.churn.backtest.backtest import ChurnBacktest, run_churn_backtest
from knowledge.churn.queries.history import load_churn_windows
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge
from knowledge.offers.backtest.offers import OfferBacktest, gather_firm, run_offer_backtest
from knowledge.offers.backtest.replay import Rival
from knowledge.offers.queries.all_purchases import load_all_purchases, load_industries, load_on_sale


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


def backtest_churn(knowledge: Knowledge, *, as_of: dt.date, horizon_days: int, windows: int) -> ChurnBacktest:
    """Score past days by what was known then, and count who left. Raises NotEnoughHistory without a loss."""
    with knowledge.access(OPERATOR.key, as_of=as_of) as access:
        past = load_churn_windows(access, horizon_days=horizon_days, windows=windows)
    return run_churn_backtest(past, knowledge.rules.churn)


def _find_rivals(
    purchases: pd.DataFrame, segments: pd.DataFrame, products: pd.DataFrame, as_of: dt.date
) -> Sequence[Rival]:
    from knowledge.offers.backtest.rivals import find_rivals

    return find_rivals(gather_firm(purchases, segments, products, as_of))
