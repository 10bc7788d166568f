"""A rule behind offers, as colleagues' words and operations' decisions have left it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """RESTORED: what colleagues said up to now counts no more. SET_ASIDE: off until restored."""

    RESTORED = "restored"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True)
class RuleState:
    """One rule that somebody said or decided something about.

    ``not_relevant``: how many different people, since the last decision; ``last_on`` the day of the last of them.
    """

    rule: str
    is_set_aside: bool
    not_relevant: int
    helpful: int
    last_on: dt.date | None
    decided: Decision | None
    decided_by: str | None
