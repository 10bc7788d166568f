"""Directional confidence: of the accounts that had A and not B, how many bought B later."""

from __future__ import annotations

import numpy as np

from knowledge.offers.affinity.events import FirstPurchases
from knowledge.offers.affinity.links import Links, keep_strongest
from knowledge.offers.affinity.pairs import count_in_order

PRIOR_OWNERS = 10  # a pair needs about this many owners before its own share outweighs the product's general one


def fit_confidence(events: FirstPurchases) -> Links:
    """How often B followed A, however long it took, pulled towards how often B is bought at all.

    value = (adopters + 10 x share of accounts with B) / (owners + 10): empirical Bayes with a fixed prior weight.
    """
    counted = events.for_pairs()
    counts = count_in_order(counted, ripe_day=np.iinfo(np.int64).max, within_days=np.iinfo(np.int64).max)
    accounts = max(len(np.unique(counted.account)), 1)
    general = np.bincount(counted.product, minlength=len(counted.products)) / accounts
    share = (counts.adopters + PRIOR_OWNERS * general).astype(np.float32) / (counts.owners + PRIOR_OWNERS)
    links = keep_strongest(share, counts.owners, counts.adopters)
    return links.spread(counted.products, events.products)
