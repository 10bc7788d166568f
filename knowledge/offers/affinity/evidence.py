"""The past facts behind an offer: what owners of the same did, what the segment bought, against everybody."""

from __future__ import annotations

import numpy as np
import pandas as pd

from knowledge.offers.affinity.events import FirstPurchases, Ints
from knowledge.offers.affinity.model import Affinity
from knowledge.offers.scored import NO_PRODUCT


def justify(affinity: Affinity, events: FirstPurchases, codes: Ints, places: pd.DataFrame) -> pd.DataFrame:
    """Ids and counts for scored positions (account, product, rank, score), one row each in the same order.

    antecedent: the owned product whose owners most often added this one last quarter (-1: none did);
    owners, adopters: accounts that had it and not this one a horizon before as_of, and those that had this by as_of;
    base_owners, base_adopters: the same over all accounts without it, also last quarter's real take-up;
    segment_accounts, segment_buyers: accounts of the segment, and those that first bought it in the last 90 days;
    lately_buyers: first-time buyers in the last 30 days.
    """
    account, product = places["account"].to_numpy(), places["product"].to_numpy()
    links, popularity, adoption = affinity.adoption.links, affinity.popularity, affinity.adoption
    bounds = np.searchsorted(events.account, [account, account + 1])
    antecedent, entry = links.strongest_to(product, events.product, bounds)
    reason = entry >= 0
    segment = codes[account]
    columns = {
        "account_id": events.accounts[account],
        "product_id": affinity.products[product],
        "rank": places["rank"].to_numpy(),
        "score": places["score"].to_numpy(),
        "antecedent": np.where(reason, affinity.products[antecedent], NO_PRODUCT),
        "owners": _at(links.owners, entry),
        "adopters": _at(links.adopters, entry),
        "base_owners": adoption.base_owners[product],
        "base_adopters": adoption.base_adopters[product],
        "segment_accounts": popularity.segment_accounts[segment],
        "segment_buyers": popularity.segment_buyers[segment, product],
        "lately_buyers": popularity.lately[product].astype(np.int64),
    }
    return pd.DataFrame(columns)


def _at(column: Ints, entry: Ints) -> Ints:
    """The column at each entry, 0 where the entry is -1."""
    values: Ints = np.append(column, 0)[entry]
    return values
