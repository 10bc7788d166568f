"""Columns of a frame as plain arrays, in which what is missing stays missing: the measures' way in and out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.accounts.choices import Choices, YesNo

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Columns = dict[str, Any]
"""Columns by name, one value a row: arrays of numbers or days, ``Choices``, ``YesNo``. As a frame, without its cost."""
Table: TypeAlias = "pd.DataFrame | Columns"
"""Rows of an aggregate, as a frame or as its columns."""
Measures: TypeAlias = "pd.DataFrame | Columns"
"""The measures of some accounts, as a frame or still as its columns."""
Row: TypeAlias = "Mapping[str, Any] | pd.Series[Any]"
"""One account of the measures frame."""

NO_DAY = np.datetime64("NaT", "D")


class Aligned:
    """The columns of one aggregate, one value an account asked about; an account without a row has missing values.

    Raises ValueError where an account has two rows: an aggregate that counts twice must not pass.
    """

    def __init__(self, table: Table, ids: Ints) -> None:
        self._table = table
        keys = whole_numbers(table, "account_id")
        self._as_is = len(keys) == len(ids) and bool(np.array_equal(keys, ids))
        self._place = np.arange(len(ids)) if self._as_is else _places(keys, ids)
        self.present: Flags = self._place >= 0

    def numbers(self, name: str) -> Floats:
        """As floats, NaN where missing."""
        values = numbers(self._table, name)
        return values if self._as_is else self._spread(values, np.nan)

    def days(self, name: str) -> Days:
        """As days, NaT where missing."""
        values = days(self._table, name)
        return values if self._as_is else self._spread(values, NO_DAY)

    def _spread(self, values: NDArray[Any], missing: object) -> NDArray[Any]:
        spread = np.full(len(self._place), missing, dtype=values.dtype)
        spread[self.present] = values[self._place[self.present]]
        return spread


def whole_numbers(table: Table, name: str) -> Ints:
    """A column of ids or counts of which none is missing."""
    return np.asarray(table[name], dtype=np.int64)


def numbers(table: Measures, name: str) -> Floats:
    """A column as floats; None, NA and NaN all become NaN, yes is 1 and no is 0."""
    column = table[name]
    if isinstance(column, YesNo):
        return column.numbers()
    if isinstance(column, np.ndarray) and column.dtype != object:
        return column.astype(np.float64, copy=False)
    if column.dtype == object:
        return _without_marks(np.asarray(column)).astype(np.float64)
    if isinstance(column.dtype, np.dtype):
        return column.to_numpy().astype(np.float64)
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def days(table: Measures, name: str) -> Days:
    """A column of dates, timestamps or ISO texts as whole days; what is missing becomes NaT."""
    column = table[name]
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


def rows_where(table: Table, name: str, value: StrEnum) -> Columns:
    """The rows in which a column of texts holds this value."""
    held = np.asarray(table[name]) == str(value)
    return {str(column): np.asarray(values)[held] for column, values in table.items()}


def is_one_of(table: Measures, name: str, *members: StrEnum) -> Flags:
    """Where a column of a closed set holds one of these."""
    column = table[name]
    held = np.zeros(len(column), dtype=bool)
    for member in members:
        held |= column.are(member) if isinstance(column, Choices) else np.asarray(column == member, dtype=bool)
    return held


def shifted(day: Days | np.datetime64, by: int) -> Days:
    """So many days later, or earlier where negative; missing stays missing."""
    later: Days = (day + np.timedelta64(by, "D")).astype("datetime64[D]")
    return later


def later_by(day: Days, by: Floats) -> Days:
    """So many whole days later, each its own; missing where either is."""
    whole = np.where(np.isnan(by), 0, by).astype("timedelta64[D]")
    return np.where(np.isnan(by), NO_DAY, (day + whole).astype("datetime64[D]"))


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


def day_or_none(day: Any) -> date | None:
    """One cell of the measures as a date, None where missing."""
    if is_missing(day):
        return None
    return day.date() if isinstance(day, datetime) else np.datetime64(day, "D").item()


def is_missing(cell: Any) -> bool:
    """Whether one cell of the measures is missing: None, NaN, NaT, or NA of a frame's row."""
    if cell is None:
        return True
    try:
        return bool(cell != cell)  # noqa: PLR0124 - only what is missing differs from itself
    except TypeError:  # NA cannot say
        return True


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
    if not any(is_missing(value) and value is not None for value in values):
        return values
    bare = values.copy()
    bare[[is_missing(value) for value in values]] = None
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


def spread_sum(values: Floats, place: Ints, size: int) -> Floats:
    """Sum by account, missing where all values are."""
    counted = ~np.isnan(values) & (place >= 0)
    total = np.bincount(place[counted], weights=values[counted], minlength=size)
    return np.where(np.bincount(place[counted], minlength=size) > 0, total, np.nan)


def spread_max(values: NDArray[Any], place: Ints, size: int) -> NDArray[Any]:
    """Highest or latest by account, missing where all values are."""
    missing = NO_DAY if values.dtype.kind == "M" else np.nan
    highest = np.full(size, missing, dtype=values.dtype)
    counted = place >= 0
    np.fmax.at(highest, place[counted], values[counted])
    return highest
