"""The small shared tables of a day, from which any account's offers can be scored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from knowledge.offers.affinity.blend import Part
from knowledge.offers.affinity.confidence import fit_confidence
from knowledge.offers.affinity.ease import fit_ease
from knowledge.offers.affinity.events import FirstPurchases, Ints, day_number, first_purchases
from knowledge.offers.affinity.links import Links
from knowledge.offers.affinity.popularity import Popularity, fit_popularity
from knowledge.offers.affinity.portfolio import SMALL_CATALOGUE, Portfolios, fit_portfolios
from knowledge.offers.affinity.snapshot import Adoption, fit_adoption

QUARTERS_IN_YEAR = 4
NO_SEGMENT = ""


@dataclass(frozen=True)
class Affinity:
    """What the firm's past until as_of says about what goes with what; product positions run through all tables.

    segments: names by code, code 0 for accounts without one; adoption: the last quarter's, adoption_year: four.
    """

    as_of: date
    horizon_days: int
    products: Ints
    segments: NDArray[np.object_]
    popularity: Popularity
    confidence: Links
    adoption: Adoption
    adoption_year: Adoption
    ease: Links
    portfolios: Portfolios | None

    def links_of(self, part: Part) -> Links:
        """The link table behind a part that has one."""
        tables = {
            Part.CONFIDENCE: self.confidence,
            Part.ADOPTION: self.adoption.links,
            Part.ADOPTION_YEAR: self.adoption_year.links,
            Part.EASE: self.ease,
        }
        return tables[part]


def fit_affinity(
    purchases: pd.DataFrame, segments: pd.DataFrame | None, *, as_of: date, horizon_days: int = 90
) -> Affinity:
    """Everything needed to score any account, from the purchases until the end of as_of.

    purchases: account_id, product_id (int), purchased_on (datetime64). segments: account_id, segment; one row an
    account; accounts that are missing have none.
    """
    events = first_purchases(purchases, as_of=as_of)
    names = segment_names(segments)
    codes = segment_codes(events.accounts, segments, names)
    return fit_tables(events, codes, names, as_of=as_of, horizon_days=horizon_days)


def fit_tables(
    events: FirstPurchases, codes: Ints, names: NDArray[np.object_], *, as_of: date, horizon_days: int
) -> Affinity:
    """As fit_affinity, from first purchases and a segment code for each account; later events are not looked at."""
    last_day = day_number(as_of)
    known = events.until(last_day)
    quarter = fit_adoption(known, last_day=last_day, horizon_days=horizon_days, snapshots=1)
    year = fit_adoption(known, last_day=last_day, horizon_days=horizon_days, snapshots=QUARTERS_IN_YEAR)
    return Affinity(
        as_of,
        horizon_days,
        events.products,
        names,
        fit_popularity(known, codes, len(names), last_day=last_day),
        fit_confidence(known),
        quarter,
        year,
        fit_ease(known),
        fit_portfolios(known) if len(events.products) <= SMALL_CATALOGUE else None,
    )


def segment_names(segments: pd.DataFrame | None) -> NDArray[np.object_]:
    """The segments by code: none first, then in order of name."""
    told = () if segments is None else segments["segment"].dropna().unique()
    return np.array([NO_SEGMENT, *sorted({str(name) for name in told} - {NO_SEGMENT})], dtype=object)


def segment_codes(accounts: Ints, segments: pd.DataFrame | None, names: NDArray[np.object_]) -> Ints:
    """Each account's segment as a code; 0 for an account, or a segment, that is not known."""
    if segments is None or not len(segments):
        return np.zeros(len(accounts), dtype=np.int64)
    place, found = pd.factorize(segments["segment"])
    code = {str(name): number for number, name in enumerate(names)}
    codes = np.array([*(code.get(str(name), 0) for name in found), 0])[place]  # a missing one has place -1
    ids = segments["account_id"].to_numpy(dtype=np.int64)
    order = np.argsort(ids, kind="stable")
    at = order[np.minimum(np.searchsorted(ids, accounts, sorter=order), len(ids) - 1)]
    return np.where(ids[at] == accounts, codes[at], 0)
