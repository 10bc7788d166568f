"""Signing in: another party vouches for people, by OpenID Connect (authorization code with PKCE, state and nonce).

Who begins to sign in gets what its end needs, sealed in a cookie for ten minutes; nothing is kept for them here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from cryptography.fernet import Fernet, InvalidToken
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from bot.adapters.web import SignInSettings

BEGIN, BACK = "/signin", "/signin/back"
_COOKIE = "osusume-signin"
_BEGUN_SECONDS = 600  # to find one's password, and the phone with the second factor
_ASKED_SECONDS = 10
_SCOPE = "openid email"
# Signatures that only who holds a private key can make: none by a shared secret, and not "none".
_SIGNED_BY_THEM = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})


class NotVouched(Exception):
    """Nobody vouched for who this is; the message is for the log alone."""


class VoucherUnreachable(Exception):
    """Who should vouch does not answer, or answers no OpenID Connect."""


@dataclass(frozen=True)
class Vouched:
    """Whose e-mail this is, as who vouches for them has verified, and the page that they wanted."""

    email: str
    path: str


class SignIn:
    """Sends browsers to who vouches for people, and reads what comes back. ``address``: how browsers reach us."""

    def __init__(self, settings: SignInSettings, address: str) -> None:
        self.settings, self.address = settings, address
        self._seal = Fernet(Fernet.generate_key())  # of this process: so are the sessions
        self._app: Any = OAuth().register(
            "osusume",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            server_metadata_url=f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": _SCOPE, "code_challenge_method": "S256", "timeout": _ASKED_SECONDS},
        )

    @property
    def is_secure(self) -> bool:
        """Whether browsers come over https, so that cookies go over nothing else."""
        return urlsplit(self.address).scheme == "https"

    @property
    def host(self) -> str:
        """The name by which browsers reach us."""
        return urlsplit(self.address).hostname or ""

    @property
    def seconds(self) -> int:
        """How long one is signed in."""
        return self.settings.session_hours * 3600

    async def begin(self, request: Request, path: str) -> Response:
        """Lead to who vouches. VoucherUnreachable."""
        await self._check()
        begun: dict[str, Any] = {}
        request.scope["session"] = begun
        leading: Response = await self._app.authorize_redirect(request, f"{self.address.rstrip('/')}{BACK}")
        sealed = self._seal.encrypt(json.dumps({"begun": begun, "path": path}).encode()).decode()
        leading.set_cookie(
            _COOKIE, sealed, max_age=_BEGUN_SECONDS, path=BACK, secure=self.is_secure, httponly=True, samesite="lax"
        )
        return leading

    async def finish(self, request: Request) -> Vouched:
        """Who came back. NotVouched for all that did not begin in this browser; VoucherUnreachable."""
        kept = self._unseal(request.cookies.get(_COOKIE, ""))
        await self._check()
        request.scope["session"] = kept["begun"]
        wanted = {
            "iss": {"essential": True, "values": [self.settings.issuer]},
            "aud": {"essential": True, "values": [self.settings.client_id]},
        }
        try:
            token = await self._app.authorize_access_token(request, claims_options=wanted)
            claims = await self._claims(token)
        except httpx2.HTTPError as error:
            raise VoucherUnreachable(str(error)) from error
        except (AuthlibBaseError, JoseError, ValueError) as error:
            raise NotVouched(f"{type(error).__name__}: {error}") from error
        return Vouched(_read_email(claims), kept["path"])

    async def find_sign_out(self) -> str | None:
        """The page where one signs out of who vouches, too; None where they have none."""
        try:
            metadata = await self._check()
        except VoucherUnreachable:
            return None
        if not metadata.get("end_session_endpoint"):
            return None
        leaving = await self._app.create_logout_url(client_id=self.settings.client_id)
        return str(leaving["url"])

    def forget_begun(self, response: Response) -> None:
        """Take the cookie of the beginning away: it served once."""
        response.delete_cookie(_COOKIE, path=BACK, secure=self.is_secure, httponly=True, samesite="lax")

    async def _claims(self, token: Mapping[str, Any]) -> Mapping[str, Any]:
        """What they say of who came: in the signed token, or where the e-mail is not in it, asked with that."""
        told: Mapping[str, Any] | None = token.get("userinfo")
        if told is None:
            raise NotVouched("no ID token came")
        for name, wanted in self.settings.claims.items():
            if told.get(name) != wanted:
                raise NotVouched(f"web.claims wants another {name}")
        if "email" in told:
            return told
        more: Mapping[str, Any] = await self._app.userinfo(token=token)
        if more.get("sub") != told["sub"]:
            raise NotVouched("the e-mail is somebody else's")
        return more

    async def _check(self) -> Mapping[str, Any]:
        """What who vouches says of itself. VoucherUnreachable, also where it is another than it is called."""
        try:
            metadata: dict[str, Any] = await self._app.load_server_metadata()
        except (httpx2.HTTPError, ValueError) as error:
            raise VoucherUnreachable(f"{self.settings.issuer}: {error}") from error
        if metadata.get("issuer") != self.settings.issuer:
            raise VoucherUnreachable(
                f"web.issuer is {self.settings.issuer}, and what answers there calls itself {metadata.get('issuer')}"
            )
        named = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [each for each in named if each in _SIGNED_BY_THEM]
        return metadata

    def _unseal(self, sealed: str) -> dict[str, Any]:
        try:
            kept: dict[str, Any] = json.loads(self._seal.decrypt(sealed.encode(), ttl=_BEGUN_SECONDS))
        except InvalidToken as error:
            raise NotVouched("it did not begin in this browser, or too long ago") from error
        return kept


def _read_email(claims: Mapping[str, Any]) -> str:
    """The e-mail that was verified. NotVouched where none was: anybody may write any into a profile."""
    email, is_verified = claims.get("email"), claims.get("email_verified")
    if not isinstance(email, str) or not email:
        raise NotVouched("no e-mail came; the client must be allowed the scope email")
    if is_verified is not True and is_verified != "true":  # some send the word
        raise NotVouched("the e-mail is not verified (email_verified)")
    return email
