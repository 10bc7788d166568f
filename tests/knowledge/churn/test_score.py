"""The churn score: a sum a person can recompute."""

import itertools
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from knowledge.accounts.inputs import Sources
from knowledge.churn.bands import next_band, next_bands, points_to_flip
from knowledge.churn.explained import explain_churn, unknown_signals
from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand
from knowledge.churn.signals import NPS_LOW, SEVERE_TICKET, USE_FALLING
from knowledge.playbook.rules import Rules

USED = {"product_id": 3, "data_until": date(2026, 6, 30), "first_day": date(2025, 1, 6), "last_day": date(2026, 6, 30)}
FALLEN = USED | {"recent_events": 700, "baseline_events": 3_000}  # 25 a day against 35.7: a fall by .3
CONTRACT = {"running": 1, "first_started_on": date(2024, 9, 1), "invoices": 9, "overdue": 0}


def test_the_score_is_the_sum_of_its_groups_over_what_is_known(customer, as_of) -> None:
    """Use fell by .3: 40 × (.3 - .1) / .4 = 20. Severe ticket: 12. NPS 7: 15 × (2 - 1) / 3 = 5. Known: 40 + 20 + 15.

    Of 96: without a contract there are 6 commercial points, for payment.
    """
    row = customer(
        usage=FALLEN,
        tickets={"open_severe": 1},
        surveys={"kind": "nps", "score": 7, "answered_on": as_of},
        sources=Sources(tickets=as_of),
    )
    assert (row["points_use_falling"], row["points_severe_ticket"], row["points_nps_low"]) == (20, 12, 5)
    assert (row["churn_given"], row["churn_givable"]) == (37, 75)
    assert row["churn_points"] == pytest.approx(100 * 37 / 75, abs=0.05)
    assert row["churn_coverage"] == pytest.approx(75 / 96)
    assert row["churn_band"] == "watch"


def test_a_group_gives_its_weight_at_most(customer) -> None:
    gone = USED | {"recent_events": 0, "baseline_events": 3_000, "recent_users": 0, "baseline_users": 500}
    row = customer(usage=gone | {"seats": 10, "peak_users": 0})
    assert (row["points_use_falling"], row["points_users_leaving"], row["points_low_adoption"]) == (40, 20, 15)
    assert row["group_usage"] == 40


def test_under_half_of_the_weights_the_band_is_unknown_whatever_the_points(customer) -> None:
    row = customer(usage=FALLEN | {"recent_events": 610}, sources=Sources())
    assert (row["churn_points"], row["churn_coverage"]) == (pytest.approx(72.5), pytest.approx(40 / 96))
    assert row["churn_band"] == "unknown"
    assert not row["gate_churn_high"]
    assert row["caution_unknown_churn"]


def test_points_that_held_on_the_firms_own_past_outweigh_the_floor(customer) -> None:
    row = customer(usage=FALLEN | {"recent_events": 610}, sources=Sources(points_hold=True))
    assert (row["churn_coverage"], row["churn_band"]) == (pytest.approx(40 / 96), "at_risk")
    nothing = customer(sources=Sources(points_hold=True))
    assert (nothing["churn_coverage"], nothing["churn_band"]) == (0, "unknown")


def test_a_requested_cancellation_is_at_risk_with_no_other_sign(customer, as_of) -> None:
    row = customer(commerce=CONTRACT | {"cancel_requested_on": as_of - timedelta(days=2)})
    assert row["churn_band"] == "at_risk"


def test_reasons_come_with_figure_baseline_and_day_most_points_first(customer, as_of) -> None:
    row = customer(usage=FALLEN, tickets={"open_severe": 1, "severe_since": date(2026, 6, 9)})
    first, second = explain_churn(row, ChurnRules())
    assert (first.name, first.points, first.value, first.on) == ("use_falling", 20, 700, date(2026, 6, 30))
    assert first.baseline == pytest.approx(1_000)
    assert (second.name, second.points, second.most, second.on) == ("severe_ticket", 12, 12, date(2026, 6, 9))
    assert sum(signal.points for signal in explain_churn(row, ChurnRules())) == row["churn_given"]
    assert NPS_LOW.key in unknown_signals(row)
    assert SEVERE_TICKET.key not in unknown_signals(row)


def test_people_count_as_use_where_a_source_counts_nothing_else_but_once_only(customer) -> None:
    row = customer(usage=USED | {"recent_users": 35, "baseline_users": 150})
    assert row["points_use_falling"] == 20
    assert pd.isna(row["points_users_leaving"])


def test_a_signal_of_the_configuration_replaces_only_itself() -> None:
    rules = Rules.model_validate({"churn": {"signals": {"severe_ticket": {"points": 20}}}}).churn
    assert rules.signals[SEVERE_TICKET.key].points == 20
    assert rules.signals[USE_FALLING.key].points == 40


def test_a_band_gets_worse_at_once_and_better_only_past_the_margin() -> None:
    rules = ChurnRules()
    healthy, watch, risk = ChurnBand.HEALTHY, ChurnBand.WATCH, ChurnBand.AT_RISK
    assert next_band(healthy, risk, 60, rules) is risk
    assert next_band(risk, watch, 55, rules) is risk
    assert next_band(risk, watch, 54.9, rules) is watch
    assert next_band(risk, healthy, 31, rules) is watch
    assert next_band(risk, healthy, 29, rules) is healthy
    assert next_band(ChurnBand.UNKNOWN, watch, 40, rules) is watch
    assert next_band(watch, ChurnBand.UNKNOWN, 40, rules) is ChurnBand.UNKNOWN
    assert next_band(None, watch, 36, rules) is watch


def test_points_that_waver_around_a_start_never_make_the_band_flap() -> None:
    rules, told, bands = ChurnRules(), ChurnBand.HEALTHY, []
    for points in 59.0 + 1.5 * np.sin(np.arange(60)):
        current = ChurnBand.AT_RISK if points >= 60 else ChurnBand.WATCH
        told = next_band(told, current, float(points), rules)
        bands.append(told)
    changes = sum(after != before for before, after in itertools.pairwise(bands))
    assert changes == 1


def test_bands_of_many_are_those_of_each() -> None:
    scores = pd.DataFrame({"churn_points": [56.0, 20.0], "churn_band": ["watch", "healthy"]}, index=[4, 9])
    assert next_bands(scores, pd.Series({4: "at_risk"}), ChurnRules()).tolist() == ["at_risk", "healthy"]


def test_what_would_flip_the_band_counts_the_margin_downwards() -> None:
    edges = points_to_flip(ChurnBand.WATCH, 40, ChurnRules())
    assert (edges.worse, edges.points_to_worse) == (ChurnBand.AT_RISK, 20)
    assert (edges.better, edges.points_to_better) == (ChurnBand.HEALTHY, 10)
    assert points_to_flip(ChurnBand.UNKNOWN, 40, ChurnRules()).worse is None
