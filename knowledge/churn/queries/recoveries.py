"""Past quarters of the firm, as they could be seen then, with what was done for whom in between."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import func, literal, select

from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.accounts.queries.aggregates.frame import Among
from knowledge.accounts.queries.aggregates.parts import sample_accounts
from knowledge.kernel.access import AccessContext
from knowledge.kernel.materialized import as_lists, load_materialized, store_materialized
from knowledge.kernel.visibility import OPERATOR
from knowledge.tables import Account, DerivedTable, Ticket, Touch

if TYPE_CHECKING:
    import pandas as pd

_NAME = "saves"
_QUARTER_DAYS = 90
_QUARTERS = 4
# Above this an answer waits for the nightly work: five looks at all accounts would take longer than a person does.
_MOST_AT_ONCE = 2000
# Five looks at a million customers would cost more than the rest of the night, and tell hardly more than these.
_MOST_COUNTED = 10_000


def load_recoveries(access: AccessContext) -> pd.DataFrame | None:
    """The columns of ``saves.SAVES`` over the last year, all customers: counts only, so that nobody's dealings show.

    None in a large store until ``osusume refresh`` has counted them.
    """
    import pandas as pd

    stored = access.connection.execute(
        select(DerivedTable.as_of).where(DerivedTable.name == _NAME, DerivedTable.as_of == access.as_of)
    ).first()
    if stored is None and _count_accounts(access) > _MOST_AT_ONCE:
        return None
    return pd.DataFrame(
        load_materialized(access.connection, _NAME, access.as_of, lambda: count_past_recoveries(access))
    )


def store_recoveries(access: AccessContext, saves: pd.DataFrame) -> None:
    """Keep what was counted for the day asked about."""
    store_materialized(access.connection, _NAME, access.as_of, as_lists(saves))


def count_looked_at(access: AccessContext) -> int | None:
    """How many customers the counts are taken from; None where it is all of them."""
    sample = sample_accounts(access, most=_MOST_COUNTED)
    if sample is None:
        return None
    return access.connection.execute(select(func.count()).select_from(Account).where(sample(Account.id))).scalar_one()


def count_past_recoveries(access: AccessContext) -> pd.DataFrame:
    """Count them now; nothing is kept."""
    from knowledge.churn.recoveries import add_recoveries, count_recoveries

    access = replace(access, viewer=OPERATOR)
    sample = sample_accounts(access, most=_MOST_COUNTED)
    days = [access.as_of - dt.timedelta(days=_QUARTER_DAYS * back) for back in range(_QUARTERS, -1, -1)]
    past = [replace(access, as_of=day) for day in days]
    seen = [assess(then, sample) for then in past]
    quarters = [
        count_recoveries(seen[place], seen[place + 1], _deeds(access, days[place], days[place + 1], sample))
        for place in range(_QUARTERS)
    ]
    return add_recoveries(quarters)


def _deeds(access: AccessContext, after: dt.date, until: dt.date, sample: Among | None) -> pd.DataFrame:
    import pandas as pd

    touches = select(Touch.account_id, Touch.kind).where(Touch.happened_on > after, Touch.happened_on <= until)
    solved = select(Ticket.account_id, literal("ticket_solved")).where(
        Ticket.closed_on > after, Ticket.closed_on <= until
    )
    if sample is not None:
        touches, solved = touches.where(sample(Touch.account_id)), solved.where(sample(Ticket.account_id))
    rows = access.connection.execute(touches.union(solved)).all()
    return pd.DataFrame.from_records(rows, columns=["account_id", "deed"])


def _count_accounts(access: AccessContext) -> int:
    return access.connection.execute(select(func.count()).select_from(Account)).scalar_one()
