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
from knowledge.accounts.records import ALL_RECORDED, Records
from knowledge.playbook.rules import Rules

if TYPE_CHECKING:
    pass


class Question(StrEnum):
    """What is read of a customer before anything is said (``domain.md`` 1)."""

    USAGE = "usage"
    NEEDS = "needs"
    PURCHASES = "purchases"
    SATISFACTION = "satisfaction"


_MOST_QUESTIONS = 3  # of the four: who records fewer has no answer that could be called sure
_ENOUGH = 0.5  # of what the firm records


def recorded_questions(records: Records) -> frozenset[Question]:
    """The questions that the firm records answers to, for any customer."""
    kept = {
        Question.USAGE: records.usage,
        Question.NEEDS: records.needs,
        Question.PURCHASES: records.orders or records.contracts or records.deals,
        Question.SATISFACTION: records.surveys,
    }
    return frozenset(question for question, has in kept.items() if has)


class Confidence(StrEnum):
    """HIGH: all that the firm records is known, and that is most. MEDIUM: half of it or more. LOW: less."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def coverage_columns(measures: Measures, rules: Rules, *, as_of: date, records: Records = ALL_RECORDED) -> Columns:
    """Which of the four questions are answered and how old each answer is, one value a row of the measures.

    known_<question>: yes or no; <question>_answer_days: age of the newest answer, missing where there never was one;
    confidence: about this firm's best, for what it records of nobody (``records``) is missing of nobody. Use counts
    within usage.stale_days, needs and satisfaction within gate.survey_shelf_days; a running contract or any purchase
    answers the third at any age, unless its renewal date is over and nobody wrote a new one.
    """
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
    asked = recorded_questions(records)
    answered = np.sum([known[question] for question in Question if question in asked], axis=0)
    answered = np.broadcast_to(answered, bought.shape)
    chosen = [
        (Confidence.HIGH, (answered == len(asked)) & (len(asked) >= _MOST_QUESTIONS)),
        (Confidence.MEDIUM, (answered > 0) & (answered >= _ENOUGH * len(asked))),
    ]
    return {
        **{f"known_{question}": known[question] for question in Question},
        **{f"{question}_answer_days": age[question] for question in Question},
        "confidence": pick(Confidence, chosen, Confidence.LOW),
    }
