"""Revenue at risk over the last quarter as a picture, with the sentence that stands in for it."""

from __future__ import annotations

from itertools import pairwise

from actions.reply import Chart, ChartSeries
from knowledge.churn.queries.revenue_at_risk import load_risk_days
from knowledge.kernel.access import AccessContext
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases

_FEWEST_DAYS = 2


def risk_chart(access: AccessContext, say: Phrases) -> Chart | None:
    """The picture of the viewer's customers; None until two days were kept."""
    days = load_risk_days(access, days=access.rules.digest.picture_days)
    if len(days) < _FEWEST_DAYS:
        return None
    currency = access.rules.firm.currency
    amounts = [Money(day.at_risk_minor, currency) for day in days]
    points = tuple((day.day.isoformat(), money.main) for day, money in zip(days, amounts, strict=True))
    changed = [later.day for earlier, later in pairwise(days) if earlier.definition != later.definition]
    most = max(amounts, key=lambda money: money.minor)
    facts = {"first": days[0].day, "last": days[-1].day, "begin": amounts[0], "end": amounts[-1], "most": most}
    return Chart(
        key="revenue_at_risk",
        kind="line",
        title=say("risks.chart_title"),
        unit=currency,
        series=(ChartSeries(label=say("risks.chart_series"), points=points),),
        marks=tuple((day.isoformat(), say("risks.chart_mark")) for day in changed),
        alt=say("risks.chart_alt", changes=len(changed), **facts),
    )
