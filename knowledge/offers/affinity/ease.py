"""EASE, the challenger: a linear model of what is owned together (Steck 2019, arXiv:1905.03375)."""

from __future__ import annotations

import numpy as np
from scipy import linalg

from knowledge.offers.affinity.events import FirstPurchases
from knowledge.offers.affinity.links import Links, keep_strongest

LINKS_PER_PRODUCT = 128  # weights against a product count too, so more are kept than of the counted links
RIDGE_SHARE = 0.1  # ridge as a share of the accounts, so that it means the same in a small firm and a large one
LEAST_RIDGE = 20.0


def fit_ease(events: FirstPurchases) -> Links:
    """Weights that rebuild each product's owners from the other products they own; fitted, so no counts behind them.

    B = I - P diag(1 / diag(P)), P = (X'X + ridge I)^-1.
    """
    counted = events.for_pairs()
    width = len(counted.products)
    owned = counted.matrix()
    ridge = max(RIDGE_SHARE * len(np.unique(counted.account)), LEAST_RIDGE)
    gram = (owned.T @ owned).toarray().astype(np.float64) + ridge * np.eye(width)
    inverse = linalg.inv(gram, assume_a="pos")
    nothing = np.zeros((width, width), dtype=np.int8)
    links = keep_strongest(inverse / -np.diag(inverse), nothing, nothing, each=LINKS_PER_PRODUCT)
    return links.spread(counted.products, events.products)
