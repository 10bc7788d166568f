"""Who may not see something learns nothing of it on the page, whatever they send; and what a browser is allowed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from actions.registry import load_specs
from bot.adapters.web import WebDoor
from bot.web.server import build_web_app
from tests.bot.web.conftest import KEY, TwoTeams
from tests.bot.web.reading import Browser

HIDDEN = ("Harrow", "They like our service")
NOBODYS = 987_654


def _without_names(text: str) -> str:
    """A page without what is drawn anew each time, and without numbers."""
    return re.sub(r'value="[^"]*"|\d+', "", text)


def test_a_hidden_customers_page_is_the_same_as_that_of_one_that_never_was(two_teams: TwoTeams) -> None:
    rei = two_teams.browser("rei@us.example")
    hidden = rei.open(f"/account/{two_teams.firm.account_id('Harrow Mills')}")
    assert rei.status == 404
    assert not [word for word in HIDDEN if word in hidden]
    assert _without_names(hidden) == _without_names(rei.open(f"/account/{NOBODYS}"))


def test_no_forged_button_tells_of_a_hidden_customer(two_teams: TwoTeams) -> None:
    rei = two_teams.browser("rei@us.example")
    hidden = two_teams.firm.account_id("Harrow Mills")
    for intent in load_specs():
        rei.open("/")
        shown = rei.forge(intent, account_id=hidden)
        assert not [word for word in HIDDEN if word in shown], intent
        shown = rei.send(
            "/form", kept=json.dumps({"label": "x", "intent": intent, "slots": {"account_id": hidden}}), need="x"
        )
        assert not [word for word in HIDDEN if word in shown], intent


def test_names_suggested_are_those_in_sight(two_teams: TwoTeams) -> None:
    rei = two_teams.browser("rei@us.example")
    assert "Vexillum Optics" in rei.open("/accounts")
    assert "Harrow" not in rei.text
    assert "Vexillum Optics" in rei.forge("record_need")
    assert "Harrow" not in rei.text


def test_an_answer_of_another_browser_is_not_to_be_had(two_teams: TwoTeams) -> None:
    wes, rei = two_teams.browser("wes@us.example"), two_teams.browser("rei@us.example")
    wes.open(f"/account/{two_teams.firm.account_id('Harrow Mills')}")
    assert "Harrow Mills" in wes.text
    about = re.findall(r'name="about" value="([^"]+)"', wes.text)[0]
    rei.open("/")
    for path in ("/rows", "/tick", "/say"):
        shown = rei.send(path, about=about, figure="purchases", text="why?")
        assert "Harrow" not in shown
    rei.open(f"/shown/{about}/whitespace.csv")
    assert rei.status == 404


def test_without_the_link_nothing_is_shown(two_teams: TwoTeams) -> None:
    rei = two_teams.browser("rei@us.example")
    stranger = Browser(TestClient(rei.client.app, base_url="http://127.0.0.1"))
    for path in ("/", "/calls", "/?key=guessed", "/accounts", "/shown/a/b.csv"):
        stranger.open(path)
        assert stranger.status == 403
        assert "Vexillum" not in stranger.text
    assert stranger.client.post("/say", data={"text": "who owns Vexillum?", "csrf": "", "page": "/"}).status_code == 403
    stranger.open(f"/calls?key={KEY}")
    assert stranger.status == 200
    assert KEY not in stranger.text


def test_what_no_page_of_ours_sent_is_not_done(maya: Browser) -> None:
    maya.open("/")
    told = maya.hidden()
    for wrong in ({}, {"csrf": "guessed"}, {"csrf": "é"}):
        answered = maya.client.post("/say", data={"page": "/", "text": "remind me on Friday to call Acme", **wrong})
        assert answered.status_code == 403
    assert "remind me" not in maya.open("/")
    assert maya.client.post("/say", data={**told, "page": "//elsewhere.example"}).status_code == 404


@pytest.mark.parametrize(
    "pressed",
    [
        "no json",
        "[]",
        "3",
        '{"label": "x", "intent": "os.system", "slots": {}}',
        '{"label": "x", "intent": "help", "slots": []}',
        '{"label": "x", "intent": "help", "slots": {"a": {}}}',
        '{"label": "x", "intent": ["help"], "slots": {}}',
        '{"label": "x", "intent": "help", "slots": {}, "more": 1}',
    ],
)
def test_a_button_that_none_of_us_made_is_refused(maya: Browser, pressed: str) -> None:
    maya.open("/")
    maya.send("/say", press=pressed)
    assert maya.status == 400


def test_too_much_is_refused_before_it_is_read(maya: Browser) -> None:
    maya.open("/")
    maya.send("/say", text="x" * 300_000)
    assert maya.status == 413


def test_a_browser_may_run_no_script_and_load_nothing_from_elsewhere(maya: Browser) -> None:
    answered = maya.client.get("/")
    policy = answered.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert answered.headers["cache-control"] == "no-store"
    assert not re.findall(r'(?:src|href|action)="(?!/|#)', answered.text)
    assert "<script" not in answered.text
    assert " style=" not in answered.text


@pytest.mark.parametrize("path", ["//elsewhere.example/", "///elsewhere.example", "/%5Celsewhere.example"])
def test_nobody_is_led_elsewhere(demo: WebDoor, path: str) -> None:
    new = TestClient(build_web_app(demo), base_url="http://127.0.0.1")
    led = new.get(f"http://127.0.0.1{path}", follow_redirects=False).headers["location"]
    assert led.startswith("/")
    assert led[1] not in "/\\"


def test_another_name_for_this_machine_is_refused(demo: WebDoor) -> None:
    rebound = TestClient(build_web_app(demo), base_url="http://evil.example")
    assert rebound.get("/").status_code == 400


def test_no_secret_of_the_browser_stands_in_the_page_or_the_store(maya: Browser, demo: WebDoor) -> None:
    maya.open("/")
    maya.ask("what should I offer Acme?")
    cookie = maya.client.cookies["osusume"]
    assert cookie not in maya.text
    kept = Path(str(demo.office.knowledge.engine.url.database))
    assert not [file for file in kept.parent.glob(f"{kept.name}*") if cookie.encode() in file.read_bytes()]


@pytest.mark.parametrize("number", ["2147483648", "999999999999999999", "-1", "1e3", "%E0%A5%A7"])
def test_a_number_that_no_customer_can_have_is_no_page(two_teams: TwoTeams, number: str) -> None:
    rei = two_teams.browser("rei@us.example")
    for path in (f"/account/{number}", f"/account/{number}/weights"):
        rei.open(path)
        assert rei.status == 404
