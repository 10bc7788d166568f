"""Takes a step in a handoff for somebody: whether it is theirs to take, whose clock runs after it, who is told."""

from __future__ import annotations

from collections.abc import Container, Mapping

from sqlalchemy import select

from knowledge.errors import HandoffMoved
from knowledge.handoffs.commands.handoffs import NewHandoff, Step, business_time, send_handoff, take_step
from knowledge.handoffs.handoff import Colleague, HandoffCard
from knowledge.handoffs.lifecycle import HandoffEvent, HandoffKind, HandoffState, Side, find_move
from knowledge.handoffs.routing import Route, RouteReason, managers_of, queue_roles, route_handoff, sides_of
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.enqueue_notifications import announce_handoff
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.tables import Account

People = Mapping[int, Colleague]


def hand_over(
    unit_of_work: AuditedUnitOfWork, new: NewHandoff, *, to: Colleague | None = None
) -> tuple[HandoffCard, Route]:
    """Send an account to whoever should have it, or to the one who was chosen, and tell them."""
    people = load_colleagues(unit_of_work.access.connection, on=unit_of_work.access.as_of)
    chosen = Route(to, to.team, RouteReason.CHOSEN) if to else None
    route = chosen or find_route(unit_of_work, new.account_id, new.kind, people)
    card = send_handoff(unit_of_work, new, route)
    hear = [person for person in receivers(card, people) if person.id != unit_of_work.person_id]
    announce_handoff(unit_of_work, card.id, card.version, card.account_id, hear, part="send")
    return card, route


def find_route(unit_of_work: AuditedUnitOfWork, account_id: int, kind: HandoffKind, people: People) -> Route:
    """Where this account's handoffs of a kind go today: to its owner, or to its CSM."""
    rules, to_cs = unit_of_work.access.rules.handoff, kind is HandoffKind.TO_CS
    keeper = people.get((_csm_id if to_cs else _owner_id)(unit_of_work, account_id) or 0)
    due = business_time(keeper, unit_of_work.access.rules).add(unit_of_work.now, rules.answer_days)
    return route_handoff(keeper, people, due_on=due.date(), queue_team="" if to_cs else rules.queue_team)


def move(
    unit_of_work: AuditedUnitOfWork,
    card: HandoffCard,
    event: HandoffEvent,
    *,
    text: str | None,
    to_id: int | None = None,
    read_by: Container[str] = (),
) -> HandoffCard:
    """Take a step as the writer, and tell the other side, but for those (by key) who read it already.

    Raises HandoffMoved when it is not theirs to take, cannot be taken there, or somebody was quicker.
    """
    people = load_colleagues(unit_of_work.access.connection, on=unit_of_work.access.as_of)
    rule = find_move(card.state, event, card.kind)
    if rule is None or not _may(unit_of_work, card, rule.by, people):
        raise HandoffMoved(f"{event} is not possible here.", handoff_id=card.id)
    route = _route(unit_of_work, card, event, people, to_id)
    to = route.to if route else people.get(card.to_id or 0)
    holder = people.get(card.from_id or 0) if rule.to is HandoffState.ASKED else to
    moved = take_step(unit_of_work, card, Step(event, text, to=route), holder)
    hear = [person for person in _hear(unit_of_work, moved, event, people) if person.key not in read_by]
    announce_handoff(unit_of_work, moved.id, moved.version, moved.account_id, hear, part=str(event))
    return moved


def sides(unit_of_work: AuditedUnitOfWork, card: HandoffCard) -> frozenset[Side]:
    """On which sides of a handoff the writer stands; the operator on both."""
    if unit_of_work.access.viewer.is_operator:
        return frozenset({Side.RECEIVER, Side.SENDER})
    people = load_colleagues(unit_of_work.access.connection, on=unit_of_work.access.as_of)
    me = people.get(unit_of_work.person_id or 0)
    return sides_of(me, card, _beside_id(unit_of_work, card), people) if me else frozenset()


def receivers(card: HandoffCard, people: People) -> list[Colleague]:
    """Who has to answer: the receiver, or everybody of the queue's team."""
    if card.to_id is not None:
        return [people[card.to_id]] if card.to_id in people else []
    team = [p for p in people.values() if p.role in queue_roles(card.kind) and card.team in {None, p.team}]
    return [person for person in team if not person.has_left]


def senders(unit_of_work: AuditedUnitOfWork, card: HandoffCard, people: People) -> list[Colleague]:
    """Those who wait for it: whoever sent it, and who looks after the account on their side."""
    ids = dict.fromkeys([card.from_id, _beside_id(unit_of_work, card)])
    return [people[i] for i in ids if i is not None and i in people]


def _hear(unit_of_work: AuditedUnitOfWork, card: HandoffCard, event: HandoffEvent, people: People) -> list[Colleague]:
    """Who is told of a step: the other side, never whoever took it; an escalation goes to the managers, too."""
    sent, received = senders(unit_of_work, card, people), receivers(card, people)
    holding, waiting = (sent, received) if card.state is HandoffState.ASKED else (received, sent)
    match event:
        case HandoffEvent.REMIND:
            hear = holding
        case HandoffEvent.ESCALATE:
            bosses = managers_of(holding[0] if card.to_id and holding else None, card.team, people)
            # Where nobody answers for the holder, the other side's manager hears of it: an escalation is never silent.
            bosses = bosses or (managers_of(waiting[0], None, people) if waiting else ())
            hear = [*bosses, *sent, *received]
        case HandoffEvent.ANSWER | HandoffEvent.RESEND | HandoffEvent.WITHDRAW:
            hear = received
        case HandoffEvent.REASSIGN | HandoffEvent.NOTE | HandoffEvent.TAKE_BACK:
            hear = [*received, *sent]
        case _:
            hear = sent
    return [person for person in hear if person.id != unit_of_work.person_id]


def _may(unit_of_work: AuditedUnitOfWork, card: HandoffCard, by: Side, people: People) -> bool:
    if unit_of_work.access.viewer.is_operator or by is Side.CLOCK:
        return unit_of_work.access.viewer.is_operator
    me = people.get(unit_of_work.person_id or 0)
    mine = sides_of(me, card, _beside_id(unit_of_work, card), people) if me else frozenset()
    return bool(mine) if by is Side.EITHER else by in mine


def _route(
    unit_of_work: AuditedUnitOfWork, card: HandoffCard, event: HandoffEvent, people: People, to_id: int | None
) -> Route | None:
    if event is HandoffEvent.REASSIGN and to_id in people:
        person = people[to_id or 0]
        return Route(person, person.team, RouteReason.CHOSEN)
    if event in {HandoffEvent.REASSIGN, HandoffEvent.RESEND}:
        return find_route(unit_of_work, card.account_id, card.kind, people)
    return None


def _owner_id(unit_of_work: AuditedUnitOfWork, account_id: int) -> int | None:
    return unit_of_work.access.connection.execute(select(Account.owner_id).where(Account.id == account_id)).scalar()


def _csm_id(unit_of_work: AuditedUnitOfWork, account_id: int) -> int | None:
    return unit_of_work.access.connection.execute(select(Account.csm_id).where(Account.id == account_id)).scalar()


def _beside_id(unit_of_work: AuditedUnitOfWork, card: HandoffCard) -> int | None:
    """Who stands with the sender: the CSM where sales has it, the owner where CS has it, nobody with a task."""
    match card.kind:
        case HandoffKind.TO_SALES:
            return _csm_id(unit_of_work, card.account_id)
        case HandoffKind.TO_CS:
            return _owner_id(unit_of_work, card.account_id)
        case HandoffKind.TASK:
            return None
