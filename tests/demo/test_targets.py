"""A target definition held against the demo company, and what asks for its review."""

import datetime as dt

import pytest
from sqlalchemy import Engine

from knowledge.demo import DEMO_DAY
from knowledge.kernel.access import open_access
from knowledge.kernel.visibility import OPERATOR
from knowledge.metrics.metric import Metric
from knowledge.playbook.rules import Rules
from knowledge.targets.definitions import Criteria, Target, Version
from knowledge.targets.queries.targets import KPIS, find_reviews, judge_versions
from knowledge.targets.review_notes import Trigger


def version(number: int, day: dt.date, criteria: Criteria, plan: float | None = None) -> Version:
    return Version(
        version=number, date=day, owner="grace", hypothesis="They need both.", criteria=criteria, win_rate_plan=plan
    )


@pytest.fixture(scope="module")
def target() -> Target:
    wholesale, big = Criteria(industry=("Wholesale",)), Criteria(industry=("Wholesale",), employees_at_least=50)
    first = version(1, dt.date(2025, 10, 1), wholesale)
    return Target(name="wholesale", versions=(first, version(2, dt.date(2026, 4, 1), big, plan=0.99)))


def test_each_version_has_its_own_days_and_figures(demo: Engine, target: Target) -> None:
    with open_access(demo, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        first, second = judge_versions(access, target)
    assert (first.period.end, second.period.start) == (dt.date(2026, 3, 31), dt.date(2026, 4, 1))
    assert {each.account_id for each in second.aimed} < {each.account_id for each in first.aimed}
    assert set(first.figures) == set(KPIS)


def test_customers_lost_under_a_version_count_against_it(demo: Engine) -> None:
    everybody = Target(name="all", versions=(version(1, dt.date(2025, 10, 1), Criteria()),))
    with open_access(demo, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        (result,) = judge_versions(access, everybody)
    churn = result.figures[Metric.LOGO_CHURN]
    assert churn is not None
    assert churn.numerator > 0
    assert churn.denominator == 102  # customers on the evening before


def test_a_win_rate_under_plan_and_age_ask_for_a_review(demo: Engine, target: Target) -> None:
    with open_access(demo, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        notes = find_reviews(access, target, judge_versions(access, target))
    assert {note.trigger for note in notes} >= {Trigger.WIN_RATE, Trigger.STALE}


def test_a_definition_that_means_nobody_says_so(demo: Engine) -> None:
    nobody = Target(name="none", versions=(version(1, dt.date(2026, 9, 1), Criteria(industry=("Space",))),))
    with open_access(demo, OPERATOR, Rules(), as_of=DEMO_DAY) as access:
        results = judge_versions(access, nobody)
        assert [note.trigger for note in find_reviews(access, nobody, results)] == [Trigger.NOBODY]
