"""Whether anybody still talks with the customer, and whether somebody there still speaks for us."""

from __future__ import annotations

from datetime import date

import numpy as np

from knowledge.accounts.choices import maybe
from knowledge.accounts.columns import Aligned, Columns, Days, Ints, Table, as_day, days_between
from knowledge.playbook.rules import Rules
from knowledge.satisfaction.support import source_is_fresh


def measure_engagement(
    contacts: Table, ids: Ints, heard: Days, rules: Rules, *, as_of: date, touches_until: date | None
) -> Columns:
    """Touches and champions, from ``inputs.CONTACTS``; heard: the latest of first customer day and last inquiry.

    last_touch_on; champions (count), champion_left_on; champion_gone: one left and nobody took the part, missing where
    no champion was ever named; silent_days: days since our last touch, their last inquiry or the day they became a
    customer, whichever is latest; missing while the source of touches is missing or stale.
    """
    known = Aligned(contacts, ids)
    touched = known.days("last_touch_on")
    champions = np.nan_to_num(known.numbers("champions"))
    left = known.days("champion_left_on")
    silent = days_between(np.fmax(touched, heard), as_day(as_of))
    fresh = source_is_fresh(touches_until, rules, as_of)
    return {
        "last_touch_on": touched,
        "champions": champions,
        "champion_left_on": left,
        "champion_gone": maybe(champions == 0, (champions > 0) | ~np.isnat(left)),
        "silent_days": silent if fresh else np.full(len(ids), np.nan),
    }
