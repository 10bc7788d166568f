"""Weekly use of a contract: people come aboard over the first weeks, then a level, then the planted trend."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.company.calendar import days_ago
from benchmarks.company.facts import Product
from benchmarks.company.lives import Contract

_Floats = NDArray[np.float64]
_RECENT, _BASELINE = 4, 12
_WEEKS_TO_COME_ABOARD = 3.0
_ACTIVE_OF_SEATED = 0.85
_PEOPLE_ON_A_PLAN = 8  # where a plan has no seats
_EVENTS_A_USER = 22
_WEEKS_A_MONTH = 52 / 12
_NOISE = 0.02
_QUIET_WEEKS = {1: 0.55, 33: 0.85, 53: 0.55}  # New Year and Obon, by ISO week


@dataclass(frozen=True)
class WeeklyUse:
    """One contract's weeks; ``seats_used`` is empty where the plan has no seats."""

    days: list[dt.date]
    active_users: list[int]
    events: list[int]
    seats_used: list[int] | None


def weekly_use(contract: Contract, product: Product, weeks: list[dt.date], noise: np.random.Generator) -> WeeklyUse:
    """Use in those of the weeks in which the contract ran."""
    last = contract.ended or days_ago(-1)
    days = [day for day in weeks if contract.started <= day and day + dt.timedelta(days=7) <= last]
    if not days:
        return WeeklyUse([], [], [], None)
    ages = np.array([(day - contract.started).days / 7 for day in days])
    to_end = np.array([(last - day).days // 7 - 1 for day in days], dtype=np.float64)
    trend = _towards_end(to_end, contract.trend)
    aboard = (1 - np.exp(-(ages + 1) / _WEEKS_TO_COME_ABOARD)) / (1 - np.exp(-(ages[-1] + 1) / _WEEKS_TO_COME_ABOARD))
    season = np.array([_QUIET_WEEKS.get(day.isocalendar().week, 1.0) for day in days])
    wobble = season * noise.normal(1, _NOISE, len(days))
    if product.per_seat:
        return _seated(contract, days, aboard, trend, wobble)
    users = np.rint(_PEOPLE_ON_A_PLAN * aboard * np.minimum(trend, 1) * wobble).clip(1)
    monthly = contract.used * (product.limit or 8_000)
    events = np.rint(monthly / _WEEKS_A_MONTH * aboard * trend / trend[-1] * wobble)
    return WeeklyUse(days, _whole(users), _whole(events), None)


def _seated(contract: Contract, days: list[dt.date], aboard: _Floats, trend: _Floats, wobble: _Floats) -> WeeklyUse:
    """Seats do not empty when use falls: people stay invited and stop coming. Growth fills seats."""
    seats = _seats_in(contract, days)
    filling = trend / trend[-1] if contract.trend > 0 else np.ones(len(days))
    seats_used = np.rint(contract.used * seats[-1] * aboard * filling).clip(1, seats)
    active = np.rint(seats_used * _ACTIVE_OF_SEATED * (trend if contract.trend <= 0 else 1.0) * wobble)
    active = active.clip(0, seats_used)
    return WeeklyUse(days, _whole(active), _whole(np.rint(active * _EVENTS_A_USER * wobble)), _whole(seats_used))


def _towards_end(to_end: _Floats, trend: float) -> _Floats:
    """1 until sixteen weeks before the end, then a straight line, so that the last four weeks come to 1 + trend of
    the mean of the twelve before."""
    weeks = _RECENT + _BASELINE
    early, late = (_BASELINE - 1) / 2 / weeks, (_BASELINE + (_RECENT - 1) / 2) / weeks
    rise = trend / (late - (1 + trend) * early)
    return np.maximum(0.02, 1 + rise * np.clip((weeks - 1 - to_end) / weeks, 0, None))


def _seats_in(contract: Contract, days: list[dt.date]) -> _Floats:
    starts = [start for start, _ in contract.steps]
    position = np.searchsorted(np.array(starts, dtype="datetime64[D]"), np.array(days, dtype="datetime64[D]"), "right")
    seats: _Floats = np.array([seats for _, seats in contract.steps], dtype=np.float64)[position - 1]
    return seats


def _whole(values: _Floats) -> list[int]:
    found: list[int] = values.astype(np.int64).tolist()
    return found
