"""Who receives a handoff: the account's owner, their deputy, or a queue, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.handoffs.handoff import Colleague, HandoffCard
from knowledge.handoffs.lifecycle import HandoffKind, Side
from knowledge.terms import Role


class RouteReason(StrEnum):
    """Why a handoff goes where it goes."""

    OWNER = "owner"
    OWNER_BACK_SOON = "owner_back_soon"
    DEPUTY = "deputy"
    QUEUE_AWAY = "queue_away"
    QUEUE_LEFT = "queue_left"
    QUEUE_UNOWNED = "queue_unowned"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class Route:
    """``to`` is None for a queue; ``team`` None: the queue of all reps."""

    to: Colleague | None
    team: str | None
    reason: RouteReason


def route_handoff(
    owner: Colleague | None, people: Mapping[int, Colleague], *, due_on: dt.date, queue_team: str
) -> Route:
    """The owner (the CSM, where it goes to CS), also one who is away but back before the answer is due.

    Else the deputy; else their team's queue.
    """
    if owner is None:
        return Route(None, queue_team or None, RouteReason.QUEUE_UNOWNED)
    if owner.has_left:
        return Route(None, owner.team or queue_team or None, RouteReason.QUEUE_LEFT)
    if owner.away_until is None:
        return Route(owner, owner.team, RouteReason.OWNER)
    deputy = people.get(owner.deputy_id) if owner.deputy_id else None
    if deputy and not deputy.has_left and deputy.away_until is None:
        return Route(deputy, deputy.team, RouteReason.DEPUTY)
    if owner.away_until < due_on:
        return Route(owner, owner.team, RouteReason.OWNER_BACK_SOON)
    return Route(None, owner.team or queue_team or None, RouteReason.QUEUE_AWAY)


def is_manager_of(manager: Colleague, person: Colleague) -> bool:
    """Whether ``manager`` answers for ``person``."""
    same_team = manager.role == Role.MANAGER and manager.team is not None and manager.team == person.team
    return person.manager_id == manager.id or same_team


def queue_roles(kind: HandoffKind) -> frozenset[Role]:
    """Whose queue it is when nobody in particular receives it."""
    return frozenset({Role.CS}) if kind is HandoffKind.TO_CS else frozenset({Role.REP, Role.MANAGER})


def sides_of(
    me: Colleague, card: HandoffCard, beside_id: int | None, people: Mapping[int, Colleague]
) -> frozenset[Side]:
    """On which side of a handoff somebody stands: those who sent or received it, and their managers.

    A handoff in a queue is for everybody of that team whose role it is; ``beside_id`` stands with whoever sent it: the
    account's CSM, or its owner where it goes to CS.
    """
    senders = [people[i] for i in (card.from_id, beside_id) if i is not None and i in people]
    receivers = [people[card.to_id]] if card.to_id is not None and card.to_id in people else []
    in_queue = card.to_id is None and me.role in queue_roles(card.kind) and card.team in {None, me.team}
    sides = set()
    if any(me.id == person.id or is_manager_of(me, person) for person in senders):
        sides.add(Side.SENDER)
    if in_queue or any(me.id == person.id or is_manager_of(me, person) for person in receivers):
        sides.add(Side.RECEIVER)
    return frozenset(sides)


def managers_of(person: Colleague | None, team: str | None, people: Mapping[int, Colleague]) -> tuple[Colleague, ...]:
    """Who is told when a handoff lies too long: the holder's manager, or the managers of the queue's team."""
    here = [colleague for colleague in people.values() if not colleague.has_left]
    if person is not None:
        named = [colleague for colleague in here if colleague.id == person.manager_id]
        return tuple(named or [colleague for colleague in here if is_manager_of(colleague, person)])
    return tuple(c for c in here if c.role == Role.MANAGER and team in {None, c.team})
