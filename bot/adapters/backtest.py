"""Backtests for the terminal: figures, and the verdict as a sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from actions.presenters.backtests import tell_churn_backtest, tell_offer_backtest
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import open_filled
from knowledge import backtests as backtesting
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
        told = tell_churn_backtest(churn, knowledge.rules, say, horizon_days=horizon_days)
        return churn.to_dict(), "\n".join(told)
    offers = backtesting.backtest_offers(knowledge, windows=windows, with_rivals=with_rivals, **given)
    shown = backtesting.backtest_shown(knowledge, windows=windows, **given)
    return offers.to_dict() | {"shown": shown.to_dict()}, "\n".join(tell_offer_backtest(offers, shown, say))
