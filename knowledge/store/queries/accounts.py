"""Accounts as cards: who they are, who looks after them."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from knowledge.errors import AccountUnknown
from knowledge.history import AccountCard, ContactCard
from knowledge.store.book import Book
from knowledge.store.models import Account, Contact, Person
from knowledge.store.name_search import find_accounts, is_sure


def load_account(book: Book, account_id: int) -> AccountCard:
    """The card of one account. AccountUnknown also when it exists but this viewer may not see it."""
    owner, csm = aliased(Person), aliased(Person)
    query = (
        select(
            Account.id,
            Account.name,
            Account.industry,
            Account.employees,
            Account.country,
            Account.region,
            Account.language,
            owner.name.label("owner"),
            owner.key.label("owner_key"),
            csm.name.label("csm"),
            csm.key.label("csm_key"),
            Account.parent_id,
            Account.created_on,
            Account.onboarded_on,
            Account.budget_frozen_until,
            Account.is_test,
            Account.source,
            Account.source_line,
        )
        .outerjoin(owner, owner.id == Account.owner_id)
        .outerjoin(csm, csm.id == Account.csm_id)
        .where(Account.id == account_id, book.visible)
    )
    row = book.connection.execute(query).first()
    if row is None:
        raise AccountUnknown("There is no such account in your book.", mention=str(account_id), nearest=0)
    return AccountCard(**row._mapping)


def load_contacts(book: Book, account_id: int) -> tuple[ContactCard, ...]:
    """The people at an account, champions first, then those still there."""
    query = (
        select(Contact.id, Contact.name, Contact.title, Contact.email, Contact.is_champion, Contact.left_on)
        .where(Contact.account_id == account_id, book.sees(Contact.account_id))
        .order_by(Contact.is_champion.desc(), Contact.left_on.is_not(None), Contact.id)
    )
    return tuple(ContactCard(*row) for row in book.connection.execute(query))


def count_accounts(book: Book) -> int:
    """How many accounts this viewer may see; 0 for an empty store."""
    return book.connection.execute(select(func.count()).select_from(Account).where(book.visible)).scalar_one()


def find_account_id(book: Book, name: str) -> int:
    """The id of the one account that answers to this name. AccountUnknown when there is none, or more than one."""
    found = find_accounts(book.connection, name, visible=book.visible)
    if not is_sure(found):
        raise AccountUnknown(f"{len(found)} accounts answer to {name!r}.", mention=name, nearest=0)
    return found[0].account_id
