"""Questions that no article answered, from the audit trail, where they are kept and erased like all that was said."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import select

from knowledge.kernel.access import AccessContext
from knowledge.kernel.moments import as_utc
from knowledge.playbook.unanswered import Unanswered
from knowledge.tables import AuditEntry

NO_ARTICLE = "no_article"
"""The act under which such a question stands in the trail."""

_MOST = 2_000  # a month of a large firm; more would only be read slower


def load_unanswered(access: AccessContext, first: dt.date, last: dt.date) -> list[Unanswered]:
    """Those of the period, both days included, oldest first."""
    begin, end = (
        as_utc(dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(access.rules.firm.timezone)))
        for day in (first, last + dt.timedelta(days=1))
    )
    query = (
        select(AuditEntry.text, AuditEntry.person_key)
        .where(AuditEntry.act == NO_ARTICLE, AuditEntry.text.is_not(None), AuditEntry.at >= begin, AuditEntry.at < end)
        .order_by(AuditEntry.id)
        .limit(_MOST)
    )
    return [Unanswered(row.text, row.person_key) for row in access.connection.execute(query)]
