"""The best few products for accounts, each with the past facts that justify it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from knowledge.offers.affinity.blend import Blend
from knowledge.offers.affinity.events import FirstPurchases, Ints, day_number, first_purchases
from knowledge.offers.affinity.evidence import justify
from knowledge.offers.affinity.model import Affinity, fit_affinity, segment_codes
from knowledge.offers.affinity.scoring import batches, best_products, mix, score_parts

TOP = 3  # two offers, and one in reserve for when the gate or a cool-off takes one away


@dataclass(frozen=True)
class OfferScorer:
    """Scores any account's products from small shared tables and that account's own rows."""

    affinity: Affinity
    blend: Blend

    def score(self, purchases: pd.DataFrame, segments: pd.DataFrame | None, *, top: int = TOP) -> pd.DataFrame:
        """The best products each account has never bought, with the counts behind them; score descending.

        purchases: the accounts' own rows (account_id, product_id, purchased_on), one account or all: the row of an
        account is the same. Columns: account_id, product_id, rank (from 1), score, and those of evidence.justify.
        An account without purchases until as_of, or that owns everything, has no row.
        """
        events = _within(self.affinity, first_purchases(purchases, as_of=self.affinity.as_of))
        codes = segment_codes(events.accounts, segments, self.affinity.segments)
        return justify(self.affinity, events, codes, self._best(events, codes, top))

    def _best(self, events: FirstPurchases, codes: Ints, top: int) -> pd.DataFrame:
        """account, product (positions), rank, score of each account's best."""
        rows: list[tuple[NDArray[np.generic], ...]] = [_nothing()]
        for chunk, holdings in batches(events, codes, np.unique(events.account)):
            parts = score_parts(self.affinity, [self.blend], holdings)
            places, scores = best_products(mix(self.blend, parts, holdings), top)
            real = np.isfinite(scores)
            rank = np.broadcast_to(np.arange(1, places.shape[1] + 1), places.shape)
            account = np.broadcast_to(chunk[:, None], places.shape)
            rows.append((account[real], places[real], rank[real], scores[real].astype(np.float64)))
        columns = [np.concatenate(column) for column in zip(*rows, strict=True)]
        return pd.DataFrame(dict(zip(["account", "product", "rank", "score"], columns, strict=True)))


def fit(
    purchases: pd.DataFrame, segments: pd.DataFrame | None, blend: Blend, *, as_of: date, horizon_days: int = 90
) -> OfferScorer:
    """A scorer as of a day: columns as for fit_affinity; blend: what the backtest chose (next_scorer)."""
    return OfferScorer(fit_affinity(purchases, segments, as_of=as_of, horizon_days=horizon_days), blend)


def _within(affinity: Affinity, events: FirstPurchases) -> FirstPurchases:
    """The events with the tables' product positions; a product that the tables do not know is left out."""
    place = np.searchsorted(affinity.products, events.products)
    place[place == len(affinity.products)] = 0
    known = affinity.products[place] == events.products if len(affinity.products) else place < 0
    kept = events.only(known[events.product])
    moved = FirstPurchases(kept.accounts, affinity.products, kept.account, place[kept.product], kept.day)
    return moved.until(day_number(affinity.as_of))


def _nothing() -> tuple[NDArray[np.generic], ...]:
    none = np.empty(0, dtype=np.int64)
    return none, none, none, np.empty(0, dtype=np.float64)
