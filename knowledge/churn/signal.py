"""What a churn signal is: one declaration that score, explanation, sentence, rows and configuration read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Protocol

from knowledge.accounts.records import Records
from knowledge.playbook.signal_rule import SignalRule
from knowledge.terms import ChurnGroup


class Unit(StrEnum):
    """What a signal's severity is counted in, and so its rule in ``config.yml``."""

    SHARE = "share"
    DAYS = "days"
    COUNT = "count"
    SCORE = "score"
    YES = "yes"


class Span(StrEnum):
    """Which rows of a table a signal was read from."""

    ALL = "all"
    USAGE_WINDOWS = "usage_windows"
    INQUIRY_WINDOW = "inquiry_window"
    INQUIRY_WINDOWS = "inquiry_windows"  # the baseline too: what is missing shows only beside what was usual
    OPEN_SEVERE = "open_severe"


class Held(Protocol):
    """The measures of some customers, as a signal's severity is computed from them."""

    def __getitem__(self, name: str) -> Any:
        """A column of numbers, missing where it is not known; of days whether there is one."""

    def either(self, first: str, second: str) -> Any:
        """The first column, or the second where the first is missing."""

    def beside(self, name: str, other: str) -> Any:
        """The column, missing where the other is."""

    def with_contract(self, name: str) -> Any:
        """The column, missing where no contract runs."""

    def without_contract(self, name: str) -> Any:
        """The column, missing where a contract ever ran."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What may announce that a customer leaves.

    key: its name in ``config.yml``, in stored reasons and in the columns ``points_<key>``; severity: from the measures,
    in unit, higher is worse, missing where it is not known; rule: the points it gives unless ``config.yml`` says else.
    figure: the column that a person reads; baseline: what it is held against; day: what it stands for.
    product: the column of the product it is about, where it is about one; period: of the days that a row covers.
    source: the name in ``Records`` of what a firm must keep for anybody to be read.
    table and span: the rows behind it. sentence and name: keys of the phrases in both languages.
    overwritten: read from what an end of the contract erases, so that nothing may be learned from it.
    """

    key: str
    group: ChurnGroup
    unit: Unit
    rule: SignalRule
    severity: Callable[[Held], Any]
    figure: str
    source: str
    table: str
    sentence: str
    name: str
    baseline: str | None = None
    day: str | None = None
    product: str | None = None
    period: str | None = None
    span: Span = Span.ALL
    overwritten: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError where no such source is ever recorded."""
        known = [field.name for field in fields(Records)]
        if self.source not in known:
            raise ValueError(f"{self.key}: source={self.source!r} is none of {', '.join(known)}")
