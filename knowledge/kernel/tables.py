"""What the assistant keeps of its own work: conversations, ticked items, the audit trail."""

from __future__ import annotations

from sqlalchemy import JSON, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import AccountId, Base, Code, Day, Key, Moment, Name, PersonId, Words


class StoreFact(Base):
    """One fact about the store as a whole, such as the fixed day of the demo company."""

    __tablename__ = "store_facts"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Words]


class DerivedTable(Base):
    """A small table computed from all rows, such as what is bought after what; made anew when purchases change."""

    __tablename__ = "derived_tables"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    as_of: Mapped[Day] = mapped_column(primary_key=True)
    data: Mapped[Words]


class ConversationState(Base):
    """What one person is talking about in one thread; expires."""

    __tablename__ = "conversations"
    thread: Mapped[str] = mapped_column(String(200), primary_key=True)
    person_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    state: Mapped[dict[str, object]] = mapped_column(JSON)
    updated_at: Mapped[Moment]


class AnsweredTurn(Base):
    """What was answered to one event, kept in the transaction that answered it; dropped after a while."""

    __tablename__ = "answered_turns"
    key: Mapped[Key] = mapped_column(primary_key=True)
    at: Mapped[Moment]
    replies: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    __table_args__ = (Index("ix_answered_turns_at", "at"),)


class ChecklistMark(Base):
    """One item ticked by a person, for one account and offer."""

    __tablename__ = "checklist_marks"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[AccountId]
    topic: Mapped[Key]
    item: Mapped[Key]
    done_by_id: Mapped[PersonId | None]
    done_at: Mapped[Moment]
    __table_args__ = (UniqueConstraint("account_id", "topic", "item"),)


class AuditEntry(Base):
    """Append-only: who said, saw or changed what, on which account, from where."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[Moment]
    person_key: Mapped[Key | None]
    place: Mapped[Name]
    act: Mapped[Code]
    account_id: Mapped[int | None]
    text: Mapped[Words | None]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
    __table_args__ = (Index("ix_audit_at", "at"), Index("ix_audit_account", "account_id", "at"))
