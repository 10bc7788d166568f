"""Accounts as cards: who they are, who looks after them."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from knowledge.accounts.history import AccountCard, ContactCard
from knowledge.accounts.names.search import find_accounts, is_sure
from knowledge.accounts.queries.aggregates.frame import Among, Statement
from knowledge.accounts.queries.of_account import records_of
from knowledge.errors import AccountUnknown
from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, Contact, Person

_SUGGESTED = 100  # more than that nobody reads; one letter more finds them


def load_account(access: AccessContext, account_id: int) -> AccountCard:
    """The card of one account. AccountUnknown also when it exists but this viewer may not see it."""
    cards = records_of(access, AccountCard, account_id, _card)
    if not cards:
        raise AccountUnknown("There is no such account in your book.", mention=str(account_id), nearest=0)
    return cards[0]


def _card(among: Among) -> Statement:
    owner, csm = aliased(Person), aliased(Person)
    return (
        select(*card_columns(owner, csm))
        .outerjoin(owner, owner.id == Account.owner_id)
        .outerjoin(csm, csm.id == Account.csm_id)
        .where(among(Account.id))
    )


def card_columns(owner: Any, csm: Any) -> list[Any]:
    """The columns of an ``AccountCard``; ``owner`` and ``csm`` are aliases of ``people``."""
    people = {"owner": owner.name, "owner_key": owner.key, "csm": csm.name, "csm_key": csm.key}
    return [
        people[name].label(name) if name in people else getattr(Account, name)
        for name in AccountCard.__dataclass_fields__
    ]


def load_contacts(access: AccessContext, account_id: int) -> tuple[ContactCard, ...]:
    """The people at an account, champions first, then those still there."""
    return records_of(access, ContactCard, account_id, _contacts)


def _contacts(among: Among) -> Statement:
    return (
        select(
            Contact.id,
            Contact.name,
            Contact.title,
            Contact.email,
            Contact.phone,
            Contact.is_champion,
            Contact.left_on,
        )
        .where(among(Contact.account_id))
        .order_by(Contact.is_champion.desc(), Contact.left_on.is_not(None), Contact.id)
    )


def count_accounts(access: AccessContext) -> int:
    """How many accounts this viewer may see; 0 for an empty store."""
    return access.connection.execute(select(func.count()).select_from(Account).where(access.visible)).scalar_one()


def find_account_id(access: AccessContext, name: str) -> int:
    """The id of the one account that answers to this name. AccountUnknown when there is none, or more than one."""
    found = find_accounts(access.connection, name, visible=access.visible)
    if not is_sure(found):
        raise AccountUnknown(f"{len(found)} accounts answer to {name!r}.", mention=name, nearest=0)
    return found[0].account_id


def suggest_accounts(access: AccessContext, said: str) -> list[tuple[int, str]]:
    """Accounts in sight whose name holds what was typed so far, those that begin so first; a hundred at most."""
    words = unicodedata.normalize("NFKC", said).strip()
    begins = Account.name.istartswith(words, autoescape=True)
    query = (
        select(Account.id, Account.name)
        .where(access.visible, Account.name.icontains(words, autoescape=True))
        .order_by(begins.desc(), Account.name, Account.id)
        .limit(_SUGGESTED)
    )
    return [(row.id, row.name) for row in access.connection.execute(query)]
