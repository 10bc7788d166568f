"""List prices as last seen, and on which day each was first seen changed: exports tell only today's."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, select

from knowledge.kernel.key_value import load_fact, save_fact
from knowledge.tables import Product

_FACT = "list_prices"


@dataclass(frozen=True)
class PriceChange:
    """One product's list price before and after, in minor units, and the day it was noticed."""

    day: str
    product: str
    before: int
    after: int
    currency: str


def watch_prices(connection: Connection, today: dt.date) -> None:
    """Compare the catalogue with what was seen last, and keep both the prices and what has changed."""
    kept = json.loads(load_fact(connection, _FACT) or "{}")
    seen: dict[str, int] = kept.get("seen", {})
    query = select(Product.key, Product.name, Product.list_price_minor, Product.currency)
    priced = query.where(Product.list_price_minor.is_not(None), Product.currency.is_not(None))
    now = connection.execute(priced.order_by(Product.key)).all()
    changes = [
        asdict(PriceChange(today.isoformat(), name, seen[key], price or 0, str(currency)))
        for key, name, price, currency in now
        if key in seen and seen[key] != price
    ]
    after = {"seen": {key: price for key, _, price, _ in now}, "changes": [*kept.get("changes", []), *changes]}
    if after != kept:
        save_fact(connection, _FACT, json.dumps(after, ensure_ascii=False))


def load_price_changes(connection: Connection, *, since: dt.date, until: dt.date) -> list[PriceChange]:
    """What was noticed within these days, the oldest first."""
    kept = json.loads(load_fact(connection, _FACT) or "{}")
    changes = [PriceChange(**each) for each in kept.get("changes", [])]
    return [each for each in changes if since.isoformat() <= each.day <= until.isoformat()]
