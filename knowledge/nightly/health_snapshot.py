"""Where one customer stood on one day, and what changed between two days: what the digest is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.accounts.columns import Days, Floats, Ints, days, numbers
from knowledge.churn.bands import next_bands
from knowledge.churn.explained import RaisedSignal, explain_all
from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand

if TYPE_CHECKING:
    import pandas as pd

    from knowledge.churn.chances import LearnedOrder

Texts = NDArray[np.object_]
IN_DANGER = (ChurnBand.AT_RISK, ChurnBand.WATCH)


@dataclass(frozen=True, slots=True)
class Standing:
    """band: after hysteresis; points 0-100; coverage 0-1; monthly_minor: recurring revenue a month.

    reasons: the signals of a customer in danger, most points first; learned, chance: as in ``learn_lesson``.
    """

    account_id: int
    day: date
    band: ChurnBand
    points: float | None
    coverage: float
    monthly_minor: int | None
    reasons: tuple[RaisedSignal, ...] = ()
    decide_by: date | None = None
    last_touch_on: date | None = None
    touch_model: str = "unknown"
    learned: float | None = None
    chance: float | None = None

    @property
    def expected_minor(self) -> float:
        """Revenue a month times how likely it is lost: the chance, else the place in the learned order, else 1."""
        likely = self.chance if self.chance is not None else self.learned
        return (self.monthly_minor or 0) * (1.0 if likely is None else likely)


class ChangeKind(StrEnum):
    """What a change means to the account's owner, in the order in which it is told."""

    NEW = "new"
    WORSE = "worse"
    LOST = "lost"
    BETTER = "better"
    SAVED = "saved"


@dataclass(frozen=True)
class Change:
    """One customer on two days; before is None where nothing was known then."""

    kind: ChangeKind
    before: Standing | None
    now: Standing

    @property
    def monthly_minor(self) -> int | None:
        """The revenue that it is about: what they pay, or paid before they left."""
        return self.now.monthly_minor or (self.before.monthly_minor if self.before else None)

    @property
    def expected_minor(self) -> float:
        """Of those in danger the revenue times how likely it is lost; of the others what they pay or paid."""
        return self.now.expected_minor if self.now.band in IN_DANGER else float(self.monthly_minor or 0)


@dataclass(frozen=True, eq=False)
class Standings:
    """Where many customers stood on one day, a value a customer; fields as of ``Standing``, missing is NaN or NaT.

    reasons: by place, of those in danger, or with so many points that a rise to them is told.
    """

    day: date
    account_id: Ints
    band: Texts
    points: Floats
    coverage: Floats
    monthly_minor: Floats
    decide_by: Days
    last_touch_on: Days
    touch_model: Texts
    learned: Floats
    chance: Floats
    reasons: Mapping[int, tuple[RaisedSignal, ...]]

    def __len__(self) -> int:
        return len(self.account_id)

    def __iter__(self) -> Iterator[Standing]:
        known = (_known(getattr(self, name)) for name in ("points", "coverage", "monthly_minor", "learned", "chance"))
        plain = (getattr(self, name).tolist() for name in ("account_id", "band", "decide_by", "last_touch_on"))
        told = zip(*plain, self.touch_model.tolist(), *known, strict=True)
        for place, (account_id, band, decide_by, touched, model, points, coverage, monthly, *learned) in enumerate(
            told
        ):
            money, reasons = None if monthly is None else int(monthly), self.reasons.get(place, ())
            first = (account_id, self.day, ChurnBand(band), points, coverage)
            yield Standing(*first, money, reasons, decide_by, touched, model, *learned)


def find_standings(
    assessed: pd.DataFrame,
    previous: Mapping[int, str],
    rules: ChurnRules,
    *,
    as_of: date,
    order: LearnedOrder | None = None,
) -> Standings:
    """One standing a row of ``assess_accounts``; previous: band told last by account_id, may lack accounts.

    order: what was learned from losses; without it nobody has a place in it, nor a chance.
    """
    import pandas as pd

    bands = next_bands(assessed, pd.Series(dict(previous), dtype=object), rules).astype(object).to_numpy()
    nothing = pd.DataFrame(columns=["learned", "chance"], index=assessed.index)
    told = order.tell(assessed, as_of=as_of) if order else nothing
    told_of = np.isin(bands, list(IN_DANGER)) | (numbers(assessed, "churn_points") >= rules.alert_points)
    places = np.flatnonzero(told_of & (bands != ChurnBand.LOST))
    reasons = zip(places.tolist(), explain_all(assessed.iloc[places], rules), strict=True) if len(places) else ()
    return Standings(
        day=as_of,
        account_id=assessed.index.to_numpy(dtype=np.int64),
        band=bands,
        points=numbers(assessed, "churn_points"),
        coverage=numbers(assessed, "churn_coverage"),
        monthly_minor=np.round(numbers(assessed, "monthly_minor")),
        decide_by=days(assessed, "decide_by"),
        last_touch_on=days(assessed, "last_touch_on"),
        touch_model=assessed["touch_model"].astype(object).to_numpy(),
        learned=numbers(told, "learned"),
        chance=numbers(told, "chance"),
        reasons=dict(reasons),
    )


def find_change(before: Standing | None, now: Standing, rules: ChurnRules) -> ChangeKind | None:
    """What changed, if it is worth telling: another band, churn.alert_points while in danger, or such a rise."""
    old = before.band if before else ChurnBand.UNKNOWN
    rise = (now.points or 0) - (before.points or 0) if before else 0.0
    match now.band:
        case ChurnBand.LOST:
            return ChangeKind.LOST if before and old is not ChurnBand.LOST else None
        case ChurnBand.HEALTHY if old in IN_DANGER:
            return ChangeKind.SAVED
        case ChurnBand.HEALTHY:
            return ChangeKind.WORSE if before and rise >= rules.alert_points else None
        case ChurnBand.AT_RISK if old is not ChurnBand.AT_RISK:
            return ChangeKind.NEW
        case ChurnBand.WATCH if old is ChurnBand.AT_RISK:
            return ChangeKind.BETTER
        case ChurnBand.WATCH if old is not ChurnBand.WATCH:
            return ChangeKind.WORSE if before else None
        case ChurnBand.UNKNOWN:
            return None
    if abs(rise) < rules.alert_points:
        return None
    return ChangeKind.WORSE if rise > 0 else ChangeKind.BETTER


def find_changes(pairs: Iterable[tuple[Standing | None, Standing]], rules: ChurnRules) -> list[Change]:
    """The changes worth telling: new ones first, in each kind by revenue times how likely it is lost."""
    found = [Change(kind, before, now) for before, now in pairs if (kind := find_change(before, now, rules))]
    order = list(ChangeKind)

    def rank(change: Change) -> tuple[int, bool, float, float]:
        is_calm = change.kind is ChangeKind.WORSE and change.now.band not in IN_DANGER  # a rise, and still healthy
        return (order.index(change.kind), is_calm, -change.expected_minor, -(change.now.points or 0))

    return sorted(found, key=rank)


def rank_risks(standings: Iterable[Standing]) -> list[Standing]:
    """Customers in danger: at risk before watch, then by revenue times how likely it is lost, then by points."""
    risky = [standing for standing in standings if standing.band in IN_DANGER]
    return sorted(risky, key=lambda s: (IN_DANGER.index(s.band), -s.expected_minor, -(s.points or 0)))


def _known(values: Floats) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]  # noqa: PLR0124 - only NaN differs from itself
