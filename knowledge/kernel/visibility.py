"""Who may see which customers: the one place of that rule. Every query on accounts passes through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.people.settings import OwnSettings
from knowledge.playbook.rules import SightRules
from knowledge.tables import Account, Person
from knowledge.terms import Role


@dataclass(frozen=True)
class Viewer:
    """Who asks. ``person_id`` is None for somebody whom the store does not know, and for the operator.

    The operator is whoever holds the store itself (the terminal without ``--as``, nightly work): no rule can keep
    from them what lies in their own file. ``language`` and ``timezone`` are what they chose, else what was imported.
    """

    key: str
    name: str
    person_id: int | None = None
    role: Role | None = None
    team: str | None = None
    language: str | None = None
    is_operator: bool = False
    timezone: str | None = None
    country: str | None = None
    own: OwnSettings = field(default_factory=OwnSettings)


OPERATOR = Viewer(key="operator", name="operator", is_operator=True)


def visible_accounts(viewer: Viewer, rules: SightRules) -> ColumnElement[bool]:
    """The condition on ``accounts`` under which this viewer may know that an account exists."""
    if viewer.is_operator:
        return true()
    if viewer.person_id is None:
        return false()
    match viewer.role:
        case Role.REP:
            return or_(_owned_by_rep(viewer, rules), _unowned(rules))
        case Role.MANAGER:
            return or_(Account.owner_id.in_(_people_under(viewer)), _unowned(rules))
        case Role.CS:
            return true() if rules.cs_sees == "all" else Account.csm_id == viewer.person_id
        case _:
            return true() if rules.ops_sees == "all" else false()


def sees(viewer: Viewer, rules: SightRules, account_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The condition that ``account_id`` belongs to such an account."""
    if viewer.is_operator:
        return true()
    return account_id.in_(select(Account.id).where(visible_accounts(viewer, rules)))


def sees_owned(viewer: Viewer, rules: SightRules, owner_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """The condition on what is no account yet (a lead): seen by who sees the accounts of whoever owns it."""
    if viewer.is_operator:
        return true()
    unowned = owner_id.is_(None) if rules.unowned_visible else false()
    match viewer.role:
        case Role.REP if rules.rep_sees == "all":
            return true()
        case Role.REP if rules.rep_sees == "team" and viewer.team:
            return or_(owner_id.in_(select(Person.id).where(Person.team == viewer.team)), unowned)
        case Role.REP:
            return or_(owner_id == viewer.person_id, unowned)
        case Role.MANAGER:
            return or_(owner_id.in_(_people_under(viewer)), unowned)
        case _:
            return false()


def _owned_by_rep(viewer: Viewer, rules: SightRules) -> ColumnElement[bool]:
    if rules.rep_sees == "all":
        return true()
    if rules.rep_sees == "team" and viewer.team:
        return Account.owner_id.in_(select(Person.id).where(Person.team == viewer.team))
    return Account.owner_id == viewer.person_id


def _people_under(viewer: Viewer) -> Select[int]:
    same_team = Person.team == viewer.team if viewer.team else false()
    return select(Person.id).where(or_(Person.id == viewer.person_id, Person.manager_id == viewer.person_id, same_team))


def _unowned(rules: SightRules) -> ColumnElement[bool]:
    return Account.owner_id.is_(None) if rules.unowned_visible else false()
