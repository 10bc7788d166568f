"""The reliability table behind a chance: what was stated and what followed, band by band."""

from __future__ import annotations

from knowledge.kernel.access import AccessContext
from knowledge.kernel.lineage import LineageTable, RowRange, SourceRow
from knowledge.offers.queries.offer_scores import load_scorer
from knowledge.playbook.formats import Rate


def _load(access: AccessContext, wanted: RowRange, most: int) -> tuple[int, list[SourceRow]]:  # noqa: ARG001 - one table for all
    """Always whole, where any of it is wanted."""
    scorer = load_scorer(access)
    rows = [
        SourceRow(
            "osusume backtest offers",
            None,
            {"window": b.window + 1, "cases": b.cases, "stated": Rate(b.stated), "observed": Rate(b.observed)},
        )
        for b in (scorer.bands if scorer else ())
    ]
    return len(rows), rows if most else []


TABLES = (LineageTable("reliability", ("window", "cases", "stated", "observed"), _load),)
