"""What becomes of a handoff when its offer is decided: the outcome returns to whoever handed it over."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.playbook.handoffs import HandoffEvent, HandoffKind, find_move
from knowledge.store.changes.announcing import announce_handoff
from knowledge.store.changes.handoff_moves import move
from knowledge.store.changes.handoffs import Step, take_step
from knowledge.store.changes.outcomes import OutcomeSaid
from knowledge.store.changes.pen import Pen
from knowledge.store.queries.accounts import load_account
from knowledge.store.queries.colleagues import load_colleagues
from knowledge.store.queries.handoffs import find_handoffs, load_handoff
from knowledge.terms import ProposalOutcome

_EVENTS = {ProposalOutcome.WON: HandoffEvent.WIN, ProposalOutcome.LOST: HandoffEvent.LOSE}


def close_handoffs(pen: Pen, account_id: int, said: OutcomeSaid) -> tuple[list[int], list[str]]:
    """Close the account's open handoffs for this product: which, and the names of those in CS who will hear of it."""
    event = _EVENTS.get(said.outcome)
    if event is None:
        return [], []
    people = load_colleagues(pen.book.connection, on=pen.book.as_of)
    csm_key = load_account(pen.book, account_id).csm_key
    csm = next((person for person in people.values() if person.key == csm_key), None)
    closed, told = [], []
    for card in find_handoffs(pen.book, account_id=account_id):
        if card.kind is not HandoffKind.TO_SALES or card.product_id not in {None, said.product_id}:
            continue
        reason = said.reason_text or said.reason
        moved = take_step(pen, card, Step(event, reason, amount_minor=said.amount_minor), None)
        sender = people.get(card.from_id) if card.from_id else None
        hear = [person for person in (sender, csm) if person]
        announce_handoff(pen, card.id, moved.version, account_id, hear, part=str(event))
        closed.append(card.id)
        told += [person.name for person in hear]
    return closed, list(dict.fromkeys(told))


def reopen_handoffs(pen: Pen, handoff_ids: Iterable[int]) -> None:
    """The outcome was taken back: the handoffs go on where they were, in touch with the customer."""
    for handoff_id in handoff_ids:
        card = load_handoff(pen.book, handoff_id)
        if card and find_move(card.state, HandoffEvent.REOPEN):
            move(pen, card, HandoffEvent.REOPEN, text=None)
