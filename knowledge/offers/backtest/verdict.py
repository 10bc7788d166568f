"""What a backtest says in one word, with the numbers a sentence needs."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.offers.backtest.measures import advantage
from knowledge.offers.backtest.verdicts import Verdict

LEAST_CASES = 100  # below, the hit rate is uncertain by ten points either way
SURE = 1.96  # standard errors, two-sided 95 %


@dataclass(frozen=True)
class Finding:
    """The verdict and its facts: hit rates in two (0 to 1), their paired difference and its standard error."""

    verdict: Verdict
    accounts: int
    advice_hit_rate: float
    best_sellers: str
    best_sellers_hit_rate: float
    lead: float
    lead_error: float

    def to_dict(self) -> dict[str, object]:
        return asdict(self)


def conclude(advice: NDArray[np.bool_], best_sellers: NDArray[np.bool_], *, name: str) -> Finding:
    """Compare the advice with the best of the best-seller lists on the same accounts."""
    lead, error = advantage(advice, best_sellers)
    rates = [float(hits.mean()) if len(hits) else 0.0 for hits in (advice, best_sellers)]
    return Finding(_verdict(lead, error, len(advice)), len(advice), rates[0], name, rates[1], lead, error)


def _verdict(lead: float, error: float, accounts: int) -> Verdict:
    if accounts < LEAST_CASES:
        return Verdict.TOO_FEW_CASES
    if lead > SURE * error:
        return Verdict.PERSONAL_SIGNAL
    if lead < -SURE * error:
        return Verdict.WORSE_THAN_BEST_SELLERS
    return Verdict.NO_PERSONAL_SIGNAL
