"""The playbook editor in the browser: for operations, in the firm's own folder, with the line that is wrong."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.playbook.articles import forget_entries
from tests.bot.web.conftest import TwoTeams
from tests.bot.web.reading import Browser
from tests.knowledge.playbook.test_own_files import GOOD


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The playbook of a firm's folder."""
    (tmp_path / "home" / "playbook").mkdir(parents=True)
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path / "home"))
    forget_entries()
    yield tmp_path / "home" / "playbook"
    forget_entries()


@pytest.fixture
def odo(two_teams: TwoTeams, folder: Path) -> Browser:
    """Operations."""
    browser = two_teams.browser("odo@us.example")
    browser.open("/")
    return browser


def typed(browser: Browser) -> str:
    """What stands in the editor."""
    return html.unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", browser.text, re.DOTALL)[0])


def fields(browser: Browser) -> dict[str, str]:
    """The hidden fields of the editor."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', browser.text)
    return {name: html.unescape(value) for name, value in found}


def test_a_new_article_is_checked_previewed_saved_and_told(odo: Browser, two_teams: TwoTeams, folder: Path) -> None:
    assert "No files yet." in odo.open("/playbook")
    odo.open("/playbook/new?name=policies")
    assert typed(odo) == ""
    shown = odo.send("/playbook/check", **fields(odo) | {"text": GOOD.replace("\n", "\r\n")})
    assert "Everything can be used (entries: 1)." in shown
    assert "Up to 5 % is yours to give, after 2 offers." in shown
    assert not list(folder.iterdir())
    shown = odo.send("/playbook/save", **fields(odo) | {"text": GOOD})
    assert "policies.yml is saved" in shown
    assert (folder / "policies.yml").read_text(encoding="utf-8") == GOOD
    rei = two_teams.browser("rei@us.example")
    rei.open("/")
    assert "Up to 5 % is yours to give, after 2 offers." in rei.ask("who approves a discount?")


def test_what_is_wrong_is_told_with_its_line_and_nothing_is_saved(odo: Browser, folder: Path) -> None:
    (folder / "policies.yml").write_text(GOOD, encoding="utf-8")
    odo.open("/playbook/file/policies.yml")
    assert typed(odo) == GOOD
    wrong = GOOD.replace("asked:", "askd:").replace("{{ asks_cap }}", "{{ asks_cap.__class__ }}")
    for path in ("/playbook/check", "/playbook/save"):
        shown = odo.send(path, **fields(odo) | {"text": wrong})
        assert odo.status == 422
        assert "Line 4: there is no discounts.askd; asked is probably meant" in html.unescape(shown)
        assert "Line 2: discounts.asked is missing" in html.unescape(shown)
        assert typed(odo) == wrong
        assert "Preview" not in re.sub("Check and preview", "", shown)
    assert (folder / "policies.yml").read_text(encoding="utf-8") == GOOD
    assert "entries: 1" in odo.open("/playbook")


def test_code_in_an_article_is_neither_run_nor_saved(odo: Browser, folder: Path) -> None:
    odo.open("/playbook/new?name=policies")
    wrong = GOOD.replace("{{ asks_cap }}", "{{ ''.__class__.__mro__ }}")
    for path in ("/playbook/check", "/playbook/save"):
        shown = odo.send(path, **fields(odo) | {"text": wrong})
        assert "stands the name of a number, nothing else" in shown
        assert "class &#39;object" not in shown
    assert not list(folder.iterdir())


def test_two_who_edit_at_once_lose_nothing(odo: Browser, folder: Path) -> None:
    (folder / "policies.yml").write_text(GOOD, encoding="utf-8")
    odo.open("/playbook/file/policies.yml")
    (folder / "policies.yml").write_text("# theirs\n", encoding="utf-8")
    mine = GOOD.replace("Discounts", "Rebates")
    shown = odo.send("/playbook/save", **fields(odo) | {"text": mine})
    assert odo.status == 409
    assert "Somebody else has changed policies.yml" in shown
    assert typed(odo) == mine
    assert (folder / "policies.yml").read_text(encoding="utf-8") == "# theirs\n"


@pytest.mark.parametrize("name", ["../config.yml", "..%2Fconfig.yml", "config.yml", "/etc/passwd"])
def test_no_file_outside_is_opened_or_written(odo: Browser, folder: Path, name: str) -> None:
    (folder.parent / "config.yml").write_text("firm: {name: Secret Firm}\n", encoding="utf-8")
    for path in (f"/playbook/file/{name}", f"/playbook/file/{name.replace('/', '%2F')}"):
        assert "Secret Firm" not in odo.open(path)
        assert odo.status == 404
    odo.open("/playbook")
    shown = odo.send("/playbook/save", name=name, version="", text="x: 1")
    assert odo.status in {409, 422}
    assert "Secret Firm" not in shown
    assert (folder.parent / "config.yml").read_text(encoding="utf-8") == "firm: {name: Secret Firm}\n"
    assert not list(folder.iterdir())


def test_nobody_else_reads_or_writes_the_playbooks_files(odo: Browser, two_teams: TwoTeams, folder: Path) -> None:
    (folder / "policies.yml").write_text(GOOD, encoding="utf-8")
    for name in ("rei@us.example", "mana@us.example"):
        other = two_teams.browser(name)
        assert "/playbook" not in other.open("/")
        for path in ("/playbook", "/playbook/new?name=x", "/playbook/file/policies.yml"):
            other.open(path)
            assert other.status == 404
        other.open("/")
        for path in ("/playbook/check", "/playbook/save"):
            other.send(path, page="/playbook", name="x.yml", version="", text="x: 1")
            assert other.status == 404
    assert [path.name for path in folder.iterdir()] == ["policies.yml"]


def test_a_firm_without_a_folder_is_told_how_to_have_one(two_teams: TwoTeams, in_folder: Path) -> None:
    odo = two_teams.browser("odo@us.example")
    assert "osusume init FOLDER" in odo.open("/playbook")
    odo.send("/me", language="ja")
    assert "自社のフォルダがまだありません" in odo.open("/playbook")
