"""What the page in a browser needs of the store: the office, who may be asked as, and our own words."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.adapters.clock import firm_clock
from bot.adapters.health import examine_currency, examine_records, examine_schedule, tell_error
from bot.adapters.office import StoreOffice
from bot.app import open_office
from bot.ports import Colleague
from knowledge.errors import OsusumeError, PersonUnknown, SettingsBroken
from knowledge.kernel.key_value import load_fixed_day
from knowledge.kernel.rules import is_loopback
from knowledge.knowledge import Knowledge
from knowledge.language import LANGUAGES
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.playbook.phrases import Phrases
from knowledge.settings import load_rules

__all__ = [
    "LANGUAGES",
    "OsusumeError",
    "SignInSettings",
    "WebDoor",
    "is_loopback",
    "load_sign_in",
    "open_web_door",
    "phrases",
]

CLIENT_SECRET = "OSUSUME_WEB_CLIENT_SECRET"  # noqa: S105 - the variable's name


@dataclass(frozen=True, repr=False)
class SignInSettings:
    """Who vouches for people (``issuer``), who we are to them, and where browsers reach us.

    ``claims``: what else the signed word on a person must hold.
    """

    issuer: str
    client_id: str
    client_secret: str
    address: str | None
    session_hours: int = 12
    claims: Mapping[str, str] = field(default_factory=dict)


def load_sign_in(environment: Mapping[str, str] | None = None) -> SignInSettings | None:
    """How people sign in; None where nothing of it is set. SettingsBroken where a part is missing."""
    rules = load_rules().web
    secret = (os.environ if environment is None else environment).get(CLIENT_SECRET)
    given = {"web.issuer": rules.issuer, "web.client_id": rules.client_id, CLIENT_SECRET: secret}
    if not any(given.values()):
        return None
    for name, value in given.items():
        if not value:
            raise SettingsBroken(f"{name} is not set, so nobody can sign in: docs/web.md", file="config.yml", key=name)
    return SignInSettings(
        str(rules.issuer),
        str(rules.client_id),
        str(secret),
        rules.address,
        session_hours=rules.session_hours,
        claims=rules.claims,
    )


@dataclass(frozen=True)
class WebDoor:
    """The office, and as whom one may ask. ``is_demo``: anybody, as nobody there is real; else one person."""

    office: StoreOffice
    people: tuple[Colleague, ...]
    is_demo: bool

    @property
    def store(self) -> str:
        """The address of the store, for what opens it anew."""
        return self.office.knowledge.engine.url.render_as_string(hide_password=False)

    def examine(self, language: str) -> tuple[tuple[str, bool, str], ...]:
        """What `osusume doctor` says of the store: each check's name, whether it is right, and what it found."""
        try:
            is_right, schedule = examine_schedule(self.store, language)
            is_told, currency = examine_currency(self.store, language)
        except OsusumeError as error:  # such as settings that broke since the start
            return (("schedule", False, tell_error(error, language)),)
        return (
            ("records", True, examine_records(self.store, language)),
            ("currency", is_told, currency),
            ("schedule", is_right, schedule),
        )


def open_web_door(store: str | None, person: str | None, *, signs_in: bool = False) -> WebDoor:
    """The door over a store, for one person, first in ``people``; over the demo company for each of its people.

    ``signs_in``: people sign in, so nobody need be named. PersonUnknown, also where somebody must be named and is not;
    StoreEmpty, StoreUnreachable.
    """
    office = open_office(store)
    knowledge = office.knowledge
    with knowledge.engine.connect() as connection:
        is_demo = load_fixed_day(connection) is not None
    everybody = _list_people(knowledge) if is_demo else ()
    if not is_demo and not person and not signs_in:
        raise PersonUnknown(
            "Say whose sight the page has: `osusume web --as you@yourfirm.example`; or let people sign in "
            "(docs/web.md). Or try it on the demo company: `osusume web --store demo`",
            person="",
        )
    if person:
        viewer = knowledge.viewer(person)
        one = Colleague(viewer.key, viewer.name, viewer.role, viewer.language)
        everybody = (one, *(other for other in everybody if other.key != one.key))
    return WebDoor(office, everybody, is_demo)


def phrases(language: str) -> Callable[..., str]:
    """Says any phrase of the playbook: ``say("web.ask")``."""
    return Phrases(language)


def _list_people(knowledge: Knowledge) -> tuple[Colleague, ...]:
    """Those still here, sellers first: whoever tries the demo wants to see offers."""
    with knowledge.engine.connect() as connection:
        found = load_colleagues(connection, on=firm_clock(knowledge).today()).values()
    here = [Colleague(one.key, one.name, one.role, one.language) for one in found if not one.has_left]
    return tuple(sorted(here, key=lambda one: one.role != "rep"))
