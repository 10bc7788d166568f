"""How content the customer is by their own word, how old that word is, and which way it moves."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import numpy as np

from knowledge.accounts.choices import pick
from knowledge.accounts.columns import Aligned, Columns, Floats, Ints, Table, as_day, days_between, rows_where
from knowledge.offers.rules import GateRules
from knowledge.terms import SurveyKind


class Satisfaction(StrEnum):
    """By the latest NPS within its shelf life: 9-10, 7-8, 0-6; UNKNOWN without one."""

    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"
    UNKNOWN = "unknown"


def measure_satisfaction(surveys: Table, ids: Ints, rules: GateRules, *, as_of: date) -> Columns:
    """The latest answer of each kind with its age and the answers behind it, from ``inputs.SURVEYS``.

    nps 0-10 and csat 0-100 (percent of its scale) whatever their age; *_fresh holds them only within shelf life;
    *_age_days; *_previous; *_answers: answers within shelf life, 0 where none; satisfaction;
    satisfaction_change: -1 to 1, share of the scale between the last two answers of the kind that moved down most
    (or up least), where the later is fresh.
    """
    nps = _latest(surveys, SurveyKind.NPS, ids, rules, as_of)
    csat = _latest(surveys, SurveyKind.CSAT, ids, rules, as_of)
    fresh = nps["nps_fresh"]
    chosen = [
        (Satisfaction.DETRACTOR, fresh <= rules.nps_blocks_at_most),
        (Satisfaction.PASSIVE, fresh <= rules.nps_cautions_at_most),
        (Satisfaction.PROMOTER, ~np.isnan(fresh)),
    ]
    moved = [(nps["nps_fresh"] - nps["nps_previous"]) / 10, (csat["csat_fresh"] - csat["csat_previous"]) / 100]
    return (
        nps
        | csat
        | {"satisfaction": pick(Satisfaction, chosen, Satisfaction.UNKNOWN), "satisfaction_change": np.fmin(*moved)}
    )


def _latest(surveys: Table, kind: SurveyKind, ids: Ints, rules: GateRules, as_of: date) -> Columns:
    answers = Aligned(rows_where(surveys, "kind", kind), ids)
    score, on = answers.numbers("score"), answers.days("answered_on")
    age = days_between(on, as_day(as_of))
    fresh: Floats = np.where(age <= rules.survey_shelf_days, score, np.nan)
    return {
        f"{kind}": score,
        f"{kind}_on": on,
        f"{kind}_age_days": age,
        f"{kind}_fresh": fresh,
        f"{kind}_answers": np.nan_to_num(answers.numbers("answers")),
        f"{kind}_previous": answers.numbers("previous_score"),
        f"{kind}_previous_on": answers.days("previous_on"),
    }
