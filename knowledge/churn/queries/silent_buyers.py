"""Who has stopped buying, at a firm where nothing else tells that a customer is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from sqlalchemy import ColumnElement, exists, select

from knowledge.accounts.queries.aggregates.commerce import load_purchases
from knowledge.accounts.queries.aggregates.frame import AccountColumn, Among
from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.accounts.rhythm import find_late_days
from knowledge.churn.lost_by import ChurnDefinition
from knowledge.churn.queries.definition import find_definitions
from knowledge.kernel.access import AccessContext
from knowledge.tables import Subscription


def find_silent(access: AccessContext, accounts: Sequence[int] | None = None) -> dict[int, dt.date]:
    """Account → the first day of a silence that is not usual for them, of those lost by buying (``churn.labels``).

    Nothing was bought in churn.horizon_days, nor within what is usual for them; where customers do not order again and
    again, of those that show a rhythm. Empty where losses are told by something else alone.
    """
    if ChurnDefinition.BUYING not in find_definitions(access):
        return {}
    rules, records, never = access.rules.churn, load_records(access), never_contracted(access)
    bought = load_purchases(access, never if accounts is None else lambda key: key.in_(accounts) & never(key))
    ids = bought["account_id"].astype(np.int64)
    late_on, gone = find_late_days(bought, ids, rules, as_of=access.as_of, only_rhythmic=not records.repeats)
    return dict(zip(ids[gone].tolist(), late_on[gone].tolist(), strict=True))


def never_contracted(access: AccessContext) -> Among:
    """The condition on an account's id that it is lost by buying, if at all: whoever ever had a contract is lost by
    that; all where churn.definition says that losses are told by buying."""
    if access.rules.churn.definition == "buying" or not load_records(access).contracts:
        return lambda account_id: account_id.is_not(None)
    until = access.as_of

    def condition(account_id: AccountColumn) -> ColumnElement[bool]:
        theirs = (Subscription.account_id == account_id) & (Subscription.started_on <= until)
        return ~exists(select(Subscription.id).where(theirs).correlate_except(Subscription))

    return condition
