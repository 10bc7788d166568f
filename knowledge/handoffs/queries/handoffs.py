"""Handoffs, seen by whoever may see the account and by both sides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import aliased

from knowledge.handoffs.handoff import HandoffCard, StepCard
from knowledge.handoffs.lifecycle import CLOSED, HandoffEvent, HandoffKind, HandoffState, Urgency
from knowledge.kernel.access import AccessContext
from knowledge.kernel.moments import as_utc, as_utc_or_none
from knowledge.tables import Account, Handoff, HandoffStep, Person

_SENDER, _RECEIVER = aliased(Person), aliased(Person)


def load_handoff(access: AccessContext, handoff_id: int) -> HandoffCard | None:
    """One handoff; None also when it exists but this viewer has no part in it and may not see the account."""
    row = access.connection.execute(_cards().where(Handoff.id == handoff_id, _seen(access))).first()
    return _card(row) if row else None


def find_handoffs(access: AccessContext, *, account_id: int | None = None, closed: bool = False) -> list[HandoffCard]:
    """Those still open (or all), the most pressing first."""
    wanted = [_seen(access)]
    if account_id is not None:
        wanted.append(Handoff.account_id == account_id)
    if not closed:
        wanted.append(Handoff.state.not_in(CLOSED))
    query = _cards().where(*wanted).order_by(Handoff.due_at.is_(None), Handoff.due_at, Handoff.id.desc())
    return [_card(row) for row in access.connection.execute(query)]


def load_steps(access: AccessContext, handoff_id: int) -> list[StepCard]:
    """Every step of a handoff that this viewer may see, the first one first."""
    query = (
        select(
            HandoffStep.version,
            HandoffStep.at,
            Person.key,
            Person.name,
            HandoffStep.event,
            HandoffStep.state,
            HandoffStep.text,
            HandoffStep.facts,
        )
        .join(Handoff, Handoff.id == HandoffStep.handoff_id)
        .outerjoin(Person, Person.id == HandoffStep.person_id)
        .where(HandoffStep.handoff_id == handoff_id, _seen(access))
        .order_by(HandoffStep.version)
    )
    return [_step(row) for row in access.connection.execute(query)]


def _seen(access: AccessContext) -> ColumnElement[bool]:
    if access.viewer.is_operator:
        return true()
    me = access.viewer.person_id
    return or_(access.sees(Handoff.account_id), Handoff.from_id == me, Handoff.to_id == me)


def _cards() -> Select[Any]:
    names: Iterable[str] = HandoffCard.__dataclass_fields__
    special: dict[str, Any] = {
        "account": Account.name.label("account"),
        "from_name": _SENDER.name.label("from_name"),
        "to_key": _RECEIVER.key.label("to_key"),
        "to_name": _RECEIVER.name.label("to_name"),
    }
    columns: list[Any] = [special[name] if name in special else getattr(Handoff, name) for name in names]
    return (
        select(*columns)
        .join(Account, Account.id == Handoff.account_id)
        .outerjoin(_SENDER, _SENDER.id == Handoff.from_id)
        .outerjoin(_RECEIVER, _RECEIVER.id == Handoff.to_id)
    )


def _card(row: Any) -> HandoffCard:
    values = dict(row._mapping)
    return HandoffCard(
        **{
            **values,
            "kind": HandoffKind(values["kind"]),
            "urgency": Urgency(values["urgency"]),
            "state": HandoffState(values["state"]),
            "created_at": as_utc(values["created_at"]),
            "state_at": as_utc(values["state_at"]),
            "due_at": as_utc_or_none(values["due_at"]),
        }
    )


def _step(row: Any) -> StepCard:
    version, at, who_key, who, event, state, text, facts = row
    return StepCard(version, as_utc(at), who_key, who, HandoffEvent(event), HandoffState(state), text, dict(facts))
