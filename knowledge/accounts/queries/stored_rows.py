"""Rows of the store as they were imported: a customer's use, surveys, tickets, purchases, contracts and the like."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.lineage import LineageTable, RowRange, SourceRow
from knowledge.tables import (
    Account,
    Contact,
    Deal,
    Invoice,
    Need,
    Note,
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
_NAMED = {"product": Product.name.label("product"), "account": Account.name.label("account")}


def _stored(
    name: str, model: Any, dated: str, columns: tuple[str, ...], only: ColumnElement[bool] | None = None
) -> LineageTable:
    """A table of the store; ``dated``: the column that dates a row; ``only``: the part of it that is meant."""
    return LineageTable(name, columns, partial(_load, model, dated, columns, only))


def _load(
    model: Any,
    dated: str,
    columns: tuple[str, ...],
    only: ColumnElement[bool] | None,
    access: AccessContext,
    wanted: RowRange,
    most: int,
) -> tuple[int, list[SourceRow]]:
    conditions = [*_conditions(access, model, dated, wanted), *([] if only is None else [only])]
    count = access.connection.execute(select(func.count()).select_from(model).where(*conditions)).scalar_one()
    shown = [_NAMED.get(name, getattr(model, name, None)) for name in columns]
    query: Select[Any] = select(model.source, model.source_line, *shown).where(*conditions)
    if "product" in columns:
        query = query.outerjoin(Product, Product.id == model.product_id)
    if "account" in columns:
        query = query.join(Account, Account.id == model.account_id)
    rows = access.connection.execute(query.order_by(getattr(model, dated).desc(), model.id.desc()).limit(most))
    return count, [SourceRow.of(row) for row in rows]


def _conditions(access: AccessContext, model: Any, dated: str, wanted: RowRange) -> list[Any]:
    day = getattr(model, dated)
    conditions = [access.sees(model.account_id)]
    if wanted.account_id is not None:
        conditions.append(model.account_id == wanted.account_id)
    if wanted.ids:
        conditions.append(model.id.in_(wanted.ids))
    if wanted.product_ids:
        named = model.product_id.in_(wanted.product_ids)
        conditions.append(named | model.product_id.is_(None) if model is Usage else named)
    if wanted.since:
        conditions.append(day >= wanted.since)
    if wanted.until:
        conditions.append(day <= wanted.until)
    return conditions


TABLES = (
    _stored("usage", Usage, "day", ("day", "product", "feature", "active_users", "events", "seats_used")),
    _stored("surveys", Survey, "answered_on", ("answered_on", "kind", "score", "comment")),
    _stored("tickets", Ticket, "opened_on", ("opened_on", "severity", "status", "subject")),
    _stored("purchases", Purchase, "purchased_on", ("purchased_on", "product", "quantity", "amount_minor", "currency")),
    _stored(
        "subscriptions",
        Subscription,
        "started_on",
        ("product", "started_on", "ended_on", "seats", "monthly_minor", "currency", "renews_on", "notice_by"),
    ),
    _stored("invoices", Invoice, "due_on", ("due_on", "paid_on", "amount_minor", "currency")),
    _stored("contacts", Contact, "left_on", ("name", "title", "is_champion", "left_on")),
    _stored("touches", Touch, "happened_on", ("happened_on", "kind", "subject")),
    _stored("notes", Note, "written_on", ("written_on", "text")),
    _stored("needs", Need, "said_on", ("said_on", "said_by", "text", "status")),
    _stored("proposals_cross_sell", Proposal, "proposed_on", _PROPOSED, Proposal.kind == OfferKind.CROSS_SELL),
    _stored("proposals_upsell", Proposal, "proposed_on", _PROPOSED, Proposal.kind == OfferKind.UPSELL),
    _stored(
        "deals_decided",
        Deal,
        "closed_on",
        ("account", "closed_on", "kind", "outcome", "amount_minor", "currency"),
        Deal.outcome.in_((DealOutcome.WON, DealOutcome.LOST)),
    ),
    _stored(
        "surveys_nps",
        Survey,
        "answered_on",
        ("account", "answered_on", "score", "comment"),
        Survey.kind == SurveyKind.NPS,
    ),
)
