"""All aggregates of one account or of all, in one go."""

from __future__ import annotations

from knowledge.accounts.inputs import Inputs
from knowledge.accounts.queries.aggregates.commerce import load_commerce, load_purchases
from knowledge.accounts.queries.aggregates.frame import Accounts
from knowledge.accounts.queries.aggregates.people import load_accounts, load_contacts, load_outreach, load_sources
from knowledge.kernel.access import AccessContext
from knowledge.satisfaction.queries.aggregates import load_surveys, load_tickets
from knowledge.usage.queries.aggregates import load_usage


def load_inputs(access: AccessContext, accounts: Accounts = None) -> Inputs:
    """What the measures need; None asks for every account that the viewer may see."""
    return Inputs(
        accounts=load_accounts(access, accounts),
        usage=load_usage(access, accounts),
        surveys=load_surveys(access, accounts),
        tickets=load_tickets(access, accounts),
        contacts=load_contacts(access, accounts),
        commerce=load_commerce(access, accounts),
        purchases=load_purchases(access, accounts),
        outreach=load_outreach(access, accounts),
        sources=load_sources(access),
    )
