"""Handoffs: sent, and moved on step by step. Two people at once get one consistent result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, update

from knowledge.accounts.queries.accounts import load_account
from knowledge.errors import HandoffMoved
from knowledge.handoffs import lifecycle as life
from knowledge.handoffs.handoff import Colleague, HandoffCard
from knowledge.handoffs.lifecycle import HandoffEvent, HandoffKind, HandoffState, Urgency
from knowledge.handoffs.queries.handoffs import load_handoff
from knowledge.handoffs.routing import Route
from knowledge.kernel.business_time import BusinessTime
from knowledge.kernel.moments import as_utc
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.kernel.zones import zone_or
from knowledge.playbook.rules import Rules
from knowledge.tables import Handoff, HandoffStep


@dataclass(frozen=True)
class NewHandoff:
    """What is handed over."""

    account_id: int
    need: str
    urgency: Urgency
    product_id: int | None = None
    evidence: str | None = None
    contact: str | None = None
    avoid: str | None = None
    link: str | None = None
    kind: HandoffKind = HandoffKind.TO_SALES


@dataclass(frozen=True)
class Step:
    """One thing done to a handoff. ``person_id`` is None for the clock and the operator."""

    event: HandoffEvent
    text: str | None = None
    to: Route | None = None
    amount_minor: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


_WITH_REASON = {HandoffState.DECLINED, HandoffState.LOST, HandoffState.WON, HandoffState.DONE}


def business_time(person: Colleague | None, rules: Rules) -> BusinessTime:
    """The hours and holidays of this person's country; the firm's where it is not known."""
    country = (person.country if person else None) or rules.firm.country
    zone = zone_or(person.timezone if person else None, rules.firm.timezone).key
    return BusinessTime(country, zone, rules.handoff.opens, rules.handoff.closes)


def send_handoff(unit_of_work: AuditedUnitOfWork, new: NewHandoff, route: Route) -> HandoffCard:
    """Hand an account over. AccountUnknown when the sender may not see it."""
    load_account(unit_of_work.access, new.account_id)
    time, since = business_time(route.to, unit_of_work.access.rules), unit_of_work.now
    values = {
        **new.__dict__,
        "key": unit_of_work.new_row()["key"],
        "from_id": unit_of_work.person_id,
        "from_key": unit_of_work.access.viewer.key,
        "created_at": as_utc(since),
        "version": 1,
        **_receiver(route),
        **_clock(HandoffState.OPEN, new.urgency, since, unit_of_work.access.rules, time),
    }
    added = unit_of_work.access.connection.execute(insert(Handoff).values(values).returning(Handoff.id))
    handoff_id = int(added.scalar_one())
    _write_step(unit_of_work, handoff_id, 1, HandoffState.OPEN, Step(HandoffEvent.SEND, new.need, to=route))
    facts = {"handoff_id": handoff_id, "version": 1, "kind": new.kind}
    unit_of_work.audit("handoff.send", account_id=new.account_id, text=new.need, facts=facts)
    return _again(unit_of_work, handoff_id)


def take_step(unit_of_work: AuditedUnitOfWork, card: HandoffCard, step: Step, holder: Colleague | None) -> HandoffCard:
    """Move ``card`` on from the version it shows; ``holder`` is whose clock runs after it.

    Raises HandoffMoved when the step cannot be taken there, or when somebody else was quicker: nothing has changed
    then, and the handoff is as ``load_handoff`` tells it.
    """
    move = life.find_move(card.state, step.event, card.kind)
    if move is None:
        raise HandoffMoved(f"A handoff that is {card.state} cannot {step.event}.", handoff_id=card.id)
    time = business_time(holder, unit_of_work.access.rules)
    values = {"version": card.version + 1, **_receiver(step.to), **_effects(card, step, move.to, unit_of_work, time)}
    still = (Handoff.id == card.id, Handoff.version == card.version)
    if unit_of_work.access.connection.execute(update(Handoff).where(*still).values(values)).rowcount != 1:
        raise HandoffMoved("Somebody else was quicker.", handoff_id=card.id)
    _write_step(unit_of_work, card.id, card.version + 1, move.to, step)
    facts = {"handoff_id": card.id, "version": card.version + 1}
    unit_of_work.audit(f"handoff.{step.event}", account_id=card.account_id, text=step.text, facts=facts)
    return _again(unit_of_work, card.id)


def _effects(
    card: HandoffCard, step: Step, state: HandoffState, unit_of_work: AuditedUnitOfWork, time: BusinessTime
) -> dict[str, Any]:
    """What changes beside the receiver: clock, outcome, first touch."""
    if step.event is HandoffEvent.NOTE:
        return {}
    if step.event in {HandoffEvent.REMIND, HandoffEvent.ESCALATE}:
        nudges = card.nudges + 1
        planned = life.acts_at(
            state, card.urgency, card.state_at, unit_of_work.access.rules.handoff, time, nudges=nudges
        )
        # When the clock comes late (nobody ran it), the next step still leaves people time to act.
        soonest = time.add(unit_of_work.now, unit_of_work.access.rules.handoff.return_days / 2)
        return {"nudges": nudges, "next_at": as_utc(max(planned or soonest, soonest))}
    values = _clock(state, card.urgency, unit_of_work.now, unit_of_work.access.rules, time)
    if step.event is HandoffEvent.TOUCH:
        values["touched_at"] = as_utc(unit_of_work.now)
    if state in _WITH_REASON:
        values["reason"] = step.text
    if step.event is HandoffEvent.WIN and step.amount_minor is not None:
        values |= {"amount_minor": step.amount_minor, "currency": unit_of_work.access.rules.firm.currency}
    if step.event in {HandoffEvent.REOPEN, HandoffEvent.TAKE_BACK}:
        values |= {"reason": None, "amount_minor": None, "currency": None}
    if step.event is HandoffEvent.ACCEPT and card.to_id is None:
        values["to_id"] = unit_of_work.person_id
    return values


def _clock(
    state: HandoffState, urgency: Urgency, since: dt.datetime, rules: Rules, time: BusinessTime
) -> dict[str, Any]:
    due = life.due_at(state, urgency, since, rules.handoff, time)
    acts = life.acts_at(state, urgency, since, rules.handoff, time, nudges=0)
    return {"state": state, "state_at": as_utc(since), "nudges": 0, "due_at": due, "next_at": acts}


def _receiver(route: Route | None) -> dict[str, Any]:
    return {"to_id": route.to.id if route.to else None, "team": route.team} if route else {}


def _write_step(
    unit_of_work: AuditedUnitOfWork, handoff_id: int, version: int, state: HandoffState, step: Step
) -> None:
    values = {
        "handoff_id": handoff_id,
        "version": version,
        "at": as_utc(unit_of_work.now),
        "person_id": unit_of_work.person_id,
        "event": step.event,
        "state": state,
        "text": step.text,
        "facts": {**step.facts, **_route_facts(step.to)},
    }
    unit_of_work.access.connection.execute(insert(HandoffStep).values(values))


def _route_facts(route: Route | None) -> dict[str, Any]:
    if route is None:
        return {}
    return {"route": route.reason, "to": route.to.name if route.to else None, "team": route.team}


def _again(unit_of_work: AuditedUnitOfWork, handoff_id: int) -> HandoffCard:
    """The handoff as it stands now, also for a sender who may not see it any more."""
    card = load_handoff(unit_of_work.access, handoff_id)
    if card is None:
        raise HandoffMoved("This handoff is not yours to see.", handoff_id=handoff_id)
    return card
