"""Loads a case: everything one answer needs, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from knowledge.accounts.account_360 import Account360, CoolOff
from knowledge.accounts.columns import Columns, day_or_none
from knowledge.accounts.measures import assess_account
from knowledge.accounts.queries import history
from knowledge.accounts.queries.accounts import load_account, load_contacts
from knowledge.accounts.queries.aggregates.inputs import load_inputs
from knowledge.accounts.queries.aggregates.people import load_declined
from knowledge.accounts.queries.of_competitors import load_competitor_products
from knowledge.accounts.queries.products_lost import load_products_lost
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.kernel.materialized import load_materialized
from knowledge.offers.candidate import FollowOn
from knowledge.offers.cool_off import cool_off_columns
from knowledge.offers.queries.experience import load_experience, load_judged
from knowledge.offers.queries.in_the_works import load_decided_deals, load_open_deals, load_relatives
from knowledge.offers.queries.offer_scores import load_offer_scores
from knowledge.offers.queries.ordered_together import load_carried, load_together
from knowledge.usage.policy import product_use_columns

if TYPE_CHECKING:
    import pandas as pd

_NOTES_SHOWN = 3


def load_account_360(access: AccessContext, account_id: int) -> Account360:
    """The case of one account. AccountUnknown when this viewer may not see it."""
    account, catalogue = load_account(access, account_id), load_catalogue(access)
    inputs = load_inputs(access, [account_id])
    row = assess_account(inputs, access.rules, as_of=access.as_of, minor_per_main=access.minor_per_main)
    scores = load_offer_scores(access, account_id)
    products = product_use_columns(inputs.usage, access.rules.usage, as_of=access.as_of)
    return Account360(
        account=account,
        as_of=access.as_of,
        row=row,
        product_use=tuple(_rows(products)),
        catalogue=catalogue,
        purchases=history.load_purchases(access, account_id),
        contracts=history.load_contracts(access, account_id),
        surveys=history.load_surveys(access, account_id),
        tickets=history.load_open_tickets(access, account_id),
        needs=history.load_open_needs(access, account_id),
        notes=history.load_notes(access, account_id, most=_NOTES_SHOWN),
        contacts=load_contacts(access, account_id),
        proposals=history.load_proposals(access, account_id),
        hold=history.load_hold(access, account_id),
        follow_ons=load_follow_ons(access),
        together=load_together(access),
        carried=load_carried(access, account.industry),
        cooling=(*_load_cooling(access, account_id), *load_judged(access, account_id).get(account_id, ())),
        experience=load_experience(access),
        scorer=scores.scorer if scores else None,
        scored=scores.of(account_id) if scores else None,
        upcoming=history.load_upcoming(access, account_id),
        open_deals=load_open_deals(access, account_id),
        decided_deals=load_decided_deals(access, account_id),
        relatives=load_relatives(access, account_id, catalogue),
        of_competitors=tuple(load_competitor_products(access, account_id)),
        products_lost=load_products_lost(access, account_id),
        records=inputs.sources.records,
    )


def load_follow_ons(access: AccessContext) -> tuple[FollowOn, ...]:
    """What is bought after what, over all customers: counts only, so that nobody's purchases show."""
    rules = access.rules.offers

    def count() -> pd.DataFrame:
        from knowledge.offers.affinity.follow_ons import count_follow_ons
        from knowledge.offers.queries.all_purchases import load_all_purchases

        return count_follow_ons(load_all_purchases(access), as_of=access.as_of, horizon_days=rules.horizon_days)

    table = load_materialized(access.connection, f"follow_ons_{rules.horizon_days}", access.as_of, count)
    columns = [table[name] for name in FollowOn.__dataclass_fields__]
    return tuple(FollowOn(*values) for values in zip(*columns, strict=True))


def _load_cooling(access: AccessContext, account_id: int) -> tuple[CoolOff, ...]:
    judged = cool_off_columns(load_declined(access, [account_id]), access.rules.gate, as_of=access.as_of)
    return tuple(rests for row in _rows(judged) if (rests := read_cool_off(row, access)))


def read_cool_off(row: Mapping[str, Any], access: AccessContext) -> CoolOff | None:
    """A row of ``judge_cool_off`` as a rest; None where the product may be offered."""
    free_on = day_or_none(row["free_on"])
    if not row["cooling"] or free_on is None:
        return None
    said_on, reason = day_or_none(row["last_no_on"]) or access.as_of, row["reason"]
    return CoolOff(int(row["product_id"]), free_on, str(row["last_no"]), said_on, reason and str(reason))


def _rows(columns: Columns) -> Iterator[dict[str, Any]]:
    """Each row as a mapping."""
    size = len(next(iter(columns.values())))
    return ({name: column[place] for name, column in columns.items()} for place in range(size))
