"""How closely to look after a customer, by what they pay a year."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.choices import pick
from knowledge.accounts.columns import Columns, Measures, numbers
from knowledge.playbook.rules import TouchRules

if TYPE_CHECKING:
    import pandas as pd


class TouchModel(StrEnum):
    """HIGH: a named CSM, calls and visits. LOW: webinars and mails to many. TECH: FAQ, chat, on-screen guides."""

    HIGH = "high"
    LOW = "low"
    TECH = "tech"
    UNKNOWN = "unknown"


def choose_touch_model(measures: pd.DataFrame, rules: TouchRules, *, minor_per_main: int) -> pd.DataFrame:
    """The touch model of each customer: one column ``touch_model``; index as given.

    By yearly_minor against touch.high_from and low_from, which are main units (minor_per_main: 1 for JPY, 100 for
    EUR). Without a contract value: unknown.
    """
    from knowledge.accounts.frames import beside

    return beside(touch_columns(measures, rules, minor_per_main=minor_per_main), measures)


def touch_columns(measures: Measures, rules: TouchRules, *, minor_per_main: int) -> Columns:
    """The columns of ``choose_touch_model``."""
    yearly = numbers(measures, "yearly_minor") / minor_per_main
    chosen = [
        (TouchModel.HIGH, yearly >= rules.high_from),
        (TouchModel.LOW, yearly >= rules.low_from),
        (TouchModel.TECH, ~np.isnan(yearly)),
    ]
    return {"touch_model": pick(TouchModel, chosen, TouchModel.UNKNOWN)}
