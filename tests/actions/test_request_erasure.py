"""A request about personal data reaches operations in their language, and is nobody's need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from actions.notifications.registry import tell_notice
from knowledge.kernel.access import open_access
from knowledge.kernel.unit_of_work import AuditedUnitOfWork
from knowledge.notifications.commands.notifications import COLUMNS, NoticeKind, read_card
from knowledge.people.queries.people import find_viewer
from knowledge.playbook.rules import Rules
from knowledge.privacy.commands.requests import list_requests
from knowledge.tables import Need, Notice
from tests.firms.firm import DAY, ImportedFirm

FILES = {
    "accounts.csv": "id,name\na1,Vexillum Optics",
    "people.csv": "id,name,email,role,language\np1,Rei Rep,rei@us.example,rep,en\np2,Odo Quiller,odo@us.example,ops,ja",
}
WrittenFirm = Callable[[dict[str, str]], ImportedFirm]


@pytest.mark.parametrize(
    ("said", "language"),
    [("delete the personal data of Vexillum's contacts", "en"), ("Vexillumの担当者の個人情報を削除して", "ja")],
)
def test_operations_are_told_and_no_need_is_kept(written_firm: WrittenFirm, said: str, language: str) -> None:
    firm = written_firm(FILES)
    reply = firm.ask(said, asker="Rei Rep", language=language)
    assert reply.intent == "request_erasure"
    assert "Odo Quiller" in reply.headline
    with firm.knowledge.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(Need)).scalar_one() == 0
        (row,) = connection.execute(select(*COLUMNS).where(Notice.kind == NoticeKind.PRIVACY_REQUEST)).all()
        assert [one.text for one in list_requests(connection)] == [said]
        viewer = find_viewer(connection, "Odo Quiller")
    card = read_card(row._mapping)
    assert (card.person_key, card.language, card.text) == (viewer.key, "ja", said)
    with open_access(firm.knowledge.engine, viewer, Rules(), as_of=DAY) as access:
        told = tell_notice(card, AuditedUnitOfWork(access, dt.datetime.now(tz=dt.UTC), "test"))
    assert told is not None
    assert "個人情報に関する依頼" in told.headline
    assert [line.text for line in told.sections[0].lines] == [said]


def test_without_operations_it_is_listed_and_who_asked_is_told_so(written_firm: WrittenFirm) -> None:
    firm = written_firm({**FILES, "people.csv": "id,name,email,role\np1,Rei Rep,rei@us.example,rep"})
    reply = firm.ask("erase everything you know about Ann Weaver", asker="Rei Rep")
    assert "osusume privacy requests" in reply.headline
    with firm.knowledge.engine.connect() as connection:
        assert len(list_requests(connection)) == 1
