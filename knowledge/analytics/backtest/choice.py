"""Which scorer a firm gets: the one that did best on its own earlier windows, best-sellers unless it beats them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.analytics.affinity.blend import BEST_SELLERS, Blend, Part, blend
from knowledge.analytics.backtest.measures import Cases, advantage

EARLIER_WINDOWS = 3  # pooled: with one, luck misled once in eight; with three, not
LEAST_WINDOWS = 2
NOISE = 0.5  # standard errors by which a personal scorer must lead the best best-seller list
UNTRIED = blend(
    Part.CONFIDENCE, (Part.SEGMENT, 0.5)
)  # best on average over public data, taken before anything is known


def choose(blends: Sequence[Blend], earlier: Sequence[Mapping[str, Cases]]) -> Blend:
    """The scorer to use after these windows (oldest first), by hit rate in two over the last three pooled.

    A personal scorer that does not lead the best best-seller list by half a standard error gives way to it.
    With fewer than two windows nothing is known yet, and the untried default is taken.
    """
    if len(earlier) < LEAST_WINDOWS:
        return UNTRIED
    pooled = {
        scorer.name: np.concatenate([window[scorer.name].hit_2 for window in earlier[-EARLIER_WINDOWS:]])
        for scorer in blends
    }
    best = max(blends, key=lambda scorer: pooled[scorer.name].mean())
    plain = max(BEST_SELLERS, key=lambda scorer: pooled[scorer.name].mean())
    lead, error = advantage(pooled[best.name], pooled[plain.name])
    return best if lead > NOISE * error else plain
