"""The night's look and both backtests, at every kind of firm: none stops on what a firm does not record."""

from collections.abc import Callable

import pytest

from actions.presenters.backtests import tell_churn_backtest, tell_offer_backtest
from knowledge.backtests import backtest_churn, backtest_offers, backtest_shown
from knowledge.churn.queries.lesson import load_lesson
from knowledge.kernel.visibility import OPERATOR
from knowledge.nightly.refresh import build_nightly_snapshot, store_nightly_snapshot
from knowledge.playbook.phrases import Phrases
from tests.firms.firm import DAY, FIRMS, ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]
HORIZON = 90


def _night(firm: ImportedFirm) -> int:
    with firm.knowledge.access(OPERATOR.key, as_of=DAY) as access:
        return store_nightly_snapshot(access, build_nightly_snapshot(access))


@pytest.mark.parametrize("name", [*FIRMS, "all_in_trouble"])
def test_the_night_and_both_backtests_stop_on_nothing_that_a_firm_lacks(open_firm: Open, name: str) -> None:
    firm = open_firm(name)
    assert _night(firm) > 0
    with firm.knowledge.access(OPERATOR.key, as_of=DAY) as access:
        lesson = load_lesson(access)
    assert lesson is not None
    assert lesson.learner is None or lesson.auc is not None
    knowledge = firm.knowledge
    churn = backtest_churn(knowledge, as_of=DAY, horizon_days=HORIZON, windows=4)
    assert all((score.warning_days or 0) >= 0 for score in churn.scores)
    offers = backtest_offers(knowledge, as_of=DAY, horizon_days=HORIZON, windows=4, with_rivals=False)
    assert all(score.recall <= 1 for score in offers.scores)
    shown = backtest_shown(knowledge, as_of=DAY, horizon_days=HORIZON, windows=4)
    for language in ("en", "ja"):
        say = Phrases(language)
        assert all(tell_churn_backtest(churn, knowledge.rules, say, horizon_days=HORIZON))
        assert all(tell_offer_backtest(offers, shown, say))
        assert "nan" not in words_of(firm.run("list_churn_risks", language=language)).split()
