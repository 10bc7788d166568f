"""The rows behind a figure, with the file and line each came from, seen by whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from knowledge.churn.queries.risk_rows import RISKS, load_risk_rows
from knowledge.kernel.access import AccessContext
from knowledge.metrics.queries.acquisition_rows import ACQUISITION, load_acquisition_rows
from knowledge.metrics.queries.ledger_rows import load_ledger_changes
from knowledge.offers.queries.offer_scores import load_scorer
from knowledge.offers.queries.take_up_rows import TAKE_UP, load_take_up_rows
from knowledge.playbook.formats import Rate
from knowledge.tables import (
    Account,
    Contact,
    Deal,
    Invoice,
    Need,
    Product,
    Proposal,
    Purchase,
    Subscription,
    Survey,
    Ticket,
    Touch,
    Usage,
)
from knowledge.terms import DealOutcome, OfferKind, SurveyKind

_PROPOSED = ("account", "proposed_on", "product", "outcome", "outcome_on")

# Table → model, the column that dates a row, the columns that a person wants to see.
_TABLES: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "usage": (Usage, "day", ("day", "product", "feature", "active_users", "events", "seats_used")),
    "surveys": (Survey, "answered_on", ("answered_on", "kind", "score", "comment")),
    "tickets": (Ticket, "opened_on", ("opened_on", "severity", "status", "subject")),
    "purchases": (Purchase, "purchased_on", ("purchased_on", "product", "quantity", "amount_minor", "currency")),
    "subscriptions": (
        Subscription,
        "started_on",
        ("product", "started_on", "ended_on", "seats", "monthly_minor", "currency", "renews_on", "notice_by"),
    ),
    "invoices": (Invoice, "due_on", ("due_on", "paid_on", "amount_minor", "currency")),
    "contacts": (Contact, "left_on", ("name", "title", "is_champion", "left_on")),
    "touches": (Touch, "happened_on", ("happened_on", "kind", "subject")),
    "proposals_cross_sell": (Proposal, "proposed_on", _PROPOSED),
    "proposals_upsell": (Proposal, "proposed_on", _PROPOSED),
    "deals_decided": (Deal, "closed_on", ("account", "closed_on", "kind", "outcome", "amount_minor", "currency")),
    "surveys_nps": (Survey, "answered_on", ("account", "answered_on", "score", "comment")),
    "needs": (Need, "said_on", ("said_on", "said_by", "text", "status")),
}


# Names of a part of a table → what its rows have in common.
_ONLY: dict[str, ColumnElement[bool]] = {
    "proposals_cross_sell": Proposal.kind == OfferKind.CROSS_SELL,
    "proposals_upsell": Proposal.kind == OfferKind.UPSELL,
    "deals_decided": Deal.outcome.in_((DealOutcome.WON, DealOutcome.LOST)),
    "surveys_nps": Survey.kind == SurveyKind.NPS,
}


@dataclass(frozen=True)
class SourceRow:
    """One row: the file or system it came from, its line there, and the cells that counted."""

    source: str
    line: int | None
    cells: dict[str, Any]


@dataclass(frozen=True)
class RowRange:
    """Which rows: of one account, of some products, of a span of days, or these very ids."""

    table: str
    account_id: int | None = None
    product_ids: Sequence[int] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    ids: Sequence[int] = ()


def load_rows(access: AccessContext, wanted: RowRange, *, most: int) -> tuple[int, list[SourceRow]]:
    """How many rows there are, and the newest ``most`` of them. Only rows of accounts that the viewer may see."""
    if wanted.table == "follow_ons":
        return _load_follow_ons(access, wanted, most=most)
    if wanted.table in RISKS and wanted.until:
        count, found = load_risk_rows(access, wanted.table, wanted.until, among=wanted.ids, most=most)
        return count, [SourceRow(*row) for row in found]
    if wanted.table == "reliability":
        return _load_reliability(access, most=most)
    if wanted.table == "ledger" and wanted.since and wanted.until:
        count, found = load_ledger_changes(access, wanted.since, wanted.until, most=most)
        return count, [SourceRow(*row) for row in found]
    if wanted.table in ACQUISITION and wanted.since and wanted.until:
        count, found = load_acquisition_rows(access, wanted.table, wanted.since, wanted.until, most=most)
        return count, [SourceRow(*row) for row in found]
    if wanted.table in TAKE_UP and wanted.product_ids:
        count, found = load_take_up_rows(access, wanted.table, wanted.product_ids, most=most)
        return count, [SourceRow(*row) for row in found]
    if wanted.table not in _TABLES:
        return 0, []
    model, dated, shown = _TABLES[wanted.table]
    conditions = _conditions(access, model, dated, wanted)
    count = access.connection.execute(select(func.count()).select_from(model).where(*conditions)).scalar_one()
    named = {"product": Product.name, "account": Account.name}
    columns = [named[name] if name in named else getattr(model, name) for name in shown]
    query: Select[Any] = select(model.source, model.source_line, *columns).where(*conditions)
    if "product" in shown:
        query = query.outerjoin(Product, Product.id == model.product_id)
    if "account" in shown:
        query = query.join(Account, Account.id == model.account_id)
    rows = access.connection.execute(query.order_by(getattr(model, dated).desc(), model.id.desc()).limit(most))
    return count, [SourceRow(row[0], row[1], dict(zip(shown, row[2:], strict=True))) for row in rows]


def _conditions(access: AccessContext, model: Any, dated: str, wanted: RowRange) -> list[Any]:
    day = getattr(model, dated)
    conditions = [access.sees(model.account_id)]
    if wanted.table in _ONLY:
        conditions.append(_ONLY[wanted.table])
    if wanted.account_id is not None:
        conditions.append(model.account_id == wanted.account_id)
    if wanted.ids:
        conditions.append(model.id.in_(wanted.ids))
    if wanted.product_ids:
        conditions.append(model.product_id.in_(wanted.product_ids))
    if wanted.since:
        conditions.append(day >= wanted.since)
    if wanted.until:
        conditions.append(day <= wanted.until)
    return conditions


def _load_follow_ons(access: AccessContext, wanted: RowRange, *, most: int) -> tuple[int, list[SourceRow]]:
    """Accounts that had the first product and added the second within the horizon: counted over all, named if seen."""
    antecedent, product = wanted.product_ids
    first, second = _first_bought(access, antecedent, "first"), _first_bought(access, product, "second")
    query = (
        select(Account.id, Account.name, Account.source, Account.source_line, first.c.day, second.c.day, access.visible)
        .join(first, first.c.account_id == Account.id)
        .join(second, second.c.account_id == Account.id)
        .where(second.c.day > first.c.day, Account.is_test.is_(False))
        .order_by(second.c.day.desc())
    )
    horizon = dt.timedelta(days=access.rules.offers.horizon_days)
    ripe = access.as_of - horizon
    found = [row for row in access.connection.execute(query) if row[4] <= ripe and row[5] - row[4] <= horizon]
    names = access.connection.execute(
        select(Product.id, Product.name).where(Product.id.in_([antecedent, product]))
    ).all()
    called = {row.id: row.name for row in names}
    rows = [
        SourceRow(row[2], row[3], {"account": row[1], called[antecedent]: row[4], called[product]: row[5]})
        for row in found
        if row[6]
    ]
    return len(found), rows[:most]


def _load_reliability(access: AccessContext, *, most: int) -> tuple[int, list[SourceRow]]:
    """The reliability table of the chosen scorer, always whole: what was stated and what followed, band by band."""
    scorer = load_scorer(access)
    rows = [
        SourceRow(
            "osusume backtest offers",
            None,
            {"window": b.window + 1, "cases": b.cases, "stated": Rate(b.stated), "observed": Rate(b.observed)},
        )
        for b in (scorer.bands if scorer else ())
    ]
    return len(rows), rows if most else []


def _first_bought(access: AccessContext, product_id: int, name: str) -> Any:
    return (
        select(Purchase.account_id, func.min(Purchase.purchased_on).label("day"))
        .where(Purchase.product_id == product_id, Purchase.purchased_on <= access.as_of)
        .group_by(Purchase.account_id)
        .cte(name)
    )
