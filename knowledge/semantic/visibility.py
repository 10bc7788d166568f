"""Whose rows a look-up may reach: every statement and every step over a link asks here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, false, or_, select, true

from knowledge.kernel.access import AccessContext
from knowledge.kernel.visibility import sees_owned
from knowledge.semantic.catalogue import Thing
from knowledge.tables import Account, Deal
from knowledge.terms import Role

_CUSTOMERS = {"customers", "customers_rows", "deals_rows"}


def may_see(thing: Thing, row: FromClause, access: AccessContext) -> ColumnElement[bool]:
    """The condition under which this viewer may see a row of the thing."""
    columns: Any = row.c
    me = access.viewer.person_id
    match thing.sees:
        case "customers":
            return _account(columns.id, access)
        case "customers_rows":
            return _account(columns.account_id, access)
        case "deals_rows":
            of_deals: ColumnElement[bool] = columns.deal_id.in_(
                select(Deal.id).where(_account(Deal.account_id, access))
            )
            return of_deals
        case "both_sides":
            return or_(_account(columns.account_id, access), columns.from_id == me, columns.to_id == me)
        case "owners":
            return sees_owned(access.viewer, access.rules.sight, columns.owner_id, on=access.as_of)
        case "own":
            mine: ColumnElement[bool] = columns.person_key == access.viewer.key
            return true() if access.viewer.is_operator else mine
        case "operations":
            return true() if is_operations(access) else false()
        case "colleagues":
            return true() if me is not None or access.viewer.is_operator else false()
        case _:
            raise ValueError(f"{thing.key}: sees: {thing.sees}")


def sees_nothing(thing: Thing, access: AccessContext) -> bool:
    """Whether the viewer may see no row of the kind at all, so that "nobody" would be no answer."""
    viewer = access.viewer
    if viewer.is_operator:
        return False
    if thing.sees == "operations":
        return not is_operations(access)
    if thing.sees in _CUSTOMERS or thing.sees == "owners":
        is_blind = viewer.role is Role.OPS and access.rules.sight.ops_sees != "all"
        return viewer.person_id is None or viewer.role is None or is_blind
    return viewer.person_id is None


def is_operations(access: AccessContext) -> bool:
    """Whether the viewer looks after the assistant."""
    return access.viewer.is_operator or access.viewer.role is Role.OPS


def _account(account_id: Any, access: AccessContext) -> ColumnElement[bool]:
    tests = select(Account.id).where(Account.is_test)
    return and_(access.sees(account_id), account_id.not_in(tests))
