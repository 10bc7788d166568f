"""One customer's trade as rows: purchases with their deals, subscriptions, invoices, offers made."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator

from benchmarks.company.lives import Contract, Life, Pitch
from benchmarks.company.rows_of_life import CURRENCY, Clerk
from knowledge.demo import DEMO_DAY, Row
from knowledge.terms import DealOutcome, OfferKind, ProposalOutcome

_MONTHS_A_CONTRACT = 12
_DAYS_TO_PAY = 30
_STAGES = {DealOutcome.WON: "Closed won", DealOutcome.LOST: "Closed lost", DealOutcome.OPEN: "Proposal"}


def write_trade(clerk: Clerk, account_id: int, life: Life) -> None:
    """Everything with money in it."""
    for contract in life.contracts:
        _write_subscriptions(clerk, account_id, contract)
        for place, (day, quantity) in enumerate(_bought(contract)):
            kind = contract.kind if place == 0 else OfferKind.SEATS
            _write_purchase(clerk, account_id, life, (contract.product, kind, day, quantity))
    for pitch in life.pitches:
        _write_refusal(clerk, account_id, pitch)
    _write_invoices(clerk, account_id, life)


def _bought(contract: Contract) -> Iterator[tuple[dt.date, int]]:
    """Day and additional seats of each purchase."""
    before = 0
    for day, seats in contract.steps:
        yield day, seats - before
        before = seats


def _write_subscriptions(clerk: Clerk, account_id: int, contract: Contract) -> None:
    """One row for each number of seats; a row ends on the day the next begins."""
    product = clerk.facts.products[contract.product]
    ends = [*(day for day, _ in contract.steps[1:]), contract.ended]
    for (day, seats), ended in zip(contract.steps, ends, strict=True):
        runs_on = ended is None or ended == contract.ended
        clerk.ledger.add(
            "subscriptions",
            account_id=account_id,
            product_id=product.id,
            seats=seats if product.per_seat else None,
            monthly_minor=product.monthly(seats),
            currency=CURRENCY,
            started_on=day,
            ended_on=ended,
            renews_on=contract.renews_on if runs_on else None,
            notice_by=contract.notice_by if runs_on else None,
            cancel_requested_on=contract.cancel_requested_on if runs_on else None,
        )


def _write_purchase(clerk: Clerk, account_id: int, life: Life, bought: tuple[str, str, dt.date, int]) -> None:
    """The purchase, the deal that won it, and the proposal where it was an offer to a customer."""
    key, kind, day, quantity = bought
    product, owner_id = clerk.facts.products[key], clerk.person(life.firm.owner)
    amount = product.monthly(quantity) * _MONTHS_A_CONTRACT
    days_open = 14 + zlib.crc32(f"{account_id}{key}{day}".encode()) % 60
    deal = _write_deal(
        clerk, account_id, owner_id, (key, kind, DealOutcome.WON), (day - dt.timedelta(days_open), day), quantity
    )
    money: Row = {"amount_minor": amount, "currency": CURRENCY}
    ids: Row = {"account_id": account_id, "product_id": product.id}
    clerk.ledger.add("purchases", **ids, purchased_on=day, quantity=quantity, deal_key=f"demo:deals-{deal}", **money)
    if kind != "new":
        proposed_on = day - dt.timedelta(days=days_open // 2)
        clerk.ledger.add(
            "proposals",
            **ids,
            **money,
            person_id=owner_id,
            kind=kind,
            proposed_on=proposed_on,
            outcome=ProposalOutcome.WON,
            outcome_on=day,
        )


def _write_deal(
    clerk: Clerk,
    account_id: int,
    owner_id: int | None,
    what: tuple[str, str, DealOutcome],
    days: tuple[dt.date, dt.date | None],
    quantity: int,
    *,
    lost_reason: str | None = None,
) -> int:
    key, kind, outcome = what
    product = clerk.facts.products[key]
    money: Row = {"amount_minor": product.monthly(quantity) * _MONTHS_A_CONTRACT, "currency": CURRENCY}
    deal_id = clerk.ledger.add(
        "deals",
        **money,
        account_id=account_id,
        owner_id=owner_id,
        name=product.name,
        stage=_STAGES[outcome],
        outcome=outcome,
        kind=kind,
        opened_on=days[0],
        closed_on=days[1],
        lost_reason=lost_reason,
    )
    clerk.ledger.add("deal_lines", **money, deal_id=deal_id, product_id=product.id, quantity=quantity)
    return deal_id


def _write_refusal(clerk: Clerk, account_id: int, pitch: Pitch) -> None:
    """An offer that was not won, with its deal where it was refused or is still open."""
    clerk.ledger.add(
        "proposals",
        account_id=account_id,
        product_id=clerk.product(pitch.product),
        person_id=clerk.person(pitch.by),
        kind=pitch.kind,
        proposed_on=pitch.on,
        outcome=pitch.outcome,
        outcome_on=pitch.outcome_on,
        later_until=pitch.later_until,
        reason=pitch.reason,
        reason_text=pitch.text,
    )
    outcomes = {ProposalOutcome.LOST: DealOutcome.LOST, ProposalOutcome.PITCHED: DealOutcome.OPEN}
    if outcome := outcomes.get(pitch.outcome):
        opened = pitch.on - dt.timedelta(days=10)
        what = (pitch.product, pitch.kind, outcome)
        lost_reason = pitch.reason if outcome is DealOutcome.LOST else None
        _write_deal(
            clerk, account_id, clerk.person(pitch.by), what, (opened, pitch.outcome_on), 10, lost_reason=lost_reason
        )


def _write_invoices(clerk: Clerk, account_id: int, life: Life) -> None:
    """One invoice a calendar quarter for what ran at its start."""
    for quarter in _quarters(life.firm.created):
        due = quarter + dt.timedelta(days=_DAYS_TO_PAY)
        amount = 3 * sum(_monthly(clerk, contract, quarter) for contract in life.contracts)
        if amount:
            paid = due + dt.timedelta(days=life.pays_days_late)
            row: Row = {"due_on": due, "paid_on": paid if paid <= DEMO_DAY else None}
            clerk.ledger.add("invoices", account_id=account_id, amount_minor=amount, currency=CURRENCY, **row)


def _quarters(first: dt.date) -> Iterator[dt.date]:
    day = dt.date(first.year, first.month - (first.month - 1) % 3, 1)
    while day <= DEMO_DAY:
        if day >= first:
            yield day
        day = dt.date(day.year + day.month // 10, (day.month + 2) % 12 + 1, 1)


def _monthly(clerk: Clerk, contract: Contract, day: dt.date) -> int:
    if contract.started > day or (contract.ended and contract.ended <= day):
        return 0
    seats = [seats for start, seats in contract.steps if start <= day][-1]
    return clerk.facts.products[contract.product].monthly(seats)
