"""The page of backtests: bars that say what their table says, for those who may see the whole firm."""

from __future__ import annotations

import re
import time

from tests.bot.web.conftest import TwoTeams
from tests.bot.web.reading import Browser

_SECONDS = 120


def run_them(browser: Browser) -> str:
    """Run both and wait for what was found."""
    browser.open("/backtests")
    browser.send("/backtests/run")
    until = time.monotonic() + _SECONDS
    while "They are being run since" in browser.open("/backtests"):
        assert time.monotonic() < until, "they did not end"
        time.sleep(0.1)
    return browser.text


def test_both_are_run_beside_the_pages_and_told_as_bars(maya: Browser) -> None:
    maya.open("/")
    maya.send("/me", person="demo:grace.whitfield")
    assert "Not run yet" in maya.open("/backtests")
    shown = run_them(maya)
    assert "The advice hit 63% in two offers, best-sellers 31%." in shown
    assert "Too few losses to judge (15 among 357 customer-days)." in shown
    advice = re.search(
        r'Our advice</th>\s*<td class="drawn">(.*?)</td>\s*<td>63%</td><td>51–74%</td><td>68</td>', shown
    )
    assert advice
    assert '<rect class="bar" width="63.2" height="10"/>' in advice[1]
    assert 'x1="51.4" x2="73.7"' in advice[1]
    assert "Renewal date only" in shown
    assert " style=" not in shown
    maya.send("/me", language="ja")
    assert "過去データでの検証" in maya.open("/backtests")
    assert "Osusumeの助言" in maya.text


def test_a_firm_without_history_is_told_so(two_teams: TwoTeams) -> None:
    odo = two_teams.browser("odo@us.example")
    shown = run_them(odo)
    assert "Vexillum" not in shown
    assert len(re.findall('class="reply"', shown)) == 2
    assert "could not be run" not in shown


def test_who_may_not_see_the_whole_firm_has_no_such_page(two_teams: TwoTeams) -> None:
    rei = two_teams.browser("rei@us.example")
    assert "/backtests" not in rei.open("/")
    rei.open("/backtests")
    assert rei.status == 404
    rei.open("/")
    rei.send("/backtests/run", page="/backtests")
    assert rei.status == 404


def test_what_goes_wrong_is_told_without_a_trace(maya: Browser, monkeypatch) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("bot.web.backtests.run_backtests", fail)
    maya.open("/")
    maya.send("/me", person="demo:grace.whitfield")
    shown = run_them(maya)
    assert "could not be run" in shown
    assert "secret" not in shown
