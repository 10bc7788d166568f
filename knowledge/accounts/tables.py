"""Customers, how they are called, who works there, and who works for us."""

from __future__ import annotations

from sqlalchemy import JSON, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.kernel.base import AccountId, Base, Code, Currency, Day, Key, Minor, Moment, Name, PersonId, Row, Words
from knowledge.kernel.personal import Holds, Kept, Personal
from knowledge.terms import NoteKind


class Person(Row, Base):
    """Somebody of our own firm: rep, manager, CS or ops."""

    __tablename__ = "people"
    personal = Personal(
        Holds.PERSON,
        "our own people: who sees and is told what",
        own=("name", "email", "language", "timezone", "country"),
    )
    name: Mapped[Name]
    email: Mapped[Name | None] = mapped_column(index=True)
    role: Mapped[Code]
    team: Mapped[Name | None]
    manager_id: Mapped[PersonId | None]
    language: Mapped[Code | None]
    timezone: Mapped[Code | None]
    country: Mapped[Code | None]
    left_on: Mapped[Day | None]


class Account(Row, Base):
    """A customer firm. ``created_on`` is the first day it was known as a customer."""

    __tablename__ = "accounts"
    personal = Personal(Holds.CUSTOMER, "customer firms; of a sole trader the name is a person's")
    name: Mapped[Name]
    normal_name: Mapped[Name] = mapped_column(index=True)
    industry: Mapped[Name | None]
    employees: Mapped[int | None]
    annual_revenue_minor: Mapped[Minor | None]
    currency: Mapped[Currency | None]
    country: Mapped[Name | None]
    region: Mapped[Name | None]
    language: Mapped[Code | None]
    website: Mapped[Name | None] = mapped_column(index=True)
    corporate_number: Mapped[Code | None] = mapped_column(index=True)
    owner_id: Mapped[PersonId | None] = mapped_column(index=True)
    csm_id: Mapped[PersonId | None] = mapped_column(index=True)
    parent_id: Mapped[AccountId | None] = mapped_column(index=True)
    created_on: Mapped[Day | None]
    onboarded_on: Mapped[Day | None]
    budget_frozen_until: Mapped[Day | None]
    is_test: Mapped[bool] = mapped_column(default=False)


class AccountName(Base):
    """One spelling of one account, normalised as ``store.names`` does it."""

    __tablename__ = "account_names"
    personal = Personal(Holds.CUSTOMER, "spellings under which a customer is found")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[AccountId] = mapped_column(index=True)
    name: Mapped[Name]
    normal: Mapped[Name] = mapped_column(index=True)
    kind: Mapped[Code]
    __table_args__ = (UniqueConstraint("account_id", "normal", "kind"),)


class AccountKey(Base):
    """The id of an account in one system, the rule that tied it to ours, and the name it came under."""

    __tablename__ = "account_keys"
    personal = Personal(Holds.CUSTOMER, "a customer's ids in other systems")
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[AccountId] = mapped_column(index=True)
    system: Mapped[Code]
    key: Mapped[Key]
    rule: Mapped[Code]
    name: Mapped[Name | None]
    __table_args__ = (UniqueConstraint("system", "key"),)


class RowKey(Base):
    """Another system's id of a product or colleague that we already have; ``row_key`` is our row's key."""

    __tablename__ = "row_keys"
    personal = Personal(Holds.PERSON, "ids of products and colleagues in other systems", own=("name",))
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    table_name: Mapped[Code]
    row_key: Mapped[Key]
    system: Mapped[Code]
    key: Mapped[Key]
    rule: Mapped[Code | None]
    name: Mapped[Name | None]
    __table_args__ = (UniqueConstraint("table_name", "system", "key"),)


class Merge(Base):
    """One row that somebody of us made part of another, with all that is needed to take it back.

    ``row``: the merged row as it was; ``moved``: by table and column, the ids of the rows that referred to it.
    """

    __tablename__ = "merges"
    personal = Personal(Holds.WORK, "what was merged by hand, so that it can be parted again", drops=True)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    table_name: Mapped[Code]
    kept_key: Mapped[Key]
    merged_key: Mapped[Key]
    row: Mapped[dict[str, object]] = mapped_column(JSON)
    moved: Mapped[dict[str, list[int]]] = mapped_column(JSON)
    made_at: Mapped[Moment]
    undone_at: Mapped[Moment | None]


class Contact(Row, Base):
    """A person at the customer. ``is_champion``: pushes for us from inside."""

    __tablename__ = "contacts"
    personal = Personal(
        Holds.PERSON,
        "people at customers: whom to speak to, champions, who has left",
        own=("name", "reading", "title", "email", "phone"),
    )
    account_id: Mapped[AccountId]
    name: Mapped[Name]
    reading: Mapped[Name | None]
    title: Mapped[Name | None]
    email: Mapped[Name | None]
    phone: Mapped[Name | None]
    is_champion: Mapped[bool] = mapped_column(default=False)
    left_on: Mapped[Day | None]
    __table_args__ = (Index("ix_contacts_account", "account_id"),)


class Note(Row, Base):
    """What one of us wrote down about a customer; of a promise ``due_on`` is the day by which we promised it."""

    __tablename__ = "notes"
    personal = Personal(
        Holds.CUSTOMER,
        "what colleagues wrote down about a customer",
        kept=Kept.NOTES,
        aged_by="written_on",
    )
    account_id: Mapped[AccountId]
    author_id: Mapped[PersonId | None]
    written_on: Mapped[Day]
    text: Mapped[Words]
    kind: Mapped[Code] = mapped_column(default=NoteKind.NOTE, server_default=NoteKind.NOTE)
    due_on: Mapped[Day | None]
    __table_args__ = (Index("ix_notes_account_day", "account_id", "written_on"),)


class Touch(Row, Base):
    """A call, mail or meeting of ours with the customer."""

    __tablename__ = "touches"
    personal = Personal(Holds.CUSTOMER, "calls, mails and meetings: silence is a sign of churn")
    account_id: Mapped[AccountId]
    person_id: Mapped[PersonId | None]
    happened_on: Mapped[Day]
    kind: Mapped[Code]
    subject: Mapped[Words | None]
    __table_args__ = (Index("ix_touches_account_day", "account_id", "happened_on"),)
