"""What stands in one order, and what customers of one industry carry: counts over everybody, made once a day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.kernel.access import AccessContext
from knowledge.kernel.materialized import load_materialized
from knowledge.offers.candidate import Carried, Together

if TYPE_CHECKING:
    import pandas as pd


def load_together(access: AccessContext) -> tuple[Together, ...]:
    """What is ordered with what; none in a firm that records no orders."""
    if not load_records(access).orders:
        return ()

    def count() -> pd.DataFrame:
        from knowledge.offers.affinity.together import count_together
        from knowledge.offers.queries.all_purchases import load_all_purchases

        return count_together(load_all_purchases(access), as_of=access.as_of)

    table = load_materialized(access.connection, "ordered_together", access.as_of, count)
    columns = [table[name] for name in Together.__dataclass_fields__]
    return tuple(Together(*values) for values in zip(*columns, strict=True))


def load_all_carried(access: AccessContext) -> dict[str, tuple[Carried, ...]]:
    """What customers of each industry carry, by industry; none in a firm that records no orders."""
    if not load_records(access).orders:
        return {}

    def count() -> pd.DataFrame:
        from knowledge.offers.affinity.carried import count_carried
        from knowledge.offers.queries.all_purchases import load_all_purchases, load_industries

        least = access.rules.offers.range_share
        return count_carried(load_all_purchases(access), load_industries(access), as_of=access.as_of, least_share=least)

    table = load_materialized(access.connection, "carried_by_industry", access.as_of, count)
    found: dict[str, list[Carried]] = defaultdict(list)
    for values in zip(*(table[name] for name in Carried.__dataclass_fields__), strict=True):
        found[values[0]].append(Carried(*values))
    return {industry: tuple(each) for industry, each in found.items()}


def load_carried(access: AccessContext, industry: str | None) -> tuple[Carried, ...]:
    """What customers of this industry carry."""
    return load_all_carried(access).get(industry or "", ())
