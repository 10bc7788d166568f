"""What one reads and does on the pages: the same answers as in Slack, made of the same replies."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from bot.adapters.web import LANGUAGES
from bot.web.pages import NAV
from tests.bot.web.conftest import TwoTeams
from tests.bot.web.reading import Browser

ACME = "/account/1"


def test_a_question_is_answered_as_the_one_door_answers_it(maya: Browser) -> None:
    maya.open("/")
    shown = maya.ask("what should I offer Acme?")
    assert "Offer Acme Corporation more seats of SFA Standard first" in shown
    assert '<a href="/account/1">Acme Corporation</a>' in shown
    assert "19 of 31 accounts that had SFA Standard" in shown
    assert {"Why?", "Draft an e-mail", "Helpful"} <= maya.buttons().keys()


def test_a_talk_goes_on_where_it_was(maya: Browser) -> None:
    maya.open("/")
    maya.ask("what should I offer Acme?")
    assert "Globex Corporation" in maya.ask("and Globex?")
    assert "rests on" in maya.ask("why?")


@pytest.mark.parametrize("kind", NAV)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_of_the_menu_opens_in_each_language(maya: Browser, kind: str, language: str) -> None:
    maya.open("/")
    maya.send("/me", language=language)
    shown = maya.open(f"/{kind if kind != 'ask' else ''}")
    assert maya.status == 200
    assert f'<html lang="{language}">' in shown
    assert 'aria-current="page"' in shown
    assert len(re.findall("<h1", shown)) == 1


def test_an_account_page_holds_the_four_questions_and_what_happened(maya: Browser) -> None:
    shown = maya.open(ACME)
    for told in (
        "Usage of SFA Standard",
        "Need (21 Sep 2026",
        "Purchases: they have",
        "Satisfaction: NPS 9",
        "Tickets opened",
    ):
        assert told in shown, told


def test_why_on_a_page_is_about_that_page_and_leaves_other_talks_alone(maya: Browser) -> None:
    maya.open("/")
    maya.ask("what should I offer Globex?")
    maya.open(ACME)
    assert "Acme Corporation: ready to expand, healthy.” rests on" in maya.press("Why?")
    assert maya.path == ACME
    maya.open("/")
    assert "Globex Corporation" in maya.ask("is now a good time?")


def test_a_figure_opens_down_to_its_rows(maya: Browser) -> None:
    maya.open(ACME)
    assert maya.open_figure("Seats in use")
    assert "rests on 1 figure" in maya.text
    assert '<th scope="col">From</th>' in maya.text


def test_a_past_digest_is_of_that_day(maya: Browser) -> None:
    assert "Since 30 Aug 2026: 1 new at risk" in maya.open("/digest?day=2026-08-31")
    assert maya.path == "/digest/2026-08-31"
    maya.open("/digest/2026-13-01")
    assert maya.status == 404


def test_pressed_twice_it_is_done_once(maya: Browser) -> None:
    maya.open("/")
    maya.ask("remind me on Friday to call Acme")
    page = maya.text
    maya.ask("remind me on Monday to write to Acme")
    maya.text = page
    assert maya.ask("remind me on Monday to write to Acme").count('class="said"') == maya.text.count('class="said"')
    assert maya.ask("what are my reminders?").count("write to Acme") == maya.text.count("write to Acme")


def test_a_button_that_needs_more_opens_a_form_and_tells_at_its_fields_what_is_wrong(maya: Browser) -> None:
    maya.open("/")
    maya.ask("what should I offer Birchholm Castings?")
    form = maya.press("Log outcome")
    assert "<h1>Log the outcome</h1>" in form
    assert '<p class="account">Birchholm Castings LLC</p>' in form
    wrong = maya.send("/form", outcome="lost", amount="a lot", reason="price")
    assert maya.status == 422
    assert "I cannot read this amount" in wrong
    assert 'value="a lot"' in wrong
    assert '<option value="price" selected>' in wrong
    done = maya.send(
        "/form", outcome="lost", amount="1,200,000", reason="price", product="Marketing Automation Standard"
    )
    assert maya.status == 200
    assert maya.path == "/"
    assert "Undo" in done


def test_a_form_without_a_customer_asks_for_one_in_sight(maya: Browser) -> None:
    maya.open("/")
    maya.forge("record_need")
    assert '<option value="Lunarspring Goods LLC">' in maya.text
    wrong = maya.send("/form", account="Nobody Inc.", need="They want payroll")
    assert "No single customer in your sight is called so" in wrong
    assert "They want payroll" in wrong
    assert "They want payroll" in maya.send("/form", account="Lunarspring Goods LLC", need="They want payroll")
    assert maya.path == "/"


def test_ticks_are_kept(maya: Browser) -> None:
    maya.open("/")
    maya.ask("show me the checklist for Initech")
    about = re.findall(r'name="about" value="([^"]+)"', maya.text.split('class="checklist"')[1])[0]
    maya.send("/tick", about=about, box0="on")
    maya.ask("show me the checklist for Initech")
    assert re.search(r'name="box0" checked', maya.text.rsplit('class="checklist"', 1)[1])


def test_pictures_and_tables_for_a_spreadsheet_are_there(maya: Browser) -> None:
    maya.open("/whitespace")
    file = re.search(r'href="(/shown/[^"]+\.csv)"', maya.text)
    assert file
    rows = maya.client.get(file[1]).content.decode("utf-8-sig").splitlines()
    assert len(rows) > 10
    maya.open("/")
    maya.ask("how did our NRR develop over the last quarters?")
    picture = re.search(r'src="(/shown/[^"]+\.png)"', maya.text)
    assert picture
    assert maya.client.get(picture[1]).content.startswith(b"\x89PNG")


def test_who_asks_can_be_chosen_on_the_demo_and_nothing_of_before_stays(maya: Browser) -> None:
    maya.open("/")
    maya.ask("what should I offer Acme?")
    shown = maya.send("/me", person="demo:yuki.tanabe")
    assert '<html lang="ja">' in shown
    assert "Acme" not in shown
    assert "平野" in shown


def test_what_was_imported_is_shown_as_text(two_teams: TwoTeams) -> None:
    rei = two_teams.browser("rei@us.example")
    rei.open("/")
    shown = rei.ask("<script>alert(1)</script> what is \u202enew at Vexillum?")
    assert "<script" not in shown
    assert "\u202e" not in shown
    assert "&lt;script&gt;" in shown


def test_both_databases_show_a_page(two_teams: TwoTeams) -> None:
    rei = two_teams.browser("rei@us.example")
    rei.open("/accounts?q=vex")
    number = two_teams.firm.account_id("Vexillum Optics")
    assert f'<a href="/account/{number}">Vexillum Optics</a>' in rei.text
    assert "We want to back up our files" in rei.open(f"/account/{number}")


GOOD = "id,name,owner,industry\na9,Quillmark Papers,p1,retail\n"
BAD = "id,account,author,written_on,text\nn9,nobody,p1,2026-08-03,Hello\n"


def test_operations_see_what_an_import_would_do_before_they_do_it(two_teams: TwoTeams, in_folder: Path) -> None:
    odo = two_teams.browser("odo@us.example")
    assert "Import" in odo.open("/import")
    would = odo.send_files("/files", {"accounts.csv": GOOD, "notes.csv": BAD})
    assert "nothing written: 1 row would be added, 0 changed, 1 rejected" in would
    assert "nobody" in would
    rei = two_teams.browser("rei@us.example")
    assert "Quillmark" not in rei.open("/accounts")
    assert "Imported: 1 row added" in odo.send("/files", really="")
    assert f"Rejected rows are in {in_folder}" in odo.text
    assert "Quillmark Papers" in rei.open("/accounts")
    odo.send("/files", really="")
    assert odo.status == 404


def test_nobody_else_imports(two_teams: TwoTeams) -> None:
    rei = two_teams.browser("rei@us.example")
    rei.open("/import")
    assert rei.status == 404
    rei.open("/")
    rei.send_files("/files", {"accounts.csv": GOOD})
    assert rei.status != 200
    assert "Quillmark" not in rei.open("/accounts")


def test_the_data_page_says_what_the_doctor_says_of_the_store(maya: Browser) -> None:
    shown = maya.open("/data")
    assert "newest day" in shown
    assert "schedule: " in shown


def test_lines_that_were_typed_are_still_lines_when_a_form_objects(maya: Browser) -> None:
    maya.open("/")
    maya.forge("record_need")
    kept = re.findall(r'name="kept" value="([^"]*)"', maya.text)[0]
    shown = maya.send("/form", kept=html.unescape(kept), need="one\n  two <three>")
    assert maya.status == 422
    assert "one\n  two &lt;three&gt;</textarea>" in shown
