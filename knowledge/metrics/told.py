"""A figure as it is told: of one period and group."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from knowledge.metrics.metric import Metric
from knowledge.metrics.movements import Movements
from knowledge.metrics.tally import Tally
from knowledge.terms import SegmentBy

SplitBy = SegmentBy | Literal["product"]
MovedBy = dict[tuple[int, str | None], Movements]


@dataclass(frozen=True)
class Unrated:
    """What is left out for want of a rate: the first month without one, and how many customers have such contracts."""

    month: dt.date
    customers: int


@dataclass(frozen=True)
class Told:
    """One figure of one period and group; ``tally`` None where nothing of the kind was ever imported.

    ``group`` is None for all together. ``waiting``: undecided proposals, or customers whose use is not known.
    ``moved``: what lies behind a figure of the ledger; of those that count customers, its amounts are contracts.
    """

    metric: Metric
    place: int
    group: str | None
    tally: Tally | None
    waiting: int = 0
    moved: Movements | None = None
