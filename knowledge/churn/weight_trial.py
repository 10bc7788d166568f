"""What other weights would change: each customer's points and band as they are, and as they would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.churn.rules import ChurnRules, ChurnWeights
from knowledge.churn.score import ChurnBand
from knowledge.terms import ChurnGroup

if TYPE_CHECKING:
    import pandas as pd

_DANGER = (ChurnBand.LOST, ChurnBand.UNKNOWN, ChurnBand.HEALTHY, ChurnBand.WATCH, ChurnBand.AT_RISK)


@dataclass(frozen=True)
class Scored:
    """One customer under one set of weights. points: 0 to 100, None where too little is known.

    groups: the points that each group gives, None where nothing of it is known.
    """

    band: ChurnBand
    points: float | None
    groups: Mapping[ChurnGroup, float | None]


@dataclass(frozen=True)
class TriedAccount:
    """One customer as the weights are, and as they would be; before any band is held by its hysteresis."""

    account_id: int
    now: Scored
    then: Scored

    @property
    def turns(self) -> bool:
        """Whether they would be in another band."""
        return self.now.band is not self.then.band


def with_weights(rules: ChurnRules, weights: Mapping[str, int]) -> ChurnRules:
    """The same rules with these weights by group; those not named stay. ValueError where one is no weight."""
    said = ChurnWeights.model_validate({**rules.weights.model_dump(), **weights})
    return rules.model_copy(update={"weights": said})


def compare_scores(now: pd.DataFrame, then: pd.DataFrame) -> tuple[TriedAccount, ...]:
    """Who would stand where; those nearest to leaving under the other weights first.

    now, then: the same customers by ``assess_accounts`` under the rules as they are, and with other weights.
    """
    pairs = zip(now.index.tolist(), _read(now), _read(then), strict=True)
    tried = [TriedAccount(int(account_id), before, after) for account_id, before, after in pairs]
    return tuple(sorted(tried, key=lambda one: (-_DANGER.index(one.then.band), -(one.then.points or 0))))


def _read(assessed: pd.DataFrame) -> list[Scored]:
    points = _known(assessed["churn_points"])
    groups = {group: _known(assessed[f"group_{group}"]) for group in ChurnGroup}
    return [
        Scored(ChurnBand(str(band)), points[place], {group: groups[group][place] for group in ChurnGroup})
        for place, band in enumerate(assessed["churn_band"])
    ]


def _known(column: pd.Series[float]) -> list[float | None]:
    return [None if value != value else float(value) for value in column.tolist()]  # noqa: PLR0124 - only NaN differs
