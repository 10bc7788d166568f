"""Signing in by an OpenID provider that nobody here wrote: who is let in, as whom; others learn nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from bot.adapters.web import SignInSettings, WebDoor, open_web_door
from bot.terminal.app import build_app
from bot.web.server import build_web_app
from bot.web.sign_in import SignIn
from tests.bot.mcp.conftest import FILES
from tests.bot.web.provider import Provider, running_provider, signing_in_at
from tests.firms.firm import ImportedFirm

PEOPLE = {"people.csv": f"{FILES['people.csv'].strip()}\np5,Lea Left,lea@us.example,rep,east\n"}
SETTINGS = SignInSettings("https://id.firm.example", "us", "secret", "https://osusume.firm.example")


@dataclass
class Visitor:
    """A browser: keeps cookies, follows where it is led, and signs in at the provider as whom it is told."""

    address: str
    client: httpx2.Client

    def open(self, path: str) -> httpx2.Response:
        """Go to a page."""
        return self.client.get(f"{self.address}{path}")

    def sign_in(self, subject: str, path: str = "/") -> httpx2.Response:
        """From a page to the provider, and back."""
        asked = self.open(f"/signin?to={path}")
        return self.client.post(asked.url, data={"sub": subject})

    def send(self, path: str, page: str, **fields: str) -> httpx2.Response:
        """Send a form of a page."""
        token = re.findall(r'name="csrf" value="([^"]*)"', self.open(page).text)[0]
        return self.client.post(f"{self.address}{path}", data={"csrf": token, "page": page, "nonce": "n", **fields})


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """Vouches for those of the small firm, for a stranger, and for somebody who only says to be Rei."""
    with running_provider() as provider:
        for name in ("rei", "wes", "lea", "stranger"):
            provider.know(name, f"{name}@us.example")
        provider.know("capitals", "Rei@US.example")
        provider.know("pretender", "rei@us.example", is_verified=False)
        provider.know("maya", "maya.collins@osusume-demo.example")
        yield provider


@pytest.fixture
def firm(written_firm: Callable[[dict[str, str]], ImportedFirm]) -> ImportedFirm:
    """The firm of two teams on each database."""
    return written_firm({**FILES, **PEOPLE})


@pytest.fixture
def door(firm: ImportedFirm) -> Iterator[WebDoor]:
    """Its door, for whoever signs in."""
    door = open_web_door(firm.url, None, signs_in=True)
    yield door
    door.office.knowledge.engine.dispose()


@pytest.fixture
def visit(provider: Provider, door: WebDoor) -> Iterator[Callable[[], Visitor]]:
    """A new browser at the door."""
    clients = list[httpx2.Client]()
    with signing_in_at(provider, door) as address:

        def visit() -> Visitor:
            clients.append(httpx2.Client(follow_redirects=True))
            return Visitor(address, clients[-1])

        yield visit
        for client in clients:
            client.close()


def test_who_signs_in_sees_what_they_may_see_and_no_more(visit: Callable[[], Visitor]) -> None:
    rei, wes = visit(), visit()
    shown = rei.sign_in("rei", "/accounts")
    assert shown.status_code == 200
    assert shown.url.path == "/accounts"
    assert "Rei Rep" in shown.text
    assert "Vexillum Optics" in shown.text
    assert "Harrow" not in shown.text
    assert "Harrow Mills" in wes.sign_in("wes", "/accounts").text
    assert "Rei Rep" in visit().sign_in("capitals").text


def test_without_signing_in_nothing_is_shown_or_done(visit: Callable[[], Visitor]) -> None:
    stranger = visit()
    for path in ("/", "/accounts", "/account/1", "/import", "/shown/a/b.csv", "/no/such/page"):
        shown = stranger.open(path)
        assert shown.status_code == 403
        assert "Sign in with your firm" in shown.text
        assert "Vexillum" not in shown.text
    for path in ("/say", "/signout"):
        sent = stranger.client.post(f"{stranger.address}{path}", data={"csrf": "", "page": "/", "text": "help"})
        assert sent.status_code == 403


def test_whoever_is_not_known_learns_nothing_not_even_why(visit: Callable[[], Visitor], firm: ImportedFirm) -> None:
    with firm.knowledge.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE people SET left_on = '2020-01-01' WHERE name = 'Lea Left'")
    told = {visit().sign_in(subject).text for subject in ("stranger", "pretender", "lea")}
    denied = visit()
    asked = denied.open("/signin")
    told.add(denied.client.post(asked.url, data={"action": "deny"}).text)
    assert len(told) == 1
    assert "You are not signed in" in told.pop()
    assert "Sign in with your firm" in denied.open("/").text


def test_what_did_not_begin_in_this_browser_is_refused(visit: Callable[[], Visitor]) -> None:
    rei, other = visit(), visit()
    asked = rei.open("/signin")
    led = rei.client.post(asked.url, data={"sub": "rei"}, follow_redirects=False).headers["location"]
    for stolen in (led, f"{other.address}/signin/back?code=guessed&state=guessed", f"{other.address}/signin/back"):
        assert other.client.get(stolen).status_code == 403
    other.open("/signin")  # has begun too, but another
    assert other.client.get(led).status_code == 403
    assert rei.client.get(led).status_code == 200
    assert other.client.get(led).status_code == 403  # a code serves once
    assert "Sign in with your firm" in other.open("/").text


def test_the_request_carries_state_nonce_and_a_challenge(visit: Callable[[], Visitor]) -> None:
    first, second = (parse_qs(urlsplit(str(visit().open("/signin").url)).query) for _ in range(2))
    assert first["response_type"] == ["code"]
    assert first["scope"] == ["openid email"]
    assert first["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 20
        assert first[name] != second[name]


@pytest.mark.parametrize(
    "wanted", ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/a\tb"]
)
def test_nobody_is_led_elsewhere_after_signing_in(visit: Callable[[], Visitor], wanted: str) -> None:
    rei = visit()
    asked = rei.client.get(f"{rei.address}/signin", params={"to": wanted})
    assert rei.client.post(asked.url, data={"sub": "rei"}).url == f"{rei.address}/"


def test_signing_out_forgets_the_browser(visit: Callable[[], Visitor]) -> None:
    rei = visit()
    rei.sign_in("rei")
    kept = dict(rei.client.cookies)
    assert rei.client.post(f"{rei.address}/signout", data={"csrf": "guessed", "page": "/"}).status_code == 403
    assert rei.open("/").status_code == 200
    shown = rei.send("/signout", "/")
    assert shown.url.path == "/signed-out"
    assert "You are signed out here" in shown.text
    assert "/oauth2/end_session?client_id=" in shown.text
    assert "osusume" not in rei.client.cookies
    with httpx2.Client(cookies=kept) as again:
        assert again.get(f"{rei.address}/").status_code == 403


def test_who_leaves_is_out_at_once(visit: Callable[[], Visitor], firm: ImportedFirm) -> None:
    lea = visit()
    assert lea.sign_in("lea").status_code == 200
    with firm.knowledge.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE people SET left_on = '2020-01-01' WHERE name = 'Lea Left'")
    assert lea.open("/accounts").status_code == 403


def test_a_new_role_holds_at_once(visit: Callable[[], Visitor], firm: ImportedFirm) -> None:
    lea = visit()
    lea.sign_in("lea")
    assert lea.open("/import").status_code == 404
    with firm.knowledge.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE people SET role = 'ops' WHERE name = 'Lea Left'")
    assert lea.open("/import").status_code == 200


def test_who_is_signed_in_is_nobody_else(provider: Provider, demo: WebDoor) -> None:
    with signing_in_at(provider, demo) as address, httpx2.Client(follow_redirects=True) as client:
        maya = Visitor(address, client)
        shown = maya.sign_in("maya")
        assert "Maya Collins" in shown.text
        assert 'name="person"' not in shown.text
        assert "Maya Collins" in maya.send("/me", "/", person="demo:tom.ellery").text


def test_a_session_ends_after_its_hours(demo: WebDoor) -> None:
    from bot.web.sessions import Sessions

    now = 1000.0
    sessions = Sessions(now=lambda: now)
    session = sessions.begin(demo.people[0], "en", email="maya@us.example", seconds=3600)
    now += 3599
    assert sessions.find(session.cookie) is session
    now += 1
    assert sessions.find(session.cookie) is None
    now -= 1
    assert sessions.find(session.cookie) is None


def test_over_https_cookies_go_over_nothing_else(demo: WebDoor) -> None:
    from bot.web.admission import Admission

    sign_in = SignIn(SETTINGS, str(SETTINGS.address))
    cookie = Admission(demo, None, sign_in).let_in(demo.people[0], "/").headers["set-cookie"]
    assert cookie.startswith("__Host-osusume=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=43200"):
        assert part in cookie
    assert "Domain" not in cookie
    with TestClient(build_web_app(demo, sign_in=sign_in), base_url="https://osusume.firm.example") as client:
        assert "max-age=31536000" in client.get("/").headers["strict-transport-security"]
    with TestClient(build_web_app(demo, sign_in=sign_in), base_url="https://evil.example") as client:
        assert client.get("/").status_code == 400


def test_a_provider_that_is_away_or_another_is_one_friendly_line(demo: WebDoor, provider: Provider) -> None:
    for issuer in ("http://127.0.0.1:9", f"{provider.issuer}/"):  # nothing listens there; it calls itself otherwise
        sign_in = SignIn(replace(SETTINGS, issuer=issuer), "http://127.0.0.1")
        with TestClient(build_web_app(demo, sign_in=sign_in), base_url="http://127.0.0.1") as client:
            answered = client.get("/signin", headers={"accept-language": "ja,en;q=0.5"}, follow_redirects=False)
            assert answered.status_code == 503
            assert "現在サインインできません" in answered.text


def test_no_secret_of_the_sign_in_stands_in_a_page(visit: Callable[[], Visitor]) -> None:
    rei = visit()
    shown = rei.sign_in("rei").text
    assert "secret" not in shown
    assert rei.client.cookies["osusume"] not in shown
    assert "rei@us.example" not in shown


def _run(*told: str, **environment: str | None) -> tuple[int, str]:
    given = {"OSUSUME_CONFIG": None, "OSUSUME_WEB_CLIENT_SECRET": None, **environment}
    done = CliRunner(env=given).invoke(build_app(["web", "ask"]), ["web", "--store", "demo", *told])
    return done.exit_code, done.output if done.exception is None else f"{done.output}{done.exception}"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "web.firm.example"])
def test_it_is_served_to_others_only_with_sign_in(host: str) -> None:
    code, told = _run("--host", host)
    assert code == 2
    assert "nobody would sign in" in told
    issuer = {"OSUSUME_WEB__ISSUER": SETTINGS.issuer, "OSUSUME_WEB__CLIENT_ID": "us", "OSUSUME_WEB_CLIENT_SECRET": "s"}
    code, told = _run("--host", host, **issuer)
    assert code == 2
    assert "set web.address" in told
    code, told = _run("--host", host, OSUSUME_WEB__ADDRESS="http://127.0.0.1:3002", **issuer)
    assert code == 2
    assert "web.address must be https://" in told
    code, told = _run("--host", host, "--as", "Maya Collins", **issuer)
    assert code == 2
    assert "--as opens the page to whoever holds the link" in told


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"OSUSUME_WEB__ISSUER": "https://id.firm.example"}, "web.client_id is not set"),
        ({"OSUSUME_WEB__ISSUER": "http://id.firm.example"}, "web.issuer: Value error, http://id.firm.example must"),
        ({"OSUSUME_WEB__ADDRESS": "https://us.example/page"}, "web.address: Value error"),
        ({"OSUSUME_WEB__ADDRESS": "ftp://us.example"}, "web.address: Value error"),
        ({"OSUSUME_WEB_CLIENT_SECRET": "s"}, "web.issuer is not set"),
    ],
)
def test_half_a_sign_in_is_one_line(environment: dict[str, str], told: str) -> None:
    code, said = _run(**environment)
    assert code != 0
    assert told in said
