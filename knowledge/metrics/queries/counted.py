"""The figures that are counted from rows of one kind, and what loads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from knowledge.kernel.access import AccessContext
from knowledge.metrics.metric import Metric
from knowledge.metrics.periods import Period
from knowledge.metrics.queries import outcomes
from knowledge.terms import OfferKind


def _proposals(kind: OfferKind) -> Callable[[AccessContext, Sequence[Period]], pd.DataFrame]:
    return lambda access, periods: outcomes.load_proposal_counts(access, periods, kind)


LOADERS: dict[Metric, Callable[[AccessContext, Sequence[Period]], pd.DataFrame]] = {
    Metric.CROSS_SELL_RATE: _proposals(OfferKind.CROSS_SELL),
    Metric.UPSELL_RATE: _proposals(OfferKind.UPSELL),
    Metric.WIN_RATE: outcomes.load_deal_counts,
    Metric.NPS: outcomes.load_nps_counts,
    Metric.ONBOARDING: outcomes.load_onboarding_counts,
    Metric.HANDOFFS_ACCEPTED: lambda access, periods: outcomes.load_handoff_counts(access, periods, won=False),
    Metric.HANDOFFS_WON: lambda access, periods: outcomes.load_handoff_counts(access, periods, won=True),
}
