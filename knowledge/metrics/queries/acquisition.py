"""Lead-to-deal rate and CAC: told from leads and costs where they were imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knowledge.accounts.queries.segments import SegmentFilter, Segments
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import Rates
from knowledge.metrics.metric import Metric
from knowledge.metrics.periods import Period
from knowledge.metrics.queries.acquisition_counts import (
    COST_SPLITS,
    LEAD_SPLITS,
    is_imported,
    load_costs,
    load_leads,
    load_new_customers,
)
from knowledge.metrics.tally import Tally
from knowledge.tables import Cost, Lead
from knowledge.terms import SegmentBy

Tallies = dict[tuple[int, str | None], Tally | None]
_NOTHING = Tally(0, 0)


def tally_leads(
    access: AccessContext, periods: Sequence[Period], by: SegmentBy | None, filters: Sequence[SegmentFilter]
) -> Tallies:
    """Leads that became a deal, of the leads of each period. A lead is no customer: it has no phase, product or RFM."""
    if not is_imported(access, Lead):
        return {(place, None): None for place in range(len(periods))}
    found: Tallies = {} if by else {(place, None): _NOTHING for place in range(len(periods))}
    if _told_by(by, filters, LEAD_SPLITS):
        for place, group, deals, leads in load_leads(access, periods, by, filters):
            found[place, group if by else None] = Tally(deals, leads)
    return found


def tally_cac(
    access: AccessContext,
    periods: Sequence[Period],
    by: SegmentBy | None,
    filters: Sequence[SegmentFilter],
    rates: Rates,
    groups: Callable[[int], Segments],
) -> Tallies:
    """Costs of each period against the customers whose first contract or purchase fell into it.

    A group for which no cost was written down has no CAC: it is not free, its costs are not known. RateMissing.
    """
    if not is_imported(access, Cost):
        return {(place, None): None for place in range(len(periods))}
    found: Tallies = {} if by else {(place, None): _NOTHING for place in range(len(periods))}
    if not _told_by(by, filters, COST_SPLITS):
        return found
    new: dict[tuple[int, str], int] = {}
    for account_id, place in load_new_customers(access, periods):
        group = groups(place).get(account_id)
        if group is not None:
            key = (place, group if by else "")
            new[key] = new.get(key, 0) + 1
    for (place, group), spent in load_costs(access, periods, by, filters, rates).items():
        found[place, group if by else None] = Tally(spent, new.get((place, group), 0))
    return found


def _told_by(by: SegmentBy | None, filters: Sequence[SegmentFilter], splits: object) -> bool:
    known = set(splits) if isinstance(splits, dict) else set()
    return (by is None or by in known) and all(each.by in known for each in filters)


LEADS_AND_COSTS = frozenset({Metric.LEAD_TO_DEAL, Metric.CAC})
