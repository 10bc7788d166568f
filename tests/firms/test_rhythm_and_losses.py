"""Each customer by their own rhythm; losses by contract, by what the firm recorded, and by buying, told apart."""

from collections.abc import Callable

import pytest

from knowledge.churn.backtest.backtest import run_churn_backtest
from knowledge.churn.queries.history import load_churn_windows
from tests.firms.firm import DAY, ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]


@pytest.mark.parametrize("account", ["Quarter Cycles", "Yearly Yacht Club", "New Saddle"])
def test_who_orders_in_their_own_rhythm_is_not_late(open_firm: Open, account: str) -> None:
    ledger = open_firm("orders_only")
    assert ledger.run("assess_churn", account).figure("churn").raw == 0
    assert ledger.run("recommend_offer", account, language="ja").headline.count("CS") == 0


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "No purchase for 119 days, where they buy about every 30 (last on 3 Aug 2026)"),
        ("ja", "購入が119日間なし（通常は約30日ごと、最終購入 2026年8月3日）"),
    ],
)
def test_who_stopped_ordering_is_told_with_the_usual_gap(open_firm: Open, language: str, told: str) -> None:
    ledger = open_firm("orders_only")
    assert told in words_of(ledger.run("assess_churn", "Late Harbour Bikes", language=language))
    assert told in words_of(ledger.run("list_churn_risks", language=language))


RECORDED = {
    "people.csv": "id,name,email,role,team\nada,Ada Lind,ada@firm.example,rep,East",
    "products.csv": "id,name\nhosting,Hosting",
    "accounts.csv": "id,name,created_on,owner\n"
    + "\n".join(f"a{n},Harbour {n:02d} Ltd,2025-01-01,ada" for n in range(30)),
    "subscriptions.csv": "id,account,product,started_on,ended_on,monthly,currency\n"
    + "\n".join(f"s{n},a{n},hosting,2025-01-01,,100,JPY" for n in range(30)),
    "churn_events.csv": "account,lost_on,reason\na3,2026-08-15,price\na4,2026-09-02,support\na5,2026-03-20,price",
}


@pytest.mark.parametrize(
    ("files", "definition", "english", "japanese"),
    [
        (tuple(RECORDED), "events+contract", "a loss was recorded for the whole customer", "解約が記録され"),
        (tuple(RECORDED)[:-1], "contract", "the last contract ended", "最後の契約が終了し"),
    ],
)
def test_losses_are_those_that_the_firm_recorded_where_it_does(
    written_firm: Callable[[dict[str, str]], ImportedFirm],
    files: tuple[str, ...],
    definition: str,
    english: str,
    japanese: str,
) -> None:
    firm = written_firm({name: RECORDED[name] for name in files})
    with firm.knowledge.access("operator", as_of=DAY) as access:
        windows = load_churn_windows(access, horizon_days=90, windows=3)
        lost = sum(int(window.lost.sum()) for window in windows)
        assert {window.definition for window in windows} == {definition}
        assert lost == (3 if "events" in definition else 0)
        if lost:
            result = run_churn_backtest(windows, access.rules.churn)
            assert all((score.warning_days or 0) >= 0 for score in result.scores)
    assert english in words_of(firm.run("assess_churn", "Harbour 01 Ltd"))
    assert japanese in words_of(firm.run("assess_churn", "Harbour 01 Ltd", language="ja"))


@pytest.mark.parametrize(("language", "told"), [("en", "reopened 2 times"), ("ja", "再オープンが2回")])
def test_a_count_is_told_as_a_whole_number(open_firm: Open, language: str, told: str) -> None:
    firm = open_firm("all_in_trouble")
    words = [words_of(firm.run("assess_churn", name, language=language)) for name in ("Storm Corp", "Quiet Corp")]
    assert any(told in each for each in words), words


@pytest.mark.parametrize(
    ("language", "running", "left"),
    [
        ("en", "Recorded as lost on 15 Aug 2026, though a contract runs on", "Left on 2 Sep 2026, as recorded"),
        ("ja", "2026年8月15日に解約と記録されていますが、契約1件が続いています", "2026年9月2日に解約と記録されており"),
    ],
)
def test_a_recorded_loss_is_told_whether_contracts_run_on_or_not(
    written_firm: Callable[[dict[str, str]], ImportedFirm], language: str, running: str, left: str
) -> None:
    ended = RECORDED["subscriptions.csv"].replace(
        "s4,a4,hosting,2025-01-01,,100", "s4,a4,hosting,2025-01-01,2026-08-31,100"
    )
    firm = written_firm(RECORDED | {"subscriptions.csv": ended})
    assert running in words_of(firm.run("brief_account", "Harbour 03 Ltd", language=language))
    assert left in words_of(firm.run("brief_account", "Harbour 04 Ltd", language=language))
    gone = firm.run("recommend_offer", "Harbour 04 Ltd", language=language)
    assert not gone.offers
    assert "lost" not in words_of(firm.run("brief_account", "Harbour 01 Ltd"))
