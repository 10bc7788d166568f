"""Identities that the demo company's figures keep over two years, in every split."""

from dataclasses import fields

import pytest
from sqlalchemy import Engine

from knowledge.demo import DEMO_DAY
from knowledge.kernel.access import open_access
from knowledge.kernel.exchange_rates import Rates
from knowledge.kernel.visibility import OPERATOR
from knowledge.metrics.metric import Metric
from knowledge.metrics.movements import Movements
from knowledge.metrics.periods import back_from, period_of
from knowledge.metrics.queries.metrics import Wanted, measure_with_movements
from knowledge.metrics.told import MovedBy, SplitBy, Told
from knowledge.playbook.rules import Rules
from knowledge.terms import SegmentBy

MONTHS = back_from(period_of(DEMO_DAY, "month", year_starts=4), 24)
COUNTED = (Metric.CROSS_SELL_RATE, Metric.WIN_RATE, Metric.NPS, Metric.ONBOARDING, Metric.LEAD_TO_DEAL, Metric.CAC)


def measure(demo: Engine, by: SplitBy | None) -> tuple[tuple[Told, ...], MovedBy]:
    with open_access(demo, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        return measure_with_movements(access, Wanted((Metric.NRR, *COUNTED), MONTHS, Rates("JPY"), by=by))[:2]


def test_what_was_there_and_what_moved_make_what_is_there_month_by_month(demo: Engine) -> None:
    _, movements = measure(demo, None)
    for place in range(len(MONTHS)):
        moved = movements[place, None]
        assert moved.opening + moved.new + moved.expansion - moved.contraction - moved.churn == moved.closing
        assert moved.kept <= moved.opening + moved.expansion - moved.contraction - moved.churn  # GRR is at most NRR
        if place:
            assert moved.opening == movements[place - 1, None].closing


@pytest.mark.parametrize("by", [SegmentBy.TEAM, SegmentBy.OWNER, SegmentBy.CSM, SegmentBy.INDUSTRY, SegmentBy.REGION])
def test_segments_add_up_to_the_whole_in_every_month(demo: Engine, by: SegmentBy) -> None:
    whole_told, whole = measure(demo, None)
    told, parts = measure(demo, by)
    for place in range(len(MONTHS)):
        for field in fields(Movements):
            found = sum(getattr(moved, field.name) for (at, _), moved in parts.items() if at == place)
            assert found == pytest.approx(getattr(whole[place, None], field.name))
    split_elsewhere = {Metric.CAC, Metric.LEAD_TO_DEAL} if by is not SegmentBy.TEAM else set()
    for each in whole_told:
        if each.metric in COUNTED and each.metric not in split_elsewhere and each.tally:
            tallies = [t.tally for t in told if (t.metric, t.place) == (each.metric, each.place) and t.tally]
            assert sum(tally.numerator for tally in tallies) == pytest.approx(each.tally.numerator)
            known = [tally for tally in tallies if tally.known]
            assert sum(tally.denominator for tally in known) == pytest.approx(each.tally.denominator)
