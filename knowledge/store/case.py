"""Loads a case: everything one answer needs, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from knowledge.analytics.candidates import FollowOn
from knowledge.analytics.columns import Columns, day_or_none
from knowledge.analytics.cool_off import cool_off_columns
from knowledge.analytics.measures import assess_account
from knowledge.analytics.usage import product_use_columns
from knowledge.case import Case, CoolOff
from knowledge.store.aggregates.inputs import load_inputs
from knowledge.store.aggregates.people import load_declined
from knowledge.store.book import Book
from knowledge.store.derived import load_derived
from knowledge.store.offer_scores import load_offer_scores
from knowledge.store.queries import history
from knowledge.store.queries.accounts import load_account, load_contacts
from knowledge.store.queries.catalogue import load_catalogue
from knowledge.store.queries.experience import load_experience, load_judged

if TYPE_CHECKING:
    import pandas as pd

_NOTES_SHOWN = 3


def load_case(book: Book, account_id: int) -> Case:
    """The case of one account. AccountUnknown when this viewer may not see it."""
    account = load_account(book, account_id)
    inputs = load_inputs(book, [account_id])
    row = assess_account(inputs, book.rules, as_of=book.as_of, minor_per_main=book.minor_per_main)
    scores = load_offer_scores(book, account_id)
    products = product_use_columns(inputs.usage, book.rules.usage, as_of=book.as_of)
    return Case(
        account=account,
        as_of=book.as_of,
        row=row,
        product_use=tuple(_rows(products)),
        catalogue=load_catalogue(book),
        purchases=history.load_purchases(book, account_id),
        contracts=history.load_contracts(book, account_id),
        surveys=history.load_surveys(book, account_id),
        tickets=history.load_open_tickets(book, account_id),
        needs=history.load_open_needs(book, account_id),
        notes=history.load_notes(book, account_id, most=_NOTES_SHOWN),
        contacts=load_contacts(book, account_id),
        proposals=history.load_proposals(book, account_id),
        hold=history.load_hold(book, account_id),
        follow_ons=load_follow_ons(book),
        cooling=(*_load_cooling(book, account_id), *load_judged(book, account_id).get(account_id, ())),
        experience=load_experience(book),
        scorer=scores.scorer if scores else None,
        scored=scores.of(account_id) if scores else None,
    )


def load_follow_ons(book: Book) -> tuple[FollowOn, ...]:
    """What is bought after what, over all customers: counts only, so that nobody's purchases show."""
    rules = book.rules.offers

    def count() -> pd.DataFrame:
        from knowledge.analytics.affinity.follow_ons import count_follow_ons
        from knowledge.store.queries.all_purchases import load_all_purchases

        return count_follow_ons(load_all_purchases(book), as_of=book.as_of, horizon_days=rules.horizon_days)

    table = load_derived(book.connection, f"follow_ons_{rules.horizon_days}", book.as_of, count)
    columns = [table[name] for name in FollowOn.__dataclass_fields__]
    return tuple(FollowOn(*values) for values in zip(*columns, strict=True))


def _load_cooling(book: Book, account_id: int) -> tuple[CoolOff, ...]:
    judged = cool_off_columns(load_declined(book, [account_id]), book.rules.gate, as_of=book.as_of)
    return tuple(rests for row in _rows(judged) if (rests := read_cool_off(row, book)))


def read_cool_off(row: Mapping[str, Any], book: Book) -> CoolOff | None:
    """A row of ``judge_cool_off`` as a rest; None where the product may be offered."""
    free_on = day_or_none(row["free_on"])
    if not row["cooling"] or free_on is None:
        return None
    said_on, reason = day_or_none(row["last_no_on"]) or book.as_of, row["reason"]
    return CoolOff(int(row["product_id"]), free_on, str(row["last_no"]), said_on, reason and str(reason))


def _rows(columns: Columns) -> Iterator[dict[str, Any]]:
    """Each row as a mapping."""
    size = len(next(iter(columns.values())))
    return ({name: column[place] for name, column in columns.items()} for place in range(size))
