"""Measures as a frame: the way out for who reads many accounts at once; one answer never comes here."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pandas as pd

from knowledge.accounts.choices import Choices, YesNo
from knowledge.accounts.columns import Columns, Ints


def as_frame(columns: Columns, accounts: Ints) -> pd.DataFrame:
    """One row an account, index account_id; closed sets become categories, yes/no/missing pandas' boolean."""
    return _frame(columns, pd.Index(accounts, name="account_id"))


def beside(columns: Columns, measures: pd.DataFrame) -> pd.DataFrame:
    """As ``as_frame``, with the index of the measures that the columns were read from."""
    return _frame(columns, measures.index)


def categories(kind: type[StrEnum]) -> pd.CategoricalDtype:
    """The dtype of a column that holds members of one closed set."""
    return pd.CategoricalDtype([str(member) for member in kind], ordered=False)


def _frame(columns: Columns, index: pd.Index[Any]) -> pd.DataFrame:
    return pd.DataFrame({name: _as_pandas(values) for name, values in columns.items()}, index=index, copy=False)


def _as_pandas(values: Any) -> Any:
    if isinstance(values, Choices):
        return pd.Categorical.from_codes(values.codes, dtype=categories(values.kind))
    if isinstance(values, YesNo):
        return pd.arrays.BooleanArray(values.yes, ~values.known)
    return values
