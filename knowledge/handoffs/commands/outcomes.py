"""What becomes of a handoff when its offer is decided: the outcome returns to whoever handed it over."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.accounts.queries.accounts import load_account
from knowledge.handoffs.commands.handoffs import Step, take_step
from knowledge.handoffs.commands.moves import move
from knowledge.handoffs.lifecycle import HandoffEvent, HandoffKind, find_move
from knowledge.handoffs.queries.handoffs import find_handoffs, load_handoff
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.enqueue_notifications import announce_handoff
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.proposals.commands.outcomes import OutcomeSaid
from knowledge.terms import ProposalOutcome

_EVENTS = {ProposalOutcome.WON: HandoffEvent.WIN, ProposalOutcome.LOST: HandoffEvent.LOSE}


def close_handoffs(unit_of_work: AuditedUnitOfWork, account_id: int, said: OutcomeSaid) -> tuple[list[int], list[str]]:
    """Close the account's open handoffs for this product: which, and the names of those in CS who will hear of it."""
    event = _EVENTS.get(said.outcome)
    if event is None:
        return [], []
    people = load_colleagues(unit_of_work.access.connection, on=unit_of_work.access.as_of)
    csm_key = load_account(unit_of_work.access, account_id).csm_key
    csm = next((person for person in people.values() if person.key == csm_key), None)
    closed, told = [], []
    for card in find_handoffs(unit_of_work.access, account_id=account_id):
        if card.kind is not HandoffKind.TO_SALES or card.product_id not in {None, said.product_id}:
            continue
        reason = said.reason_text or said.reason
        moved = take_step(unit_of_work, card, Step(event, reason, amount_minor=said.amount_minor), None)
        sender = people.get(card.from_id) if card.from_id else None
        hear = [person for person in (sender, csm) if person]
        announce_handoff(unit_of_work, card.id, moved.version, account_id, hear, part=str(event))
        closed.append(card.id)
        told += [person.name for person in hear]
    return closed, list(dict.fromkeys(told))


def reopen_handoffs(unit_of_work: AuditedUnitOfWork, handoff_ids: Iterable[int]) -> None:
    """The outcome was taken back: the handoffs go on where they were, in touch with the customer."""
    for handoff_id in handoff_ids:
        card = load_handoff(unit_of_work.access, handoff_id)
        if card and find_move(card.state, HandoffEvent.REOPEN):
            move(unit_of_work, card, HandoffEvent.REOPEN, text=None)
