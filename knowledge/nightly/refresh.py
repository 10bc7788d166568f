"""The night's look at everybody: what was learned, where each customer stands, who was saved, which offers fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import delete

from knowledge.accounts.queries.aggregates.frame import Among
from knowledge.accounts.queries.aggregates.parts import account_parts
from knowledge.churn.lesson import ChurnLesson
from knowledge.churn.queries.lesson import keep_lesson
from knowledge.churn.queries.recoveries import count_past_recoveries, store_recoveries
from knowledge.churn.queries.teaching import learn_from_losses
from knowledge.kernel.access import AccessContext
from knowledge.nightly.queries.snapshots import Stored, assess_part, keep_standings, to_stored
from knowledge.nightly.worker_pool import gather_workers, not_collecting
from knowledge.offers.queries.offer_scores import OfferNight, keep_offers, load_offered, look_at_offers
from knowledge.tables import AccountDay

if TYPE_CHECKING:
    import pandas as pd

    from knowledge.churn.chances import LearnedOrder


@dataclass(frozen=True)
class Night:
    """What a look at everybody found, before it is kept; standings: part by part."""

    lesson: ChurnLesson
    standings: Sequence[Stored]
    saves: pd.DataFrame
    offers: OfferNight


def build_nightly_snapshot(access: AccessContext) -> Night:
    """Look at every customer as of the day asked about; only reads. The viewer must see all.

    In a large store each core takes parts of the customers.
    """
    parts = list(account_parts(access))
    with gather_workers(access, is_large=len(parts) > 1) as worker_pool:
        lesson, saves = worker_pool.do(learn_from_losses), worker_pool.do(count_past_recoveries)
        offered = load_offered(worker_pool)
        learned, order = lesson.result()
        standings = [worker_pool.do(_stand, part, order) for part in parts]
        offers = look_at_offers(worker_pool, *offered)
        return Night(learned, [part.result() for part in standings], saves.result(), offers)


@not_collecting()
def store_nightly_snapshot(access: AccessContext, night: Night) -> int:
    """Keep what was found, in place of what was kept for the day asked about; how many customers.

    One transaction: a refresh that is killed leaves the day as it was.
    """
    keep_lesson(access, night.lesson)
    keep_from = access.as_of - dt.timedelta(days=access.rules.digest.keep_days)
    access.connection.execute(delete(AccountDay).where((AccountDay.day == access.as_of) | (AccountDay.day < keep_from)))
    for standings in night.standings:
        keep_standings(access, standings)
    store_recoveries(access, night.saves)
    keep_offers(access, night.offers)
    return sum(len(standings.reasons) for standings in night.standings)


def _stand(access: AccessContext, part: Among, order: LearnedOrder) -> Stored:
    return to_stored(assess_part(replace(access, points_hold=order.points_hold), part, order))
