"""Who owns which family, what could fill the gaps, and what is held back: the same decisions as for one customer."""

import pytest

from actions.presenters.whitespace import asks_for_whitespace, whitespace_rows
from actions.question import Question
from actions.rank_accounts.answer import find_whitespace
from actions.reply import Reply
from knowledge.demo import DEMO_DAY
from knowledge.knowledge import Knowledge
from knowledge.offers.advice import Outcome
from knowledge.offers.whitespace import SpaceState
from knowledge.playbook.phrases import Phrases
from tests.actions.conftest import Ask


def matrix_of(reply: Reply) -> dict[str, dict[str, tuple[str, str]]]:
    (chart,) = reply.charts
    assert chart.matrix
    return {row.label: dict(zip(chart.matrix.columns, row.cells, strict=True)) for row in chart.matrix.rows}


def question(asker: str = "operator", **slots: object) -> Question:
    return Question(asker, DEMO_DAY, "en", "", slots=slots)


def test_a_gap_shows_the_offer_that_the_customer_would_be_made(ask: Ask) -> None:
    acme = matrix_of(ask("rank_accounts", view="whitespace"))["Acme Corporation"]
    assert acme["SFA"] == ("owned", "")
    assert acme["Marketing Automation"] == ("open", "Standard")


def test_a_customer_behind_a_closed_gate_is_offered_nothing_anywhere(demo: Knowledge) -> None:
    with demo.access("operator", as_of=DEMO_DAY) as access:
        lines, _, _ = find_whitespace(question(), access)
        rows = whitespace_rows(lines, access.rules, Phrases("en"))
    blocked = {line.case.account.name: line for line in lines if line.advice.outcome is Outcome.BLOCKED}
    assert "Initech" in blocked
    assert all(space.state is not SpaceState.OPEN for line in blocked.values() for space in line.spaces)
    held = [row for row in rows if row[0] in blocked and row[3] == "held back"]
    assert held
    assert all(row[11] and not row[5] for row in held)


def test_a_rep_sees_the_matrix_of_their_own_customers_only(demo: Knowledge) -> None:
    with demo.access("Daniel Osei", as_of=DEMO_DAY) as access:
        lines, _, _ = find_whitespace(question("Daniel Osei"), access)
    assert lines
    assert {line.case.account.owner for line in lines} == {"Daniel Osei"}


def test_a_family_named_by_its_product_narrows_the_columns(ask: Ask) -> None:
    (chart,) = ask("rank_accounts", view="whitespace", product="Secure Access Essentials").charts
    assert chart.matrix
    assert chart.matrix.columns == ("Secure Access",)


def test_the_picture_holds_what_can_be_read_and_the_rest_is_counted(ask: Ask) -> None:
    reply = ask("rank_accounts", view="whitespace")
    (chart,) = reply.charts
    assert chart.matrix
    assert len(chart.matrix.rows) == 25
    assert any("more have gaps too" in line.text for section in reply.sections for line in section.lines)


@pytest.mark.parametrize(
    "words",
    [
        "show me the whitespace",
        "what don't my accounts own yet?",
        "which products are missing at my customers",
        "ホワイトスペースを見せて",
        "未導入の製品を一覧で",
    ],
)
def test_words_for_the_matrix_are_heard(words: str) -> None:
    assert asks_for_whitespace(Question("operator", DEMO_DAY, "en", words))


@pytest.mark.parametrize("words", ["who should I call this week?", "今週はどのお客様に連絡すべき？"])
def test_a_call_list_is_no_matrix(words: str) -> None:
    assert not asks_for_whitespace(Question("operator", DEMO_DAY, "en", words))
