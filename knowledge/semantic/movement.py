"""Why a figure moved: what each customer contributed, by kind, adding up exactly to the difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import rates_of
from knowledge.metrics.queries.ledger import load_ledger
from knowledge.metrics.told import Unrated
from knowledge.semantic.expressions import Setting
from knowledge.semantic.figures import EVER
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition
from knowledge.semantic.statement import Rows


class Kind(StrEnum):
    """How a customer's recurring revenue moved."""

    NEW = "new"
    EXPANSION = "expansion"
    CONTRACTION = "contraction"
    CHURN = "churn"


@dataclass(frozen=True)
class Contribution:
    """One customer's part: minor units a month before and after."""

    account_id: int
    name: str
    kind: Kind
    before: int
    after: int

    @property
    def change(self) -> int:
        """What it adds to the whole."""
        return self.after - self.before


@dataclass(frozen=True)
class Movement:
    """Recurring revenue from the evening before ``since`` to ``until``; contributions add up to the difference.

    left_out: by currency, what is in no amount for want of an exchange rate.
    """

    since: dt.date
    until: dt.date
    opening: int
    closing: int
    contributions: tuple[Contribution, ...]
    left_out: Mapping[str, Unrated] = field(default_factory=dict)

    @property
    def change(self) -> int:
        """The difference, in minor units a month."""
        return self.closing - self.opening

    def of(self, kind: Kind) -> tuple[Contribution, ...]:
        """Those of one kind, the largest first."""
        return tuple(each for each in self.contributions if each.kind is kind)


def find_movement(access: AccessContext, since: dt.date, until: dt.date, where: Iterable[Condition] = ()) -> Movement:
    """What moved recurring revenue in a period, of the customers that pass ``where``.

    What lacks a rate is left out and named. RateMissing where nothing else is left.
    """
    until = min(until, access.as_of)
    opening_day = since - dt.timedelta(days=1)
    ledger = load_ledger(access, (opening_day, until))
    names, rates = _names(access, tuple(where)), rates_of(access.rules)
    ledger = ledger.of(names)
    left_out = ledger.find_unrated([(opening_day, until)], rates)
    ledger = ledger.without(left_out)
    before, after = ledger.between(opening_day, until, rates)
    moved = []
    opening = closing = 0
    for account_id, was, is_now in zip(ledger.customers.tolist(), before.tolist(), after.tolist(), strict=True):
        opening, closing = opening + round(was), closing + round(is_now)
        if round(was) != round(is_now):
            kind = _kind(round(was), round(is_now))
            moved.append(Contribution(account_id, names[account_id], kind, round(was), round(is_now)))
    moved.sort(key=lambda each: (-abs(each.change), each.name))
    return Movement(since, until, opening, closing, tuple(moved), left_out)


def _kind(before: int, after: int) -> Kind:
    if not before:
        return Kind.NEW
    if not after:
        return Kind.CHURN
    return Kind.EXPANSION if after > before else Kind.CONTRACTION


def _names(access: AccessContext, where: tuple[Condition, ...]) -> dict[int, str]:
    catalogue = load_catalogue()
    rows = Rows(catalogue, Setting(access, access.as_of), catalogue.thing("customer"), (EVER, *where))
    condition = rows.where()
    query = select(rows.row.c.id.label("id"), rows.row.c.name.label("name")).select_from(rows.source).where(condition)
    return {int(row.id): str(row.name) for row in access.connection.execute(query)}
