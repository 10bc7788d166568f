"""An OpenID provider that lies in one thing, as nobody else's can be made to: what it says of who came is forged."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.adapters.web import SignInSettings
from tests.bot.web.provider import free_socket, serving

CLIENT = "us"
_HOUR = 3600
_SECRET = "a secret of both, long enough for it"


@dataclass
class FalseProvider:
    """``claims``: laid over those of an honest token, None takes one away; ``signs_by``: which key, or ``nobody``."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    signs_by: str = "own"
    told_later: dict[str, Any] | None = None
    tokens: bool = True
    own: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "own"}))
    other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "own"}))

    def settings(self) -> SignInSettings:
        """We, as its client."""
        return SignInSettings(self.issuer, CLIENT, _SECRET, None)

    def app(self) -> Starlette:
        """What browsers and we ask."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._keys),
                Route("/userinfo", self._tell_later),
            ]
        )

    async def _describe(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                **{f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("token", "userinfo")},
                "authorization_endpoint": f"{self.issuer}/authorize",
                "jwks_uri": f"{self.issuer}/jwks",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        """Leads back at once; the code is the nonce."""
        asked = request.query_params
        return RedirectResponse(f"{asked['redirect_uri']}?code={asked['nonce']}&state={asked['state']}")

    async def _token(self, request: Request) -> Response:
        async with request.form() as form:
            nonce = str(form["code"])
        now = int(time.time())
        honest = {"iss": self.issuer, "aud": CLIENT, "sub": "rei", "iat": now, "exp": now + _HOUR, "nonce": nonce}
        honest |= {"email": "rei@us.example", "email_verified": True}
        claims = {name: value for name, value in {**honest, **self.claims}.items() if value is not None}
        body: dict[str, Any] = {"access_token": "a", "token_type": "Bearer", "expires_in": _HOUR}
        return JSONResponse(body | ({"id_token": self._sign(claims)} if self.tokens else {}))

    def _sign(self, claims: dict[str, Any]) -> str:
        match self.signs_by:
            case "own" | "other":
                key = self.own if self.signs_by == "own" else self.other
                return jwt.encode({"alg": "RS256", "kid": "own"}, claims, key)
            case "nobody":
                return f"{_parts({'alg': 'none'}, claims)}."
            case _:
                secret = self.own.as_pem(private=False) if self.signs_by == "public" else _SECRET.encode()
                parts = _parts({"alg": "HS256"}, claims)
                return f"{parts}.{_coded(hmac.digest(secret, parts.encode(), 'sha256'))}"

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.own.as_dict(private=False)]})

    async def _tell_later(self, _request: Request) -> Response:
        return JSONResponse(self.told_later or {})


def _parts(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(_coded(json.dumps(part).encode()) for part in (header, claims))


def _coded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


@contextmanager
def running_false_provider() -> Iterator[FalseProvider]:
    """It, served; honest until it is told to lie."""
    provider = FalseProvider()
    with free_socket() as listening:
        provider.issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with serving(provider.app(), listening):
            yield provider
