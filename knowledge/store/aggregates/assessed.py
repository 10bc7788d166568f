"""What is known and thought of customers on the book's day: their aggregates, assessed by the firm's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.analytics.measures import assess_accounts
from knowledge.store.aggregates.frame import Accounts
from knowledge.store.aggregates.inputs import load_inputs
from knowledge.store.book import Book

if TYPE_CHECKING:
    import pandas as pd


def assess(book: Book, accounts: Accounts = None) -> pd.DataFrame:
    """The rows of ``assess_accounts``; None asks for every customer that the viewer may see."""
    inputs = load_inputs(book, accounts)
    return assess_accounts(inputs, book.rules, as_of=book.as_of, minor_per_main=book.minor_per_main)
