"""What the chosen scorer ranks for each account: made at night for everybody, read as one row for an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import orjson
from sqlalchemy import Connection, delete, func, select

from knowledge.accounts.queries.aggregates.parts import ACCOUNTS_AT_ONCE, account_parts
from knowledge.kernel.access import AccessContext
from knowledge.kernel.bulk_load import load_stored
from knowledge.kernel.materialized import forget_older, load_newest, store_materialized
from knowledge.kernel.visibility import OPERATOR
from knowledge.nightly.worker_pool import WorkerPool
from knowledge.offers.scored import NO_PRODUCT, ChosenScorer, Ground, ScoredOffer
from knowledge.tables import Account, AccountOffers, Base

if TYPE_CHECKING:
    import pandas as pd

    from knowledge.offers.nightly_ranking import Ranking

_NAME = "offer_scorer"
_SERVES_DAYS = 7  # a scorer older than this is not asked any more: the nightly work has stopped
# Above this an answer waits for the nightly work: standing on past windows takes longer than a person waits.
_MOST_AT_ONCE = 2_000


@dataclass(frozen=True)
class OfferScores:
    """The scorer of a day, and its products by account: ``of(account_id)`` is empty where it ranked none."""

    scorer: ChosenScorer
    ranked: Mapping[int, Mapping[int, ScoredOffer]]

    def of(self, account_id: int) -> Mapping[int, ScoredOffer]:
        """The products it ranks for an account, by id, best first."""
        return self.ranked.get(account_id, {})


def load_offer_scores(access: AccessContext, account_id: int | None = None) -> OfferScores | None:
    """The newest night's scores of one account, or of all; nothing that was made after the day asked about.

    In a small store they are made when first asked for. None in a large one until the night has made them.
    """
    scorer = load_scorer(access)
    if scorer is None:
        if _is_large(access.connection):
            return None
        scorer = make_offers(access)
    wanted = select(AccountOffers.account_id, AccountOffers.offers).where(AccountOffers.day == scorer.as_of)
    if account_id is not None:
        wanted = wanted.where(AccountOffers.account_id == account_id)
    rows = access.connection.execute(wanted)
    return OfferScores(scorer, {row.account_id: {offer.product: offer for offer in _read(row.offers)} for row in rows})


@dataclass(frozen=True)
class OfferNight:
    """What one night finds: the scorer, and each account's offers by it, as they are stored."""

    scorer: ChosenScorer
    offers: Sequence[tuple[int, str]]


def make_offers(access: AccessContext) -> ChosenScorer:
    """Look at the offers to everybody here and now, and keep them."""
    alone = WorkerPool(access)
    return keep_offers(access, look_at_offers(alone, *load_offered(alone)))


def look_at_offers(worker_pool: WorkerPool, purchases: pd.DataFrame, segments: pd.DataFrame) -> OfferNight:
    """Choose the scorer on the firm's past and score everybody as of the day asked about; nothing is kept.

    purchases, segments: of ``load_offered``.
    """
    from knowledge.offers.nightly_ranking import choose_ranking

    day, horizon_days = worker_pool.access.as_of, worker_pool.access.rules.offers.horizon_days
    ranking = choose_ranking(purchases, segments, as_of=day, horizon_days=horizon_days)
    parts = [worker_pool.do(_rank, ranking, *part) for part in _parts(purchases, segments)]
    return OfferNight(ranking.scorer, [offers for part in parts for offers in part.result()])


def _parts(purchases: pd.DataFrame, segments: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """The rows of so many accounts at a time; both tables ascend by account."""
    tables = [(table, table["account_id"].to_numpy()) for table in (purchases, segments)]
    accounts = np.unique(tables[0][1])
    for start in range(0, len(accounts), ACCOUNTS_AT_ONCE):
        some = accounts[start : start + ACCOUNTS_AT_ONCE]
        ends = [(ids.searchsorted(some[0]), ids.searchsorted(some[-1], side="right")) for _, ids in tables]
        own, of = (table.iloc[slice(*end)] for (table, _), end in zip(tables, ends, strict=True))
        yield own, of


def _rank(
    _access: AccessContext, ranking: Ranking, purchases: pd.DataFrame, segments: pd.DataFrame
) -> list[tuple[int, str]]:
    return list(_write(ranking.rank(purchases, segments)))


def load_offered(worker_pool: WorkerPool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All purchases of what may still be offered, and each account's industry, whoever asks; both ascend by account."""
    from knowledge.offers.queries.all_purchases import (
        as_purchases,
        load_industries,
        load_on_sale,
        load_packed,
        load_returned,
    )

    everything = replace(worker_pool.access, viewer=OPERATOR)
    parts = [worker_pool.do(load_packed, part) for part in account_parts(everything)]
    purchases = as_purchases([part.result() for part in parts], load_returned(everything))
    on_sale = purchases["product_id"].isin(load_on_sale(everything)["product_id"])
    return purchases if on_sale.all() else purchases[on_sale], load_industries(everything)


def _write(ranked: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Account and JSON of its offers, a list of ``ScoredOffer``'s fields each, from the rows of ``Ranking.rank``."""
    accounts = ranked["account_id"].to_numpy()
    told = {name: ranked[name].to_numpy() for name in ScoredOffer.__dataclass_fields__}
    told |= {name: told[name].round(4) for name in ("pull", "chance")}
    told["ground"] = np.array(list(Ground), dtype=object)[told["ground"]]
    rows = list(zip(*(column.tolist() for column in told.values()), strict=True))
    bounds = [*np.flatnonzero(np.diff(accounts, prepend=accounts[:1] - 1)).tolist(), len(rows)]
    for start, end in pairwise(bounds):
        yield int(accounts[start]), orjson.dumps(rows[start:end]).decode()


def keep_offers(access: AccessContext, night: OfferNight) -> ChosenScorer:
    """Keep the night's scorer and offers in place of what was kept for the day asked about."""
    connection, day = access.connection, access.as_of
    served_since = day - dt.timedelta(days=_SERVES_DAYS)
    connection.execute(delete(AccountOffers).where((AccountOffers.day == day) | (AccountOffers.day < served_since)))
    forget_older(connection, _NAME, served_since)
    accounts, offers = zip(*night.offers, strict=True) if night.offers else ((), ())
    columns = {"day": [day.isoformat()] * len(accounts), "account_id": accounts, "offers": offers}
    load_stored(connection, Base.metadata.tables["account_offers"], columns)
    store_materialized(connection, _NAME, day, {"scorer": [night.scorer.to_dict()]})
    return night.scorer


def load_scorer(access: AccessContext) -> ChosenScorer | None:
    """The scorer of the newest night until the day asked about; None before the first, or when nights have stopped."""
    since = access.as_of - dt.timedelta(days=_SERVES_DAYS)
    stored = load_newest(access.connection, _NAME, since=since, until=access.as_of)
    return ChosenScorer.from_dict(stored["scorer"][0]) if stored else None


def _is_large(connection: Connection) -> bool:
    return connection.execute(select(func.count()).select_from(Account)).scalar_one() > _MOST_AT_ONCE


def _read(offers: str) -> Iterator[ScoredOffer]:
    for product, pull, chance, ground, antecedent, *counts in orjson.loads(offers):
        owned = None if antecedent == NO_PRODUCT else antecedent
        yield ScoredOffer(product, pull, chance, Ground(ground), owned, *counts)
