"""What is known and thought of customers on the day asked about: their aggregates, assessed by the firm's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.accounts.measures import assess_accounts
from knowledge.accounts.queries.aggregates.frame import Accounts
from knowledge.accounts.queries.aggregates.inputs import load_inputs
from knowledge.kernel.access import AccessContext

if TYPE_CHECKING:
    import pandas as pd


def assess(access: AccessContext, accounts: Accounts = None) -> pd.DataFrame:
    """The rows of ``assess_accounts``; None asks for every customer that the viewer may see."""
    inputs = load_inputs(access, accounts)
    return assess_accounts(inputs, access.rules, as_of=access.as_of, minor_per_main=access.minor_per_main)
