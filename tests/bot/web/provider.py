"""Who vouches for people, as a process of its own that nobody here wrote, and our pages served to sign in to by it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2
import uvicorn
from starlette.applications import Starlette

from bot.adapters.web import SignInSettings, WebDoor
from bot.web.server import build_web_app
from bot.web.sign_in import SignIn

_WAIT_SECONDS = 60


@dataclass(frozen=True)
class Provider:
    """An OpenID provider at ``issuer``. People are called there by what they type: ``subject``."""

    issuer: str

    def know(self, subject: str, email: str, *, is_verified: bool = True) -> None:
        """Somebody with this e-mail."""
        claims = {"email": email, "email_verified": is_verified}
        httpx2.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def register(self, address: str) -> SignInSettings:
        """Us, as a client that comes back to this address alone."""
        body = {"redirect_uris": [f"{address}/signin/back"]}
        client = httpx2.post(f"{self.issuer}/oauth2/clients", json=body).raise_for_status().json()
        return SignInSettings(self.issuer, client["client_id"], client["client_secret"], address)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """The provider, which wants clients registered and a nonce; for browsers on another site than the pages."""
    with free_socket() as free:
        port = free.getsockname()[1]
    told = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "-r", "true", "-n", "true"]
    process = subprocess.Popen(told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer, until = f"http://localhost:{port}", time.monotonic() + _WAIT_SECONDS
    try:
        while not _answers(f"{issuer}/.well-known/openid-configuration"):
            assert time.monotonic() < until, "the provider did not start"
            assert process.poll() is None, "the provider ended"
            time.sleep(0.05)
        yield Provider(issuer)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def signing_in_at(provider: Provider, door: WebDoor) -> Iterator[str]:
    """Where the pages are served to whoever signs in."""
    with free_socket() as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        sign_in = SignIn(provider.register(address), address)
        with serving(build_web_app(door, sign_in=sign_in), listening):
            yield address


@contextmanager
def serving(app: Starlette, listening: socket.socket) -> Iterator[None]:
    """The pages on this socket."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + _WAIT_SECONDS
    while not server.started:
        assert time.monotonic() < until, "it did not start"
        time.sleep(0.02)
    yield
    server.should_exit = True
    thread.join(20)


def free_socket() -> socket.socket:
    """A socket at a port of this machine that nobody has."""
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    return free


def _answers(address: str) -> bool:
    try:
        return httpx2.get(address).is_success
    except httpx2.TransportError:
        return False
