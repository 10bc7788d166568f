"""Fills a store with the demo company and imagined customers beside it, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sqlalchemy import Engine

from benchmarks.company.facts import bare_key, load_facts
from benchmarks.company.imagined import imagine_life
from benchmarks.company.ledger import Ledger, Tables
from benchmarks.company.lives import Life
from benchmarks.company.rows_of_life import Clerk, write_firm, write_voice
from benchmarks.company.rows_of_trade import write_trade
from benchmarks.company.rows_of_use import UseDepth, use_depth, write_use
from knowledge.demo import build_demo, read_demo
from knowledge.kernel.bulk_load import load_rows

SEED = 17
_BATCH = 500
_DEEP_UNTIL = 1_000  # accounts; above it only what the usage windows need is written
_DEEP, _SHALLOW = (104, 26), (20, 0)  # weeks of use, weeks of features


def build_company(engine: Engine, *, accounts: int) -> None:
    """Fill an empty store with the demo company and so many customers in all, one transaction a batch.

    Raises ImportRefused where the store is not empty.
    """
    build_demo(engine)
    for tables in imagine(accounts=accounts):
        with engine.begin() as connection:
            load_rows(connection, tables)


def imagine(*, accounts: int, seed: int = SEED, batch: int = _BATCH) -> Iterator[Tables]:
    """Rows by table of the customers beyond the demo company's; memory does not grow with their number.

    A customer of one number is the same in a company of any size, but for how far back its use is told: 104 weeks up
    to 1,000 accounts, 20 above.
    """
    facts, demo = load_facts(), read_demo()
    ledger = Ledger("benchmarks/company", {table: len(rows) for table, rows in demo.items()})
    clerk = Clerk(ledger, facts, {bare_key(row): row["id"] for row in demo["people"]})
    depth = use_depth(*(_DEEP if accounts <= _DEEP_UNTIL else _SHALLOW))
    for number in range(len(demo["accounts"]), accounts):
        _write_life(clerk, imagine_life(number, seed, facts), np.random.default_rng([seed, number]), depth)
        if (number + 1) % batch == 0 or number + 1 == accounts:
            yield ledger.drain()


def _write_life(clerk: Clerk, life: Life, noise: np.random.Generator, depth: UseDepth) -> None:
    account_id = write_firm(clerk, life.firm)
    write_voice(clerk, account_id, life)
    write_trade(clerk, account_id, life)
    write_use(clerk, account_id, life, noise, depth=depth)
