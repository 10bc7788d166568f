"""What a look-up found: rows by the name of their columns, and how many there are in all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from knowledge.semantic.catalogue import Field, MeasureOf, Thing
from knowledge.semantic.query import Measure, Query

if TYPE_CHECKING:
    from knowledge.metrics.told import Unrated


@dataclass(frozen=True)
class Column:
    """One column: the path asked for and the field at its end, or the measure."""

    path: str
    field: Field | None = None
    measure: Measure | None = None
    named: MeasureOf | None = None


@dataclass(frozen=True)
class Found:
    """``rows`` hold a value for each column's path; ``total`` counts all rows, of which ``rows`` may be the first.

    left_out: by currency, what is in no amount for want of an exchange rate.
    """

    query: Query
    thing: Thing
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    total: int
    as_of: dt.date
    left_out: Mapping[str, Unrated] = field(default_factory=dict)

    def column(self, path: str) -> Column:
        """The column of this path."""
        return next(each for each in self.columns if each.path == path)


def column_name(measure: Measure) -> str:
    """The name under which a measure's values stand in the rows."""
    return measure.column
