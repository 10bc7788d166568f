"""Firms with a store: the demo company, and the CRM export of a hardware seller, by the same backtests as a user's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.evidence.data import maven_crm
from knowledge import backtests as backtesting
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.errors import NotEnoughHistory
from knowledge.knowledge import open_knowledge
from knowledge.offers.backtest.offers import OfferBacktest, run_offer_backtest

HORIZON, WINDOWS = 90, 4


def store_evidence(folder: Path) -> Iterator[tuple[str, OfferBacktest, str]]:
    """Name, the backtest of its offers, and what the backtest of churn says in words."""
    with TemporaryDirectory() as place:
        knowledge = open_knowledge(f"sqlite:///{place}/demo.db", trusts_operator=True)
        build_demo(knowledge.engine)
        asked = {"as_of": DEMO_DAY, "horizon_days": HORIZON, "windows": WINDOWS}
        offers = backtesting.backtest_offers(knowledge, **asked, with_rivals=False)
        try:
            churn = backtesting.backtest_churn(knowledge, **asked)
            told = f"{churn.verdict} ({churn.losses} losses among {churn.customers} customer-days)"
        except NotEnoughHistory as error:
            told = str(error)
        yield "demo company", offers, told
        knowledge.engine.dispose()
    if (folder / "maven_crm").is_dir():
        won = maven_crm(folder / "maven_crm").rows
        as_of: date = won["purchased_on"].max().date()
        result = run_offer_backtest(won, None, None, as_of=as_of, horizon_days=HORIZON, windows=WINDOWS)
        yield "maven_crm, won deals", result, "no losses in the data"
