"""All aggregates of one account or of all, in one go."""

from __future__ import annotations

from knowledge.analytics.inputs import Inputs
from knowledge.store.aggregates.commerce import load_commerce, load_purchases
from knowledge.store.aggregates.frame import Accounts
from knowledge.store.aggregates.people import load_accounts, load_contacts, load_outreach, load_sources
from knowledge.store.aggregates.satisfaction import load_surveys, load_tickets
from knowledge.store.aggregates.usage import load_usage
from knowledge.store.book import Book


def load_inputs(book: Book, accounts: Accounts = None) -> Inputs:
    """What the measures need; None asks for every account that the viewer may see."""
    return Inputs(
        accounts=load_accounts(book, accounts),
        usage=load_usage(book, accounts),
        surveys=load_surveys(book, accounts),
        tickets=load_tickets(book, accounts),
        contacts=load_contacts(book, accounts),
        commerce=load_commerce(book, accounts),
        purchases=load_purchases(book, accounts),
        outreach=load_outreach(book, accounts),
        sources=load_sources(book),
    )
