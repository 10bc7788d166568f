"""One customer told by what is special about them; everything else is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from knowledge.accounts.inputs import COLUMNS_OF, Inputs, Sources
from knowledge.accounts.measures import assess_accounts
from knowledge.playbook.rules import Rules
from tests.knowledge.small_firm import firm, unit_of_work_of

__all__ = ["firm", "unit_of_work_of"]

AS_OF = date(2026, 6, 30)
Customer = Callable[..., "pd.Series[Any]"]


@pytest.fixture
def as_of() -> date:
    """Tuesday, 30 June 2026."""
    return AS_OF


@pytest.fixture
def customer() -> Customer:
    """``customer(usage={...}, surveys=[{...}, {...}])`` is that customer's row of ``assess_accounts``.

    Each keyword is an aggregate of ``inputs.COLUMNS_OF`` with the columns that are known; all sources were imported
    today unless ``sources`` says otherwise; ``rules`` are the defaults.
    """

    def assess(*, sources: Sources | None = None, rules: Rules | None = None, **given: Any) -> pd.Series[Any]:
        frames = {}
        for name, columns in COLUMNS_OF.items():
            rows = given.pop(name, [{}] if name == "accounts" else [])
            kept = [{"account_id": 7, **row} for row in (rows if isinstance(rows, list) else [rows])]
            assert all(set(row) <= set(columns) for row in kept)
            frames[name] = pd.DataFrame(kept, columns=list(columns), dtype=object)
        assert not given
        inputs = Inputs(**frames, sources=sources or Sources(AS_OF, AS_OF, AS_OF))
        return assess_accounts(inputs, rules or Rules(), as_of=AS_OF).iloc[0]

    return assess
