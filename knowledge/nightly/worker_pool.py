"""Processes that work for a night: each looks at parts of a large store through a connection of its own."""

from __future__ import annotations

import datetime as dt
import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing.connection import wait
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Engine

from knowledge.kernel.access import AccessContext
from knowledge.kernel.database import open_engine
from knowledge.kernel.visibility import Viewer
from knowledge.playbook.rules import Rules

Told = ParamSpec("Told")
Found = TypeVar("Found")


@dataclass(frozen=True)
class WorkerPool:
    """Does work that takes an access context first: a piece in a process of its own, or here where there is no pool."""

    access: AccessContext
    pool: Executor | None = None

    def do(
        self, work: Callable[Concatenate[AccessContext, Told], Found], *args: Told.args, **given: Told.kwargs
    ) -> Future[Found]:
        """Start the work; its result, or what it raised, is in the future. What goes in and out must be picklable."""
        if self.pool is not None:
            url = self.access.connection.engine.url
            job: Callable[..., Found] = partial(
                _do, url, self.access.viewer, self.access.as_of, self.access.rules, work
            )
            return self.pool.submit(job, *args, **given)
        done: Future[Found] = Future()
        done.set_result(work(self.access, *args, **given))
        return done


@contextmanager
def gather_workers(access: AccessContext, *, is_large: bool) -> Iterator[WorkerPool]:
    """A process a core for a large store; none for a small one, or where there is one core.

    Their connections see what is committed, which may be more than this access does.
    """
    processes = os.cpu_count() or 1
    if not is_large or processes < 2:
        yield WorkerPool(access)
        return
    spawned = multiprocessing.get_context("spawn")  # the bot has threads, which a fork would leave behind locked
    with not_collecting(), ProcessPoolExecutor(processes, mp_context=spawned, initializer=_join_workers) as pool:
        try:
            yield WorkerPool(access, pool)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def not_collecting() -> Iterator[None]:
    """Without the search for cycles: it goes through millions of rows time and again, and finds hardly any."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _do(
    url: URL, viewer: Viewer, as_of: dt.date, rules: Rules, work: Callable[..., Found], *args: Any, **given: Any
) -> Found:
    with _engine(url).connect() as connection:
        return work(AccessContext(connection, viewer, as_of, rules), *args, **given)


@cache
def _engine(url: URL) -> Engine:
    return open_engine(url.render_as_string(hide_password=False))


def _join_workers() -> None:
    gc.disable()  # as in not_collecting
    end_with_parent()


def end_with_parent() -> None:
    """End with the process that started this one, also where that was killed and could not say so."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
