"""Who may see which customers: the one place of that rule. Every query on accounts passes through it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, false, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from knowledge.kernel.rules import SightRules
from knowledge.people.settings import OwnSettings
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


class Colleague(Protocol):
    """Somebody of the firm, as sight looks at them: a viewer, or each row of ``people`` at once."""

    @property
    def role(self) -> Role | None: ...

    @property
    def person_id(self) -> Any: ...

    @property
    def team(self) -> Any: ...


@dataclass(frozen=True)
class _EachOf:
    """All people of one role, as columns."""

    role: Role | None
    person_id: ColumnElement[int]
    team: ColumnElement[str]


OPERATOR = Viewer(key="operator", name="operator", is_operator=True)


def visible_accounts(viewer: Viewer, rules: SightRules, *, on: dt.date) -> ColumnElement[bool]:
    """The condition on ``accounts`` under which this viewer may know that an account exists, on a day."""
    if viewer.is_operator:
        return true()
    if viewer.person_id is None:
        return false()
    return _seen_by(viewer, rules, on)


def sight_of_all(rules: SightRules, *, on: dt.date) -> CompoundSelect[Any]:
    """Everybody who is with us on a day with each account they may know of: ``person_id``, ``account_id``."""
    person = aliased(Person)
    parts = []
    for role in Role:
        seer = _EachOf(role, person.id, person.team)  # type: ignore[arg-type]
        pairs = select(person.id.label("person_id"), Account.id.label("account_id")).join(Account, true())
        parts.append(pairs.where(person.role == role, is_here(person, on), _seen_by(seer, rules, on)))
    return union_all(*parts)


def _seen_by(viewer: Colleague, rules: SightRules, on: dt.date) -> ColumnElement[bool]:
    match viewer.role:
        case Role.REP:
            return or_(_owned_by_rep(viewer, rules), _unowned(rules, on))
        case Role.MANAGER:
            theirs = Account.owner_id.in_(_people_under(viewer))
            return or_(theirs, _unowned(rules, on), _unmanaged(rules, "managers", on))
        case Role.CS:
            return true() if rules.cs_sees == "all" else Account.csm_id == viewer.person_id
        case _:
            return true() if rules.ops_sees == "all" else _unmanaged(rules, "ops", on)


def sees(
    viewer: Viewer, rules: SightRules, account_id: InstrumentedAttribute[int], *, on: dt.date
) -> ColumnElement[bool]:
    """The condition that ``account_id`` belongs to such an account."""
    if viewer.is_operator:
        return true()
    return account_id.in_(select(Account.id).where(visible_accounts(viewer, rules, on=on)))


def sees_owned(
    viewer: Viewer, rules: SightRules, owner_id: InstrumentedAttribute[Any], *, on: dt.date
) -> ColumnElement[bool]:
    """The condition on what is no account yet (a lead): seen by who sees the accounts of whoever owns it."""
    if viewer.is_operator:
        return true()
    unowned = or_(owner_id.is_(None), owner_id.in_(_gone_alone(on))) if rules.unowned_visible else false()
    match viewer.role:
        case Role.REP if rules.rep_sees == "all":
            return true()
        case Role.REP if rules.rep_sees == "team":
            return or_(
                owner_id == viewer.person_id, owner_id.in_(select(Person.id).where(_of_team(viewer.team))), unowned
            )
        case Role.REP:
            return or_(owner_id == viewer.person_id, unowned)
        case Role.MANAGER:
            return or_(owner_id.in_(_people_under(viewer)), unowned)
        case _:
            return false()


def _owned_by_rep(viewer: Colleague, rules: SightRules) -> ColumnElement[bool]:
    if rules.rep_sees == "all":
        return true()
    if rules.rep_sees == "team":
        return Account.owner_id.in_(select(Person.id).where(or_(Person.id == viewer.person_id, _of_team(viewer.team))))
    own: ColumnElement[bool] = Account.owner_id == viewer.person_id
    return own


def _people_under(viewer: Colleague) -> Select[int]:
    theirs = or_(Person.id == viewer.person_id, Person.manager_id == viewer.person_id, _of_team(viewer.team))
    return select(Person.id).where(theirs)


def _of_team(team: Any) -> ColumnElement[bool]:
    """Nobody where there is no team."""
    same: ColumnElement[bool] = false() if team is None else and_(Person.team == team, Person.team != "")
    return same


def _unowned(rules: SightRules, on: dt.date) -> ColumnElement[bool]:
    """Without an owner, or with one who has left and was in no team: nobody looks after it."""
    if not rules.unowned_visible:
        return false()
    return or_(Account.owner_id.is_(None), Account.owner_id.in_(_gone_alone(on)))


def _unmanaged(rules: SightRules, seen_by: str, on: dt.date) -> ColumnElement[bool]:
    """With a rep for whom no manager reads a digest: none of their own, and none of their team."""
    if rules.without_manager != seen_by:
        return false()
    manager, chief = aliased(Person), aliased(Person)
    own = select(manager.id).where(manager.id == Person.manager_id, is_here(manager, on))
    of_team = select(chief.id).where(chief.team == Person.team, chief.role == Role.MANAGER, is_here(chief, on))
    reps = select(Person.id).where(Person.role == Role.REP, ~own.exists(), ~of_team.exists())
    return Account.owner_id.in_(reps)


def _gone_alone(on: dt.date) -> Select[int]:
    return select(Person.id).where(~is_here(Person, on), or_(Person.team.is_(None), Person.team == ""))


def is_here(person: Any, on: dt.date | ColumnElement[dt.date]) -> ColumnElement[bool]:
    """Whether somebody works here on a day; who leaves on a later one is not gone yet."""
    here: ColumnElement[bool] = or_(person.left_on.is_(None), person.left_on > on)
    return here
