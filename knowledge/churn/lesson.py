"""What the losses taught, as it is kept and told; the learning itself is in ``churn_learning``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Learner(StrEnum):
    """What orders the customers: the hand-set points, a logistic regression over them, or boosted trees."""

    POINTS = "points"
    LOGISTIC = "logistic"
    TREES = "trees"


class Chances(StrEnum):
    """Whether a percentage may be shown. DISAGREE: past days differ too much in how many left, or stated chances missed
    what followed by more than 5 points on average."""

    HOLD = "hold"
    TOO_FEW_LOSSES = "too_few_losses"
    TOO_FEW_WINDOWS = "too_few_windows"
    DISAGREE = "disagree"


@dataclass(frozen=True)
class ChurnLesson:
    """What the losses taught: how many there were on how many past days, and what may be said by it.

    learner: what orders best on customers held out, its AUC beside that of the points; chances: whether a percentage
    may be shown; against: signals that went with less churn in this firm. learner is None under churn.losses_to_learn.
    points_hold: whether the points proved themselves on these days (``proven``), which outweighs a floor of coverage.
    """

    losses: int
    customers: int
    windows: int
    horizon_days: int
    definition: str
    learner: Learner | None
    chances: Chances | None
    auc: float | None
    auc_points: float | None
    against: tuple[str, ...]
    points_hold: bool = False

    def to_columns(self) -> dict[str, list[Any]]:
        """One row, as derived tables are stored."""
        row = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: [list(value) if isinstance(value, tuple) else value] for name, value in row.items()}

    @classmethod
    def from_columns(cls, columns: dict[str, list[Any]]) -> ChurnLesson:
        """The other way round."""
        row = {name: values[0] for name, values in columns.items()}
        learner = Learner(row["learner"]) if row["learner"] else None
        chances = Chances(row["chances"]) if row["chances"] else None
        return cls(**{**row, "learner": learner, "chances": chances, "against": tuple(row["against"])})
