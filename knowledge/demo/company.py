"""Generates the demo company batch by batch, and fills a store with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from sqlalchemy import Engine

from knowledge.demo.facts import load_facts
from knowledge.demo.imagined import imagine_life
from knowledge.demo.ledger import Ledger, Tables
from knowledge.demo.lives import Life
from knowledge.demo.planted import planted_lives
from knowledge.demo.rows_of_life import Clerk, write_firm, write_voice
from knowledge.demo.rows_of_market import write_market
from knowledge.demo.rows_of_trade import write_trade
from knowledge.demo.rows_of_us import write_us
from knowledge.demo.rows_of_use import UseDepth, use_depth, write_use
from knowledge.kernel.bulk_load import load_rows, refuse_unless_empty

DEMO_ACCOUNTS = 150
DEMO_SEED = 17
_BATCH = 500
_DEEP_UNTIL = 1_000  # accounts; above it only what the usage windows need is written
_DEEP, _SHALLOW = (104, 26), (20, 0)  # weeks of use, weeks of features


def build_demo(engine: Engine) -> None:
    """Fill an empty store with the demo company, all of it or nothing."""
    build_company(engine, accounts=DEMO_ACCOUNTS)


def build_company(
    engine: Engine, *, accounts: int, seed: int = DEMO_SEED, told: Callable[[int], None] | None = None
) -> None:
    """Fill an empty store with a company of that size, one transaction a batch; ``told`` hears the accounts done.

    Raises ImportRefused where the store is not empty.
    """
    with engine.connect() as connection:
        refuse_unless_empty(connection)
    done = 0
    for tables in generate(accounts=accounts, seed=seed):
        with engine.begin() as connection:
            load_rows(connection, tables)
        done += len(tables["accounts"])
        if told:
            told(done)


def generate(*, accounts: int = DEMO_ACCOUNTS, seed: int = DEMO_SEED, batch: int = _BATCH) -> Iterator[Tables]:
    """Rows by table, so many accounts at a time; memory does not grow with the number of accounts.

    The planted customers come first, then imagined ones. A customer of one number is the same in a company of any
    size, but for how far back its use is told: 104 weeks up to 1,000 accounts, 20 above.
    """
    facts, ledger = load_facts(), Ledger("data/demo")
    depth = use_depth(*(_DEEP if accounts <= _DEEP_UNTIL else _SHALLOW))
    clerk = Clerk(ledger, facts, write_us(ledger, facts))
    write_market(ledger, facts, clerk.people)
    planted = planted_lives(facts)[:accounts]
    for number in range(accounts):
        life = planted[number] if number < len(planted) else imagine_life(number, seed, facts)
        _write_life(clerk, life, np.random.default_rng([seed, number]), depth)
        if (number + 1) % batch == 0 or number + 1 == accounts:
            yield ledger.drain()


def _write_life(clerk: Clerk, life: Life, noise: np.random.Generator, depth: UseDepth) -> None:
    account_id = write_firm(clerk, life.firm)
    clerk.parents[life.firm.key] = account_id
    write_voice(clerk, account_id, life)
    write_trade(clerk, account_id, life)
    write_use(clerk, account_id, life, noise, depth=depth)
