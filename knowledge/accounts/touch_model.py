"""How closely to look after a customer, by what they pay a year."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.choices import pick
from knowledge.accounts.columns import Columns, Measures, numbers
from knowledge.accounts.rules import TouchRules

if TYPE_CHECKING:
    pass


class TouchModel(StrEnum):
    """HIGH: a named CSM, calls and visits. LOW: webinars and mails to many. TECH: FAQ, chat, on-screen guides."""

    HIGH = "high"
    LOW = "low"
    TECH = "tech"
    UNKNOWN = "unknown"


def touch_columns(measures: Measures, rules: TouchRules, *, minor_per_main: int) -> Columns:
    """The touch model of each customer: one column ``touch_model``, one value a row of the measures.

    By yearly_minor against touch.high_from and low_from, which are main units (minor_per_main: 1 for JPY, 100 for
    EUR). Without a contract value: unknown.
    """
    yearly = numbers(measures, "yearly_minor") / minor_per_main
    chosen = [
        (TouchModel.HIGH, yearly >= rules.high_from),
        (TouchModel.LOW, yearly >= rules.low_from),
        (TouchModel.TECH, ~np.isnan(yearly)),
    ]
    return {"touch_model": pick(TouchModel, chosen, TouchModel.UNKNOWN)}
