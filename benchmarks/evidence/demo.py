"""Firms with a store: the demo company, and public files brought in as an operator would, by a user's own backtests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from knowledge import backtests as backtesting
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.imports.answers import Answers
from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.imports.suggesting.suggest import suggest_mapping
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.offers.backtest.offers import OfferBacktest
from knowledge.offers.backtest.shown import Shown
from knowledge.offers.queries.all_purchases import load_all_purchases

HORIZON, WINDOWS = 90, 4
CURRENCY = "USD"  # what the public files' amounts are taken for; no figure here depends on it
_MAPPINGS = Path(__file__).parents[2] / "data" / "mappings"
_FOLDERS = ("maven_crm", "northwind", "ravenstack", "groceries")


@dataclass(frozen=True)
class StoreEvidence:
    """One firm. ``offers``: the ranking alone; ``shown``: after gate and timing; ``churn``: the verdict in words."""

    name: str
    offers: OfferBacktest
    shown: Shown
    churn: str


def store_evidence(folder: Path) -> Iterator[StoreEvidence]:
    """Each firm whose files are in the folder; one whose past is too short is left out."""
    with TemporaryDirectory() as place:
        knowledge = open_knowledge(f"sqlite:///{place}/demo.db", trusts_operator=True)
        build_demo(knowledge.engine)
        yield _judge("demo company", knowledge, DEMO_DAY)
        knowledge.engine.dispose()
    for name in _FOLDERS:
        if (folder / name).is_dir():
            with TemporaryDirectory() as place:
                knowledge = open_knowledge(f"sqlite:///{place}/{name}.db", trusts_operator=True)
                day = _bring_in(knowledge, folder / name, Path(place))
                yield _judge(name, knowledge, day)
                knowledge.engine.dispose()


def _bring_in(knowledge: Knowledge, files: Path, place: Path) -> date:
    """Import by the mapping that lies in the project, or the one that is drafted; the last day of business."""
    mapping = _MAPPINGS / f"{files.name}.yml"
    if not mapping.exists():
        mapping = place / "mapping.yml"
        mapping.write_text(suggest_mapping([files], currency=CURRENCY).mapping or "", encoding="utf-8")
    firm = Firm(currency=CURRENCY, rejects=place, answers=Answers(currency=CURRENCY))
    import_paths(knowledge.engine, [files], as_of=DEMO_DAY, mapping=mapping, firm=firm)
    with knowledge.access(OPERATOR.key, as_of=DEMO_DAY) as access:
        last: pd.Timestamp = load_all_purchases(access)["purchased_on"].max()
    return last.date()


def _judge(name: str, knowledge: Knowledge, day: date) -> StoreEvidence:
    asked = {"as_of": day, "horizon_days": HORIZON, "windows": WINDOWS}
    offers = backtesting.backtest_offers(knowledge, **asked, with_rivals=False)  # type: ignore[arg-type]
    shown = backtesting.backtest_shown(knowledge, **asked)  # type: ignore[arg-type]
    churn = backtesting.backtest_churn(knowledge, **asked)  # type: ignore[arg-type]
    told = f"{churn.verdict} ({churn.losses} losses among {churn.customers} customer-days)"
    return StoreEvidence(name, offers, shown, told)
