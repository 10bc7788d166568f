"""What already goes on with a customer: deals that are open, and what firms of the same group have."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, or_, select
from sqlalchemy.orm import aliased

from knowledge.accounts.account_360 import find_owned
from knowledge.accounts.history import Contract, DecidedDeal, OpenDeal, PurchaseLine, RelativeOwns
from knowledge.accounts.queries.aggregates.frame import Among, Statement, day, visible_among
from knowledge.accounts.queries.history import load_contracts, load_purchases
from knowledge.accounts.queries.of_account import rows_of
from knowledge.catalogue.catalogue import Catalogue
from knowledge.kernel.access import AccessContext
from knowledge.kernel.rows import records_by_account
from knowledge.tables import Account, Deal, DealLine
from knowledge.terms import DealOutcome

_MOST_RELATIVES = 20  # firms of a group looked at for one answer


def load_open_deals(access: AccessContext, account_id: int) -> tuple[OpenDeal, ...]:
    """The lines of the deals open on the day asked about, newest first; a deal without lines is one line."""
    return records_by_account(OpenDeal, rows_of(access, account_id, _open_deals)).get(account_id, ())


def load_all_open_deals(access: AccessContext) -> dict[int, tuple[OpenDeal, ...]]:
    """The same of every account that the viewer may see."""
    rows = access.connection.execute(_open_deals(access.sees), {"as_of": access.as_of})
    return records_by_account(OpenDeal, rows)


def load_decided_deals(access: AccessContext, account_id: int) -> tuple[DecidedDeal, ...]:
    """The products of deals decided within the longest time that a product rests, newest first."""
    return tuple(_decided(row) for row in rows_of(access, account_id, _decided_deals, since=_since(access)))


def load_all_decided_deals(access: AccessContext) -> dict[int, tuple[DecidedDeal, ...]]:
    """The same of every account that the viewer may see."""
    found: dict[int, list[DecidedDeal]] = defaultdict(list)
    given = {"as_of": access.as_of, "since": _since(access)}
    for row in access.connection.execute(_decided_deals(access.sees), given):
        found[row[0]].append(_decided(row))
    return {account_id: tuple(deals) for account_id, deals in found.items()}


def _since(access: AccessContext) -> dt.date:
    rules = access.rules.gate
    return access.as_of - dt.timedelta(days=max(rules.cool_off_days, *rules.cool_off_by_reason.values()))


def _decided(row: Any) -> DecidedDeal:
    return DecidedDeal(row.product_id, row.outcome == DealOutcome.WON, row.closed_on, row.lost_reason)


def load_relatives(access: AccessContext, account_id: int, catalogue: Catalogue) -> tuple[RelativeOwns, ...]:
    """What the parent, sisters and daughters of an account have, as far as the viewer may see them."""
    named = {row.id: row.name for row in rows_of(access, account_id, _relatives, most=_MOST_RELATIVES)}
    found = []
    for relative in visible_among(access, sorted(named)) if named else ():
        purchases, contracts = load_purchases(access, relative), load_contracts(access, relative)
        owned = find_owned(purchases, contracts, catalogue, as_of=access.as_of)
        found += [RelativeOwns(named[relative], product_id) for product_id in sorted(owned)]
    return tuple(found)


def load_all_relatives(
    access: AccessContext,
    purchases: Mapping[int, Sequence[PurchaseLine]],
    contracts: Mapping[int, Sequence[Contract]],
    catalogue: Catalogue,
) -> dict[int, tuple[RelativeOwns, ...]]:
    """The same of every account that the viewer may see, from what these have bought and signed."""
    query = select(Account.id, Account.name, Account.parent_id).where(access.visible).order_by(Account.id)
    accounts = access.connection.execute(query).all()
    groups: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in accounts:
        if row.parent_id is not None:
            groups[row.parent_id].append((row.id, row.name))
    for row in accounts:
        if row.id in groups:
            groups[row.id].append((row.id, row.name))
    found: dict[int, list[RelativeOwns]] = defaultdict(list)
    for members in groups.values():
        owned = {
            one: find_owned(purchases.get(one, ()), contracts.get(one, ()), catalogue, as_of=access.as_of)
            for one, _ in members
        }
        for one, _ in members:
            others = [(other, name) for other, name in members if other != one]
            found[one] += [RelativeOwns(name, product) for other, name in others for product in sorted(owned[other])]
    return {account_id: tuple(owns) for account_id, owns in found.items()}


def _open_deals(among: Among) -> Statement:
    is_open = Deal.outcome == DealOutcome.OPEN
    still_open = is_open | (Deal.closed_on > day("as_of"))
    begun = (Deal.opened_on <= day("as_of")) | (Deal.opened_on.is_(None) & is_open)  # else nobody knew of it that day
    return (
        select(Deal.account_id, DealLine.product_id, Deal.name, Deal.opened_on)
        .outerjoin(DealLine, DealLine.deal_id == Deal.id)
        .where(among(Deal.account_id), begun, still_open)
        .order_by(Deal.account_id, Deal.opened_on.desc(), Deal.id.desc(), DealLine.id)
    )


def _decided_deals(among: Among) -> Statement:
    return (
        select(Deal.account_id, DealLine.product_id, Deal.outcome, Deal.closed_on, Deal.lost_reason)
        .join(DealLine, DealLine.deal_id == Deal.id)
        .where(among(Deal.account_id), Deal.outcome.in_((DealOutcome.WON, DealOutcome.LOST)))
        .where(Deal.closed_on.between(day("since"), day("as_of")))
        .order_by(Deal.account_id, Deal.closed_on.desc(), Deal.id.desc(), DealLine.id)
    )


def _relatives(among: Among) -> Statement:
    own = aliased(Account)
    mine = select(own.parent_id).where(among(own.id), own.parent_id.is_not(None)).scalar_subquery()
    daughters = select(own.id).where(among(own.id)).scalar_subquery()
    return (
        select(Account.id, Account.name)
        .where(or_(Account.parent_id == daughters, Account.id == mine, Account.parent_id == mine))
        .where(~among(Account.id))
        .order_by(Account.id)
        .limit(bindparam("most", type_=Integer))
    )
