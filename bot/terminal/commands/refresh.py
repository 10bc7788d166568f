"""`osusume refresh`: look at all customers, as each night does."""

from __future__ import annotations

import typer

from bot.adapters.churn import refresh_store
from bot.terminal.options import AsOf, Store, day


def run(store: Store = None, as_of: AsOf = None) -> None:
    """Keep where every customer stands on a day: band, points and reasons. Running it twice changes nothing."""
    kept, count = refresh_store(store, day(as_of))
    typer.echo(f"{count:,} accounts kept for {kept.isoformat()}.")
