"""A place in the demo company for whoever tries it in their own Slack."""

from __future__ import annotations

from bot.adapters.open_store import store_address
from knowledge.errors import PersonUnknown
from knowledge.kernel.database import open_engine
from knowledge.kernel.key_value import drop_fact, load_fixed_day
from knowledge.people.commands.email import take_email
from knowledge.people.queries.people import find_viewer


def seat(store: str, email: str, who: str) -> str:
    """Let ``email`` be this person of the demo company; their name. PersonUnknown, also where customers are real."""
    engine = open_engine(store_address(store))
    try:
        with engine.begin() as connection:
            if load_fixed_day(connection) is None:
                raise PersonUnknown("This store holds real customers: people there are imported.", person=who)
            person = find_viewer(connection, who)
            take_email(connection, person.key, email)
            drop_fact(connection, f"slack_person:{person.key}")
            return person.name
    finally:
        engine.dispose()
