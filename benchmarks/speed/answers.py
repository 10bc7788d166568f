"""How long one answer takes, cold and in a running process, at each size of the demo company: part of ``make bench``.

Usage: python -m benchmarks.speed.answers [--sizes 150 10000] [--cold 5] [--asked 200] [--store URL]

Fills a store a size with the demo company and imagined customers beside it, asks once (which counts what is bought
after what, for all), then measures: cold processes of ``osusume ask``, and mixed questions in both languages in one
process. --store: an empty PostgreSQL store in place of a SQLite file, for one size. Last, rows a second of an import
in canonical columns.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

QUESTIONS = (
    "what should I offer {}?",
    "{}には何を提案すべき？",
    "brief me on {}",
    "{}の満足度は？",
    "what did {} buy?",
    "{}の利用状況は？",
    "is now a good time to call {}?",
    "draft an e-mail to {}",
)
NAMES = ("Acme", "Globex", "さくら商事", "Initech")
PURCHASES, ACCOUNTS = 20_000, 2_000
HEADINGS = ("accounts", "first answer", "cold wall", "cold CPU", "cold memory", "in process median", "p99", "memory")


@dataclass(frozen=True)
class Cold:
    """One process of ``osusume ask``, in seconds and MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Warm:
    """Answers in one process: milliseconds of its median and 99th percentile, MB at the peak."""

    median: float
    p99: float
    memory: float


def fill(store: str, accounts: int) -> None:
    """The demo company of that size, on its fixed day."""
    from benchmarks.company.company import build_company
    from knowledge.kernel.database import open_engine

    engine = open_engine(store)
    build_company(engine, accounts=accounts)
    engine.dispose()


def ask_cold(store: str) -> Cold:
    """One question to a new process."""
    command = [sys.executable, "-m", "bot.terminal", "ask", "--store", store, "what should I offer Acme?"]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Cold(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ask_warm(store: str, asked: int) -> Warm:
    """Many questions in this process, which was started for them; each kind was asked once before."""
    from bot.adapters.open_store import OPERATOR_KEY
    from bot.app import open_conversation
    from bot.dialogue.message import Message

    conversation = open_conversation(store, remembers=False)
    questions = [question.format(name) for name in NAMES for question in QUESTIONS]
    took = []
    for number in range(len(questions) + asked):
        started = time.perf_counter()
        turn = conversation.reply_to(Message(OPERATOR_KEY, "bench", questions[number % len(questions)]))
        took.append(1000 * (time.perf_counter() - started))
        if any(reply.trouble for reply in turn.replies):
            raise SystemExit(f"no answer to {questions[number % len(questions)]!r}: {turn.replies[0].headline}")
    measured = took[len(questions) :]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Warm(median(measured), quantiles(measured, n=100)[98], peak)


def measure(store: str, accounts: int, *, cold: int, asked: int) -> tuple[str, ...]:
    """One line of the table."""
    fill(store, accounts)
    first = ask_cold(store)
    runs = [ask_cold(store) for _ in range(cold)]
    inside = [sys.executable, "-m", "benchmarks.speed.answers", "--inside", store, "--asked", str(asked)]
    told = subprocess.run(inside, check=True, capture_output=True, text=True).stdout  # noqa: S603 - this file
    warm = Warm(**json.loads(told))
    return (
        f"{accounts:,}",
        f"{first.wall:.1f} s",
        f"{median(run.wall for run in runs):.2f} s",
        f"{median(run.cpu for run in runs):.2f} s",
        f"{max(run.memory for run in runs):.0f} MB",
        f"{warm.median:.1f} ms",
        f"{warm.p99:.1f} ms",
        f"{warm.memory:.0f} MB",
    )


def import_rows(store: str, folder: Path) -> float:
    """Rows a second of accounts, products and purchases, checks and references included."""
    from knowledge.imports.by_rules import import_files

    day = dt.date(2026, 1, 1)
    (folder / "products.csv").write_text("id,name\n" + "".join(f"P{i},Product {i}\n" for i in range(50)))
    firms = "".join(f"A{i},Firm {i} of {i * 7919 % 99991} Works\n" for i in range(ACCOUNTS))
    (folder / "accounts.csv").write_text("id,name\n" + firms)
    lines = (
        f"B{i},A{i * 31 % ACCOUNTS},P{i % 50},{day - dt.timedelta(days=i % 700)},{100 + i % 900},USD\n"
        for i in range(PURCHASES)
    )
    (folder / "purchases.csv").write_text("id,account,product,purchased_on,amount,currency\n" + "".join(lines))
    started = time.perf_counter()
    import_files([folder], store=store, as_of=day)
    return (PURCHASES + ACCOUNTS + 50) / (time.perf_counter() - started)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[150, 10_000])
    parser.add_argument("--cold", type=int, default=5)
    parser.add_argument("--asked", type=int, default=200)
    parser.add_argument("--store")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        sys.stdout.write(json.dumps(vars(ask_warm(given.inside, given.asked))))
        return
    console, table = Console(width=130), Table(*HEADINGS)
    with tempfile.TemporaryDirectory() as folder:
        for accounts in given.sizes[:1] if given.store else given.sizes:
            store = given.store or f"sqlite:///{folder}/{accounts}.db"
            table.add_row(*measure(store, accounts, cold=given.cold, asked=given.asked))
        console.print(table)
        exports = Path(folder) / "exports"
        exports.mkdir()
        pace = import_rows(f"sqlite:///{folder}/import.db", exports)
    console.print(f"import: {pace:,.0f} rows a second; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
