"""What time alone brings about in handoffs: reminded, escalated, back to CS; or a new owner takes over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, Select, and_, case, func, or_, select

from knowledge.errors import HandoffMoved
from knowledge.handoffs.commands.moves import move
from knowledge.handoffs.lifecycle import CLOCKED, HandoffEvent, HandoffKind, clock_event
from knowledge.handoffs.queries.handoffs import load_handoff
from knowledge.handoffs.routing import RouteReason
from knowledge.kernel.access import open_access
from knowledge.kernel.moments import as_utc
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.kernel.visibility import Viewer, is_here
from knowledge.playbook.rules import Rules
from knowledge.tables import Account, Handoff, HandoffStep, Person

CLOCK = Viewer(key="clock", name="clock", is_operator=True)


def advance_handoffs(engine: Engine, rules: Rules, *, now: dt.datetime, today: dt.date) -> int:
    """Let the clock act on every handoff that is due, each in its own transaction; how many moved.

    Any number of replicas may call it at once: a step is taken by the one that comes first.
    """
    late = select(Handoff.id, Handoff.version).where(Handoff.next_at <= as_utc(now), Handoff.state.in_(CLOCKED))
    with engine.connect() as connection:
        seen = {row.id: (row.version, None) for row in connection.execute(late.order_by(Handoff.id))}
        moved = {row.id: (row.version, HandoffEvent.REASSIGN) for row in connection.execute(_with_other_owner())}
    steps = [_Due(handoff_id, *what) for handoff_id, what in {**seen, **moved}.items()]
    return sum(_act(engine, rules, step, now, today) for step in steps)


@dataclass(frozen=True)
class _Due:
    """A step to take in a handoff as it stood at ``version``; ``event`` None: what its clock says."""

    handoff_id: int
    version: int
    event: HandoffEvent | None


def _act(engine: Engine, rules: Rules, due: _Due, now: dt.datetime, today: dt.date) -> bool:
    with open_access(engine, CLOCK, rules, as_of=today) as access:
        card = load_handoff(access, due.handoff_id)
        if card is None or card.version != due.version:  # another replica was quicker, which is as good
            return False
        try:
            move(AuditedUnitOfWork(access, now, "clock"), card, due.event or clock_event(card.nudges), text=None)
        except HandoffMoved:
            return False
    return True


def _with_other_owner() -> Select[int, int]:
    """Handoffs that went to an owner (or CSM) who has left, or is not that any more, and wait for their answer."""
    sent = select(HandoffStep.facts["route"].as_string()).where(
        HandoffStep.handoff_id == Handoff.id,
        HandoffStep.event.in_([HandoffEvent.SEND, HandoffEvent.REASSIGN, HandoffEvent.RESEND]),
    )
    route = sent.order_by(HandoffStep.version.desc()).limit(1).scalar_subquery()
    keeper = case((Handoff.kind == HandoffKind.TO_CS, Account.csm_id), else_=Account.owner_id)
    changed = and_(keeper.is_not(None), keeper != Handoff.to_id, route == RouteReason.OWNER.value)
    return (
        select(Handoff.id, Handoff.version)
        .join(Account, Account.id == Handoff.account_id)
        .join(Person, Person.id == Handoff.to_id)
        .where(Handoff.state.in_(CLOCKED), or_(~is_here(Person, func.current_date()), changed))
        .order_by(Handoff.id)
    )
