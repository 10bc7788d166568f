"""Our own side as rows: people, products and how products stand to each other."""

from __future__ import annotations

from knowledge.demo.calendar import DEMO_DAY
from knowledge.demo.facts import Facts, Product
from knowledge.demo.ledger import Ledger
from knowledge.terms import BillingPeriod

CURRENCY = "JPY"


def write_us(ledger: Ledger, facts: Facts) -> dict[str, int]:
    """Everything that is there before the first customer; the ids of our people by key."""
    ledger.state("fixed_day", DEMO_DAY.isoformat())
    for product in facts.products.values():
        _write_product(ledger, product)
    for one, related, kind in facts.relations:
        ids = {"product_id": facts.products[one].id, "related_id": facts.products[related].id}
        ledger.add_bare("product_relations", **ids, kind=kind, source=ledger.source, source_line=None)
    return _write_people(ledger, facts)


def _write_product(ledger: Ledger, product: Product) -> None:
    ledger.add(
        "products",
        key=product.key,
        name=product.name,
        family=product.family,
        tier_rank=product.tier,
        list_price_minor=product.price,
        currency=CURRENCY,
        billing_period=BillingPeriod.MONTH,
        is_per_seat=product.per_seat,
        usage_limit=product.limit,
        usage_limit_unit=product.limit_unit,
        retired_on=product.retired,
        **product.texts,
    )


def _write_people(ledger: Ledger, facts: Facts) -> dict[str, int]:
    ids: dict[str, int] = {}
    for person in facts.people:
        copied = {name: person[name] for name in ("name", "role", "team", "language", "timezone", "country")}
        email = f"{person['key']}@osusume-demo.example"
        manager_id = ids.get(person.get("manager", ""))
        ids[person["key"]] = ledger.add("people", key=person["key"], email=email, manager_id=manager_id, **copied)
    return ids
