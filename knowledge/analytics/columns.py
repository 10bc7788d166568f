"""Columns of a frame as plain arrays, in which what is missing stays missing: the measures' way in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Columns = dict[str, Any]
"""Columns of the measures frame by name, each one value an account."""
Measures: TypeAlias = "pd.DataFrame | Columns"
"""The measures of some accounts, as a frame or still as its columns."""
Row: TypeAlias = "Mapping[str, Any] | pd.Series[Any]"
"""One account of the measures frame."""

NO_DAY = np.datetime64("NaT", "D")


class Aligned:
    """The columns of one aggregate, one value an account asked about; an account without a row has missing values.

    Raises ValueError where an account has two rows: an aggregate that counts twice must not pass.
    """

    def __init__(self, frame: pd.DataFrame, ids: Ints) -> None:
        self._frame = frame
        keys = frame["account_id"].to_numpy(dtype=np.int64)
        self._as_is = len(keys) == len(ids) and bool(np.array_equal(keys, ids))
        self._place = np.arange(len(ids)) if self._as_is else _places(keys, ids)
        self.present: Flags = self._place >= 0

    def numbers(self, name: str) -> Floats:
        """As floats, NaN where missing."""
        values = numbers(self._frame, name)
        return values if self._as_is else self._spread(values, np.nan)

    def days(self, name: str) -> Days:
        """As days, NaT where missing."""
        values = days(self._frame, name)
        return values if self._as_is else self._spread(values, NO_DAY)

    def _spread(self, values: NDArray[Any], missing: object) -> NDArray[Any]:
        spread = np.full(len(self._place), missing, dtype=values.dtype)
        spread[self.present] = values[self._place[self.present]]
        return spread


def numbers(frame: Measures, name: str) -> Floats:
    """A column as floats; None, NA and NaN all become NaN, yes is 1 and no is 0."""
    column = frame[name]
    if isinstance(column, np.ndarray) and column.dtype != object:
        return column.astype(np.float64, copy=False)
    if column.dtype == object:
        return _without_marks(np.asarray(column)).astype(np.float64)
    if isinstance(column.dtype, np.dtype):
        return column.to_numpy().astype(np.float64)
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def days(frame: Measures, name: str) -> Days:
    """A column of dates, timestamps or ISO texts as whole days; what is missing becomes NaT."""
    column = frame[name]
    values = column if isinstance(column, np.ndarray) else column.to_numpy()
    if values.dtype.kind == "f":  # a column of nothing but NaN
        return np.full(len(values), NO_DAY)
    if values.dtype.kind == "O":
        values = _without_marks(values)
    return values.astype("datetime64[D]", copy=False)


def days_between(earlier: Days | np.datetime64, later: Days | np.datetime64) -> Floats:
    """Whole days from one to the other, NaN where either is missing.

    >>> days_between(np.array(["2026-01-01", "NaT"], "datetime64[D]"), np.datetime64("2026-01-11")).tolist()
    [10.0, nan]
    """
    waited = np.asarray(later - earlier).astype("timedelta64[D]")
    return np.where(np.isnat(waited), np.nan, waited.astype(np.float64))


def is_one_of(frame: Measures, name: str, *members: StrEnum) -> Flags:
    """Where a column of a closed set holds one of these."""
    column = frame[name]
    held = np.zeros(len(column), dtype=bool)
    for member in members:
        held |= np.asarray(column == member, dtype=bool)
    return held


def shifted(day: Days | np.datetime64, by: int) -> Days:
    """So many days later, or earlier where negative; missing stays missing."""
    later: Days = (day + np.timedelta64(by, "D")).astype("datetime64[D]")
    return later


def known_by(day: Days, as_of: date) -> Days:
    """Days that had come by as_of; a later one was not known then and is missing."""
    return np.where(day <= as_day(as_of), day, NO_DAY)


def latest_bought(measures: Measures) -> Days:
    """The latest day each bought something or began a contract."""
    began = np.fmax(days(measures, "contract_since"), days(measures, "last_started_on"))
    return np.fmax(days(measures, "last_bought_on"), began)


def as_day(day: date) -> np.datetime64:
    """A date as numpy counts it."""
    return np.datetime64(day, "D")


def day_or_none(day: object) -> date | None:
    """One cell of a measures frame as a date, None where missing."""
    return None if pd.isna(day) else pd.Timestamp(day).date()  # type: ignore[arg-type,call-overload]


def maybe(values: ArrayLike, known: ArrayLike) -> pd.arrays.BooleanArray:
    """Yes, no or missing: yes and no only where known."""
    return pd.arrays.BooleanArray(np.array(values, dtype=bool), ~np.asarray(known, dtype=bool))


def pick(kind: type[StrEnum], chosen: Sequence[tuple[StrEnum, Flags]], otherwise: StrEnum) -> pd.Categorical:
    """The first member whose condition holds, one a row; ``otherwise`` where none does."""
    members = list(kind)
    codes = np.select(
        [held for _, held in chosen], [members.index(name) for name, _ in chosen], members.index(otherwise)
    )
    return pd.Categorical.from_codes(codes.astype(np.int8), dtype=categories(kind))


def categories(kind: type[StrEnum]) -> pd.CategoricalDtype:
    """The dtype of a column that holds members of one closed set."""
    return pd.CategoricalDtype([str(member) for member in kind], ordered=False)


def ramp(values: Floats, starts_at: float, full_at: float) -> Floats:
    """0 up to one end, 1 from the other, even steps between; NaN stays NaN.

    >>> ramp(np.array([0.1, 0.3, 0.9]), 0.1, 0.5).tolist()
    [0.0, 0.5, 1.0]
    """
    steps: Floats = np.clip((values - starts_at) / (full_at - starts_at), 0.0, 1.0)
    return steps


def share(part: Floats, whole: Floats) -> Floats:
    """part / whole, NaN where the whole is missing or 0."""
    parts: Floats = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return parts


def _without_marks(values: NDArray[Any]) -> NDArray[Any]:
    """NaN, NA and NaT among objects as None, the one mark that numpy reads as missing for numbers and days alike."""
    bare = values.copy()
    bare[pd.isna(values)] = None
    return bare


def _places(keys: Ints, ids: Ints) -> Ints:
    if not len(keys):
        return np.full(len(ids), -1)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    if np.any(ordered[1:] == ordered[:-1]):
        raise ValueError("an aggregate has two rows for one account")
    found = np.minimum(np.searchsorted(ordered, ids), len(keys) - 1)
    return np.where(ordered[found] == ids, order[found], -1)


def places_of(keys: Ints, ids: Ints) -> Ints:
    """For each row of a many-rows aggregate the position of its account in ids, -1 where not asked about."""
    order = np.argsort(ids, kind="stable")
    found = np.minimum(np.searchsorted(ids[order], keys), max(len(ids) - 1, 0))
    return np.where(ids[order][found] == keys, order[found], -1) if len(ids) else np.full(len(keys), -1)


def spread_sum(values: pd.Series[float] | Floats, place: Ints, size: int) -> Floats:
    """Sum by account, missing where all values are."""
    array = np.asarray(values, dtype=np.float64)
    counted = ~np.isnan(array) & (place >= 0)
    total = np.bincount(place[counted], weights=array[counted], minlength=size)
    return np.where(np.bincount(place[counted], minlength=size) > 0, total, np.nan)


def spread_max(values: NDArray[Any], place: Ints, size: int) -> NDArray[Any]:
    """Highest or latest by account, missing where all values are."""
    missing = NO_DAY if values.dtype.kind == "M" else np.nan
    highest = np.full(size, missing, dtype=values.dtype)
    counted = place >= 0
    np.fmax.at(highest, place[counted], values[counted])
    return highest
