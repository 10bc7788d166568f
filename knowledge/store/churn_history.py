"""Past days of the firm, as they could be seen then, with who was lost after each: what churn is learned from."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
from sqlalchemy import select, true

from knowledge.analytics.churn_labels import Losses, find_buying_losses, find_contract_losses
from knowledge.analytics.churn_windows import ChurnWindow, make_window
from knowledge.analytics.measures import assess_accounts
from knowledge.store.aggregates.frame import Among
from knowledge.store.aggregates.inputs import load_inputs
from knowledge.store.book import Book
from knowledge.store.models import Account, Purchase, Subscription


def load_churn_windows(
    book: Book, *, horizon_days: int = 90, windows: int = 4, among: Among | None = None
) -> list[ChurnWindow]:
    """The latest windows whose outcome is known on book.as_of, oldest first; test accounts left out. among: only these.

    Each window ends where the next begins. Losses are those of contracts where the firm has any, else of buying, unless
    churn.definition says which (see ``churn_labels``). What a row has forgotten since cannot be seen as it was: a
    renewal date or a requested cancellation that was overwritten, a champion unmarked.
    """
    subscriptions = _subscriptions(book, among)
    if book.rules.churn.definition == "buying":
        subscriptions = subscriptions.iloc[:0]
    by_contract = len(subscriptions) or book.rules.churn.definition == "contract"
    settle = book.rules.churn.successor_days if by_contract else 0
    found = []
    for back in range(windows, 0, -1):
        past = replace(book, as_of=book.as_of - dt.timedelta(days=settle + back * horizon_days))
        losses = _losses(book, past, subscriptions, horizon_days, among)
        if len(losses.account_id):
            inputs = load_inputs(past, among)
            assessed = assess_accounts(inputs, book.rules, as_of=past.as_of, minor_per_main=book.minor_per_main)
            found.append(make_window(assessed, losses))
    return found


def _losses(book: Book, past: Book, subscriptions: pd.DataFrame, horizon_days: int, among: Among | None) -> Losses:
    day, until = past.as_of, book.as_of
    if len(subscriptions) or book.rules.churn.definition == "contract":
        rules = book.rules.churn
        return find_contract_losses(subscriptions, rules, as_of=day, horizon_days=horizon_days, known_until=until)
    return find_buying_losses(_purchases(book, among), as_of=day, horizon_days=horizon_days, known_until=until)


def _subscriptions(book: Book, among: Among | None) -> pd.DataFrame:
    query = (
        select(Subscription.account_id, Subscription.started_on, Subscription.ended_on)
        .join(Account, Account.id == Subscription.account_id)
        .where(book.visible, Account.is_test.is_(False), Subscription.started_on <= book.as_of)
        .where(among(Account.id) if among else true())
    )
    return pd.DataFrame.from_records(
        book.connection.execute(query).all(), columns=["account_id", "started_on", "ended_on"]
    )


def _purchases(book: Book, among: Among | None) -> pd.DataFrame:
    query = (
        select(Purchase.account_id, Purchase.purchased_on)
        .join(Account, Account.id == Purchase.account_id)
        .where(book.visible, Account.is_test.is_(False), Purchase.purchased_on <= book.as_of)
        .where(among(Account.id) if among else true())
        .distinct()
    )
    return pd.DataFrame.from_records(book.connection.execute(query).all(), columns=["account_id", "purchased_on"])
