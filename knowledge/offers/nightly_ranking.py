"""The night's work on offers: choose the scorer on the firm's own past, and score everybody with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from knowledge.kernel.intervals import lower_bound
from knowledge.kernel.threads import one_thread
from knowledge.offers.affinity.activity import measure_activity
from knowledge.offers.affinity.events import first_purchases
from knowledge.offers.affinity.recommend import OfferScorer, fit
from knowledge.offers.backtest.offers import OfferBacktest, run_offer_backtest
from knowledge.offers.calibration import Reliability
from knowledge.offers.scored import PROVEN, Band, ChosenScorer

KEPT = 8  # two are offered; the rest stands in where the gate, a cool-off or a tier they have takes one away
LEAST_STRENGTH = 0.5  # an account that seldom buys ranks lower among accounts, but its best product is still an offer
MOST_REPLAYED = 40_000  # accounts whose past chooses the scorer; what is ranked by it is fitted on all
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ranking:
    """The scorer that the firm's past speaks for, and what it takes to rank any account by it, alone or among all.

    typical: the expected take-up of an account's first product, of the account in the middle.
    """

    scorer: ChosenScorer
    model: OfferScorer
    reliability: Reliability
    typical: float = 1.0

    def rank(self, purchases: pd.DataFrame, segments: pd.DataFrame | None) -> pd.DataFrame:
        """The accounts' best products in the scorer's order: account_id and the fields of ``ScoredOffer``.

        purchases: all rows of these accounts, columns as for run_offer_backtest. Accounts ascend; ground is the place
        in ``Ground``; a chance that may not be told is NaN, a missing antecedent -1.
        """
        ranked, falling = self.expect(purchases, segments)
        first = falling[_starts(ranked)][np.cumsum(ranked["rank"].to_numpy() == 1) - 1]
        told = self.reliability.may_state(falling) & (self.scorer.verdict in PROVEN)
        ground, owners, adopters = _grounds(ranked)
        strength = np.clip(first / max(self.typical, 1e-9), LEAST_STRENGTH, 1.0)
        columns = {
            "account_id": ranked["account_id"],
            "product": ranked["product_id"],
            "pull": falling / np.maximum(first, 1e-9) * strength,
            "chance": np.where(told, falling, np.nan),
            "ground": ground,
            "antecedent": ranked["antecedent"],
            "owners": owners,
            "adopters": adopters,
            "base_owners": ranked["base_owners"],
            "base_adopters": ranked["base_adopters"],
        }
        return pd.DataFrame(columns)

    def expect(self, purchases: pd.DataFrame, segments: pd.DataFrame | None) -> tuple[pd.DataFrame, Floats]:
        """The best products of ``OfferScorer.score``, and the take-up to expect of each: none above the one before."""
        ranked = self.model.score(purchases, segments, top=KEPT)
        active = _activity(purchases, self.model.affinity.as_of)
        lively = active.reindex(ranked["account_id"]).to_numpy(dtype=np.float64)
        score = ranked["score"].to_numpy(dtype=np.float32)
        return ranked, _falling(self.reliability.expect(score, _base_rate(ranked), lively), _starts(ranked))


@one_thread()
def choose_ranking(
    purchases: pd.DataFrame,
    segments: pd.DataFrame | None,
    *,
    as_of: date,
    horizon_days: int,
    windows: int = 2,
) -> Ranking:
    """The scorer that the last windows speak for, fitted on all purchases of what may be offered.

    Columns as for run_offer_backtest; windows: past windows to report on, besides those that choose for the first.
    """
    some = _some(purchases)
    past = run_offer_backtest(some, segments, None, as_of=as_of, horizon_days=horizon_days, windows=windows)
    model = fit(purchases, segments, past.next_scorer, as_of=as_of, horizon_days=horizon_days)
    ranking = Ranking(_describe(past), model, past.reliability)
    ranked, expected = ranking.expect(some, segments)
    firsts = expected[_starts(ranked)]
    return replace(ranking, typical=float(np.median(firsts))) if len(firsts) else ranking


def _some(purchases: pd.DataFrame) -> pd.DataFrame:
    """Those of all accounts, or of an even choice of very many: enough to choose a scorer and to check its chances."""
    accounts = np.unique(purchases["account_id"].to_numpy())
    every = -(-len(accounts) // MOST_REPLAYED)
    return purchases[purchases["account_id"].isin(accounts[::every])] if every > 1 else purchases


def _describe(past: OfferBacktest) -> ChosenScorer:
    found, told = past.finding, past.reliability
    return ChosenScorer(
        past.as_of,
        past.horizon_days,
        past.next_scorer.name,
        past.next_scorer.personal,
        found.verdict,
        len(past.windows),
        found.accounts,
        found.advice_hit_rate,
        found.best_sellers_hit_rate,
        told.last_offered,
        told.last_bought,
        told.stated and found.verdict in PROVEN,
        tuple(Band(band.window, band.cases, band.stated, band.observed, band.holds) for band in told.bands),
    )


def _starts(ranked: pd.DataFrame) -> NDArray[np.int64]:
    """The row of each account's first product."""
    return np.flatnonzero(ranked["rank"].to_numpy() == 1)


def _falling(expected: Floats, starts: NDArray[np.int64]) -> Floats:
    """Each value or the lowest before it of the same account, a rank at a time."""
    falling = expected.copy()
    ends = np.append(starts[1:], len(expected))
    for rank in range(1, KEPT):
        row = (starts + rank)[starts + rank < ends]
        falling[row] = np.minimum(falling[row], falling[row - 1])
    return falling


def _base_rate(ranked: pd.DataFrame) -> Floats:
    """Share of the accounts without the product that bought it last quarter, 0 to 1."""
    return np.asarray(ranked["base_adopters"] / ranked["base_owners"].clip(lower=1), dtype=np.float64)


def _grounds(ranked: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Owners of the same where they added it more often than everybody, beyond noise; else the segment; else all."""
    sides = [("owners", "adopters"), ("segment_accounts", "segment_buyers"), ("base_owners", "base_adopters")]
    counts = [(ranked[of].to_numpy(dtype=np.int64), ranked[made].to_numpy(dtype=np.int64)) for of, made in sides]
    beats = [lower_bound(np.minimum(made, of), of) > _base_rate(ranked) for of, made in counts[:2]]
    place = np.select(beats, [0, 1], 2)
    owners, adopters = (np.choose(place, [side[which] for side in counts]) for which in (0, 1))
    return place, owners, adopters


def _activity(purchases: pd.DataFrame, as_of: date) -> pd.Series:
    events = first_purchases(purchases, as_of=as_of)
    last_day = (as_of - date(1970, 1, 1)).days
    return pd.Series(measure_activity(events, last_day=last_day), index=events.accounts)
