"""Whose answer it was, where a survey tool knows only an e-mail address or a ticket."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from knowledge.imports.lookups import Found, chunks
from knowledge.imports.references import NotFound, References
from knowledge.imports.shapes import Values
from knowledge.tables import Account, Base


def find_survey_accounts(connection: Connection, references: References, parts: Sequence[Values]) -> None:
    """Fill ``account`` (and ``contact``, by e-mail) in parts that lack it: by contact, ticket, e-mail, domain."""
    emails = {str(part["email"]) for part in parts if part.get("email")}
    references.prime("contacts", emails)
    for part in parts:
        if part.get("contact") is None and part.get("email"):
            part["contact"] = _found(references, "contacts", str(part["email"]))
    for table, column in (("contacts", "contact"), ("tickets", "ticket")):
        _take_over(connection, table, column, parts)
    lacking = [part for part in parts if part.get("account") is None and part.get("email")]
    references.prime("accounts", {str(part["email"]) for part in lacking})
    for part in lacking:
        part["account"] = _found(references, "accounts", str(part["email"]))


def _found(references: References, table: str, text: str) -> Found | None:
    try:
        return references.find(table, text)
    except NotFound:
        return None


def _take_over(connection: Connection, table: str, column: str, parts: Sequence[Values]) -> None:
    lacking = [part for part in parts if part.get("account") is None and isinstance(part.get(column), Found)]
    stored = Base.metadata.tables[table]
    accounts: dict[int, Found] = {}
    for portion in chunks({part[column].id for part in lacking}):  # type: ignore[attr-defined]
        joined = select(stored.c.id, Account.id, Account.key).join(Account, Account.id == stored.c.account_id)
        for row in connection.execute(joined.where(stored.c.id.in_(portion))).all():
            accounts[row[0]] = Found(row[1], row[2])
    for part in lacking:
        part["account"] = accounts.get(part[column].id)  # type: ignore[attr-defined]
