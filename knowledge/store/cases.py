"""The cases of a whole book at once: the same decision for everybody as for one, from a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from knowledge.analytics.cool_off import judge_cool_off
from knowledge.analytics.measures import assess_accounts
from knowledge.analytics.usage import measure_product_use
from knowledge.case import Case, CoolOff
from knowledge.history import AccountCard, Contract, NeedSaid, ProposalMade, PurchaseLine
from knowledge.store.aggregates.inputs import load_inputs
from knowledge.store.aggregates.people import load_declined
from knowledge.store.book import Book
from knowledge.store.case import load_follow_ons, read_cool_off
from knowledge.store.models import Account, Need, Person, Proposal, Purchase, Subscription
from knowledge.store.offer_scores import load_offer_scores
from knowledge.store.queries.accounts import card_columns
from knowledge.store.queries.catalogue import load_catalogue
from knowledge.store.queries.experience import load_experience, load_judged
from knowledge.terms import NeedStatus

Grouped = dict[int, tuple[Any, ...]]


def load_cases(book: Book) -> Iterator[Case]:
    """A case for every real account that the viewer may see, with what an offer needs and no more.

    Surveys, tickets, notes and contacts are left empty: their measures are in ``row``.
    """
    inputs = load_inputs(book)
    rows = assess_accounts(inputs, book.rules, as_of=book.as_of, minor_per_main=book.minor_per_main)
    uses = _by_account(measure_product_use(inputs.usage, book.rules.usage, as_of=book.as_of))
    cards, catalogue, follow_ons = _load_cards(book), load_catalogue(book), load_follow_ons(book)
    purchases = _load(book, PurchaseLine, Purchase, Purchase.purchased_on)
    contracts = _load(book, Contract, Subscription, Subscription.started_on)
    needs, proposals = _load_needs(book), _load(book, ProposalMade, Proposal, Proposal.proposed_on)
    cooling, experience, scores = _load_cooling(book), load_experience(book), load_offer_scores(book)
    columns = {str(name): rows[name].array for name in rows.columns}
    for place, account_id in enumerate(rows.index.tolist()):
        yield Case(
            account=cards[account_id],
            as_of=book.as_of,
            row={name: values[place] for name, values in columns.items()},
            product_use=uses.get(account_id, ()),
            catalogue=catalogue,
            purchases=purchases.get(account_id, ()),
            contracts=contracts.get(account_id, ()),
            surveys=(),
            tickets=(),
            needs=needs.get(account_id, ()),
            notes=(),
            contacts=(),
            proposals=tuple(reversed(proposals.get(account_id, ()))),
            hold=None,
            follow_ons=follow_ons,
            cooling=cooling.get(account_id, ()),
            experience=experience,
            scorer=scores.scorer if scores else None,
            scored=scores.of(account_id) if scores else None,
        )


def _load_cards(book: Book) -> dict[int, AccountCard]:
    owner, csm = aliased(Person), aliased(Person)
    query = (
        select(*card_columns(owner, csm))
        .outerjoin(owner, owner.id == Account.owner_id)
        .outerjoin(csm, csm.id == Account.csm_id)
        .where(book.visible)
    )
    return {row.id: AccountCard(**row._mapping) for row in book.connection.execute(query)}


def _load(book: Book, record: type[Any], model: Any, dated: InstrumentedAttribute[Any], *also: Any) -> Grouped:
    """Records of one kind by account, oldest first; their fields are columns of the model."""
    columns = [getattr(model, name) for name in record.__dataclass_fields__]
    query = (
        select(model.account_id, *columns)
        .where(book.sees(model.account_id), dated <= book.as_of, *also)
        .order_by(model.account_id, dated, model.id)
    )
    rows = book.connection.execute(query)
    return {
        account_id: tuple(record(*row[1:]) for row in group) for account_id, group in groupby(rows, lambda row: row[0])
    }


def _load_needs(book: Book) -> Grouped:
    still_open = (Need.status == NeedStatus.OPEN) | (Need.closed_on > book.as_of)
    found = _load(book, NeedSaid, Need, Need.said_on, still_open)
    return {account_id: tuple(reversed(needs)) for account_id, needs in found.items()}


def _load_cooling(book: Book) -> dict[int, tuple[CoolOff, ...]]:
    judged = judge_cool_off(load_declined(book), book.rules.gate, as_of=book.as_of)
    found: dict[int, list[CoolOff]] = defaultdict(list)
    for account_id, rows in _by_account(judged).items():
        for row in rows:
            if rests := read_cool_off(row, book):
                found[account_id].append(rests)
    for account_id, judged_rests in load_judged(book).items():
        found[account_id] += judged_rests
    return {account_id: tuple(rests) for account_id, rests in found.items()}


def _by_account(table: pd.DataFrame) -> dict[int, tuple[dict[str, Any], ...]]:
    columns = {str(name): table[name].array for name in table.columns}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for place, account_id in enumerate(table.index.tolist()):
        found[account_id].append({name: values[place] for name, values in columns.items()})
    return {account_id: tuple(rows) for account_id, rows in found.items()}
