"""Whose rows a look-up may reach: every statement and every step over a link asks here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, and_, exists, false, or_, select, true
from sqlalchemy.sql.visitors import replacement_traverse

from knowledge.errors import SightMissing
from knowledge.kernel.access import AccessContext
from knowledge.kernel.visibility import sees_owned
from knowledge.semantic.catalogue import Thing
from knowledge.semantic.loading import load_catalogue
from knowledge.tables import Account, Deal
from knowledge.terms import Role

_CUSTOMERS = {"customers", "customers_rows", "deals_rows"}


def may_see(thing: Thing, row: FromClause, access: AccessContext, *, one_by_one: bool = False) -> ColumnElement[bool]:
    """The condition under which this viewer may see a row of the thing.

    ``one_by_one``: few rows are meant, so that each is looked at by itself and not held against all that may be seen.
    """
    columns: Any = row.c
    me = access.viewer.person_id
    match thing.sees:
        case "customers":
            return _of(row, access)
        case "customers_rows":
            return _account(columns.account_id, access, one_by_one=one_by_one)
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
        case "sight":
            return true() if is_operations(access) else _account(columns.account_id, access, one_by_one=one_by_one)
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
        sight = access.rules.sight
        is_blind = viewer.role is Role.OPS and sight.ops_sees != "all" and sight.without_manager != "ops"
        return viewer.person_id is None or viewer.role is None or is_blind
    return viewer.person_id is None


def assert_sees(thing: str, access: AccessContext) -> None:
    """SightMissing where the viewer may see no row of this thing of the catalogue."""
    if sees_nothing(load_catalogue().thing(thing), access):
        raise SightMissing(f"{access.viewer.name} may not see any {thing}.", things=thing, thing=thing, newest=None)


def is_operations(access: AccessContext) -> bool:
    """Whether the viewer looks after the assistant."""
    return access.viewer.is_operator or access.viewer.role is Role.OPS


def _account(account_id: Any, access: AccessContext, *, one_by_one: bool = False) -> ColumnElement[bool]:
    account = Account.__table__.alias("seen_account")
    if one_by_one or access.viewer.is_operator:
        return exists(select(1).select_from(account).where(account.c.id == account_id, _of(account, access)))
    seen: ColumnElement[bool] = account_id.in_(select(account.c.id).where(_of(account, access)))
    return seen


def _of(accounts: FromClause, access: AccessContext) -> ColumnElement[bool]:
    """The rule of visibility on the accounts of this alias, test accounts left out."""

    def to_alias(element: Any, **_: Any) -> Any:
        is_own = isinstance(element, Column) and element.table is Account.__table__
        return accounts.c[element.key] if is_own else None

    visible = replacement_traverse(access.visible, {}, to_alias)
    return and_(visible, accounts.c.is_test.is_(False))
