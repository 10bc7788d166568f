"""How long the digest and the figures take on a large store: part of ``make bench``.

Usage: python -m benchmarks.speed.figures [--accounts 100000] [--store URL]

Fills a store with contracts, deals, proposals, surveys and two nights' standings of so many customers, then measures in
one process: the manager's digest from the nightly rows, and each question about figures over 24 months. --store: an
empty PostgreSQL store in place of a SQLite file. CPU seconds of this process stand beside wall seconds: what the
database server itself computes is in the wall seconds only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from actions.list_churn_risks.digest import Span, tell_digest
from knowledge.kernel.access import AccessContext, open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.database import open_engine
from knowledge.kernel.exchange_rates import Rates
from knowledge.kernel.visibility import OPERATOR
from knowledge.metrics.metric import Metric
from knowledge.metrics.periods import back_from, period_of
from knowledge.metrics.queries.metrics import Wanted, measure_metrics
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.tables import AccountDay
from knowledge.terms import SegmentBy

TODAY = dt.date(2026, 9, 30)
MONTHS = 24
PART = 20_000
INDUSTRIES = ("Manufacturing", "Wholesale", "Retail", "Logistics")
FIGURES = (Metric.NRR, Metric.LOGO_CHURN, Metric.LTV, Metric.CROSS_SELL_RATE, Metric.WIN_RATE, Metric.NPS, Metric.CAC)


def main() -> None:
    """Fill, measure, tell."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--accounts", type=int, default=100_000)
    given.add_argument("--store")
    asked = given.parse_args()
    table = Table("asked", "CPU s", "wall s", title=f"{asked.accounts:,} customers")
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(asked.store or f"sqlite:///{Path(folder) / 'bench.db'}")
        for tables in make_rows(asked.accounts):
            with engine.begin() as connection:
                standings = tables.pop("account_days", [])
                load_rows(connection, tables)
                if standings:
                    connection.execute(insert(AccountDay), standings)
        with open_access(engine, OPERATOR, Rules(), as_of=TODAY) as access:
            for name, ask in questions(access):
                cpu, wall = time.process_time(), time.perf_counter()
                ask()
                table.add_row(name, f"{time.process_time() - cpu:.2f}", f"{time.perf_counter() - wall:.2f}")
        engine.dispose()
    Console().print(table)


def questions(access: AccessContext) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured, by name."""
    yield "digest (aim: 5)", lambda: tell_digest(access, Span(TODAY - dt.timedelta(days=1)), Phrases("en"))
    months = back_from(period_of(TODAY, "month", year_starts=4), MONTHS)
    rates = Rates(Rules().firm.currency)
    for metric in FIGURES:
        wanted = Wanted((metric,), months, rates)
        yield f"{metric}, 24 months (aim: 3)", lambda wanted=wanted: measure_metrics(access, wanted)
    by_industry = Wanted((Metric.NRR,), months, rates, by=SegmentBy.INDUSTRY)
    yield "nrr by industry, 24 months (aim: 3)", lambda: measure_metrics(access, by_industry)


def make_rows(accounts: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Part by part; the same rows for the same number."""
    common = {"source": "bench"}
    product = {"id": 1, "key": "p1", "name": "SFA", "family": "SFA", "is_per_seat": False, **common}
    costs = [
        {"key": f"c{n}", "spent_on": _back(30 * n), "amount_minor": 10**6, "currency": "JPY", **common}
        for n in range(MONTHS)
    ]
    yield {"products": [product], "costs": costs}
    chance = random.Random(17)  # noqa: S311 - the same rows each time
    for start in range(1, accounts + 1, PART):
        ids = range(start, min(start + PART, accounts + 1))
        yield {
            "accounts": [_account(n, chance) | common for n in ids],
            "subscriptions": [row | common for n in ids for row in _contracts(n, chance)],
            "deals": [row | common for n in ids for row in _deals(n, chance)],
            "proposals": [_proposal(n, chance) | common for n in ids],
            "surveys": [_survey(n, chance) | common for n in ids],
            "account_days": [row for n in ids for row in _standings(n)],
        }


def _account(n: int, chance: random.Random) -> dict[str, Any]:
    name = f"Firm {n:07}"
    return {
        "id": n,
        "key": f"a{n}",
        "name": name,
        "normal_name": name.casefold(),
        "industry": chance.choice(INDUSTRIES),
        "created_on": _back(1000),
        "is_test": False,
    }


def _contracts(n: int, chance: random.Random) -> list[dict[str, Any]]:
    began, turned = _back(chance.randrange(200, 1200)), _back(chance.randrange(0, 200))
    first = {"key": f"s{n}", "account_id": n, "product_id": 1, "currency": "JPY", "monthly_minor": 10_000}
    second = first | {"key": f"t{n}", "started_on": turned, "monthly_minor": 15_000}
    if n % 10 == 0:
        return [first | {"started_on": began, "ended_on": turned}]
    if n % 3 == 0:
        return [first | {"started_on": began, "ended_on": turned}, second]
    return [first | {"started_on": began, "ended_on": None}]


def _deals(n: int, chance: random.Random) -> list[dict[str, Any]]:
    return [
        {"key": f"d{n}-{k}", "account_id": n, "outcome": chance.choice(("won", "lost")), "closed_on": _day(chance)}
        for k in range(2)
    ]


def _proposal(n: int, chance: random.Random) -> dict[str, Any]:
    day = _day(chance)
    told = {"proposed_on": day, "outcome": chance.choice(("won", "lost")), "outcome_on": day}
    return {"key": f"o{n}", "account_id": n, "product_id": 1, "kind": "cross_sell", **told}


def _survey(n: int, chance: random.Random) -> dict[str, Any]:
    return {"key": f"q{n}", "account_id": n, "kind": "nps", "score": chance.randrange(11), "answered_on": _day(chance)}


def _standings(n: int) -> list[dict[str, Any]]:
    """Two nights: one customer in a hundred turned, one in twenty is in danger all along."""
    steady = 70.0 if n % 20 == 1 else 10.0
    return [_standing(n, 1, steady), _standing(n, 0, 65.0 if n % 100 == 0 else steady)]


def _standing(n: int, back: int, points: float) -> dict[str, Any]:
    signal = {"name": "silence", "group": "engagement", "points": 8.0, "most": 8.0, "severity": 1.0}
    reason = signal | {"value": 90.0, "baseline": None, "on": None}
    return {
        "day": _back(back),
        "account_id": n,
        "band": "at_risk" if points >= 60 else "healthy",
        "points": points,
        "coverage": 0.8,
        "monthly_minor": 10_000 + n,
        "reasons": [reason] if points >= 60 else [],
        "touch_model": "tech",
        "definition": "bench",
    }


def _day(chance: random.Random) -> dt.date:
    return _back(chance.randrange(30 * MONTHS))


def _back(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


if __name__ == "__main__":
    main()
