import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from knowledge.accounts.commands import records
from knowledge.errors import NothingToUndo
from knowledge.kernel.undo import find_change, undo_change
from knowledge.tables import Account, AuditEntry, Contact, Note, Subscription, Survey, Ticket, Touch
from knowledge.terms import NoteKind, Severity, SurveyKind, TicketStatus

GLOBEX, REI, RON = 1, 2, 3
MARCH = dt.date(2027, 3, 31)


def _all(firm: Engine, *columns: Any) -> list[tuple[Any, ...]]:
    with firm.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns))]


def _undo(unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        undo_change(unit_of_work, find_change(unit_of_work, None))


def _give_contract(firm: Engine) -> None:
    running = {"key": "c1", "source": "test", "account_id": GLOBEX, "product_id": 1, "started_on": dt.date(2026, 1, 1)}
    with firm.begin() as connection:
        connection.execute(insert(Subscription).values(running))


def _give_contact(firm: Engine) -> int:
    hank = {"key": "h", "source": "test", "account_id": GLOBEX, "name": "Hank", "is_champion": True}
    with firm.begin() as connection:
        return int(connection.execute(insert(Contact).values(hank).returning(Contact.id)).scalar_one())


def test_a_note_keeps_the_words_their_writer_and_its_kind_until_it_is_undone(
    firm: Engine, unit_of_work_of: Any
) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        records.keep_note(unit_of_work, GLOBEX, "a quote by Friday", kind=NoteKind.PROMISE, due_on=dt.date(2026, 10, 2))
    kept = _all(firm, Note.text, Note.author_id, Note.kind, Note.due_on, Note.written_on)
    assert kept == [("a quote by Friday", REI, "promise", dt.date(2026, 10, 2), dt.date(2026, 9, 30))]
    _undo(unit_of_work_of)
    assert _all(firm, Note.id) == []
    assert [act for (act,) in _all(firm, AuditEntry.act)] == ["note.recorded", "undo"]


def test_a_visit_is_a_touch_of_its_day(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        records.keep_touch(unit_of_work, GLOBEX, "met them", kind="visit", on=dt.date(2026, 9, 29))
    assert _all(firm, Touch.happened_on, Touch.kind, Touch.person_id) == [(dt.date(2026, 9, 29), "visit", REI)]
    _undo(unit_of_work_of)
    assert _all(firm, Touch.id) == []


def test_a_complaint_is_open_and_severe_until_it_is_settled(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        records.file_complaint(unit_of_work, GLOBEX, "slow answers")
        (ticket_id,) = records.find_complaints(unit_of_work, GLOBEX)
        records.settle_tickets(unit_of_work, GLOBEX, [ticket_id], action="complaint.settled")
        assert records.find_complaints(unit_of_work, GLOBEX) == []
    assert _all(firm, Ticket.severity, Ticket.status, Ticket.closed_on) == [("severe", "solved", dt.date(2026, 9, 30))]
    _undo(unit_of_work_of)
    assert _all(firm, Ticket.status, Ticket.closed_on) == [("open", None)]
    _undo(unit_of_work_of)
    assert _all(firm, Ticket.id) == []


def test_a_budget_is_frozen_as_long_as_is_said_and_free_as_before_when_undone(
    firm: Engine, unit_of_work_of: Any
) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        records.freeze_budget(unit_of_work, GLOBEX, "no money", until=MARCH, free_on=MARCH + dt.timedelta(days=1))
    assert _all(firm, Account.budget_frozen_until) == [(dt.date(2027, 4, 1),)]
    assert _all(firm, Note.text, Note.due_on) == [("no money", MARCH)]
    with unit_of_work_of("rei") as unit_of_work:
        records.free_budget(unit_of_work, GLOBEX)
    assert _all(firm, Account.budget_frozen_until) == [(None,)]
    _undo(unit_of_work_of)
    assert _all(firm, Account.budget_frozen_until) == [(dt.date(2027, 4, 1),)]
    _undo(unit_of_work_of)
    assert _all(firm, Account.budget_frozen_until) == [(None,)]
    assert _all(firm, Note.id) == []


def test_a_cancellation_marks_the_running_contracts_and_undo_unmarks_them(firm: Engine, unit_of_work_of: Any) -> None:
    _give_contract(firm)
    with unit_of_work_of("rei") as unit_of_work:
        count, _ = records.record_cancellation(unit_of_work, GLOBEX, "they will cancel")
    assert count == 1
    assert _all(firm, Subscription.cancel_requested_on) == [(dt.date(2026, 9, 30),)]
    assert _all(firm, Note.kind) == [("cancellation",)]
    _undo(unit_of_work_of)
    assert _all(firm, Subscription.cancel_requested_on) == [(None,)]
    assert _all(firm, Note.id) == []


def test_whoever_takes_over_is_there_and_whoever_went_is_gone(firm: Engine, unit_of_work_of: Any) -> None:
    hank = _give_contact(firm)
    with unit_of_work_of("rei") as unit_of_work:
        records.add_contact(unit_of_work, GLOBEX, "Ann Lee", details={"title": "CIO"}, left_id=hank)
    gone = dict(_all(firm, Contact.name, Contact.left_on))
    assert gone == {"Hank": dt.date(2026, 9, 30), "Ann Lee": None}
    _undo(unit_of_work_of)
    assert _all(firm, Contact.name, Contact.left_on) == [("Hank", None)]


def test_an_owner_changed_again_is_not_taken_back(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        change = records.assign_owner(unit_of_work, GLOBEX, RON)
    assert _all(firm, Account.owner_id) == [(RON,)]
    with unit_of_work_of("mana") as unit_of_work:
        records.assign_owner(unit_of_work, GLOBEX, REI)
    with unit_of_work_of("rei") as unit_of_work, pytest.raises(NothingToUndo):
        undo_change(unit_of_work, find_change(unit_of_work, change))
    with unit_of_work_of("mana") as unit_of_work:
        undo_change(unit_of_work, find_change(unit_of_work, None))
    assert _all(firm, Account.owner_id) == [(RON,)]


def test_a_ticket_is_as_bad_as_told_and_stands_as_before_when_settling_is_undone(
    firm: Engine, unit_of_work_of: Any
) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        records.open_ticket(unit_of_work, GLOBEX, "the export is slow", severity=Severity.HIGH)
    ((ticket_id,),) = _all(firm, Ticket.id)
    with firm.begin() as connection:
        connection.execute(update(Ticket).values(status=TicketStatus.PENDING))
    with unit_of_work_of("rei") as unit_of_work:
        assert records.find_open_tickets(unit_of_work.access, GLOBEX) == [(ticket_id, "the export is slow")]
        records.settle_tickets(unit_of_work, GLOBEX, [ticket_id])
        assert records.find_open_tickets(unit_of_work.access, GLOBEX) == []
    assert _all(firm, Ticket.severity, Ticket.status, Ticket.closed_on) == [("high", "solved", dt.date(2026, 9, 30))]
    _undo(unit_of_work_of)
    assert _all(firm, Ticket.status, Ticket.closed_on) == [("pending", None)]
    _undo(unit_of_work_of)
    assert _all(firm, Ticket.id) == []


def test_a_score_told_is_a_survey_answer_of_today(firm: Engine, unit_of_work_of: Any) -> None:
    with unit_of_work_of("rei") as unit_of_work:
        records.keep_survey(unit_of_work, GLOBEX, kind=SurveyKind.NPS, score=3, text="a 3", comment=None)
    assert _all(firm, Survey.kind, Survey.score, Survey.answered_on) == [("nps", 3, dt.date(2026, 9, 30))]
    _undo(unit_of_work_of)
    assert _all(firm, Survey.id) == []


def test_what_changed_of_a_contact_is_as_before_when_undone(firm: Engine, unit_of_work_of: Any) -> None:
    hank = _give_contact(firm)
    before = _all(firm, Contact.title, Contact.email, Contact.phone)
    with unit_of_work_of("rei") as unit_of_work:
        records.change_contact(unit_of_work, GLOBEX, hank, "Hank", {"title": "CIO", "phone": "555 0100"})
    assert _all(firm, Contact.title, Contact.phone) == [("CIO", "555 0100")]
    _undo(unit_of_work_of)
    assert _all(firm, Contact.title, Contact.email, Contact.phone) == before


def test_how_many_they_are_is_as_before_when_undone_and_not_when_counted_since(
    firm: Engine, unit_of_work_of: Any
) -> None:
    before = _all(firm, Account.employees)
    with unit_of_work_of("rei") as unit_of_work:
        records.count_employees(unit_of_work, GLOBEX, 400)
    assert _all(firm, Account.employees) == [(400,)]
    _undo(unit_of_work_of)
    assert _all(firm, Account.employees) == before
    with unit_of_work_of("rei") as unit_of_work:
        records.count_employees(unit_of_work, GLOBEX, 500)
    with firm.begin() as connection:
        connection.execute(update(Account).values(employees=510))
    with pytest.raises(NothingToUndo):
        _undo(unit_of_work_of)
