"""The numbers of ``config.yml`` by the names under which playbook articles cite them."""

from __future__ import annotations

from babel.numbers import get_currency_precision

from knowledge.playbook.formats import Money, Share
from knowledge.playbook.rules import Rules


def rule_facts(rules: Rules) -> dict[str, object]:
    """Days, counts, points, shares and sums as articles name them; a changed rule changes the articles with it."""
    gate, timing, offers, churn, handoff = rules.gate, rules.timing, rules.offers, rules.churn, rules.handoff
    return {
        "nps_blocks_at_most": gate.nps_blocks_at_most,
        "nps_cautions_at_most": gate.nps_cautions_at_most,
        "survey_shelf_days": gate.survey_shelf_days,
        "cool_off_days": gate.cool_off_days,
        "asks_cap": gate.asks_cap,
        "asks_window_days": gate.asks_window_days,
        "onboarding_days": gate.onboarding_days,
        "just_bought_days": timing.just_bought_days,
        "next_problem_days": timing.next_problem_days,
        "first_window_days": max(timing.renewal_windows, default=0),
        "last_window_days": min(timing.renewal_windows, default=0),
        "limit_near": Share(timing.limit_near_share),
        "limit_pressing": Share(timing.limit_pressing_share),
        "most_offers": offers.most_shown,
        "horizon_days": offers.horizon_days,
        "fewest_cases": offers.fewest_cases,
        **{f"weight_{group}": points for group, points in churn.weights.model_dump().items()},
        "at_risk_from": churn.at_risk_from,
        "watch_from": churn.watch_from,
        "alert_points": churn.alert_points,
        "coverage_floor": Share(churn.coverage_floor),
        "answer_days_hot": handoff.answer_days_hot,
        "answer_days": handoff.answer_days,
        "first_touch_days": handoff.first_touch_days,
        "longest_hold_days": rules.holds.longest_days,
        "fewest_accounts": rules.segments.fewest_accounts,
        "high_touch_from": _money(rules.touch.high_from, rules.firm.currency),
        "low_touch_from": _money(rules.touch.low_from, rules.firm.currency),
    }


def _money(main: int, currency: str) -> Money:
    return Money(main * 10 ** get_currency_precision(currency), currency)
