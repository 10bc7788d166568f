"""The tables, by what they tell: accounts, catalogue, commerce, signals, work."""

from knowledge.store.models.accounts import Account, AccountKey, AccountName, Contact, Note, Person, RowKey, Touch
from knowledge.store.models.acquisition import Cost, Lead
from knowledge.store.models.base import Base
from knowledge.store.models.catalogue import Product, ProductRelation
from knowledge.store.models.churn import AccountDay, AlertAnswer
from knowledge.store.models.commerce import Deal, DealLine, Invoice, Proposal, Purchase, Subscription
from knowledge.store.models.handoffs import Absence, Handoff, HandoffStep
from knowledge.store.models.learning import OfferFeedback, RuleDecision
from knowledge.store.models.meetings import Meeting
from knowledge.store.models.notices import Notice, WonAnswer
from knowledge.store.models.offers import AccountOffers
from knowledge.store.models.signals import Hold, Need, Survey, Ticket, Usage
from knowledge.store.models.work import (
    AnsweredTurn,
    AuditEntry,
    ChecklistMark,
    ConversationState,
    DerivedTable,
    StoreFact,
)

__all__ = [
    "Absence",
    "Account",
    "AccountDay",
    "AccountKey",
    "AccountName",
    "AccountOffers",
    "AlertAnswer",
    "AnsweredTurn",
    "AuditEntry",
    "Base",
    "ChecklistMark",
    "Contact",
    "ConversationState",
    "Cost",
    "Deal",
    "DealLine",
    "DerivedTable",
    "Handoff",
    "HandoffStep",
    "Hold",
    "Invoice",
    "Lead",
    "Meeting",
    "Need",
    "Note",
    "Notice",
    "OfferFeedback",
    "Person",
    "Product",
    "ProductRelation",
    "Proposal",
    "Purchase",
    "RowKey",
    "RuleDecision",
    "StoreFact",
    "Subscription",
    "Survey",
    "Ticket",
    "Touch",
    "Usage",
    "WonAnswer",
]
