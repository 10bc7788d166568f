"""The night's work on offers: choose the scorer on the firm's own past, and score everybody with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from knowledge.analytics.affinity.activity import measure_activity
from knowledge.analytics.affinity.events import first_purchases
from knowledge.analytics.affinity.evidence import NO_PRODUCT
from knowledge.analytics.affinity.recommend import fit
from knowledge.analytics.backtest.offers import OfferBacktest, run_offer_backtest
from knowledge.analytics.calibration import Reliability
from knowledge.analytics.intervals import lower_bound
from knowledge.analytics.scored import PROVEN, Band, ChosenScorer, Ground, ScoredOffer
from knowledge.analytics.threads import one_thread

KEPT = 8  # two are offered; the rest stands in where the gate, a cool-off or a tier they have takes one away
LEAST_STRENGTH = 0.5  # an account that seldom buys ranks lower among accounts, but its best product is still an offer
_ACCOUNTS_AT_ONCE = 20_000
MOST_REPLAYED = 40_000  # accounts whose past chooses the scorer; what is ranked by it is fitted on all
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class OfferNight:
    """What one night finds: the scorer, and what it ranks for each account that has bought anything."""

    scorer: ChosenScorer
    ranked: pd.DataFrame

    def accounts(self) -> Iterator[tuple[int, list[ScoredOffer]]]:
        """Each account's products in the scorer's order; a part of the accounts at a time, for memory's sake."""
        ids = self.ranked["account_id"].to_numpy(dtype=np.int64)
        bounds = np.append(np.flatnonzero(np.diff(ids, prepend=ids[:1] - 1)), len(ids))
        for first in range(0, len(bounds) - 1, _ACCOUNTS_AT_ONCE):
            own = bounds[first : first + _ACCOUNTS_AT_ONCE + 1].tolist()
            part = self.ranked.iloc[own[0] : own[-1]]
            columns = [part[name].tolist() for name in ScoredOffer.__dataclass_fields__]
            offers = [ScoredOffer(*row) for row in zip(*columns, strict=True)]
            for start, end in pairwise(own):
                yield int(ids[start]), offers[start - own[0] : end - own[0]]


@one_thread()
def choose_and_rank(
    purchases: pd.DataFrame,
    segments: pd.DataFrame | None,
    products: pd.DataFrame | None,
    *,
    as_of: date,
    horizon_days: int,
    windows: int = 2,
) -> OfferNight:
    """The scorer that the last windows speak for, and every account's best products by it.

    Columns as for run_offer_backtest; windows: past windows to report on, besides those that choose for the first.
    """
    known = purchases if products is None else purchases[purchases["product_id"].isin(products["product_id"])]
    past = run_offer_backtest(_some(known), segments, None, as_of=as_of, horizon_days=horizon_days, windows=windows)
    scorer = fit(known, segments, past.next_scorer, as_of=as_of, horizon_days=horizon_days)
    ranked = scorer.score(known, segments, top=KEPT).sort_values(["account_id", "rank"], ignore_index=True)
    is_proven = past.finding.verdict in PROVEN
    return OfferNight(_describe(past), _rank(ranked, past.reliability, _activity(known, as_of), is_proven=is_proven))


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


def _rank(ranked: pd.DataFrame, reliability: Reliability, active: pd.Series, *, is_proven: bool) -> pd.DataFrame:
    """Pull and chance of each row, and whose past buying is told: account_id, and the fields of ScoredOffer."""
    rate = (ranked["base_adopters"] / ranked["base_owners"].clip(lower=1)).to_numpy(dtype=np.float64)
    lively = active.reindex(ranked["account_id"]).to_numpy(dtype=np.float64)
    expected = reliability.expect(ranked["score"].to_numpy(dtype=np.float32), rate, lively)
    falling: Floats = np.asarray(pd.Series(expected).groupby(ranked["account_id"].to_numpy()).cummin(), np.float64)
    first = pd.Series(falling).groupby(ranked["account_id"].to_numpy()).transform("first").to_numpy()
    typical = float(np.median(falling[ranked["rank"] == 1])) if len(ranked) else 0.0
    shown = reliability.may_state(falling) & is_proven
    ground, owners, adopters = _grounds(ranked, rate)
    columns = {
        "account_id": ranked["account_id"],
        "product": ranked["product_id"],
        "pull": falling / np.maximum(first, 1e-9) * np.clip(first / max(typical, 1e-9), LEAST_STRENGTH, 1.0),
        "chance": pd.Series(
            [value if told else None for value, told in zip(falling, shown, strict=True)], dtype=object
        ),
        "ground": pd.Series(ground, dtype=object),
        "antecedent": ranked["antecedent"].astype(object).where(ranked["antecedent"] != NO_PRODUCT, None),
        "owners": owners,
        "adopters": adopters,
        "base_owners": ranked["base_owners"],
        "base_adopters": ranked["base_adopters"],
    }
    return pd.DataFrame(columns)


def _grounds(ranked: pd.DataFrame, rate: Floats) -> tuple[list[Ground], NDArray[np.int64], NDArray[np.int64]]:
    """Owners of the same where they added it more often than everybody, beyond noise; else the segment; else all."""
    sides = [("owners", "adopters"), ("segment_accounts", "segment_buyers"), ("base_owners", "base_adopters")]
    counts = [(ranked[of].to_numpy(dtype=np.int64), ranked[made].to_numpy(dtype=np.int64)) for of, made in sides]
    beats = [lower_bound(np.minimum(made, of), of) > rate for of, made in counts[:2]]
    place = np.select(beats, [0, 1], 2)
    owners, adopters = (np.choose(place, [side[which] for side in counts]) for which in (0, 1))
    return [list(Ground)[code] for code in place], owners, adopters


def _activity(purchases: pd.DataFrame, as_of: date) -> pd.Series:
    events = first_purchases(purchases, as_of=as_of)
    last_day = (as_of - date(1970, 1, 1)).days
    return pd.Series(measure_activity(events, last_day=last_day), index=events.accounts)
