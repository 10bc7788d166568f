"""What a forged or half answer of who vouches for people comes to: nobody is let in."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest

from bot.adapters.web import WebDoor, open_web_door
from bot.web.server import build_web_app
from bot.web.sign_in import SignIn
from tests.bot.mcp.conftest import FILES
from tests.bot.web.false_provider import FalseProvider, running_false_provider
from tests.bot.web.provider import free_socket, serving
from tests.firms.firm import import_folder

_LONG_AGO = int(time.time()) - 7200
LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "no issuer": {"claims": {"iss": None}},
    "for another client": {"claims": {"aud": "them"}},
    "for another client, passed on to us": {"claims": {"aud": "them", "azp": "us"}},
    "for nobody": {"claims": {"aud": None}},
    "for many, passed on to another": {"claims": {"aud": ["us", "them"], "azp": "them"}},
    "over": {"claims": {"exp": _LONG_AGO}},
    "without an end": {"claims": {"exp": None}},
    "of another sign-in": {"claims": {"nonce": "another"}},
    "of no sign-in": {"claims": {"nonce": None}},
    "an e-mail that nobody verified": {"claims": {"email_verified": False}},
    "an e-mail of which nothing is said": {"claims": {"email_verified": None}},
    "verified by a word": {"claims": {"email_verified": "yes"}},
    "several e-mails": {"claims": {"email": ["rei@us.example"]}},
    "no e-mail": {"claims": {"email": None}},
    "an e-mail told of another": {
        "claims": {"email": None},
        "told_later": {"sub": "wes", "email": "rei@us.example", "email_verified": True},
    },
    "signed by another key": {"signs_by": "other"},
    "not signed": {"signs_by": "nobody"},
    "signed with our public key as a secret": {"signs_by": "public"},
    "signed with a secret": {"signs_by": "secret"},
    "no token": {"tokens": False},
}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDoor]:
    """The firm of two teams, for whoever signs in."""
    beside, folder = tmp_path_factory.mktemp("stores"), tmp_path_factory.mktemp("firm")
    for name, rows in FILES.items():
        (folder / name).write_text(rows.strip() + "\n", encoding="utf-8")
    firm = import_folder(folder, f"sqlite:///{beside / 'store.db'}", beside / "rejects")
    door = open_web_door(firm.url, None, signs_in=True)
    yield door
    door.office.knowledge.engine.dispose()
    firm.close()


@pytest.fixture(scope="module")
def served(door: WebDoor) -> Iterator[tuple[FalseProvider, str]]:
    """The provider and our address."""
    with running_false_provider() as provider, free_socket() as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        sign_in = SignIn(provider.settings(), address)
        with serving(build_web_app(door, sign_in=sign_in), listening):
            yield provider, address


def _visit(address: str) -> httpx2.Response:
    with httpx2.Client(follow_redirects=True) as client:
        return client.get(f"{address}/signin", params={"to": "/accounts"})


def test_an_honest_answer_lets_in(served: tuple[FalseProvider, str]) -> None:
    provider, address = served
    assert "Vexillum Optics" in _visit(address).text
    provider.claims = {"email": None}
    provider.told_later = {"sub": "rei", "email": "rei@us.example", "email_verified": "true"}
    assert "Vexillum Optics" in _visit(address).text
    provider.claims, provider.told_later = {}, None


@pytest.mark.parametrize("lie", LIES)
def test_a_forged_answer_lets_nobody_in(
    served: tuple[FalseProvider, str], monkeypatch: pytest.MonkeyPatch, lie: str
) -> None:
    provider, address = served
    for name, value in LIES[lie].items():
        monkeypatch.setattr(provider, name, value)
    shown = _visit(address)
    assert shown.status_code == 403
    assert "You are not signed in" in shown.text
    assert "Vexillum" not in shown.text


@pytest.mark.parametrize("theirs", [{}, {"hd": "elsewhere.example"}, {"hd": ["us.example"]}, {"HD": "us.example"}])
def test_who_is_of_another_firm_is_not_let_in(door: WebDoor, theirs: dict[str, Any]) -> None:
    with running_false_provider() as provider, free_socket() as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        sign_in = SignIn(replace(provider.settings(), claims={"hd": "us.example"}), address)
        with serving(build_web_app(door, sign_in=sign_in), listening):
            provider.claims = theirs
            assert _visit(address).status_code == 403
            provider.claims = {"hd": "us.example"}
            assert "Vexillum Optics" in _visit(address).text


def test_the_code_is_redeemed_with_the_verifier_of_its_challenge(
    served: tuple[FalseProvider, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = served
    sent: list[httpx2.Request] = []
    send = httpx2.AsyncClient.send

    async def noting(self: httpx2.AsyncClient, request: httpx2.Request, **how: Any) -> httpx2.Response:
        sent.append(request)
        return await send(self, request, **how)

    monkeypatch.setattr(httpx2.AsyncClient, "send", noting)
    with httpx2.Client() as client:
        led = client.get(f"{address}/signin").headers["location"]
        back = client.get(led).headers["location"]
        client.get(back)
    challenge = parse_qs(led.partition("?")[2])["code_challenge"][0]
    (redeemed,) = [request for request in sent if request.url.path == "/token"]
    verifier = parse_qs(redeemed.content.decode())["code_verifier"][0]
    digest = hashlib.sha256(verifier.encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
