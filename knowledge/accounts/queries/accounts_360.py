"""The accounts of one viewer at once: the same decision for everybody as for one, from a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from knowledge.accounts.account_360 import Account360, CoolOff
from knowledge.accounts.history import AccountCard, Contract, NeedSaid, ProposalMade, PurchaseLine
from knowledge.accounts.measures import assess_accounts
from knowledge.accounts.queries.account_360 import load_follow_ons, read_cool_off
from knowledge.accounts.queries.accounts import card_columns
from knowledge.accounts.queries.aggregates.inputs import load_inputs
from knowledge.accounts.queries.aggregates.people import load_declined
from knowledge.accounts.queries.of_competitors import load_all_competitor_products
from knowledge.accounts.queries.products_lost import load_all_products_lost
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.kernel.rows import record_of, records_by_account
from knowledge.offers.cool_off import judge_cool_off
from knowledge.offers.queries.experience import load_experience, load_judged
from knowledge.offers.queries.in_the_works import load_all_decided_deals, load_all_open_deals, load_all_relatives
from knowledge.offers.queries.offer_scores import load_offer_scores
from knowledge.offers.queries.ordered_together import load_all_carried, load_together
from knowledge.tables import Account, Need, Person, Proposal, Purchase, Subscription
from knowledge.terms import NeedStatus
from knowledge.usage.policy import measure_product_use

Grouped = dict[int, tuple[Any, ...]]


def load_accounts_360(access: AccessContext) -> Iterator[Account360]:
    """A case for every real account that the viewer may see, with what an offer needs and no more.

    Surveys, tickets, notes and contacts are left empty: their measures are in ``row``.
    """
    inputs = load_inputs(access)
    rows = assess_accounts(inputs, access.rules, as_of=access.as_of, minor_per_main=access.minor_per_main)
    uses = _by_account(measure_product_use(inputs.usage, access.rules.usage, as_of=access.as_of))
    cards, catalogue, follow_ons = _load_cards(access), load_catalogue(access), load_follow_ons(access)
    together, carried = load_together(access), load_all_carried(access)
    purchases = _load(access, PurchaseLine, Purchase, Purchase.purchased_on)
    contracts = _load(access, Contract, Subscription, Subscription.started_on)
    upcoming, open_deals = _load_upcoming(access), load_all_open_deals(access)
    decided_deals = load_all_decided_deals(access)
    relatives = load_all_relatives(access, purchases, contracts, catalogue)
    of_competitors, products_lost = load_all_competitor_products(access), load_all_products_lost(access)
    needs, proposals = _load_needs(access), _load_proposals(access)
    cooling, experience, scores = _load_cooling(access), load_experience(access), load_offer_scores(access)
    columns = {str(name): rows[name].array for name in rows.columns}
    for place, account_id in enumerate(rows.index.tolist()):
        yield Account360(
            account=cards[account_id],
            as_of=access.as_of,
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
            proposals=proposals.get(account_id, ()),
            hold=None,
            follow_ons=follow_ons,
            together=together,
            carried=carried.get(cards[account_id].industry or "", ()),
            cooling=cooling.get(account_id, ()),
            experience=experience,
            scorer=scores.scorer if scores else None,
            scored=scores.of(account_id) if scores else None,
            upcoming=upcoming.get(account_id, ()),
            open_deals=open_deals.get(account_id, ()),
            decided_deals=decided_deals.get(account_id, ()),
            relatives=relatives.get(account_id, ()),
            of_competitors=of_competitors.get(account_id, ()),
            products_lost=products_lost.get(account_id, ()),
            records=inputs.sources.records,
        )


def _load_cards(access: AccessContext) -> dict[int, AccountCard]:
    owner, csm = aliased(Person), aliased(Person)
    query = (
        select(*card_columns(owner, csm))
        .outerjoin(owner, owner.id == Account.owner_id)
        .outerjoin(csm, csm.id == Account.csm_id)
        .where(access.visible)
    )
    return {row.id: record_of(AccountCard, row) for row in access.connection.execute(query)}


def _load(
    access: AccessContext, record: type[Any], model: Any, dated: InstrumentedAttribute[Any], *also: Any
) -> Grouped:
    """Records of one kind by account, oldest first; their fields are columns of the model."""
    columns = [getattr(model, name) for name in record.__dataclass_fields__]
    query = (
        select(model.account_id, *columns)
        .where(access.sees(model.account_id), dated <= access.as_of, *also)
        .order_by(model.account_id, dated, model.id)
    )
    return records_by_account(record, access.connection.execute(query))


def _load_upcoming(access: AccessContext) -> Grouped:
    columns = [getattr(Subscription, name) for name in Contract.__dataclass_fields__]
    query = (
        select(Subscription.account_id, *columns)
        .where(access.sees(Subscription.account_id), Subscription.started_on > access.as_of)
        .order_by(Subscription.account_id, Subscription.started_on, Subscription.id)
    )
    return records_by_account(Contract, access.connection.execute(query))


def _load_needs(access: AccessContext) -> Grouped:
    still_open = (Need.status == NeedStatus.OPEN) | (Need.closed_on > access.as_of)
    found = _load(access, NeedSaid, Need, Need.said_on, still_open)
    return {account_id: tuple(reversed(needs)) for account_id, needs in found.items()}


def _load_proposals(access: AccessContext) -> dict[int, tuple[ProposalMade, ...]]:
    made: Grouped = _load(access, ProposalMade, Proposal, Proposal.proposed_on)
    return {
        account_id: tuple(proposal.known_on(access.as_of) for proposal in reversed(proposals))
        for account_id, proposals in made.items()
    }


def _load_cooling(access: AccessContext) -> dict[int, tuple[CoolOff, ...]]:
    judged = judge_cool_off(load_declined(access), access.rules.gate, as_of=access.as_of)
    found: dict[int, list[CoolOff]] = defaultdict(list)
    for account_id, rows in _by_account(judged).items():
        for row in rows:
            if rests := read_cool_off(row, access):
                found[account_id].append(rests)
    for account_id, judged_rests in load_judged(access).items():
        found[account_id] += judged_rests
    return {account_id: tuple(rests) for account_id, rests in found.items()}


def _by_account(table: pd.DataFrame) -> dict[int, tuple[dict[str, Any], ...]]:
    columns = {str(name): table[name].array for name in table.columns}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for place, account_id in enumerate(table.index.tolist()):
        found[account_id].append({name: values[place] for name, values in columns.items()})
    return {account_id: tuple(rows) for account_id, rows in found.items()}
