"""What outcomes and colleagues' words have taught about the rules behind offers, over the whole firm: counts only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import CTE, ColumnElement, Connection, func, literal, null, select, union_all
from sqlalchemy.sql.expression import case as when

from knowledge.accounts.account_360 import JUDGED, CoolOff
from knowledge.accounts.queries.aggregates.frame import Among, Statement, day
from knowledge.accounts.queries.of_account import rows_of
from knowledge.kernel.access import AccessContext
from knowledge.kernel.materialized import forget_materialized, load_materialized
from knowledge.offers.grounds import Experience
from knowledge.offers.queries.rule_states import find_set_aside
from knowledge.offers.take_up import TakeUp
from knowledge.tables import Account, OfferFeedback, Person, Proposal, Purchase, Subscription
from knowledge.terms import OfferKind, OfferWord, ProposalOutcome

if TYPE_CHECKING:
    import pandas as pd

_TABLE = "take_up"


def load_experience(access: AccessContext) -> Experience:
    """Take-up by rule and kind of offer, and which rules are set aside, on the day asked about."""
    table = load_materialized(access.connection, _table_name(access), access.as_of, lambda: _count_take_up(access))
    counted = dict(zip(table["rule"], map(TakeUp, table["proposals"], table["won"]), strict=True))
    by_kind = {kind: counted[kind] for kind in OfferKind if kind in counted}
    return Experience(find_set_aside(access), counted, by_kind)


def forget_take_up(connection: Connection) -> None:
    """Count anew at the next answer: call it in the transaction that changes an outcome."""
    forget_materialized(connection, beginning=_TABLE)


def load_judged(access: AccessContext, account_id: int | None = None) -> dict[int, list[CoolOff]]:
    """By customer, the products that a colleague found not relevant for them and that still rest."""
    rest = access.rules.gate.cool_off_days
    since = access.as_of - dt.timedelta(days=rest)
    if account_id is None:
        rows: Sequence[Any] = access.connection.execute(
            _judged(access.sees), {"as_of": access.as_of, "since": since}
        ).all()
    else:
        rows = rows_of(access, account_id, _judged, since=since)
    found: dict[int, list[CoolOff]] = {}
    for whose, product_id, at, who in rows:
        rests = CoolOff(int(product_id or 0), at + dt.timedelta(days=rest), JUDGED, at, judged_by=who)
        found.setdefault(whose, []).append(rests)
    return found


def _judged(among: Among) -> Statement:
    told = OfferFeedback
    return (
        select(told.account_id, told.product_id, func.max(told.day), func.max(func.coalesce(Person.name, "")))
        .outerjoin(Person, Person.key == told.person_key)
        .where(
            told.said == OfferWord.NOT_RELEVANT,
            told.proposal_id.is_(None),
            told.product_id.is_not(None),
            told.day <= day("as_of"),
            told.day > day("since"),
            among(told.account_id),
        )
        .group_by(told.account_id, told.product_id)
    )


def _table_name(access: AccessContext) -> str:
    return f"{_TABLE}_{access.rules.learning.silent_days}"


def _count_take_up(access: AccessContext) -> pd.DataFrame:
    """rule, proposals, won: by kind ("cross_sell"), kind and product ("cross_sell:7"), and pair ("pair:3:7")."""
    won, counts = _won(access), counts_as_answered(access)
    by_product = (
        select(Proposal.kind, Proposal.product_id, func.count(), func.sum(won))
        .join(Account, Account.id == Proposal.account_id)
        .where(counts)
        .group_by(Proposal.kind, Proposal.product_id)
    )
    rows: list[tuple[str, int, int]] = []
    kinds: dict[str, list[int]] = {}
    for kind, product_id, proposals, taken in access.connection.execute(by_product):
        rows.append((f"{kind}:{product_id}", int(proposals), int(taken)))
        total = kinds.setdefault(str(kind), [0, 0])
        total[0], total[1] = total[0] + int(proposals), total[1] + int(taken)
    rows += [(kind, proposals, taken) for kind, (proposals, taken) in kinds.items()]
    pairs: Any = access.connection.execute(_pairs(won, counts))
    rows += [(f"pair:{a}:{b}", int(proposals), int(taken)) for a, b, proposals, taken in pairs]
    import pandas as pd

    return pd.DataFrame(rows, columns=["rule", "proposals", "won"])


def _pairs(won: ColumnElement[int], counts: ColumnElement[bool]) -> Any:
    """Cross-sell proposals by what the customer had on that day; a product had twice counts once."""
    had = ownership()
    made = (
        select(had.c.product_id.label("antecedent"), Proposal.product_id, Proposal.id, func.max(won).label("won"))
        .join(Account, Account.id == Proposal.account_id)
        .join(had, had.c.account_id == Proposal.account_id)
        .where(
            counts,
            Proposal.kind == OfferKind.CROSS_SELL,
            had.c.product_id != Proposal.product_id,
            *had_when_proposed(had),
        )
        .group_by(had.c.product_id, Proposal.product_id, Proposal.id)
        .cte("made")
    )
    pair = (made.c.antecedent, made.c.product_id)
    return select(*pair, func.count(), func.sum(made.c.won)).group_by(*pair)


def ownership() -> CTE:
    """Who had which product from when (``since``) until when, by contract or purchase."""
    contracts = select(
        Subscription.account_id,
        Subscription.product_id,
        Subscription.started_on.label("since"),
        Subscription.ended_on.label("until"),
    )
    return union_all(contracts, select(Purchase.account_id, Purchase.product_id, Purchase.purchased_on, null())).cte(
        "had"
    )


def had_when_proposed(had: CTE) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether what ``ownership`` tells held on the day of the proposal."""
    return had.c.since < Proposal.proposed_on, had.c.until.is_(None) | (had.c.until > Proposal.proposed_on)


def _won(access: AccessContext) -> ColumnElement[int]:
    is_won = (Proposal.outcome == ProposalOutcome.WON) & (Proposal.outcome_on <= access.as_of)
    return when((is_won, literal(1)), else_=literal(0))


def counts_as_answered(access: AccessContext) -> ColumnElement[bool]:
    """Answered by the day, or waiting for longer than learning.silent_days: that is an answer too."""
    overdue = access.as_of - dt.timedelta(days=access.rules.learning.silent_days)
    return Account.is_test.is_(False) & ((Proposal.outcome_on <= access.as_of) | (Proposal.proposed_on <= overdue))
