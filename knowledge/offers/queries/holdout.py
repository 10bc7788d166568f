"""The two arms of the holdout: who was in them on the day it began, and who took something new since."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import func, select, union_all

from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.accounts.queries.aggregates.parts import account_parts
from knowledge.errors import NotEnoughHistory
from knowledge.kernel.access import AccessContext
from knowledge.offers.holdout import Arm, HoldoutReport, compare_arms, is_exempt, is_held_out
from knowledge.tables import Purchase, Subscription


def measure_holdout(access: AccessContext) -> HoldoutReport:
    """Both arms since holdout.since, each customer in the arm that chance gave, whatever became of them later.

    Those at risk, gone or asking on the first day are in neither. Raises NotEnoughHistory while no holdout runs.
    """
    rules = access.rules.holdout
    if not rules.share or rules.since is None or rules.since >= access.as_of:
        raise NotEnoughHistory("holdout", found=0, needed=1)
    then, took = replace(access, as_of=rules.since), _took_something_new(access, rules.since)
    arms = {True: [0, 0], False: [0, 0]}
    for part in account_parts(then):
        rows = assess(then, part)
        known = rows[rows["customer_since"].notna()][["churn_band", "open_needs", "open_deal_on"]]
        for account_id, row in zip(known.index.tolist(), known.to_dict("records"), strict=True):
            if not is_exempt({str(name): cell for name, cell in row.items()}):
                arm = arms[is_held_out(account_id, rules, as_of=rules.since)]
                arm[0], arm[1] = arm[0] + 1, arm[1] + (account_id in took)
    return compare_arms(Arm(*arms[False]), Arm(*arms[True]))


def _took_something_new(access: AccessContext, since: dt.date) -> set[int]:
    """Customers whose first purchase or contract of some product lies after the day."""
    bought = union_all(
        select(Purchase.account_id, Purchase.product_id, Purchase.purchased_on.label("day")),
        select(Subscription.account_id, Subscription.product_id, Subscription.started_on),
    ).cte("bought")
    first = (
        select(bought.c.account_id, func.min(bought.c.day).label("day"))
        .group_by(bought.c.account_id, bought.c.product_id)
        .cte("first_bought")
    )
    query = select(first.c.account_id).where(first.c.day > since, first.c.day <= access.as_of).distinct()
    return set(access.connection.execute(query).scalars())
