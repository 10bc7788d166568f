"""The import page: a mapping drafted, edited, checked and kept; rejected rows to download."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.bot.web.conftest import TwoTeams
from tests.bot.web.reading import Browser

_GOOD = [f"{number},2026-04-{number:02},Quillmark Papers,Seats,{number},60000\n" for number in range(1, 30)]
FOREIGN = "".join(
    [
        "Order No,Order Date,Customer Name,Product Name,Qty,Net Amount\n",
        *_GOOD,
        "30,2026-04-31,Fern Mill,Seats,1,60000\n",
    ]
)


@pytest.fixture
def odo(two_teams: TwoTeams, in_folder: Path) -> Browser:
    """Operations on the import page."""
    browser = two_teams.browser("odo@us.example")
    browser.open("/import")
    return browser


def drafted(browser: Browser) -> str:
    """The mapping as it stands on the page."""
    return html.unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", browser.text, re.DOTALL)[0])


def draft(browser: Browser) -> str:
    """Send the foreign file and have a mapping drafted."""
    sent = [("files", ("Orders.csv", FOREIGN.encode()))]
    browser._at(browser.client.post("/files", data=browser.hidden() | {"suggest": ""}, files=sent))
    return drafted(browser)


def test_a_foreign_file_gets_a_mapping_with_how_sure_each_guess_is(odo: Browser) -> None:
    mapping = draft(odo)
    assert "purchased_on: Order Date   # 95 %: name" in mapping
    assert re.search(r"purchased_on</td><td>Order Date</td><td>95 % \(name\)", odo.text)
    assert "Orders.csv: taken as purchases" in odo.text


def test_it_is_edited_checked_and_imported_and_rejects_are_downloaded(odo: Browser, two_teams: TwoTeams) -> None:
    mapping = draft(odo)
    would = odo.send("/files", mapping=mapping.replace("\n", "\r\n"))
    assert "nothing written: 29 rows would be added" in would
    assert drafted(odo) == mapping
    wrong = odo.send("/files", mapping=mapping.replace("purchased_on:", "bought_when:"))
    assert "bought_when" in wrong
    assert 'name="really"' not in wrong
    odo.send("/files", mapping=mapping)
    done = odo.send("/files", really="")
    assert "Imported: 29 rows added, 0 changed, 1 rejected" in done
    (name,) = re.findall(r'href="(/rejects/[^"]+)"', done)
    kept = odo.client.get(name)
    assert kept.headers["content-disposition"].startswith("attachment")
    assert "Fern Mill" in kept.text
    assert "osusume_reason" in kept.text
    assert "Quillmark Papers" in two_teams.browser("rei@us.example").open("/accounts")


def test_what_is_wrong_with_a_mapping_is_one_line_and_nothing_typed_is_lost(odo: Browser) -> None:
    mapping = draft(odo)
    for broken, told in (
        (mapping + "files: [", "mapping.yml line "),
        (mapping.replace("table: purchases", "table: purchase"), "mapping.yml"),
        ("system: [", "mapping.yml line "),
        ("x", "mapping.yml"),
    ):
        shown = odo.send("/files", mapping=broken)
        assert told in shown
        assert "/tmp" not in shown
        assert drafted(odo).strip() == broken.strip()
        assert 'aria-invalid="true"' in shown


def test_the_mapping_is_downloaded_as_it_stands(odo: Browser) -> None:
    mapping = draft(odo)
    saved = odo.client.post("/files/mapping", data=odo.hidden() | {"mapping": mapping.replace("\n", "\r\n") + "# mine"})
    assert saved.headers["content-disposition"] == 'attachment; filename="mapping.yml"'
    assert saved.text == mapping + "# mine\n"


def test_a_checked_file_that_is_not_told_can_have_a_mapping_drafted(odo: Browser) -> None:
    shown = odo.send_files("/files", {"Orders.csv": FOREIGN})
    assert "Draft a mapping for these files" in shown
    odo.send("/files", suggest="")
    assert "purchased_on: Order Date" in drafted(odo)


def test_nobody_else_drafts_saves_or_downloads(odo: Browser, two_teams: TwoTeams) -> None:
    odo.send("/files", mapping=draft(odo))
    (name,) = re.findall(r'href="(/rejects/[^"]+)"', odo.send("/files", really=""))
    rei, other = two_teams.browser("rei@us.example"), two_teams.browser("odo@us.example")
    rei.open("/")
    assert rei.client.post("/files/mapping", data=rei.hidden() | {"mapping": "x"}).status_code == 404
    for browser in (rei, other):  # that of another browser's import is nobody else's either
        browser.open(name)
        assert browser.status == 404
    odo.open("/rejects/..%2F..%2Fetc%2Fpasswd")
    assert odo.status == 404


def test_a_formula_in_a_rejected_row_is_a_text(odo: Browser) -> None:
    formula = "=HYPERLINK(A1)"
    bad = f"id,account,author,written_on,text\nn9,nobody,p1,2026-08-03,{formula}\n"
    odo.send_files("/files", {"notes.csv": bad})
    (name,) = re.findall(r'href="(/rejects/[^"]+)"', odo.send("/files", really=""))
    kept = odo.client.get(name).text
    assert f",'{formula}" in kept
    assert f",{formula}" not in kept
