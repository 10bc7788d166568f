"""One customer's life as rows: who they are, what they said, and what we did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.company.facts import Facts
from benchmarks.company.ledger import Ledger
from benchmarks.company.lives import Firm, Life, Remark
from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.rows import name_rows
from knowledge.demo import DEMO_DAY
from knowledge.terms import NameKind, NeedStatus, TicketStatus

CURRENCY = "JPY"
_REVENUE_A_HEAD = 18_000_000


@dataclass
class Clerk:
    """Writes lives into the ledger; ``people``: the ids of ours by key."""

    ledger: Ledger
    facts: Facts
    people: Mapping[str, int]

    def person(self, key: str | None) -> int | None:
        """The id of one of us."""
        return self.people[key] if key else None

    def product(self, key: str) -> int:
        """The id of a product."""
        return self.facts.products[key].id


def write_firm(clerk: Clerk, firm: Firm) -> int:
    """The account with its names; its id."""
    account_id = clerk.ledger.add(
        "accounts",
        key=firm.key,
        name=firm.name,
        normal_name=normalise_name(firm.name),
        industry=firm.industry,
        employees=firm.employees,
        annual_revenue_minor=firm.employees * _REVENUE_A_HEAD,
        currency=CURRENCY,
        country=firm.country,
        region=firm.city,
        language=firm.language,
        owner_id=clerk.person(firm.owner),
        csm_id=clerk.person(firm.csm),
        created_on=firm.created,
        onboarded_on=firm.onboarded,
        is_test=False,
    )
    _write_names(clerk.ledger, account_id, firm)
    return account_id


def _write_names(ledger: Ledger, account_id: int, firm: Firm) -> None:
    ledger.add_bare("account_keys", account_id=account_id, system="demo", key=firm.key, rule="key")
    spelt: dict[NameKind, list[str]] = {kind: [name for name, of in firm.names if of == kind] for kind in NameKind}
    reading = next(iter(spelt[NameKind.READING]), None)
    for row in name_rows(account_id, firm.name, reading=reading, aliases=spelt[NameKind.ALIAS]):
        ledger.add_bare("account_names", **row)


def write_voice(clerk: Clerk, account_id: int, life: Life) -> None:
    """Contacts and all that was said and written."""
    contacts = _write_contacts(clerk.ledger, account_id, life)
    first = next(iter(contacts.values()), None)
    for answer in life.answers:
        clerk.ledger.add(
            "surveys",
            account_id=account_id,
            contact_id=first,
            kind=answer.kind,
            score=answer.score,
            comment=answer.comment,
            answered_on=answer.on,
        )
    for note in life.notes:
        clerk.ledger.add(
            "notes", account_id=account_id, author_id=clerk.person(note.by), written_on=note.on, text=note.text
        )
    for touch in life.touches:
        _write_touch(clerk, account_id, touch)
    for need in life.needs:
        _write_need(clerk, account_id, contacts.get(need.said_by or "", first), need)
    _write_inquiries(clerk, account_id, life)


def _write_contacts(ledger: Ledger, account_id: int, life: Life) -> dict[str, int]:
    return {
        person.name: ledger.add(
            "contacts",
            account_id=account_id,
            name=person.name,
            reading=person.reading,
            title=person.title,
            email=f"contact{place}@{life.firm.key}.example",
            is_champion=person.is_champion,
            left_on=person.left_on,
        )
        for place, person in enumerate(life.contacts, 1)
    }


def _write_touch(clerk: Clerk, account_id: int, touch: Remark) -> None:
    clerk.ledger.add(
        "touches",
        account_id=account_id,
        person_id=clerk.person(touch.by),
        happened_on=touch.on,
        kind=touch.kind,
        subject=touch.text or None,
    )


def _write_need(clerk: Clerk, account_id: int, contact_id: int | None, need: Remark) -> None:
    clerk.ledger.add(
        "needs",
        account_id=account_id,
        contact_id=contact_id,
        recorded_by_id=clerk.person(need.by),
        product_id=clerk.product(need.product) if need.product else None,
        text=need.text,
        said_by=need.said_by,
        said_on=need.on,
        status=NeedStatus.OPEN,
    )


def _write_inquiries(clerk: Clerk, account_id: int, life: Life) -> None:
    for inquiry in life.inquiries:
        clerk.ledger.add(
            "tickets",
            account_id=account_id,
            product_id=clerk.product(inquiry.product),
            subject=inquiry.subject,
            severity=inquiry.severity,
            status=TicketStatus.SOLVED if inquiry.closed and inquiry.closed <= DEMO_DAY else TicketStatus.OPEN,
            opened_on=inquiry.on,
            closed_on=inquiry.closed,
            reopened=inquiry.reopened,
            satisfied=inquiry.satisfied,
        )
