"""The customers behind a sum of revenue at risk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from knowledge.churn.score import ChurnBand
from knowledge.kernel.access import AccessContext
from knowledge.nightly.queries.snapshots import load_risks
from knowledge.playbook.formats import Money
from knowledge.tables import Account

RISKS = {"risks_at_risk": ChurnBand.AT_RISK, "risks_watch": ChurnBand.WATCH}
Row = tuple[str, int | None, dict[str, Any]]


def load_risk_rows(
    access: AccessContext, table: str, day: dt.date, *, among: Sequence[int], most: int
) -> tuple[int, list[Row]]:
    """How many stand in this band on that day (of ``among``, if any), and those that pay most: source, line, cells."""
    risks = [each for each in load_risks(replace(access, as_of=day)) if each.band is RISKS[table]]
    if among:
        wanted = set(among)
        risks = [each for each in risks if each.account_id in wanted]
    risks.sort(key=lambda each: (-(each.monthly_minor or 0), each.account_id))
    shown = risks[:most]
    columns = (Account.id, Account.name, Account.source, Account.source_line)
    query = select(*columns).where(access.visible, Account.id.in_([each.account_id for each in shown]))
    named = {row.id: row for row in access.connection.execute(query)}
    rows = []
    for each in shown:
        account = named[each.account_id]
        money = None if each.monthly_minor is None else Money(each.monthly_minor, access.rules.firm.currency)
        cells = {"account": account.name, "points": each.points, "monthly": money, "decide_by": each.decide_by}
        rows.append((account.source, account.source_line, cells))
    return len(risks), rows
