"""What counts as a lost customer: the one definition, for contracts, recorded losses and buying without either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from knowledge.accounts.columns import (
    Days,
    Flags,
    Floats,
    Ints,
    as_day,
    days,
    days_between,
    places_of,
    shifted,
    spread_max,
)
from knowledge.accounts.rhythm import FEWEST_DAYS, count_purchase_days, measure_patience
from knowledge.churn.lost_by import ChurnDefinition, name_together
from knowledge.churn.rules import ChurnRules

# A day number beyond any horizon, for a contract that still runs.
_FAR = 10**6


@dataclass(frozen=True)
class Losses:
    """Who was a customer on a day, and who of them was lost within the horizon after it; one row an account.

    account_id; lost; lost_on: the day the last contract ended, the day recorded, or (buying) the first day of a silence
    that is not usual for them; missing where not lost. definition: what counted as lost, one or several by
    ``name_together``; told_by: how many losses each of several told, whoever told it first.
    """

    definition: str
    as_of: date
    horizon_days: int
    account_id: Ints
    lost: Flags
    lost_on: Days
    told_by: Mapping[str, int] = field(default_factory=dict)

    @property
    def days_until_loss(self) -> Floats:
        """Days from as_of to the loss, 0 and up; missing where not lost, and where the loss is dated before as_of.

        Who was late already and never bought again was lost before: of that there was no warning ahead.
        """
        ahead = days_between(as_day(self.as_of), self.lost_on)
        return np.where(ahead >= 0, ahead, np.nan)


def join_losses(found: Sequence[Losses]) -> Losses:
    """Several ways of telling losses on one day as one: whoever is a customer by any, and lost by the first that says.

    Of two that tell the same day the first given counts. Whose loss was recorded before is no customer any more, though
    a contract may run on.
    """
    if len(found) == 1:
        return found[0]
    ids = np.unique(np.concatenate([each.account_id for each in found]))
    for each in found:
        ids = np.intersect1d(ids, each.account_id) if each.definition == ChurnDefinition.EVENTS else ids
    lost, first = np.zeros(len(ids), dtype=bool), np.full(len(ids), np.datetime64("NaT", "D"))
    teller = np.full(len(ids), -1)
    for place, each in enumerate(found):
        told = each.lost & np.isin(each.account_id, ids)
        at, on = np.searchsorted(ids, each.account_id[told]), each.lost_on[told]
        earlier = np.isnat(first[at]) | (on < first[at])
        first[at[earlier]], teller[at[earlier]], lost[at] = on[earlier], place, True
    told_by = {each.definition: int((teller == place).sum()) for place, each in enumerate(found)}
    definition = name_together(ChurnDefinition(each.definition) for each in found)
    return Losses(definition, found[0].as_of, found[0].horizon_days, ids, lost, first, told_by)


def find_contract_losses(
    subscriptions: pd.DataFrame, rules: ChurnRules, *, as_of: date, horizon_days: int, known_until: date
) -> Losses:
    """Of the customers with a contract on as_of those who had none left within the horizon, and no successor.

    subscriptions: account_id, started_on, ended_on (first day without it, missing while it runs), with what followed.
    Raises ValueError when known_until lies before the horizon and its successor days are over: it is too early to tell.
    """
    if (known_until - as_of).days < horizon_days + rules.successor_days:
        raise ValueError("known_until must lie beyond the horizon and the days for a successor")
    started, ended = days(subscriptions, "started_on"), days(subscriptions, "ended_on")
    today, last = as_day(as_of), shifted(as_day(as_of), horizon_days)
    keys = subscriptions["account_id"].to_numpy(dtype=np.int64)
    ids = np.unique(keys[(started <= today) & ~(ended <= today)])
    covered = _covered_until(started, ended, places_of(keys, ids), today, len(ids), rules)
    lost = covered <= last
    return Losses(
        ChurnDefinition.CONTRACT, as_of, horizon_days, ids, lost, np.where(lost, covered, np.datetime64("NaT", "D"))
    )


def _covered_until(started: Days, ended: Days, place: Ints, today: np.datetime64, size: int, rules: ChurnRules) -> Days:
    """The first day without a contract, a gap of up to the successor days bridged; NaT sorts as never ending."""
    never = np.iinfo(np.int64).max
    ends = np.where(np.isnat(ended), never, ended.astype(np.int64)).tolist()
    starts, places = started.astype(np.int64).tolist(), place.tolist()
    covered = [int(today.astype(np.int64))] * size
    for row in np.argsort(started, kind="stable").tolist():
        at = places[row]
        if at >= 0 and starts[row] <= covered[at] + rules.successor_days and ends[row] > covered[at]:
            covered[at] = ends[row] if ends[row] < never else _FAR
    return np.array(covered, dtype=np.int64).astype("datetime64[D]")


def find_event_losses(
    starts: pd.DataFrame,
    events: pd.DataFrame,
    rules: ChurnRules,
    *,
    as_of: date,
    horizon_days: int,
    known_until: date,
) -> Losses:
    """Of the customers of as_of those whose loss was recorded within the horizon, and who were not back soon.

    starts: account_id, started_on: the days on which anything of theirs began; events: account_id, lost_on, back_on
    (missing while away). No customers any more are those lost by as_of, neither back nor anything begun since.
    Raises ValueError when known_until lies before the horizon and its successor days are over.
    """
    if (known_until - as_of).days < horizon_days + rules.successor_days:
        raise ValueError("known_until must lie beyond the horizon and the days for a return")
    today, last = as_day(as_of), shifted(as_day(as_of), horizon_days)
    keys, on, back = events["account_id"].to_numpy(dtype=np.int64), days(events, "lost_on"), days(events, "back_on")
    begun, began = starts["account_id"].to_numpy(dtype=np.int64), days(starts, "started_on")
    ids = np.unique(begun[began <= today])
    latest, gone, returned = (
        spread_max(day[day <= today], places_of(of[day <= today], ids), len(ids))
        for of, day in ((begun, began), (keys, on), (keys, back))
    )
    ids = ids[np.isnat(gone) | (latest > gone) | (returned >= gone)]
    soon_back = days_between(on, back) <= rules.successor_days
    inside = (on > today) & (on <= last) & ~soon_back
    lost_on = spread_max(on[inside], places_of(keys[inside], ids), len(ids))
    return Losses(ChurnDefinition.EVENTS, as_of, horizon_days, ids, ~np.isnat(lost_on), lost_on)


def find_buying_losses(
    purchases: pd.DataFrame,
    rules: ChurnRules,
    *,
    as_of: date,
    horizon_days: int,
    known_until: date,
    only_rhythmic: bool = False,
) -> Losses:
    """Of the customers who had ever bought by as_of those who bought nothing within the horizon, though due.

    purchases: account_id, purchased_on, with what followed. Due is who has, by the end of the horizon, been silent for
    longer than is usual for them (``accounts.rhythm``): a quarter of silence is nothing for a yearly buyer. With
    only_rhythmic only those count who show a rhythm: where one project is bought, silence tells nothing.
    Raises ValueError when known_until lies before the end of the horizon.
    """
    if (known_until - as_of).days < horizon_days:
        raise ValueError("known_until must not lie before the end of the horizon")
    bought, today, last = days(purchases, "purchased_on"), as_day(as_of), shifted(as_day(as_of), horizon_days)
    keys = purchases["account_id"].to_numpy(dtype=np.int64)
    before, after = bought <= today, (bought > today) & (bought <= last)
    counted = count_purchase_days(keys[before], bought[before].astype(np.int64), rules, as_of=as_of)
    if only_rhythmic:
        rhythmic = counted["purchase_days"] >= FEWEST_DAYS
        counted = {name: values[rhythmic] for name, values in counted.items()}
    ids = counted["account_id"]
    patience = measure_patience(counted, ids, rules)
    late_on = counted["last_bought_on"] + np.floor(patience).astype("timedelta64[D]") + np.timedelta64(1, "D")
    lost = ~np.isin(ids, keys[after]) & (late_on <= last)
    return Losses(
        ChurnDefinition.BUYING, as_of, horizon_days, ids, lost, np.where(lost, late_on, np.datetime64("NaT", "D"))
    )
