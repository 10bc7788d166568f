"""How much of the customer we know: the four questions, and how sure an answer built on them may sound."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from knowledge.accounts.choices import pick
from knowledge.accounts.columns import (
    Columns,
    Measures,
    as_day,
    days,
    days_between,
    latest_bought,
    numbers,
)
from knowledge.playbook.rules import Rules

if TYPE_CHECKING:
    import pandas as pd


class Question(StrEnum):
    """What is read of a customer before anything is said (``domain.md`` 1)."""

    USAGE = "usage"
    NEEDS = "needs"
    PURCHASES = "purchases"
    SATISFACTION = "satisfaction"


class Confidence(StrEnum):
    """HIGH: all four answered. MEDIUM: two or three. LOW: one or none."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def measure_coverage(measures: pd.DataFrame, rules: Rules, *, as_of: date) -> pd.DataFrame:
    """Which of the four questions are answered and how old each answer is; index as given.

    known_<question>: yes or no; <question>_answer_days: age of the newest answer, missing where there never was one;
    confidence. Use counts within usage.stale_days, needs and satisfaction within gate.survey_shelf_days; a running
    contract or any purchase answers the third at any age, unless its renewal date is over and nobody wrote a new one.
    """
    from knowledge.accounts.frames import beside

    return beside(coverage_columns(measures, rules, as_of=as_of), measures)


def coverage_columns(measures: Measures, rules: Rules, *, as_of: date) -> Columns:
    """The columns of ``measure_coverage``."""
    today, shelf = as_day(as_of), rules.gate.survey_shelf_days
    bought = latest_bought(measures)
    age = {
        Question.USAGE: numbers(measures, "usage_age_days"),
        Question.NEEDS: days_between(days(measures, "last_need_on"), today),
        Question.PURCHASES: days_between(bought, today),
        Question.SATISFACTION: np.fmin(numbers(measures, "nps_age_days"), numbers(measures, "csat_age_days")),
    }
    known = {
        Question.USAGE: age[Question.USAGE] <= rules.usage.stale_days,
        Question.NEEDS: age[Question.NEEDS] <= shelf,
        Question.PURCHASES: ~np.isnan(age[Question.PURCHASES]) & np.isnat(days(measures, "renewal_passed_on")),
        Question.SATISFACTION: age[Question.SATISFACTION] <= shelf,
    }
    answered = np.sum(list(known.values()), axis=0)
    chosen = [(Confidence.HIGH, answered == len(Question)), (Confidence.MEDIUM, answered >= 2)]
    return {
        **{f"known_{question}": known[question] for question in Question},
        **{f"{question}_answer_days": age[question] for question in Question},
        "confidence": pick(Confidence, chosen, Confidence.LOW),
    }
