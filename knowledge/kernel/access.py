"""The access context: the customer store as one person may see it on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from babel.numbers import get_currency_precision
from sqlalchemy import ColumnElement, Connection, Engine
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.kernel.idempotency import joined
from knowledge.kernel.visibility import Viewer, sees, visible_accounts
from knowledge.playbook.rules import Rules


@dataclass(frozen=True)
class AccessContext:
    """What queries need to know: the connection, who asks, the day asked about, the firm's rules.

    ``seen`` remembers which accounts this viewer was found to see, ``recorded`` which kinds of rows the firm was found
    to have by a day, for as long as this access is open. ``points_hold``: whether the churn points proved themselves
    on the firm's past days, where the night has just found it out; else it is read.
    """

    connection: Connection
    viewer: Viewer
    as_of: dt.date
    rules: Rules
    seen: dict[tuple[int, ...], list[int]] = field(default_factory=dict, compare=False, repr=False)
    recorded: dict[dt.date, Mapping[str, bool]] = field(default_factory=dict, compare=False, repr=False)
    points_hold: bool | None = None

    def sees(self, account_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """The condition that ``account_id`` belongs to an account this viewer may see."""
        return sees(self.viewer, self.rules.sight, account_id, on=self.as_of)

    @property
    def visible(self) -> ColumnElement[bool]:
        """The same condition on ``accounts`` itself."""
        return visible_accounts(self.viewer, self.rules.sight, on=self.as_of)

    @property
    def minor_per_main(self) -> int:
        """How many minor units make one main unit of the reporting currency: 1 for JPY, 100 for EUR."""
        return int(10 ** get_currency_precision(self.rules.firm.currency))


@contextmanager
def open_access(engine: Engine, viewer: Viewer, rules: Rules, *, as_of: dt.date) -> Iterator[AccessContext]:
    """One access context over one transaction, which is that of the turn where one is under way."""
    with joined(engine) as connection:
        yield AccessContext(connection, viewer, as_of, rules)
