"""Each column of a statement arrives under its own name: one row a table, every cell of it different."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine

from knowledge.accounts.queries.aggregates import commerce, people
from knowledge.accounts.queries.history import load_contracts, load_hold, load_notes, load_proposals
from knowledge.kernel.access import AccessContext, open_access
from knowledge.kernel.bulk_load import load_rows
from knowledge.kernel.rows import record_of
from knowledge.kernel.visibility import OPERATOR
from knowledge.playbook.rules import Rules
from knowledge.satisfaction.queries import aggregates as satisfaction

TODAY = dt.date(2026, 9, 30)
OURS = {"source": "test", "account_id": 1}


def day(number: int) -> dt.date:
    """So many days after today."""
    return TODAY + dt.timedelta(days=number)


ROWS: dict[str, list[dict[str, Any]]] = {
    "accounts": [{"id": 1, "key": "acme", "name": "Acme", "normal_name": "acme", "source": "test"}],
    "people": [{"id": 1, "key": "aya", "name": "Aya", "role": "rep", "source": "test"}],
    "products": [{"id": 1, "key": "sfa", "name": "SFA", "family": "sfa", "source": "test"}],
    "subscriptions": [
        {
            **OURS,
            "id": 7,
            "key": "s",
            "product_id": 1,
            "seats": 11,
            "monthly_minor": 900,
            "currency": "JPY",
            "started_on": day(-400),
            "renews_on": day(60),
            "notice_by": day(30),
            "cancel_requested_on": day(-5),
        }
    ],
    "invoices": [
        {**OURS, "id": 1, "key": "i", "amount_minor": 1, "currency": "JPY", "due_on": day(-40)},
    ],
    "holds": [
        {
            **OURS,
            "id": 3,
            "key": "h",
            "reason": "outage",
            "placed_by_id": 1,
            "placed_on": day(-3),
            "expires_on": day(9),
        }
    ],
    "notes": [{**OURS, "id": 4, "key": "n", "author_id": 1, "text": "quiet", "written_on": day(-8)}],
    "proposals": [
        {
            **OURS,
            "id": 5,
            "key": "p",
            "product_id": 1,
            "kind": "upsell",
            "proposed_on": day(-20),
            "outcome": "later",
            "outcome_on": day(-10),
            "later_until": day(50),
            "reason": "price",
            "reason_text": "too dear",
        }
    ],
    "surveys": [
        {**OURS, "id": 1, "key": "a", "kind": "nps", "score": 9, "answered_on": day(-90)},
        {**OURS, "id": 2, "key": "b", "kind": "nps", "score": 4, "answered_on": day(-6)},
    ],
    "tickets": [
        {
            **OURS,
            "id": 1,
            "key": "t",
            "subject": "down",
            "severity": "severe",
            "status": "open",
            "opened_on": day(-2),
            "reopened": 3,
            "satisfied": False,
        },
    ],
}


@pytest.fixture
def access(sqlite_engine: Engine) -> Any:
    with sqlite_engine.begin() as connection:
        load_rows(connection, ROWS)
    with open_access(sqlite_engine, OPERATOR, Rules(), as_of=TODAY) as access:
        yield access


def one(columns: dict[str, Any]) -> dict[str, str]:
    """The one row, as texts; what is missing left out."""
    cells = {name: str(values[0]) for name, values in columns.items()}
    return {name: cell for name, cell in cells.items() if cell not in {"nan", "NaT", "None"}}


@pytest.mark.parametrize("accounts", [[1], None])
def test_aggregates_stand_under_their_names(access: AccessContext, accounts: list[int] | None) -> None:
    assert one(commerce.load_commerce(access, accounts)) == {
        "account_id": "1.0",
        "running": "1.0",
        "monthly_minor": "900.0",
        "first_started_on": str(day(-400)),
        "last_started_on": str(day(-400)),
        "starts": "1.0",
        "renews_on": str(day(60)),
        "notice_by": str(day(30)),
        "undated": "0.0",
        "cancel_requested_on": str(day(-5)),
        "seats": "11.0",
        "seats_before": "11.0",
        "invoices": "1.0",
        "overdue": "1.0",
        "overdue_since": str(day(-40)),
    }
    assert one(satisfaction.load_surveys(access, accounts)) == {
        "account_id": "1.0",
        "kind": "nps",
        "score": "4.0",
        "answered_on": str(day(-6)),
        "previous_score": "9.0",
        "previous_on": str(day(-90)),
        "answers": "2.0",
    }
    assert one(satisfaction.load_tickets(access, accounts)) == {
        "account_id": "1.0",
        "open_tickets": "1.0",
        "open_severe": "1.0",
        "severe_since": str(day(-2)),
        "recent_tickets": "1.0",
        "baseline_tickets": "0.0",
        "recent_reopened": "3.0",
        "recent_unsatisfied": "1.0",
        "last_opened_on": str(day(-2)),
    }
    assert one(people.load_declined(access, accounts)) == {
        "account_id": "1.0",
        "product_id": "1.0",
        "last_no_on": str(day(-10)),
        "last_no": "later",
        "later_until": str(day(50)),
        "reason": "price",
    }
    assert one(people.load_outreach(access, accounts)) == {
        "account_id": "1.0",
        "hold_expires_on": str(day(9)),
        "asks": "1.0",
        "open_needs": "0.0",
    }


def test_the_last_day_of_each_source_is_its_own(access: AccessContext) -> None:
    sources = people.load_sources(access)
    assert (sources.tickets, sources.touches, sources.invoices) == (day(-2), None, day(-40))
    kinds = {kind for kind in ("orders", "contracts", "surveys", "tickets", "notes") if getattr(sources.records, kind)}
    assert kinds == {"contracts", "surveys", "tickets", "notes"}


def test_records_stand_under_their_names(access: AccessContext) -> None:
    [contract] = load_contracts(access, 1)
    assert (contract.seats, contract.monthly_minor, contract.currency) == (11, 900, "JPY")
    assert (contract.started_on, contract.ended_on) == (day(-400), None)
    assert (contract.renews_on, contract.notice_by) == (day(60), day(30))
    [proposal] = load_proposals(access, 1)
    assert (proposal.proposed_on, proposal.outcome_on, proposal.later_until) == (day(-20), day(-10), day(50))
    assert (proposal.kind, proposal.outcome, proposal.reason, proposal.reason_text) == (
        "upsell",
        "later",
        "price",
        "too dear",
    )
    hold = load_hold(access, 1)
    assert hold is not None
    assert (hold.reason, hold.placed_by, hold.placed_on, hold.expires_on) == ("outage", "Aya", day(-3), day(9))
    [note] = load_notes(access, 1, most=5)
    assert (note.author, note.text, note.written_on) == ("Aya", "quiet", day(-8))


def test_a_column_that_is_no_field_is_refused(access: AccessContext) -> None:
    from sqlalchemy import select

    from knowledge.accounts.history import SurveyAnswer
    from knowledge.tables import Survey

    row = access.connection.execute(select(Survey.id, Survey.kind, Survey.answered_on.label("renews_on"))).first()
    assert row is not None
    with pytest.raises(TypeError, match="renews_on"):
        record_of(SurveyAnswer, row)
