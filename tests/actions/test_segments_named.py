"""Segments in a question: those of the asker's own customers, however many others the firm has."""

from __future__ import annotations

import pytest
from babel import Locale
from sqlalchemy import select

from bot.adapters.names import StoreNames
from knowledge.accounts.queries.segment_names import load_segment_words
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge
from knowledge.tables import Account, Person


@pytest.fixture(scope="module")
def questions(demo: Knowledge) -> list[str]:
    """One about each team, region, industry and country that anybody has, one about none, one about one's own."""
    with demo.engine.connect() as connection:
        columns = (Person.team, Account.region, Account.industry, Account.country)
        query = select(*columns).outerjoin(Person, Person.id == Account.owner_id).distinct()
        stored = {str(value) for row in connection.execute(query) for value in row if value}
    territories = Locale("en").territories
    words = sorted(stored | {territories[code] for code in stored if code in territories})
    return [f"who is at risk in {word}?" for word in (*words, "Boston", "nowhere", "my team")]


def test_what_somebody_named_is_what_their_own_customers_say(demo: Knowledge, questions: list[str]) -> None:
    names = StoreNames(demo)
    with demo.engine.connect() as connection:
        people = list(
            connection.execute(select(Person.key).where(Person.left_on.is_(None)).order_by(Person.key)).scalars()
        )
    told = set()
    for person in people:
        with demo.access(person, as_of=DEMO_DAY) as access:
            own = load_segment_words(access)
        for question in questions:
            found = [(span.start, span.end, span.name) for span in names.segments(question, person)]
            assert found == [(span.start, span.end, span.value) for span in own.find(question)]
            told.add((question, tuple(found)))
    assert len(told) > len(questions), "the same for everybody: the demo company tells nothing about who sees what"


def test_a_stranger_named_none(demo: Knowledge, questions: list[str]) -> None:
    names = StoreNames(demo)
    assert [names.segments(question, "nobody of ours") for question in questions if "my team" in question] == [[]]
