"""How long look-ups take on a large store: part of ``make bench``.

Usage: python -m benchmarks.speed.look_ups [--accounts 100000] [--store URL]

Fills a store with customers of a hundred reps, their contracts, deals, surveys and contacts of ours, then asks as one
rep, whose team has a tenth of the customers, and as the operator, who sees all. Milliseconds of wall time, and of this
process's CPU beside them. The aim is 60 for a rep's own questions and for one customer's facts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text

from benchmarks.speed.figures import PART, TODAY, make_rows
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.database import open_engine
from knowledge.knowledge import Knowledge
from knowledge.playbook.rules import Rules
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Condition, Measure, Operator, Order, Period, Query

REPS = 100
RUNS = 5
MINE = Condition("owner", Operator.IS, ("me",))


def main() -> None:
    """Fill, measure, tell."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--accounts", type=int, default=100_000)
    given.add_argument("--store")
    asked = given.parse_args()
    table = Table("asked", "rep, wall / CPU", "operator, wall / CPU", title=f"{asked.accounts:,} customers")
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(asked.store or f"sqlite:///{Path(folder) / 'bench.db'}")
        fill(engine, asked.accounts)
        knowledge = Knowledge(engine, Rules(), trusts_operator=True)
        for name, query in questions():
            took = [_milliseconds(knowledge, who, query) for who in ("rep-7", "operator")]
            table.add_row(name, *(f"{wall:.0f} / {cpu:.0f}" for wall, cpu in took))
        engine.dispose()
    Console().print(table)


def questions() -> Iterator[tuple[str, Query]]:
    """What is measured, by name."""
    one = Condition("id", Operator.IS, (7,))
    november = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30), on="renews_on")
    largest = (Order("monthly_revenue", descending=True),)
    yield "one customer's renewal and revenue", Query("customer", select=("renews_on", "monthly_revenue"), where=(one,))
    yield "one customer's last contact", Query("customer", select=("last_contact_on",), where=(one,))
    yield "my customers that renew in November", Query("customer", where=(MINE,), period=november)
    yield "my top 5 by revenue", Query("customer", where=(MINE,), order_by=largest, limit=5)
    silent = Condition("days_silent", Operator.MORE, (60,))
    yield "mine silent for 60 days", Query("customer", where=(MINE, silent))
    yield "mine at risk", Query("customer", where=(MINE, Condition("at_risk")))
    yield "how many customers have I", Query("customer", where=(MINE,), measures=(Measure("count"),))
    revenue = (Measure("sum", "monthly_revenue"),)
    yield "my revenue by industry", Query("customer", where=(MINE,), measures=revenue, group_by=("industry",))
    yield (
        "deals I won in August",
        Query(
            "deal",
            where=(Condition("won"), Condition("customer.owner", Operator.IS, ("me",))),
            measures=(Measure("count"),),
            period=Period(dt.date(2026, 8, 1), dt.date(2026, 8, 31)),
        ),
    )
    yield "how many customers are there", Query("customer", measures=(Measure("count"),))
    yield "all revenue by industry", Query("customer", measures=revenue, group_by=("industry",))


def fill(engine: Engine, accounts: int) -> None:
    """The rows of ``bench_figures``, of a hundred reps, with contacts of ours and seats in use."""
    for tables in make_rows(accounts):
        with engine.begin() as connection:
            load_rows(connection, tables)
    common = {"source": "bench"}
    people = [
        {"id": n, "key": f"rep-{n}", "name": f"Rep {n}", "role": "rep", "team": f"Team {n % 10}", **common}
        for n in range(1, REPS + 1)
    ]
    chance = random.Random(23)  # noqa: S311 - the same rows each time
    with engine.begin() as connection:
        load_rows(connection, {"people": people})
        connection.execute(text(f"UPDATE accounts SET owner_id = 1 + id % {REPS}"))  # noqa: S608 - a number of ours
        connection.execute(text("UPDATE subscriptions SET renews_on = started_on, seats = 10"))
    for start in range(1, accounts + 1, PART):
        rows = [_touch(n, k, chance) | common for n in range(start, min(start + PART, accounts + 1)) for k in range(3)]
        with engine.begin() as connection:
            load_rows(connection, {"touches": rows})
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _touch(n: int, k: int, chance: random.Random) -> dict[str, Any]:
    day = TODAY - dt.timedelta(days=chance.randrange(300))
    return {"key": f"h{n}-{k}", "account_id": n, "person_id": 1 + n % REPS, "happened_on": day, "kind": "call"}


def _milliseconds(knowledge: Knowledge, who: str, query: Query) -> tuple[float, float]:
    """The medians of several runs, the first of which is not counted: wall and CPU."""
    took = []
    for _ in range(RUNS + 1):
        with knowledge.access(who, as_of=TODAY) as access:
            wall, cpu = time.perf_counter(), time.process_time()
            look_up(query, access)
            took.append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
    walls, cpus = zip(*took[1:], strict=True)
    return statistics.median(walls), statistics.median(cpus)


if __name__ == "__main__":
    main()
