"""Under which e-mail somebody is known, for trying the demo company; a firm's own come with its imports."""

from __future__ import annotations

from sqlalchemy import Connection, func, update

from knowledge.tables import Person


def take_email(connection: Connection, person_key: str, email: str) -> None:
    """Let this person have the e-mail, and nobody else."""
    connection.execute(update(Person).where(func.lower(Person.email) == email.strip().casefold()).values(email=None))
    connection.execute(update(Person).where(Person.key == person_key).values(email=email.strip()))
