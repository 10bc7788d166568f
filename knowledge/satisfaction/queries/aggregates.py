"""Survey answers and tickets per account."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import case, func, select

from knowledge.accounts.columns import Columns
from knowledge.accounts.inputs import SURVEYS, TICKETS, support_windows
from knowledge.accounts.queries.aggregates.frame import Accounts, Among, Statement, aggregate, day
from knowledge.kernel.access import AccessContext
from knowledge.tables import Survey, Ticket
from knowledge.terms import Severity, TicketStatus


def load_surveys(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.SURVEYS``: of two answers on one day the lower is the latest, so that doubt shows."""
    shelf_from = access.as_of - dt.timedelta(days=access.rules.gate.survey_shelf_days)
    return aggregate(access, _surveys, SURVEYS, accounts, shelf_from=shelf_from)


def load_tickets(access: AccessContext, accounts: Accounts = None) -> Columns:
    """The columns of ``inputs.TICKETS``."""
    recent, baseline = support_windows(access.as_of, access.rules)
    windows = {"recent_from": recent.first, "baseline_from": baseline.first, "baseline_until": baseline.last}
    return aggregate(access, _tickets, TICKETS, accounts, **windows)


def _surveys(among: Among) -> Statement:
    kind = (Survey.account_id, Survey.kind)
    newest = func.row_number().over(partition_by=kind, order_by=(Survey.answered_on.desc(), Survey.score, Survey.id))
    fresh = func.sum(case((Survey.answered_on >= day("shelf_from"), 1), else_=0)).over(partition_by=kind)
    ranked = (
        select(
            Survey.account_id,
            Survey.kind,
            Survey.score,
            Survey.answered_on,
            newest.label("place"),
            fresh.label("answers"),
        )
        .where(among(Survey.account_id), Survey.answered_on <= day("as_of"))
        .cte("ranked")
    )
    second = ranked.alias("second")
    same = (second.c.account_id == ranked.c.account_id) & (second.c.kind == ranked.c.kind) & (second.c.place == 2)
    return (
        select(
            ranked.c.account_id,
            ranked.c.kind,
            ranked.c.score,
            ranked.c.answered_on,
            second.c.score.label("previous_score"),
            second.c.answered_on.label("previous_on"),
            ranked.c.answers,
        )
        .outerjoin(second, same)
        .where(ranked.c.place == 1)
    )


def _tickets(among: Among) -> Statement:
    as_of = day("as_of")
    still_open = (Ticket.closed_on > as_of) | (Ticket.closed_on.is_(None) & (Ticket.status != TicketStatus.SOLVED))
    severe = still_open & (Ticket.severity == Severity.SEVERE)
    lately = Ticket.opened_on.between(day("recent_from"), as_of)
    before = Ticket.opened_on.between(day("baseline_from"), day("baseline_until"))
    return (
        select(
            Ticket.account_id,
            func.sum(case((still_open, 1), else_=0)).label("open_tickets"),
            func.sum(case((severe, 1), else_=0)).label("open_severe"),
            func.min(case((severe, Ticket.opened_on))).label("severe_since"),
            func.sum(case((lately, 1), else_=0)).label("recent_tickets"),
            func.sum(case((before, 1), else_=0)).label("baseline_tickets"),
            func.sum(case((lately | still_open, Ticket.reopened), else_=0)).label("recent_reopened"),
            func.sum(case((lately & Ticket.satisfied.is_(False), 1), else_=0)).label("recent_unsatisfied"),
            func.max(Ticket.opened_on).label("last_opened_on"),
        )
        .where(among(Ticket.account_id), Ticket.opened_on <= as_of)
        .group_by(Ticket.account_id)
    )
