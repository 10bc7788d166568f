"""The night's learning from the firm's losses: an order of today's customers, and what may be said by it."""

from __future__ import annotations

from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.accounts.queries.aggregates.parts import sample_accounts
from knowledge.churn.chances import LearnedOrder, learn_lesson
from knowledge.churn.lesson import ChurnLesson
from knowledge.churn.queries.history import load_churn_windows
from knowledge.churn.windows import today_window
from knowledge.kernel.access import AccessContext

# A year of quarters is like today; two are looked at only where one has too few losses.
_WINDOWS, _MOST_WINDOWS = 4, 8
_MOST_TAUGHT = 10_000  # customers; more losses than these hold teach a dozen weights nothing further


def learn_from_losses(access: AccessContext) -> tuple[ChurnLesson, LearnedOrder]:
    """What the losses known on the day asked about teach, and the order by it.

    A large store is learned from by a fair sample of its customers. The viewer must see all.
    """
    among, rules = sample_accounts(access, most=_MOST_TAUGHT), access.rules
    today = today_window(assess(access, among), as_of=access.as_of, horizon_days=rules.churn.horizon_days)
    past = load_churn_windows(
        access,
        horizon_days=rules.churn.horizon_days,
        windows=_WINDOWS,
        more=(rules.churn.losses_to_calibrate, _MOST_WINDOWS),
        among=among,
    )
    return learn_lesson(past, today, rules.churn)
