"""Sync by the firm's rules, into the store at an address."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from sqlalchemy import Engine

from knowledge.firm_folder import firm_part
from knowledge.imports.firm import Firm
from knowledge.imports.run import Progress
from knowledge.kernel.database import open_engine
from knowledge.nightly.worker_pool import end_with_parent
from knowledge.settings import default_store_url, load_rules
from knowledge.sync.declared import Source, find_sources
from knowledge.sync.report import SourceReport, exit_code
from knowledge.sync.rules import SyncRules
from knowledge.sync.run import How, sync_sources
from knowledge.sync.staging import staging_folder
from knowledge.sync.state import ALL_TABLES, TableState, forget_others, load_states

__all__ = ["SourceReport", "exit_code", "sync_due", "sync_store"]
_NICENESS = 10  # whoever waits for an answer goes first


def sync_store(
    names: Sequence[str] = (),
    *,
    store: str | None,
    clock: Callable[[], dt.datetime],
    is_full: bool = False,
    accepts_gone: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Iterator[SourceReport]:
    """Sync the sources of these names, all where none is named, into the store at this address (None: the user's own).

    Raises SourceRefused where one is named that nobody declared, StoreUnreachable, SettingsBroken.
    """
    rules = load_rules()
    firm = Firm(rules.firm.currency, rules.firm.timezone, rules.firm.fiscal_year_starts)
    told = {"progress": progress, "language": rules.firm.language}
    how = How(rules.sync, firm, is_full=is_full, accepts_gone=accepts_gone, dry_run=dry_run, **told)  # type: ignore[arg-type]
    sources, broken = find_sources(names)
    engine: Engine = open_engine(store or default_store_url())
    try:
        if not names and firm_part("sources"):
            for gone in forget_others(engine, [*(source.name for source in sources), *broken]):
                shutil.rmtree(staging_folder(engine, gone))
        for name, refused in broken.items():
            yield SourceReport(name, failures={ALL_TABLES: str(refused)})
        yield from sync_sources(engine, sources, how, clock=clock)
    finally:
        engine.dispose()


def sync_due(engine: Engine, store: str, rules: SyncRules, *, now: dt.datetime) -> list[SourceReport]:
    """Sync the sources whose time has come, in a process of its own, so that answers do not wait for it."""
    sources, _ = find_sources()
    with engine.connect() as connection:
        states = load_states(connection) if sources else []
    due = [source.name for source in sources if is_due(source, states, rules, now=now)]
    if not due:
        return []
    spawned = multiprocessing.get_context("spawn")  # the service has threads, which a fork would leave behind locked
    with ProcessPoolExecutor(1, mp_context=spawned, initializer=_step_aside) as pool:
        return pool.submit(_sync_at, due, store, now).result()


def is_due(source: Source, states: Sequence[TableState], rules: SyncRules, *, now: dt.datetime) -> bool:
    """Whether a source was last tried so long ago that it is tried again."""
    tried = [state.tried_at for state in states if state.source == source.name]
    every = dt.timedelta(minutes=source.declared.every_minutes or rules.every_minutes)
    return not tried or now - max(tried) >= every


def _sync_at(names: list[str], store: str, now: dt.datetime) -> list[SourceReport]:
    return list(sync_store(names, store=store, clock=lambda: now))


def _step_aside() -> None:
    os.nice(_NICENESS)
    end_with_parent()
