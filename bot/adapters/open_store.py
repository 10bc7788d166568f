"""The store as a person names it: a URL, ``demo``, or none for the default; opened by whoever holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

from bot.adapters.clock import firm_clock
from bot.clock import utc_now
from knowledge.accounts.queries.accounts import count_accounts
from knowledge.catalogue.queries.house_products import check_house_style
from knowledge.errors import OsusumeError, StoreEmpty, StoreUnreachable
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.settings import default_store_url

__all__ = [
    "OPERATOR_KEY",
    "OsusumeError",
    "StoreUnreachable",
    "address_of",
    "open_filled",
    "open_named",
    "opened",
    "prepare_demo",
    "store_address",
]

OPERATOR_KEY = OPERATOR.key
_DEMO = "demo"


def store_address(store: str | None) -> str:
    """The URL of a store as a person names it; durable work is kept beside it."""
    return address_of(store) or default_store_url()


def open_named(store: str | None) -> Knowledge:
    """The store at this address, filled or not, opened by whoever holds it."""
    return open_knowledge(address_of(store), trusts_operator=True)


def open_filled(store: str | None) -> Knowledge:
    """The store at this address, opened by whoever holds it. StoreEmpty when nothing was imported yet."""
    knowledge = open_named(store)
    clock = firm_clock(knowledge)
    with knowledge.access(OPERATOR_KEY, as_of=clock.today()) as access:
        if not count_accounts(access):
            raise StoreEmpty(
                "The customer store is empty. Import your exports with `osusume import PATH`, "
                'or ask the demo company: `osusume ask --store demo "what should I offer Acme?"`'
            )
        check_house_style(access)
    return knowledge


@contextmanager
def opened(store: str | None, *, is_filled: bool = True) -> Iterator[Knowledge]:
    """A store for one look; its connections are closed again. StoreEmpty where it should be filled and is not."""
    knowledge = open_filled(store) if is_filled else open_named(store)
    try:
        yield knowledge
    finally:
        knowledge.engine.dispose()


def prepare_demo(store: str = _DEMO) -> None:
    """Fill a store, by default the demo store, with the demo company, once."""
    _fill_demo(_demo_address() if store == _DEMO else store)


@cache
def _fill_demo(address: str) -> None:
    knowledge = open_knowledge(address, trusts_operator=True)
    with knowledge.access(OPERATOR_KEY, as_of=utc_now().date()) as access:
        filled = count_accounts(access) > 0
    if not filled:
        from knowledge.demo import build_demo

        build_demo(knowledge.engine)
    knowledge.engine.dispose()


def address_of(store: str | None) -> str | None:
    """The store's URL; ``demo`` names the demo company, which is filled when it is first asked for."""
    if store != _DEMO:
        return store
    prepare_demo()
    return _demo_address()


def _demo_address() -> str:
    return f"sqlite:///{Path(user_data_path('osusume')) / 'demo.db'}"
