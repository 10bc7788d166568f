"""The tables, by what they tell: accounts, catalogue, commerce, signals, work."""

from knowledge.store.models.accounts import Account, AccountKey, AccountName, Contact, Note, Person, Touch
from knowledge.store.models.base import Base
from knowledge.store.models.catalogue import Product, ProductRelation
from knowledge.store.models.commerce import Deal, DealLine, Invoice, Proposal, Purchase, Subscription
from knowledge.store.models.signals import Hold, Need, Survey, Ticket, Usage
from knowledge.store.models.work import AuditEntry, ChecklistMark, ConversationState, DerivedTable, StoreFact

__all__ = [
    "Account",
    "AccountKey",
    "AccountName",
    "AuditEntry",
    "Base",
    "ChecklistMark",
    "Contact",
    "ConversationState",
    "Deal",
    "DealLine",
    "DerivedTable",
    "Hold",
    "Invoice",
    "Need",
    "Note",
    "Person",
    "Product",
    "ProductRelation",
    "Proposal",
    "Purchase",
    "StoreFact",
    "Subscription",
    "Survey",
    "Ticket",
    "Touch",
    "Usage",
]
