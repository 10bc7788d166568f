"""Which segment each customer is in: the one place from which lists and figures are split and filtered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import aliased

from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.kernel.access import AccessContext
from knowledge.kernel.visibility import OPERATOR
from knowledge.people.queries.people import person_label
from knowledge.tables import Account, AccountDay, Person, Product, Subscription
from knowledge.terms import SegmentBy

Segments = dict[int, str]
"""Account → the name of its segment; "" where that is not known."""


MEASURED = {SegmentBy.RFM: "segment", SegmentBy.PHASE: "phase", SegmentBy.TOUCH: "touch_model"}
"""What is measured as of a day, and the column that holds it."""


@dataclass(frozen=True)
class SegmentFilter:
    """Only customers whose segment by ``by`` is ``value``."""

    by: SegmentBy
    value: str


def load_segments(access: AccessContext, by: SegmentBy) -> Segments:
    """The segment of every customer the viewer may see, on the day asked about. Test accounts are none.

    RFM is a place among all customers of the firm, whoever asks. NotEnoughHistory where they are too few for it.
    """
    if by in MEASURED:
        measured = _load_measured(access, by)
        return {account_id: measured.get(account_id, "") for account_id in _visible(access)}
    csm = aliased(Person)
    columns = {
        SegmentBy.TEAM: Person.team,
        SegmentBy.OWNER: person_label(),
        SegmentBy.CSM: person_label(csm),
        SegmentBy.INDUSTRY: Account.industry,
        SegmentBy.REGION: Account.region,
        SegmentBy.COUNTRY: Account.country,
    }
    query = select(Account.id, columns[by]).outerjoin(Person, Person.id == Account.owner_id)
    query = query.outerjoin(csm, csm.id == Account.csm_id)
    rows = access.connection.execute(query.where(access.visible, Account.is_test.is_(False)))
    return {account_id: value or "" for account_id, value in rows}


def filter_accounts(
    access: AccessContext, filters: Sequence[SegmentFilter], *, product: str | None = None
) -> set[int] | None:
    """The customers that pass all filters and have the product (or one of that family); None where nothing is asked.

    Filters of one kind are alternatives: in Tokyo or in Osaka.
    """
    found = _having(access, product) if product else None
    for by, values in values_by_kind(filters).items():
        inside = {account_id for account_id, value in load_segments(access, by).items() if value in values}
        found = inside if found is None else found & inside
    return found


def values_by_kind(filters: Sequence[SegmentFilter]) -> dict[SegmentBy, set[str]]:
    """What is asked for of each kind; one of them is enough."""
    values: dict[SegmentBy, set[str]] = {}
    for each in filters:
        values.setdefault(each.by, set()).add(each.value)
    return values


def _having(access: AccessContext, product: str) -> set[int]:
    products = select(Product.id).where((Product.name == product) | (Product.family == product))
    running = Subscription.ended_on.is_(None) | (Subscription.ended_on > access.as_of)
    query = select(Subscription.account_id).where(
        Subscription.product_id.in_(products), running, access.sees(Subscription.account_id)
    )
    return set(access.connection.execute(query).scalars())


def _load_kept_touch(access: AccessContext) -> Segments:
    """The touch model as the night's look kept it; empty where the day was not kept."""
    query = select(AccountDay.account_id, AccountDay.touch_model).where(AccountDay.day == access.as_of)
    return {row.account_id: row.touch_model for row in access.connection.execute(query)}


def _load_measured(access: AccessContext, by: SegmentBy) -> Segments:
    if by is SegmentBy.TOUCH and (kept := _load_kept_touch(access)):
        return kept
    whole = replace(access, viewer=OPERATOR) if by is SegmentBy.RFM else access
    measures = assess(whole)
    if by is SegmentBy.RFM:
        from knowledge.accounts.rfm import score_rfm

        measures = score_rfm(measures, access.rules.segments)
    return dict(zip(measures.index.tolist(), measures[MEASURED[by]].astype(str).tolist(), strict=True))


def _visible(access: AccessContext) -> list[int]:
    query = select(Account.id).where(access.visible, Account.is_test.is_(False))
    return list(access.connection.execute(query).scalars())
