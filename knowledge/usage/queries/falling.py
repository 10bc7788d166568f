"""Whose use has fallen against their own baseline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.kernel.access import AccessContext
from knowledge.usage.policy import UseState, measure_usage, product_use_columns
from knowledge.usage.queries.aggregates import load_usage


def find_falling(access: AccessContext, accounts: Sequence[int] | None = None) -> list[int]:
    """The customers of whom a product's use fell by usage.falling_share, of those the viewer may see."""
    rules = access.rules.usage
    columns = product_use_columns(load_usage(access, accounts), rules, as_of=access.as_of)
    ids = np.unique(columns["account_id"])
    found: list[int] = ids[measure_usage(columns, ids, rules)["use_state"].are(UseState.FALLING)].tolist()
    return found
