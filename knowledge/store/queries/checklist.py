"""Checklist items that people ticked."""

from __future__ import annotations

from sqlalchemy import select

from knowledge.store.book import Book
from knowledge.store.models import ChecklistMark, Person


def load_marks(book: Book, account_id: int, topic: str) -> dict[str, str]:
    """The ticked items of one account and topic, each with the name of who ticked it."""
    query = (
        select(ChecklistMark.item, Person.name)
        .outerjoin(Person, Person.id == ChecklistMark.done_by_id)
        .where(
            ChecklistMark.account_id == account_id, ChecklistMark.topic == topic, book.sees(ChecklistMark.account_id)
        )
    )
    return {item: who or "operator" for item, who in book.connection.execute(query)}
