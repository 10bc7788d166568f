"""What the page in a browser needs of the store: the office, who may be asked as, and our own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.adapters.clock import firm_clock
from bot.adapters.health import examine_records, examine_schedule
from bot.adapters.office import StoreOffice
from bot.app import open_office
from bot.ports import Colleague
from knowledge.errors import OsusumeError, PersonUnknown
from knowledge.kernel.key_value import load_fixed_day
from knowledge.knowledge import Knowledge
from knowledge.language import LANGUAGES
from knowledge.people.queries.colleagues import load_colleagues
from knowledge.playbook.phrases import Phrases

__all__ = ["LANGUAGES", "OsusumeError", "WebDoor", "open_web_door", "phrases"]


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
        is_right, schedule = examine_schedule(self.store, language)
        return ("records", True, examine_records(self.store, language)), ("schedule", is_right, schedule)


def open_web_door(store: str | None, person: str | None) -> WebDoor:
    """The door over a store, for one person, first in ``people``; over the demo company for each of its people.

    PersonUnknown, also where nobody is named and people are real; StoreEmpty, StoreUnreachable.
    """
    office = open_office(store)
    knowledge = office.knowledge
    with knowledge.engine.connect() as connection:
        is_demo = load_fixed_day(connection) is not None
    everybody = _list_people(knowledge) if is_demo else ()
    if not is_demo and not person:
        raise PersonUnknown(
            "Say whose sight the page has: `osusume web --as you@yourfirm.example`. Or try it on the demo company: "
            "`osusume web --store demo`",
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
