"""Who is told of what, and when: the notices that changes bring about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from knowledge.handoff import Colleague
from knowledge.history import AccountCard
from knowledge.playbook.rules import Rules
from knowledge.store.changes.handoffs import business_time
from knowledge.store.changes.notices import NewNotice, NoticeKind, add_notice
from knowledge.store.changes.pen import Pen
from knowledge.store.queries.colleagues import load_colleagues
from knowledge.terms import Role


def announce_hold_end(pen: Pen, card: AccountCard, hold_id: int, *, free_on: dt.date) -> None:
    """On the first free day, tell the owner, the CSM and whoever placed the hold."""
    people = load_colleagues(pen.book.connection, on=pen.book.as_of)
    keys = {card.owner_key, card.csm_key, pen.book.viewer.key} - {None}
    known = {person.key: person for person in people.values()}
    for key in sorted(str(key) for key in keys):
        time = business_time(known.get(key), pen.book.rules)
        morning = dt.datetime.combine(free_on, time.opens, tzinfo=time.zone)
        due = time.next_open(morning)
        new = NewNotice(
            f"hold:{hold_id}:{key}",
            key,
            NoticeKind.HOLD_ENDED,
            _language(known.get(key), pen),
            due,
            card.id,
            facts={"hold_id": hold_id},
        )
        add_notice(pen.book.connection, new, at=pen.now)


def announce_handoff(
    pen: Pen, handoff_id: int, version: int, account_id: int, people: Iterable[Colleague], *, part: str
) -> None:
    """Tell these people of one step of a handoff, in business hours; each of them once."""
    for person in {person.id: person for person in people if not person.has_left}.values():
        due = business_time(person, pen.book.rules).next_open(pen.now)
        new = NewNotice(
            f"handoff:{handoff_id}:{version}:{part}:{person.key}",
            person.key,
            NoticeKind.HANDOFF,
            _language(person, pen),
            due,
            account_id,
            facts={"handoff_id": handoff_id, "version": version, "part": part},
        )
        add_notice(pen.book.connection, new, at=pen.now)


def announce_rule(pen: Pen, rule: str, feedback_id: int) -> None:
    """Tell operations that a rule was set aside by what colleagues said; where there is none, the managers."""
    people = [p for p in load_colleagues(pen.book.connection, on=pen.book.as_of).values() if not p.has_left]
    ops = [p for p in people if p.role == Role.OPS] or [p for p in people if p.role == Role.MANAGER]
    for person in {person.id: person for person in ops}.values():
        new = NewNotice(
            f"rule:{rule}:{feedback_id}:{person.key}",
            person.key,
            NoticeKind.RULE_SET_ASIDE,
            _language(person, pen),
            business_time(person, pen.book.rules).next_open(pen.now),
            facts={"rule": rule},
        )
        add_notice(pen.book.connection, new, at=pen.now)


def _language(person: Colleague | None, pen: Pen) -> str:
    return known_language(person.language if person else None, pen.book.rules)


def known_language(said: str | None, rules: Rules) -> str:
    """A language we speak: the person's, else the firm's."""
    return said if said in {"en", "ja"} else rules.firm.language
