"""Which scorer a firm gets: what its own earlier windows speak for, allowing for luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.offers.affinity.blend import BEST_SELLERS, Blend, Part, blend
from knowledge.offers.backtest.measures import Cases, advantage

EARLIER_WINDOWS = 3  # pooled: with one, luck misled once in eight; with three, not
LEAST_WINDOWS = 2
NOISE = 0.5  # standard errors by which a fixed personal scorer must lead the best best-seller list
LUCK = 2.5  # and by which the best of the fixed ones must lead the learned blend, for it is the luckiest of many
YIELDS = 1.0  # and by which best-sellers must: they are five, not twenty, and nobody can be led astray by them
UNTRIED = blend(
    Part.CONFIDENCE, (Part.SEGMENT, 0.5)
)  # best on average over public data, taken before anything is known


def choose(blends: Sequence[Blend], earlier: Sequence[Mapping[str, Cases]], learned: Blend | None = None) -> Blend:
    """The scorer to use after these windows (oldest first), by hit rate in two over the last three pooled.

    The learned blend is taken unless the best best-seller list leads it by one standard error, or the best of the fixed
    ones by 2.5: a weighing of all is steadier than the luckiest of twenty. Without it, a personal scorer that does not
    lead the best best-seller list by half a standard error gives way to that. With fewer than two windows nothing is
    known yet, and the untried default is taken.
    """
    if len(earlier) < LEAST_WINDOWS:
        return UNTRIED
    windows = earlier[-EARLIER_WINDOWS:]
    best = max(blends, key=lambda scorer: _hits(windows, scorer).mean())
    plain = max(BEST_SELLERS, key=lambda scorer: _hits(windows, scorer).mean())
    fixed = best if _leads(windows, best, plain, by=NOISE) else plain
    stood = [window for window in windows if learned and learned.name in window]
    if learned and stood and _leads(stood, plain, learned, by=YIELDS):
        return fixed if _leads(windows, fixed, plain, by=NOISE) else plain
    if learned and stood and not _leads(stood, fixed, learned, by=LUCK):
        return learned
    return fixed


def _hits(windows: Sequence[Mapping[str, Cases]], scorer: Blend) -> NDArray[np.bool_]:
    return np.concatenate([window[scorer.name].hit_2 for window in windows])


def _leads(windows: Sequence[Mapping[str, Cases]], scorer: Blend, over: Blend, *, by: float) -> bool:
    lead, error = advantage(_hits(windows, scorer), _hits(windows, over))
    return lead > by * error
