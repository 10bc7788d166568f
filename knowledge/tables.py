"""The tables, by what they tell: accounts, catalogue, commerce, signals, work."""

from knowledge.accounts.commerce_tables import (
    ChurnEvent,
    CompetitorProduct,
    ContractChange,
    Deal,
    DealLine,
    Invoice,
    Proposal,
    Purchase,
    Subscription,
)
from knowledge.accounts.signal_tables import Hold, Need, Survey, Ticket, Usage
from knowledge.accounts.tables import Account, AccountKey, AccountName, Contact, Merge, Note, Person, RowKey, Touch
from knowledge.agents.tables import AgentToken
from knowledge.catalogue.tables import Product, ProductRelation
from knowledge.churn.tables import AccountDay, AlertAnswer
from knowledge.handoffs.tables import Absence, Handoff, HandoffStep
from knowledge.kernel.base import Base
from knowledge.kernel.tables import (
    AnsweredTurn,
    AuditEntry,
    ChecklistMark,
    ConversationState,
    DerivedTable,
    StoreFact,
    WorkRun,
)
from knowledge.metrics.tables import Cost, Lead
from knowledge.notifications.meeting_tables import Meeting
from knowledge.notifications.tables import Notice, WonAnswer
from knowledge.offers.feedback_tables import OfferFeedback, RuleDecision
from knowledge.offers.tables import AccountOffers
from knowledge.sync.tables import SyncedTable, WrittenBack

__all__ = [
    "Absence",
    "Account",
    "AccountDay",
    "AccountKey",
    "AccountName",
    "AccountOffers",
    "AgentToken",
    "AlertAnswer",
    "AnsweredTurn",
    "AuditEntry",
    "Base",
    "ChecklistMark",
    "ChurnEvent",
    "CompetitorProduct",
    "Contact",
    "ContractChange",
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
    "Merge",
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
    "SyncedTable",
    "Ticket",
    "Touch",
    "Usage",
    "WonAnswer",
    "WorkRun",
    "WrittenBack",
]
