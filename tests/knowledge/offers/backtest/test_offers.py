"""The backtest of offers on firms whose truth is known."""

from datetime import date, timedelta

import pandas as pd

from knowledge.offers.backtest.offers import OfferBacktest, gather_firm, run_offer_backtest
from knowledge.offers.backtest.ranker import LearnedRanker
from knowledge.offers.backtest.verdicts import Verdict
from knowledge.offers.backtest.windows import plan_windows
from tests.knowledge.offers.affinity.made import DAY, make_firm, make_purchases

LAST = DAY + timedelta(days=899)


def run(purchases: pd.DataFrame, *, as_of: date = LAST) -> OfferBacktest:
    return run_offer_backtest(purchases, None, None, as_of=as_of)


def test_a_habit_is_found_and_beats_best_sellers() -> None:
    result = run(make_firm(habit=0.9))
    assert result.finding.verdict is Verdict.PERSONAL_SIGNAL
    assert result.next_scorer.personal
    assert result.scores[0].name == "advice"
    assert result.scores[0].hit_rate_2 > 0.5


def test_without_a_habit_the_verdict_says_so() -> None:
    result = run(make_firm(habit=0.0))
    assert result.finding.verdict is Verdict.NO_PERSONAL_SIGNAL


def test_too_few_cases_give_no_verdict() -> None:
    assert run(make_firm(accounts=5)).finding.verdict is Verdict.TOO_FEW_CASES


def test_a_firm_without_purchases_gets_an_empty_record() -> None:
    result = run(make_purchases())
    assert (result.windows, result.scores) == ((), ())
    assert result.finding.verdict is Verdict.TOO_FEW_CASES


def test_what_happens_after_the_day_asked_changes_nothing() -> None:
    purchases = make_firm(accounts=60)
    day = DAY + timedelta(days=700)
    known = purchases[purchases["purchased_on"] <= pd.Timestamp(day)]
    assert run(purchases, as_of=day).to_dict() == run(known, as_of=day).to_dict()


def test_moving_the_calendar_changes_no_rate() -> None:
    purchases = make_firm(accounts=60)
    moved = purchases.assign(purchased_on=purchases["purchased_on"] + pd.Timedelta(days=1000))
    rates = [
        [score.hit_rate_2 for score in result.scores if score.name != "random"]
        for result in (run(purchases), run(moved, as_of=LAST + timedelta(days=1000)))
    ]
    assert rates[0] == rates[1]


def test_the_same_day_asked_twice_gives_the_same_answer() -> None:
    purchases = make_firm(accounts=60)
    assert run(purchases).to_dict() == run(purchases.sample(frac=1, random_state=1)).to_dict()


def test_the_learned_ranker_starts_like_the_advice_where_no_earlier_window_can_teach_it() -> None:
    purchases = make_firm(accounts=60, days=260)
    as_of = DAY + timedelta(days=259)
    ranker = LearnedRanker(gather_firm(purchases, None, None, as_of))
    result = run_offer_backtest(purchases, None, None, as_of=as_of, rivals=[ranker])
    rates = {score.name: score.hit_rate_2 for score in result.scores}
    assert rates[ranker.name] == rates["advice"] > 0


def test_only_what_may_be_offered_is_offered() -> None:
    purchases = make_firm(accounts=60)
    offerable = pd.DataFrame({"product_id": [100, 101, 102]})
    result = run_offer_backtest(purchases, None, offerable, as_of=LAST)
    only = run(purchases[purchases["product_id"].isin([100, 101, 102])])
    assert result.to_dict() == only.to_dict()


def test_windows_end_today_do_not_overlap_and_have_history() -> None:
    planned = plan_windows(0, 400, horizon_days=90, count=7)
    assert [(window.day, window.last_day) for window in planned] == [(130, 220), (220, 310), (310, 400)]
