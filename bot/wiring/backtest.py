"""Backtests for the terminal: figures, and the verdict as a sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from bot.wiring import firm_clock, open_filled
from knowledge import backtesting
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases


def backtest(
    kind: Literal["offers", "churn"],
    *,
    store: str | None,
    as_of: dt.date | None,
    horizon_days: int,
    windows: int,
    with_rivals: bool = False,
) -> tuple[dict[str, Any], str]:
    """The backtest's figures, and its verdict in the firm's language."""
    knowledge = open_filled(store)
    given: dict[str, Any] = {"as_of": as_of or firm_clock(knowledge).today(), "horizon_days": horizon_days}
    say = Phrases(knowledge.rules.firm.language)
    if kind == "churn":
        churn = backtesting.backtest_churn(knowledge, windows=windows, **given)
        return churn.to_dict(), say(f"backtest.churn_{churn.verdict}", customers=churn.customers, losses=churn.losses)
    offers = backtesting.backtest_offers(knowledge, windows=windows, with_rivals=with_rivals, **given)
    found = offers.finding
    rates = {"advice": Share(found.advice_hit_rate), "best_sellers": Share(found.best_sellers_hit_rate)}
    return offers.to_dict(), say(f"backtest.offers_{found.verdict}", accounts=found.accounts, **rates)
