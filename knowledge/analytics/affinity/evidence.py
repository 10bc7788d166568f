"""The past facts behind an offer: what owners of the same did, what the segment bought, against everybody."""

from __future__ import annotations

import numpy as np
import pandas as pd

from knowledge.analytics.affinity.events import FirstPurchases, Ints
from knowledge.analytics.affinity.links import Links
from knowledge.analytics.affinity.model import Affinity

NO_PRODUCT = -1


def justify(affinity: Affinity, events: FirstPurchases, codes: Ints, places: pd.DataFrame) -> pd.DataFrame:
    """Ids and counts for scored positions (account, product, rank, score), one row each in the same order.

    antecedent: the owned product whose owners most often added this one last quarter (-1: none did);
    owners, adopters: accounts that had it and not this one a horizon before as_of, and those that had this by as_of;
    base_owners, base_adopters: the same over all accounts without it, also last quarter's real take-up;
    segment_accounts, segment_buyers: accounts of the segment, and those that first bought it in the last 90 days;
    lately_buyers: first-time buyers in the last 30 days.
    """
    account, product = places["account"].to_numpy(), places["product"].to_numpy()
    antecedent, entry = _strongest(affinity.adoption.links, events, account, product)
    links, popularity, adoption = affinity.adoption.links, affinity.popularity, affinity.adoption
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


def _strongest(links: Links, events: FirstPurchases, account: Ints, product: Ints) -> tuple[Ints, Ints]:
    """For each scored row the owned product with the highest counted link to it and that link's entry, or -1."""
    if not len(account):
        return account, product
    first, end = np.searchsorted(events.account, [account, account + 1])
    fan = end - first
    opening = np.cumsum(fan) - fan
    owned = events.product[np.arange(fan.sum()) + np.repeat(first - opening, fan)]
    entry = _find(links, owned, np.repeat(product, fan))
    value = np.where(_at(links.adopters, entry) > 0, np.append(links.value, 0)[entry], np.float32(-1))
    top = np.repeat(np.maximum.reduceat(value, opening), fan)
    antecedent = np.minimum.reduceat(np.where(value == top, owned, np.iinfo(np.int64).max), opening)
    best = _find(links, antecedent, product)
    return antecedent, np.where(_at(links.adopters, best) > 0, best, -1)


def _find(links: Links, antecedent: Ints, product: Ints) -> Ints:
    """The entries of links by antecedent and product, -1 where there is none."""
    width = len(links.start) - 1
    keys = np.repeat(np.arange(width), np.diff(links.start)) * width + links.product
    wanted = antecedent * width + product
    at = np.searchsorted(keys, wanted)
    at[at == len(keys)] = 0
    found: Ints = np.where(keys[at] == wanted, at, -1) if len(keys) else at - 1
    return found


def _at(column: Ints, entry: Ints) -> Ints:
    """The column at each entry, 0 where the entry is -1."""
    values: Ints = np.append(column, 0)[entry]
    return values
