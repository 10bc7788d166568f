"""What other weights of the churn score would change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copy

import pandas as pd
import pytest
from sqlalchemy import text

from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.churn.queries import weight_trials
from knowledge.churn.queries.weight_trials import try_weights
from knowledge.churn.rules import ChurnRules
from knowledge.churn.score import ChurnBand
from knowledge.churn.weight_trial import compare_scores, with_weights
from knowledge.errors import AccountUnknown
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge, open_knowledge
from knowledge.playbook.rules import Rules
from knowledge.terms import ChurnGroup
from tests.knowledge.churn.test_score import FALLEN, Sources

DAY = date(2026, 9, 30)


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Knowledge:
    """A demo company of one's own."""
    copy(demo_file, tmp_path / "own.db")
    return open_knowledge(f"sqlite:///{tmp_path / 'own.db'}", trusts_operator=True)


def test_a_group_that_weighs_less_gives_and_could_give_less(customer, as_of) -> None:
    """As they are 20 + 12 + 5 of 40 + 20 + 15; with usage at 10: 10 + 12 + 5 of 10 + 20 + 15, which is 60."""
    facts = {
        "usage": FALLEN,
        "tickets": {"open_severe": 1},
        "surveys": {"kind": "nps", "score": 7, "answered_on": as_of},
        "sources": Sources(tickets=as_of),
    }
    changed = Rules(churn=with_weights(ChurnRules(), {"usage": 10}))
    now, then = (pd.DataFrame([customer(**facts, rules=rules)], index=[7]) for rules in (Rules(), changed))
    (tried,) = compare_scores(now, then)
    assert tried.now.points == pytest.approx(49.3)
    assert (tried.now.band, tried.then.band) == (ChurnBand.WATCH, ChurnBand.AT_RISK)
    assert tried.then.points == pytest.approx(60.0)
    assert (tried.now.groups[ChurnGroup.USAGE], tried.then.groups[ChurnGroup.USAGE]) == (20, 10)
    assert tried.then.groups[ChurnGroup.COMMERCIAL] is None
    assert tried.turns


@pytest.mark.parametrize("weights", [{"usage": -1}, {"usage": "many"}, {"luck": 3}])
def test_what_is_no_weight_is_refused(weights) -> None:
    with pytest.raises(ValueError, match="ChurnWeights"):
        with_weights(ChurnRules(), weights)


def test_as_they_are_everybody_stands_where_the_store_says_and_nothing_is_written(demo: Knowledge) -> None:
    with demo.access(OPERATOR.key, as_of=DAY) as access:
        tried = try_weights(access, 1, {"usage": 0, "support": 60})
        assessed = assess(access)
        assert access.connection.execute(text("SELECT count(*) FROM account_days")).scalar() == 0
    assert {one.account_id: one.now.band for one in tried.everybody} == dict(
        zip(assessed.index, assessed["churn_band"].astype(str), strict=True)
    )
    assert [one for one in tried.everybody if one.turns]
    assert tried.account.account_id == 1
    assert (tried.as_is.usage, tried.tried.usage, tried.tried.sentiment) == (40, 0, 15)
    assert not tried.is_sample


def test_those_nearest_to_leaving_come_first(demo: Knowledge) -> None:
    with demo.access(OPERATOR.key, as_of=DAY) as access:
        bands = [one.then.band for one in try_weights(access, 1, {}).everybody]
    order = [ChurnBand.AT_RISK, ChurnBand.WATCH, ChurnBand.HEALTHY, ChurnBand.UNKNOWN, ChurnBand.LOST]
    assert bands == sorted(bands, key=order.index)


def test_a_large_firm_is_sampled_and_the_customer_asked_about_is_among_the_answers(
    demo: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weight_trials, "MOST_TRIED", 10)
    with demo.access(OPERATOR.key, as_of=DAY) as access:
        for account_id in (1, 2, 3):
            tried = try_weights(access, account_id, {})
            assert tried.is_sample
            assert tried.account.account_id == account_id
            assert account_id in tried.heads


def test_a_customer_out_of_sight_is_not_tried(demo: Knowledge) -> None:
    with demo.access("demo:tom.ellery", as_of=DAY) as access, pytest.raises(AccountUnknown):
        try_weights(access, 1, {})


def test_who_sees_few_customers_of_a_large_firm_is_told_all_of_theirs(
    demo: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weight_trials, "MOST_TRIED", 100)
    with demo.access("demo:maya.collins", as_of=DAY) as access:
        mine = try_weights(access, 1, {})
    with demo.access(OPERATOR.key, as_of=DAY) as access:
        all_of_them = try_weights(access, 1, {})
    assert (len(mine.everybody), mine.is_sample) == (71, False)
    assert all_of_them.is_sample
    assert 50 < len(all_of_them.everybody) <= 100
