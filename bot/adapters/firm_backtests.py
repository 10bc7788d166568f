"""Both backtests for the page in a browser: run once on the firm's day, told in each reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from actions.presenters.backtest_charts import BarChart, chart_churn, chart_offers
from actions.presenters.backtests import tell_churn_backtest, tell_offer_backtest
from bot.adapters.office import StoreOffice
from knowledge import backtests as backtesting
from knowledge.churn.backtest.backtest import ChurnBacktest
from knowledge.errors import OsusumeError
from knowledge.offers.backtest.offers import OfferBacktest
from knowledge.offers.backtest.shown import Shown
from knowledge.playbook.phrases import Phrases

HORIZON_DAYS, WINDOWS = 90, 4


@dataclass(frozen=True)
class FirmBacktests:
    """What was found as of a day; in place of what could not be said, the line that says why."""

    as_of: dt.date
    offers: tuple[OfferBacktest, Shown] | str
    churn: ChurnBacktest | str


@dataclass(frozen=True)
class ToldBacktest:
    """One of them in words and bars."""

    title: str
    lines: tuple[str, ...]
    charts: tuple[BarChart, ...]


def run_backtests(office: StoreOffice, as_of: dt.date) -> FirmBacktests:
    """Look at the whole firm's past; nothing is kept. Whoever is shown the result must be one who may see all of it."""
    knowledge = replace(office.knowledge, trusts_operator=True)
    offers: tuple[OfferBacktest, Shown] | str
    churn: ChurnBacktest | str
    try:
        offers = (
            backtesting.backtest_offers(
                knowledge, as_of=as_of, horizon_days=HORIZON_DAYS, windows=WINDOWS, with_rivals=False
            ),
            backtesting.backtest_shown(knowledge, as_of=as_of, horizon_days=HORIZON_DAYS, windows=WINDOWS),
        )
    except OsusumeError as error:
        offers = str(error)
    try:
        churn = backtesting.backtest_churn(knowledge, as_of=as_of, horizon_days=HORIZON_DAYS, windows=WINDOWS)
    except OsusumeError as error:
        churn = str(error)
    return FirmBacktests(as_of, offers, churn)


def tell_backtests(office: StoreOffice, found: FirmBacktests, language: str) -> tuple[ToldBacktest, ...]:
    """Offers, then churn."""
    say, rules = Phrases(language), office.knowledge.rules
    titles = say("backtest.page_offers"), say("backtest.page_churn")
    if isinstance(found.offers, str):
        offers = ToldBacktest(titles[0], (found.offers,), ())
    else:
        lines = tell_offer_backtest(*found.offers, say)
        offers = ToldBacktest(titles[0], tuple(lines), chart_offers(found.offers[0], say))
    if isinstance(found.churn, str):
        return offers, ToldBacktest(titles[1], (found.churn,), ())
    lines = tell_churn_backtest(found.churn, rules, say, horizon_days=HORIZON_DAYS)
    return offers, ToldBacktest(titles[1], tuple(lines), chart_churn(found.churn, say))
