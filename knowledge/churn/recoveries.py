"""What was done for customers who came back from the edge, against those who left: counts, never a cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from knowledge.accounts.columns import is_one_of, numbers
from knowledge.churn.score import ChurnBand
from knowledge.terms import ChurnGroup

RECOVERIES = ("group", "outcome", "deed", "cases")
"""One row a strongest group of signals, outcome and deed: in how many cases it was done; deed "" counts all cases."""


class Ending(StrEnum):
    """Where a customer at risk or on watch stood a quarter later."""

    SAVED = "saved"
    LOST = "lost"
    STILL = "still"


@dataclass(frozen=True)
class Recoveries:
    """Cases like one customer's: how many ended how, and what was done in how many of the saved and the lost."""

    cases: Mapping[Ending, int]
    deeds: tuple[tuple[str, int, int], ...]


def strongest_group(assessed: pd.DataFrame) -> NDArray[np.object_]:
    """The group of signals that gives each customer most points; empty text where none gives any."""
    groups = list(ChurnGroup)
    points = np.column_stack([np.nan_to_num(numbers(assessed, f"group_{group}")) for group in groups])
    names = np.array([str(group) for group in groups], dtype=object)[points.argmax(axis=1)]
    return np.where(points.max(axis=1) > 0, names, "")


def count_recoveries(before: pd.DataFrame, after: pd.DataFrame, deeds: pd.DataFrame) -> pd.DataFrame:
    """The columns of ``SAVES`` for one quarter.

    before, after: ``assess_accounts`` on its first and last day; deeds: account_id, deed, done in between.
    Saved: healthy at the end. Customers who were not at risk or on watch at the beginning are no case.
    """
    risky = before[is_one_of(before, "churn_band", ChurnBand.AT_RISK, ChurnBand.WATCH)]
    bands = after["churn_band"].astype(str).reindex(risky.index)
    ending = np.select([bands == ChurnBand.HEALTHY, bands == ChurnBand.LOST], [Ending.SAVED, Ending.LOST], Ending.STILL)
    cases = pd.DataFrame({"account_id": risky.index.to_numpy(), "group": strongest_group(risky), "outcome": ending})
    done = cases.merge(deeds.drop_duplicates(), on="account_id")
    counted = pd.concat([cases.assign(deed=""), done[[*cases.columns, "deed"]]])
    return counted.groupby(["group", "outcome", "deed"]).size().reset_index(name="cases")


def add_recoveries(quarters: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Several quarters as one table of ``SAVES``."""
    table = pd.concat(quarters) if quarters else pd.DataFrame(columns=list(RECOVERIES))
    return table.groupby(list(RECOVERIES[:3]))["cases"].sum().reset_index()


def like_group(table: pd.DataFrame, group: ChurnGroup) -> Recoveries:
    """The cases whose strongest group was this one; deeds with most saved first."""
    mine = table[table["group"] == str(group)]
    counts = {(str(r.outcome), str(r.deed)): int(r.cases) for r in mine.itertuples()}  # type: ignore[arg-type]
    names = sorted({deed for _, deed in counts if deed}, key=lambda deed: -counts.get((Ending.SAVED, deed), 0))
    deeds = tuple((deed, counts.get((Ending.SAVED, deed), 0), counts.get((Ending.LOST, deed), 0)) for deed in names)
    return Recoveries({ending: counts.get((ending, ""), 0) for ending in Ending}, deeds)
