"""What the store holds of one planted customer, asked for as a person would."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from knowledge.demo import DEMO_DAY
from knowledge.tables import (
    Account,
    Contact,
    Hold,
    Invoice,
    Need,
    Product,
    Proposal,
    Subscription,
    Survey,
    Ticket,
    Touch,
    Usage,
)


@dataclass(frozen=True)
class Customer:
    """One account on the demo day."""

    connection: Connection
    account: Row[Any]

    def rows(self, query: Select[Any], model: Any) -> list[Row[Any]]:
        return list(self.connection.execute(query.where(model.account_id == self.account.id)))

    def owned(self) -> dict[str, Row[Any]]:
        query = select(Product.key, *Subscription.__table__.c).join(Product, Product.id == Subscription.product_id)
        running = self.rows(query.where(Subscription.ended_on.is_(None)), Subscription)
        return {row[0].removeprefix("demo:"): row for row in running}

    def nps(self) -> Row[Any] | None:
        query = select(*Survey.__table__.c).where(Survey.kind == "nps").order_by(Survey.answered_on.desc())
        return next(iter(self.rows(query, Survey)), None)

    def seats_share(self, product: str) -> float:
        contract = self.owned()[product]
        query = select(Usage.seats_used).where(Usage.product_id == contract.product_id, Usage.feature == "")
        return float(self.rows(query.order_by(Usage.day.desc()), Usage)[0][0] / contract.seats)

    def trend(self, product: str, measure: Any = Usage.active_users) -> float:
        """The last 28 days against the 84 before, by week."""
        contract = self.owned()[product]
        query = select(Usage.day, measure).where(Usage.product_id == contract.product_id, Usage.feature == "")
        recent, before = [], []
        for day, value in self.rows(query, Usage):
            age = days_since(day)
            (recent if age < 28 else before if age < 112 else []).append(value)
        return sum(recent) / len(recent) / (sum(before) / len(before)) - 1

    def open_tickets(self) -> list[Row[Any]]:
        return self.rows(select(*Ticket.__table__.c).where(Ticket.closed_on.is_(None)), Ticket)

    def days_since_ticket(self) -> int:
        return min(days_since(day) for (day,) in self.rows(select(Ticket.opened_on), Ticket))

    def days_since_touch(self) -> int:
        return min(days_since(day) for (day,) in self.rows(select(Touch.happened_on), Touch))

    def needs(self) -> list[Row[Any]]:
        return self.rows(select(*Need.__table__.c).where(Need.status == "open"), Need)

    def proposals(self) -> list[Row[Any]]:
        query = select(Product.key.label("product"), *Proposal.__table__.c)
        return self.rows(query.join(Product, Product.id == Proposal.product_id), Proposal)

    def holds(self) -> list[Row[Any]]:
        return self.rows(select(*Hold.__table__.c), Hold)

    def champions(self) -> list[Row[Any]]:
        return self.rows(select(*Contact.__table__.c).where(Contact.is_champion), Contact)

    def overdue(self) -> list[int]:
        late = select(Invoice.due_on).where(Invoice.paid_on.is_(None), Invoice.due_on < DEMO_DAY)
        return sorted(days_since(day) for (day,) in self.rows(late, Invoice))


def planted_names() -> list[str]:
    """The customers with a truth of their own, as the table of data/README.md tells them."""
    readme = Path("data/README.md").read_text(encoding="utf-8")
    table = readme.partition("\n## Planted truths\n")[2].partition("|---|---|---|\n")[2].partition("\n\n")[0]
    return re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)


def days_since(day: dt.date) -> int:
    return (DEMO_DAY - day).days


def find_customer(connection: Connection, key: str) -> Customer:
    row = connection.execute(select(*Account.__table__.c).where(Account.key == f"demo:{key}")).one()
    return Customer(connection, row)
