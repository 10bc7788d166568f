"""The tables and columns a file may have: the one list that importer, mappings and docs/import.md agree on."""

from __future__ import annotations

from knowledge.imports.canonical.acquisition import COSTS, LEADS
from knowledge.imports.canonical.catalogue import PEOPLE, PRODUCT_RELATIONS, PRODUCTS
from knowledge.imports.canonical.columns import Column, Kind, Table
from knowledge.imports.canonical.commerce import (
    CHURN_EVENTS,
    COMPETITOR_PRODUCTS,
    CONTRACT_CHANGES,
    DEAL_LINES,
    DEALS,
    INVOICES,
    PROPOSALS,
    PURCHASES,
    SUBSCRIPTIONS,
)
from knowledge.imports.canonical.customers import ACCOUNTS, CONTACTS, NOTES, TOUCHES
from knowledge.imports.canonical.signals import HOLDS, NEEDS, SURVEYS, TICKETS, USAGE

__all__ = ["COMPUTABLE", "ORDER", "TABLES", "Column", "Kind", "Table"]

COMPUTABLE = frozenset((Kind.AMOUNT, Kind.WHOLE, Kind.SCORE))

# In the order of dependency: a table refers only to itself and to those before it.
TABLES = {
    table.name: table
    for table in (
        PEOPLE,
        PRODUCTS,
        PRODUCT_RELATIONS,
        ACCOUNTS,
        CONTACTS,
        DEALS,
        DEAL_LINES,
        PURCHASES,
        SUBSCRIPTIONS,
        INVOICES,
        PROPOSALS,
        CHURN_EVENTS,
        COMPETITOR_PRODUCTS,
        CONTRACT_CHANGES,
        USAGE,
        TICKETS,
        SURVEYS,
        NEEDS,
        HOLDS,
        NOTES,
        TOUCHES,
        LEADS,
        COSTS,
    )
}
ORDER = {name: rank for rank, name in enumerate(TABLES)}
