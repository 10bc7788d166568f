"""The customers behind a sum of revenue at risk."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sqlalchemy import select

from knowledge.churn.score import ChurnBand
from knowledge.kernel.access import AccessContext
from knowledge.kernel.lineage import LineageTable, RowRange, SourceRow
from knowledge.nightly.queries.snapshots import load_risks
from knowledge.playbook.formats import Money
from knowledge.tables import Account


def _load(band: ChurnBand, access: AccessContext, wanted: RowRange, most: int) -> tuple[int, list[SourceRow]]:
    """How many stand in this band on the last day (of the ids, if any are given), and those that pay most."""
    risks = [each for each in load_risks(replace(access, as_of=wanted.until or access.as_of)) if each.band is band]
    if wanted.ids:
        among = set(wanted.ids)
        risks = [each for each in risks if each.account_id in among]
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
        rows.append(SourceRow(account.source, account.source_line, cells))
    return len(risks), rows


_COLUMNS = ("account", "points", "monthly", "decide_by")
TABLES = (
    LineageTable("risks_at_risk", _COLUMNS, partial(_load, ChurnBand.AT_RISK), needs=("until",)),
    LineageTable("risks_watch", _COLUMNS, partial(_load, ChurnBand.WATCH), needs=("until",)),
)
