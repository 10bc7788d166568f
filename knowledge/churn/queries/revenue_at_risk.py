"""Recurring revenue at risk day by day, from the nightly rows, and where the score's rules changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import case, func, select

from knowledge.churn.score import ChurnBand
from knowledge.kernel.access import AccessContext
from knowledge.tables import AccountDay


@dataclass(frozen=True)
class RiskDay:
    """A month's revenue of the viewer's customers at risk on one day; ``definition`` names the rules of the score."""

    day: dt.date
    at_risk_minor: int
    definition: str


def load_risk_days(access: AccessContext, *, days: int) -> list[RiskDay]:
    """The kept days up to the day asked about, oldest first."""
    money = func.sum(case((AccountDay.band == ChurnBand.AT_RISK, AccountDay.monthly_minor), else_=0))
    since = access.as_of - dt.timedelta(days=days)
    query = (
        select(AccountDay.day, money.label("minor"), func.max(AccountDay.definition).label("made_by"))
        .where(AccountDay.day.between(since, access.as_of), access.sees(AccountDay.account_id))
        .group_by(AccountDay.day)
        .order_by(AccountDay.day)
    )
    return [RiskDay(row.day, int(row.minor or 0), row.made_by) for row in access.connection.execute(query)]
