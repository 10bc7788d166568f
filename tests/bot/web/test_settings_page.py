"""The settings page: what holds and why, what is to be mended, and no secret."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from knowledge.playbook.articles import forget_entries
from tests.bot.web.conftest import TwoTeams
from tests.bot.web.reading import Browser


@pytest.fixture
def odo(two_teams: TwoTeams, in_folder: Path) -> Browser:
    """Operations."""
    return two_teams.browser("odo@us.example")


def test_what_is_ones_own_stands_first_and_each_has_its_reason(odo: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "None: all are as we ship them." in odo.open("/settings")
    monkeypatch.setenv("OSUSUME_GATE__ASKS_CAP", "3")
    monkeypatch.setenv("OSUSUME_WEB_CLIENT_SECRET", "the-secret-of-ours")
    shown = odo.open("/settings")
    assert "1 of them your own" in shown
    assert '<th scope="row">gate.asks_cap</th><td>3</td><td>OSUSUME_GATE__ASKS_CAP</td>' in shown
    assert "offers made to one account within asks_window_days" in shown
    assert "whoever holds its link" in shown
    assert "the-secret-of-ours" not in shown
    odo.send("/me", language="ja")
    assert "うち自社独自 1件" in odo.open("/settings")


def test_a_file_that_broke_since_is_told_with_its_key(odo: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSUSUME_GATE__ASKS_CAP", "many")
    shown = odo.open("/settings")
    assert odo.status == 200
    assert "The settings cannot be read." in shown
    assert "gate.asks_cap" in shown


def test_what_is_wrong_in_the_playbook_is_told(odo: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home" / "playbook").mkdir(parents=True)
    (tmp_path / "home" / "playbook" / "policies.yml").write_text("discounts: {}\n", encoding="utf-8")
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path / "home"))
    forget_entries()
    shown = html.unescape(odo.open("/settings"))
    forget_entries()
    assert "policies.yml: discounts.title" in shown
    assert str(tmp_path / "home") in shown


def test_nobody_else_has_such_a_page(two_teams: TwoTeams) -> None:
    for name in ("rei@us.example", "mana@us.example"):
        other = two_teams.browser(name)
        assert "/settings" not in other.open("/")
        other.open("/settings")
        assert other.status == 404
