"""What the nightly look at everybody costs as the store grows: part of ``make bench``.

Usage: python -m benchmarks.speed.night [--accounts 10000 100000] [--store URL]

Fills a store a size with imagined firms: 20 purchases of 2,000 products, a contract and three reports of use each, now
and then a ticket, a survey, a touch. Then runs ``osusume refresh`` and prints its wall time, and CPU time and memory at
the peak of all its processes (memory on Linux only). --store: an empty PostgreSQL store, for one size.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

DAY = dt.date(2026, 9, 30)
PRODUCTS, PURCHASES_EACH, PATTERNS = 2_000, 20, 400
HISTORY_DAYS = 1_000
CHUNK = 20_000
HEADINGS = ("accounts", "purchases", "wall", "CPU", "memory", "CPU an account")
INDUSTRIES = ("manufacturing", "retail", "logistics", "software", "health", "education", "finance", "construction")

Rows = Iterator[tuple[Any, ...]]


def fill(store: str, accounts: int) -> None:
    """Write the imagined firms; the same every time."""
    from sqlalchemy import insert

    from knowledge.kernel.bulk_load import load_columns
    from knowledge.kernel.database import open_engine
    from knowledge.tables import Base, Product

    engine = open_engine(store)
    rng = np.random.default_rng(7)
    buys = np.array([rng.choice(PRODUCTS, 60, replace=False) for _ in range(PATTERNS)])
    with engine.begin() as connection:
        products = [
            {"id": i + 1, "key": f"p{i}", "name": f"Product {i}", "family": f"Family {i % 40}", "source": "bench"}
            for i in range(PRODUCTS)
        ]
        connection.execute(insert(Product), products)
        for first in range(1, accounts + 1, CHUNK):
            ids = np.arange(first, min(first + CHUNK, accounts + 1))
            for name, columns, rows in _tables(ids, buys, rng):
                load_columns(connection, Base.metadata.tables[name], columns, rows)
    engine.dispose()


def _tables(
    ids: NDArray[np.int64], buys: NDArray[np.int64], rng: np.random.Generator
) -> Iterator[tuple[str, Sequence[str], Rows]]:
    own = ("key", "source", "source_line")
    pattern = rng.integers(0, len(buys), len(ids))
    began = rng.integers(30, HISTORY_DAYS, len(ids))
    yield (
        "accounts",
        ("id", "name", "normal_name", "industry", "created_on", "is_test", *own),
        _numbered(
            f"a{ids[0]}-",
            [(i, f"Firm {i}", f"firm {i}", INDUSTRIES[i % 8], _day(back), False) for i, back in _pairs(ids, began)],
        ),
    )
    who = np.repeat(np.arange(len(ids)), PURCHASES_EACH)
    chosen = buys[pattern[who], np.minimum(rng.zipf(1.4, len(who)) - 1, buys.shape[1] - 1)] + 1
    back = (began[who] * rng.random(len(who))).astype(int)
    yield (
        "purchases",
        ("account_id", "product_id", "purchased_on", "quantity", "amount_minor", "currency", *own),
        (_numbered(f"b{ids[0]}-", [(a, p, _day(b), 1, 9_900, "JPY") for a, p, b in _pairs(ids[who], chosen, back)])),
    )
    product = buys[pattern, 0] + 1
    yield (
        "subscriptions",
        ("account_id", "product_id", "seats", "monthly_minor", "currency", "started_on", "renews_on", *own),
        (
            _numbered(
                f"s{ids[0]}-",
                [(a, p, 20, 90_000, "JPY", _day(b), _day(b % 360 - 360)) for a, p, b in _pairs(ids, product, began)],
            )
        ),
    )
    yield (
        "usage",
        ("account_id", "product_id", "feature", "day", "active_users", "events", "seats_used", *own),
        _numbered(
            f"u{ids[0]}-",
            [
                (a, p, "", _day(back), n, 10 * n, n)
                for a, p, n in _pairs(ids, product, rng.integers(1, 20, len(ids)))
                for back in (3, 33, 63)
            ],
        ),
    )
    some = ids[rng.random(len(ids)) < 0.3]
    score, back = rng.integers(0, 11, len(some)), rng.integers(0, 300, len(some))
    yield (
        "surveys",
        ("account_id", "kind", "score", "answered_on", *own),
        _numbered(f"n{ids[0]}-", [(a, "nps", s, _day(b)) for a, s, b in _pairs(some, score, back)]),
    )
    yield (
        "tickets",
        ("account_id", "severity", "status", "opened_on", "closed_on", "reopened", *own),
        _numbered(f"t{ids[0]}-", [(a, "low", "solved", _day(b + 2), _day(b), 0) for a, b in _pairs(some, back)]),
    )
    yield (
        "touches",
        ("account_id", "happened_on", "kind", *own),
        _numbered(f"c{ids[0]}-", [(a, _day(b), "call") for a, b in _pairs(some, back)]),
    )


def _pairs(*columns: NDArray[np.int64]) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def _numbered(mark: str, rows: list[tuple[Any, ...]]) -> Rows:
    return ((*row, f"{mark}{number}", "bench", number) for number, row in enumerate(rows))


def _day(back: int) -> dt.date:
    return DAY - dt.timedelta(days=back)


def refresh(store: str) -> tuple[float, float, float]:
    """Wall and CPU seconds, MB at the peak, of one night and all its processes."""
    command = [sys.executable, "-m", "bot.terminal", "refresh", "--store", store, "--as-of", DAY.isoformat()]
    started, peak = time.perf_counter(), 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        peak = max(peak, sum(map(_memory, _family(process.pid))))
        time.sleep(0.2)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, peak / 1024


def _family(process: int) -> Iterator[int]:
    """A process and those it has started."""
    yield process
    with suppress(OSError):  # it ended just now
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield from _family(int(child))


def _memory(process: int) -> int:
    """kB; what several processes share counts once among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--store")
    given = parser.parse_args()
    table = Table(*HEADINGS)
    with tempfile.TemporaryDirectory() as folder:
        for accounts in given.accounts[:1] if given.store else given.accounts:
            store = given.store or f"sqlite:///{folder}/{accounts}.db"
            fill(store, accounts)
            wall, cpu, memory = refresh(store)
            sizes = (f"{accounts:,}", f"{accounts * PURCHASES_EACH:,}")
            table.add_row(
                *sizes, f"{wall:.1f} s", f"{cpu:.1f} s", f"{memory:,.0f} MB", f"{1e6 * cpu / accounts:.0f} µs"
            )
    console = Console(width=130)
    console.print(table)
    console.print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
