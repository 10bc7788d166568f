"""Who is told of what, and when: the notices that changes bring about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.accounts.history import AccountCard
from knowledge.handoffs.commands.handoffs import business_time
from knowledge.handoffs.handoff import Colleague
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import NewNotice, NoticeKind, add_notice
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.playbook.rules import Rules
from knowledge.terms import Role


def announce_hold_end(unit_of_work: AuditedUnitOfWork, card: AccountCard, hold_id: int, *, free_on: dt.date) -> None:
    """On the first free day, tell the owner, the CSM and whoever placed the hold."""
    people = load_colleagues(unit_of_work.access.connection, on=unit_of_work.access.as_of)
    keys = {card.owner_key, card.csm_key, unit_of_work.access.viewer.key} - {None}
    known = {person.key: person for person in people.values()}
    for key in sorted(str(key) for key in keys):
        time = business_time(known.get(key), unit_of_work.access.rules)
        morning = dt.datetime.combine(free_on, time.opens, tzinfo=time.zone)
        due = time.next_open(morning)
        new = NewNotice(
            f"hold:{hold_id}:{key}",
            key,
            NoticeKind.HOLD_ENDED,
            _language(known.get(key), unit_of_work),
            due,
            card.id,
            facts={"hold_id": hold_id},
        )
        add_notice(unit_of_work.access.connection, new, at=unit_of_work.now)


def announce_handoff(
    unit_of_work: AuditedUnitOfWork,
    handoff_id: int,
    version: int,
    account_id: int,
    people: Iterable[Colleague],
    *,
    part: str,
) -> None:
    """Tell these people of one step of a handoff, in business hours; each of them once."""
    for person in {person.id: person for person in people if not person.has_left}.values():
        due = business_time(person, unit_of_work.access.rules).next_open(unit_of_work.now)
        new = NewNotice(
            f"handoff:{handoff_id}:{version}:{part}:{person.key}",
            person.key,
            NoticeKind.HANDOFF,
            _language(person, unit_of_work),
            due,
            account_id,
            facts={"handoff_id": handoff_id, "version": version, "part": part},
        )
        add_notice(unit_of_work.access.connection, new, at=unit_of_work.now)


def announce_rule(unit_of_work: AuditedUnitOfWork, rule: str, feedback_id: int) -> None:
    """Tell operations that a rule was set aside by what colleagues said; where there is none, the managers."""
    announce_to_operations(unit_of_work, f"rule:{rule}:{feedback_id}", NoticeKind.RULE_SET_ASIDE, facts={"rule": rule})


def announce_to_operations(
    unit_of_work: AuditedUnitOfWork,
    key: str,
    kind: NoticeKind,
    *,
    text: str | None = None,
    facts: Mapping[str, Any],
) -> tuple[str, ...]:
    """Tell operations in their business hours; where there are none, the managers. The names of those told."""
    people = [
        p
        for p in load_colleagues(unit_of_work.access.connection, on=unit_of_work.access.as_of).values()
        if not p.has_left
    ]
    ops = [p for p in people if p.role == Role.OPS] or [p for p in people if p.role == Role.MANAGER]
    told = {person.id: person for person in ops}.values()
    for person in told:
        new = NewNotice(
            f"{key}:{person.key}",
            person.key,
            kind,
            _language(person, unit_of_work),
            business_time(person, unit_of_work.access.rules).next_open(unit_of_work.now),
            text=text,
            facts=facts,
        )
        add_notice(unit_of_work.access.connection, new, at=unit_of_work.now)
    return tuple(person.name for person in told)


def _language(person: Colleague | None, unit_of_work: AuditedUnitOfWork) -> str:
    return known_language(person.language if person else None, unit_of_work.access.rules)


def known_language(said: str | None, rules: Rules) -> str:
    """A language we speak: the person's, else the firm's."""
    return said if said in {"en", "ja"} else rules.firm.language
