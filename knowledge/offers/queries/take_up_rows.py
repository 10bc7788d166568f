"""The proposals behind the take-up on one ground: those that were counted, and no others."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import func, select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.lineage import LineageTable, RowRange, SourceRow
from knowledge.offers.queries.experience import counts_as_answered, had_when_proposed, ownership
from knowledge.tables import Account, Product, Proposal
from knowledge.terms import OfferKind


def _load(kind: OfferKind, access: AccessContext, wanted: RowRange, most: int) -> tuple[int, list[SourceRow]]:
    """How many were counted over the whole firm, and the newest of customers that the viewer may see.

    product_ids: the product proposed; before it, where the ground is a pair, what the customer had on that day.
    """
    *had_before, product_id = wanted.product_ids
    conditions = [counts_as_answered(access), Proposal.kind == kind, Proposal.product_id == product_id]
    if had_before:
        had = ownership()
        same = had.c.account_id == Proposal.account_id
        conditions.append(
            select(had.c.product_id).where(same, had.c.product_id == had_before[0], *had_when_proposed(had)).exists()
        )
    of_firm = select(func.count()).select_from(Proposal).join(Account, Account.id == Proposal.account_id)
    count = access.connection.execute(of_firm.where(*conditions)).scalar_one()
    query = (
        select(Proposal, Account.name.label("account"), Product.name.label("product"))
        .join(Account, Account.id == Proposal.account_id)
        .join(Product, Product.id == Proposal.product_id)
        .where(*conditions, access.visible)
        .order_by(Proposal.proposed_on.desc(), Proposal.id.desc())
        .limit(most)
    )
    return count, [_row(row, access) for row in access.connection.execute(query)]


def _row(row: Any, access: AccessContext) -> SourceRow:
    known = row.outcome_on is not None and row.outcome_on <= access.as_of
    cells = {
        "account": row.account,
        "proposed_on": row.proposed_on,
        "product": row.product,
        "outcome": row.outcome if known else None,
        "outcome_on": row.outcome_on if known else None,
    }
    return SourceRow(row.source, row.source_line, cells)


_COLUMNS = ("account", "proposed_on", "product", "outcome", "outcome_on")
TABLES = tuple(
    LineageTable(f"take_up_{kind}", _COLUMNS, partial(_load, kind), needs=("product_ids",)) for kind in OfferKind
)
