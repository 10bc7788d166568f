"""What the assistant keeps of its own work: conversations, ticked items, the audit trail."""

from __future__ import annotations

from sqlalchemy import JSON, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import AccountId, Base, Code, Day, Key, Moment, Name, PersonId, Words
from knowledge.kernel.personal import Holds, Kept, Personal


class StoreFact(Base):
    """One fact about the store as a whole, such as the fixed day of the demo company."""

    __tablename__ = "store_facts"
    personal = Personal(
        Holds.WORK,
        "settings of the store and of each person (language, quiet hours), Slack installations encrypted",
    )
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Words]


class DerivedTable(Base):
    """A small table computed from all rows, such as what is bought after what; made anew when purchases change."""

    __tablename__ = "derived_tables"
    personal = Personal(Holds.WORK, "figures computed from all rows; made anew when they are asked for", drops=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    as_of: Mapped[Day] = mapped_column(primary_key=True)
    data: Mapped[Words]


class ConversationState(Base):
    """What one person is talking about in one thread; expires."""

    __tablename__ = "conversations"
    personal = Personal(
        Holds.WORK,
        "what a thread is about, so that follow-ups are understood",
        drops=True,
        kept=Kept.CONVERSATIONS,
        aged_by="updated_at",
    )
    thread: Mapped[str] = mapped_column(String(200), primary_key=True)
    person_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    state: Mapped[dict[str, object]] = mapped_column(JSON)
    updated_at: Mapped[Moment]


class AnsweredTurn(Base):
    """What was answered to one event, kept in the transaction that answered it; dropped after a while."""

    __tablename__ = "answered_turns"
    personal = Personal(
        Holds.WORK,
        "answers of the last days, so that a repeated event is answered once",
        drops=True,
        kept=Kept.CONVERSATIONS,
        aged_by="at",
    )
    key: Mapped[Key] = mapped_column(primary_key=True)
    at: Mapped[Moment]
    replies: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    __table_args__ = (Index("ix_answered_turns_at", "at"),)


class ChecklistMark(Base):
    """One item ticked by a person, for one account and offer."""

    __tablename__ = "checklist_marks"
    personal = Personal(Holds.CUSTOMER, "what was seen to before a talk, and by whom")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[AccountId]
    topic: Mapped[Key]
    item: Mapped[Key]
    done_by_id: Mapped[PersonId | None]
    done_at: Mapped[Moment]
    __table_args__ = (UniqueConstraint("account_id", "topic", "item"),)


class WorkRun(Base):
    """One piece of work of the machine: a file of an import, or a night's look at all customers (``kind``).

    ``name``: the file, or the day that was looked at. Counts are of a file's lines, of a night its customers as
    ``read``; ``reasons``: for what lines were refused and how many, ``failure``: why nothing of it was taken.
    """

    __tablename__ = "work_runs"
    personal = Personal(
        Holds.WORK,
        "what the imports and the nights did: when, how many lines, what was refused",
        kept=Kept.AUDIT,
        aged_by="ended_at",
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[Code]
    name: Mapped[Name]
    began_at: Mapped[Moment]
    ended_at: Mapped[Moment]
    read: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    left_out: Mapped[int]
    rejected: Mapped[int]
    reject_file: Mapped[Words | None]
    reasons: Mapped[Words | None]
    failure: Mapped[Words | None]
    __table_args__ = (Index("ix_work_runs_kind", "kind", "ended_at"),)


class AuditEntry(Base):
    """Append-only: who said, saw or changed what, on which account, from where."""

    __tablename__ = "audit"
    personal = Personal(
        Holds.WORK,
        "who said, saw or changed what: accountability, and undo",
        is_trail=True,
        kept=Kept.AUDIT,
        aged_by="at",
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[Moment]
    person_key: Mapped[Key | None]
    place: Mapped[Name]
    act: Mapped[Code]
    account_id: Mapped[int | None]
    text: Mapped[Words | None]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
    __table_args__ = (Index("ix_audit_at", "at"), Index("ix_audit_account", "account_id", "at"))
