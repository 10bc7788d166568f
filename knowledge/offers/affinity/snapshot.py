"""Snapshot adoption: of the accounts that owned A and not B on a past day, how many bought B within the horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.offers.affinity.events import FirstPurchases
from knowledge.offers.affinity.links import Links, keep_strongest

PRIOR_OWNERS = 20  # about a quarter's worth of owners in a small firm; less lets one lucky pair lead the list


@dataclass(frozen=True)
class Adoption:
    """Links by adoption, and by product the accounts without it (base_owners) and those that then bought it."""

    links: Links
    base_owners: NDArray[np.int64]
    base_adopters: NDArray[np.int64]

    @property
    def base_rate(self) -> NDArray[np.float64]:
        """Share of the accounts without each product that bought it in the quarter, 0 to 1."""
        return np.asarray(self.base_adopters / np.maximum(self.base_owners, 1))


def fit_adoption(events: FirstPurchases, *, last_day: int, horizon_days: int, snapshots: int) -> Adoption:
    """What owners of each product added in the quarter after a snapshot, pulled towards what everybody added.

    Snapshots lie 1, 2, … horizons before last_day, so that each one's horizon has passed; they are pooled.
    value = (adopters + 20 x base share) / (owners + 20), base share = the same over all accounts without B.
    """
    counted = events.for_pairs()
    width = len(counted.products)
    owners, adopters = np.zeros((width, width), dtype=np.float32), np.zeros((width, width), dtype=np.float32)
    base_owners, base_adopters = np.zeros(width, dtype=np.int64), np.zeros(width, dtype=np.int64)
    for back in range(1, snapshots + 1):
        day = last_day - horizon_days * back
        owned, added = counted.until(day).matrix(), counted.between(day, day + horizon_days).matrix()
        present = np.diff(owned.indptr) > 0
        owned, added = owned[present], added[present]
        owning = np.asarray(owned.sum(axis=0)).astype(np.int64)
        base_owners += np.count_nonzero(present) - owning
        base_adopters += np.asarray(added.sum(axis=0)).astype(np.int64)
        adopters += _square(owned, added)
        owners += owning[:, None] - _square(owned, owned)
    general = (base_adopters / np.maximum(base_owners, 1)).astype(np.float32)
    share = (adopters + PRIOR_OWNERS * general) / (owners + PRIOR_OWNERS)
    links = keep_strongest(share, owners.astype(np.int64), adopters.astype(np.int64))
    place = np.searchsorted(events.products, counted.products)
    base = np.zeros((2, len(events.products)), dtype=np.int64)
    base[:, place] = base_owners, base_adopters
    return Adoption(links.spread(counted.products, events.products), base[0], base[1])


def _square(left: sparse.csr_array, right: sparse.csr_array) -> NDArray[np.float32]:
    return np.asarray((left.T @ right).toarray(), dtype=np.float32)
