"""Past days of the firm, as they could be seen then, with who was lost after each: what churn is learned from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
from sqlalchemy import select, true

from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.accounts.queries.aggregates.frame import Among
from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.churn.labels import (
    Losses,
    find_buying_losses,
    find_contract_losses,
    find_event_losses,
    join_losses,
)
from knowledge.churn.lost_by import ChurnDefinition
from knowledge.churn.queries.definition import find_definitions
from knowledge.churn.queries.loss_events import load_loss_events, load_starts
from knowledge.churn.queries.silent_buyers import never_contracted
from knowledge.churn.windows import ChurnWindow, make_window
from knowledge.kernel.access import AccessContext
from knowledge.tables import Account, Purchase, Subscription


def load_churn_windows(
    access: AccessContext,
    *,
    horizon_days: int = 90,
    windows: int = 4,
    more: tuple[int, int] | None = None,
    among: Among | None = None,
) -> list[ChurnWindow]:
    """The latest windows whose outcome is known on access.as_of, oldest first; no test accounts. among: only these.

    more: losses that are enough, and how many windows to take where the latest hold some losses, but fewer. Each window
    ends where the next begins. What counts as lost: ``queries.definition``. What a row has forgotten since cannot be
    seen as it was: a
    renewal date or a requested cancellation that was overwritten, a champion unmarked.
    """
    enough, most = more or (0, windows)
    found = list(_losses(access, range(1, most + 1), horizon_days, among))
    lost = [int(losses.lost.sum()) for losses in found]
    taken = most if sum(lost[:windows]) < enough and any(lost) else windows
    return [_look_back(access, losses, among) for losses in reversed(found[:taken])]


def _look_back(access: AccessContext, losses: Losses, among: Among | None) -> ChurnWindow:
    return make_window(assess(replace(access, as_of=losses.as_of), among), losses)


def _losses(access: AccessContext, back: Sequence[int], horizon_days: int, among: Among | None) -> Iterator[Losses]:
    """Who was lost in each window so many horizons back; none of a window in which there were no customers yet."""
    rules, until = access.rules.churn, access.as_of
    definitions = find_definitions(access)
    find = [_finder(access, among, each) for each in definitions]
    # days that must pass before a loss is sure: whoever only orders is judged by the horizon alone
    settle = 0 if definitions == (ChurnDefinition.BUYING,) else rules.successor_days
    for windows in back:
        day = until - dt.timedelta(days=settle + windows * horizon_days)
        losses = join_losses([each(rules, as_of=day, horizon_days=horizon_days, known_until=until) for each in find])
        if len(losses.account_id):
            yield losses


def _finder(access: AccessContext, among: Among | None, definition: ChurnDefinition) -> Callable[..., Losses]:
    """How losses of this kind are found, from what is read once."""
    match definition:
        case ChurnDefinition.CONTRACT:
            return partial(find_contract_losses, _subscriptions(access, among))
        case ChurnDefinition.EVENTS:
            return partial(find_event_losses, load_starts(access, among), load_loss_events(access, among))
        case ChurnDefinition.BUYING:
            rhythmic = not load_records(access).repeats
            return partial(find_buying_losses, _purchases(access, among), only_rhythmic=rhythmic)


def _subscriptions(access: AccessContext, among: Among | None) -> pd.DataFrame:
    query = (
        select(Subscription.account_id, Subscription.started_on, Subscription.ended_on)
        .join(Account, Account.id == Subscription.account_id)
        .where(access.visible, Account.is_test.is_(False), Subscription.started_on <= access.as_of)
        .where(among(Account.id) if among else true())
    )
    return pd.DataFrame.from_records(
        access.connection.execute(query).all(), columns=["account_id", "started_on", "ended_on"]
    )


def _purchases(access: AccessContext, among: Among | None) -> pd.DataFrame:
    query = (
        select(Purchase.account_id, Purchase.purchased_on)
        .join(Account, Account.id == Purchase.account_id)
        .where(access.visible, Account.is_test.is_(False), Purchase.purchased_on <= access.as_of)
        .where(Purchase.quantity > 0, never_contracted(access)(Account.id))
        .where(among(Account.id) if among else true())
        .distinct()
    )
    return pd.DataFrame.from_records(access.connection.execute(query).all(), columns=["account_id", "purchased_on"])
