"""Recompute told figures with separate SQL, and print where the two differ: ``make figures-by-hand``.

The SQL is written from the definitions that stand beside each figure, calls none of the product's code, and runs on
SQLite's own module. Asked are the demo company and a trading firm's ledger (``tests/firms/orders_only``), each through
the actions that a person asks. Exit 1 where any figure differs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actions.reply import Reply
from bot.dialogue.action_executor import ActionRunner
from knowledge.demo import DEMO_DAY, build_demo
from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge, open_knowledge
from scripts.figures_sql import ATTACHED, BY_PERIOD, OF_CONTRACTS, OF_LEDGER

_LEDGER = Path(__file__).parent.parent / "tests" / "firms" / "orders_only"
_LEDGER_DAY = dt.date(2026, 11, 30)
_MONTHS = 12
_CONTRACT_CUSTOMERS = 40
_NEAR = 1e-6
_ROUNDED = {"churn": 0.051}  # points are told to one decimal


@dataclass(frozen=True)
class Checked:
    """One figure: what was told, and what the SQL says; None where either says that there is nothing to tell."""

    name: str
    told: float | None
    by_hand: float | None
    within: float = 0.0

    @property
    def agrees(self) -> bool:
        """Whether both say the same, or both nothing."""
        if self.told is None or self.by_hand is None:
            return self.told is self.by_hand
        return abs(self.told - self.by_hand) <= max(self.within, _NEAR * max(1.0, abs(self.by_hand)))


class Asked:
    """A store of its own, asked through the actions and, past all of them, in SQL."""

    def __init__(self, store: Path, as_of: dt.date) -> None:
        self.as_of = as_of
        self.knowledge: Knowledge = open_knowledge(f"sqlite:///{store}", trusts_operator=True)
        self._runner = ActionRunner(lambda action: action(self.knowledge))  # type: ignore[call-arg]
        self._store = store

    def told(self, intent: str, figure: str, **slots: object) -> float | None:
        """The raw value of a figure in the reply; None where the reply tells none of that name."""
        given = {"asker": OPERATOR.key, "as_of": self.as_of.isoformat(), "language": "en", **slots}
        reply: Reply = self._runner.run(intent, sender=OPERATOR.key, slots=given, text="")[0]
        found = next((each for each in reply.figures if each.key == figure), None)
        return None if found is None or found.raw is None else float(found.raw)

    def rows(self, statement: str, **given: object) -> list[tuple[object, ...]]:
        """What the statement says, on a connection that the product knows nothing of."""
        connection = sqlite3.connect(self._store)
        try:
            return connection.execute(statement, {"as_of": self.as_of.isoformat(), **given}).fetchall()
        finally:
            connection.close()

    def by_hand(self, statement: str, **given: object) -> float | None:
        """The one number of a statement."""
        ((value,),) = self.rows(statement, **given)
        return None if value is None else float(str(value))


def check_demo(store: Path) -> Iterator[Checked]:
    """The firm's figures month by month, attach rates, and what each customer pays."""
    asked = Asked(store, DEMO_DAY)
    build_demo(asked.knowledge.engine)
    for start, end in _months(DEMO_DAY, _MONTHS):
        period = {"date": start.isoformat(), "date_end": end.isoformat()}
        given = {
            "opening": (start - dt.timedelta(days=1)).isoformat(),
            "start": period["date"],
            "end": period["date_end"],
        }
        for name, statement in BY_PERIOD.items():
            told = asked.told("show_metrics", name, metric=name, **period)
            yield Checked(f"demo {name} {start:%Y-%m}", told, asked.by_hand(statement, **given))
    for (product,) in asked.rows("select name from products where retired_on is null order by id"):
        told = asked.told("show_metrics", "attach_rate", metric="attach_rate", product=product)
        yield Checked(f"demo attach rate {product}", told, asked.by_hand(ATTACHED, product=product))
    few = "select id, name from accounts where is_test = 0 and created_on <= :as_of order by id limit :few"
    for account_id, account in asked.rows(few, few=_CONTRACT_CUSTOMERS):
        told = asked.told("brief_account", "monthly", account_id=account_id, account=account)
        yield Checked(f"demo monthly {account}", told, asked.by_hand(OF_CONTRACTS, account=account_id))
    asked.knowledge.engine.dispose()


def check_ledger(store: Path) -> Iterator[Checked]:
    """What each customer of a ledger spent, and how far they are from their own rhythm."""
    asked = Asked(store, _LEDGER_DAY)
    with tempfile.TemporaryDirectory() as rejects:
        firm = Firm(currency="JPY", rejects=Path(rejects))
        import_paths(asked.knowledge.engine, [_LEDGER], as_of=_LEDGER_DAY, firm=firm)
    for account_id, account in asked.rows("select id, name from accounts order by id"):
        for (intent, figure), statement in OF_LEDGER.items():
            told = asked.told(intent, figure, account_id=account_id, account=account)
            by_hand = asked.by_hand(statement, account=account_id)
            yield Checked(f"ledger {figure} {account}", told, by_hand, _ROUNDED.get(figure, 0.0))
    asked.knowledge.engine.dispose()


def _months(day: dt.date, count: int) -> Iterator[tuple[dt.date, dt.date]]:
    """The last so many whole months, the one that ends on this day included."""
    end = day
    for _ in range(count):
        start = end.replace(day=1)
        yield start, end
        end = start - dt.timedelta(days=1)


def main() -> None:
    """Check, print the differences, and count."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--all", action="store_true", help="print those that agree as well")
    show_all = given.parse_args().all
    with tempfile.TemporaryDirectory() as folder:
        checks = [*check_demo(Path(folder) / "demo.db"), *check_ledger(Path(folder) / "ledger.db")]
    differing = [each for each in checks if not each.agrees]
    for each in checks if show_all else differing:
        sys.stdout.write(f"{each.name}: told {each.told}, by hand {each.by_hand}\n")
    sys.stdout.write(f"{len(checks)} figures recomputed, {len(differing)} differ\n")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
