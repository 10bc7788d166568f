"""Every customer in sight scored with other weights, by the code that scores them each night; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from knowledge.accounts.history import AccountHead
from knowledge.accounts.measures import assess_accounts
from knowledge.accounts.queries.accounts import load_account
from knowledge.accounts.queries.aggregates.frame import Accounts
from knowledge.accounts.queries.aggregates.inputs import load_inputs
from knowledge.accounts.queries.heads import load_heads
from knowledge.churn.rules import ChurnWeights
from knowledge.churn.weight_trial import TriedAccount, compare_scores, with_weights
from knowledge.kernel.access import AccessContext
from knowledge.tables import Account

MOST_TRIED = 500  # customers: a page is waited for


@dataclass(frozen=True)
class TriedWeights:
    """Weights as they are and as tried, the customer asked about, and all in sight with their names.

    is_sample: there are more in sight than are tried at once, and ``everybody`` is a fair sample of them.
    """

    as_is: ChurnWeights
    tried: ChurnWeights
    account: TriedAccount
    everybody: tuple[TriedAccount, ...]
    heads: Mapping[int, AccountHead]
    is_sample: bool


def try_weights(access: AccessContext, account_id: int, weights: Mapping[str, int]) -> TriedWeights:
    """What would change. AccountUnknown where the viewer may not see the customer; ValueError for what is no weight."""
    load_account(access, account_id)
    changed = with_weights(access.rules.churn, weights)
    among = _sample_in_sight(access)
    everybody = _try(access, among, changed.weights)
    mine = [one for one in everybody if one.account_id == account_id] or _try(access, [account_id], changed.weights)
    heads = load_heads(access, sorted({account_id, *(one.account_id for one in everybody)}))
    return TriedWeights(
        as_is=access.rules.churn.weights,
        tried=changed.weights,
        account=mine[0],
        everybody=everybody,
        heads=heads,
        is_sample=among is not None,
    )


def _sample_in_sight(access: AccessContext) -> list[int] | None:
    """Evenly spaced ones of those in sight, the same each time; None where all can be tried."""
    query = select(Account.id).where(access.sees(Account.id)).order_by(Account.id)
    ids = access.connection.execute(query).scalars().all()
    every = -(-len(ids) // MOST_TRIED)
    return list(ids[::every]) if every > 1 else None


def _try(access: AccessContext, accounts: Accounts, weights: ChurnWeights) -> tuple[TriedAccount, ...]:
    inputs, rules = load_inputs(access, accounts), access.rules
    changed = rules.model_copy(update={"churn": rules.churn.model_copy(update={"weights": weights})})
    now, then = (
        assess_accounts(inputs, each, as_of=access.as_of, minor_per_main=access.minor_per_main)
        for each in (rules, changed)
    )
    return compare_scores(now, then)
