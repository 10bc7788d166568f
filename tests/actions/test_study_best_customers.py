"""The best three customers of the demo company, what they share, and who else is like them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import insert, select

from actions.reply import Reply
from knowledge.knowledge import Knowledge
from knowledge.tables import Proposal, WonAnswer

Ask = Callable[..., Reply]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_best_three_are_named_with_what_they_pay(ask: Ask, language: str) -> None:
    reply = ask("study_best_customers", language=language)
    assert len(reply.tables[0].rows) == 3
    assert all(name in reply.headline for name, *_ in reply.tables[0].rows)
    assert all((row[1].startswith("¥"), row[1].endswith("円"))[language == "ja"] for row in reply.tables[0].rows)


def test_every_shared_trait_stands_against_the_base_rate(ask: Ask) -> None:
    reply = ask("study_best_customers")
    assert reply.figures
    for figure in reply.figures:
        assert " of 125" in figure.basis
        assert isinstance(figure.raw, float)
        assert figure.raw > 1


def test_what_may_be_chance_is_told_apart(ask: Ask) -> None:
    keys = [section.key for section in ask("study_best_customers").sections]
    assert keys == ["shared", "too_few", "notes"]


def test_lookalikes_are_none_of_the_three(ask: Ask) -> None:
    best, alike = ask("study_best_customers").tables
    assert not {row[0] for row in best.rows} & {row[0] for row in alike.rows}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_who_sees_no_customer_is_told_that_there_is_too_little(ask: Ask, language: str) -> None:
    reply = ask("study_best_customers", language=language, asker="Tom Ellery")
    assert reply.trouble
    assert not reply.figures


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("our three fastest growing customers", "More than a year ago", "growth over a year"),
        ("best three by NPS", "NPS", "NPS"),
    ],
)
def test_best_is_by_the_measure_that_was_asked_for(ask: Ask, text: str, column: str, says: str) -> None:
    reply = ask("study_best_customers", text=text)
    assert reply.tables[0].columns[-1] == column
    assert says in reply.headline
    assert len(reply.tables[0].rows) == 3
    assert reply.tables[0].rows != ask("study_best_customers").tables[0].rows


@pytest.mark.parametrize(("text", "language"), [("best three in manufacturing", "en"), ("製造業のトップ3", "ja")])
def test_the_best_of_an_industry_stand_against_all_customers(ask: Ask, text: str, language: str) -> None:
    reply = ask("study_best_customers", text=text, language=language)
    assert "Manufacturing" in reply.headline
    assert all("Manufacturing" in row[2] for row in reply.tables[0].rows)
    assert all(" of 125" in figure.basis or "125社" in figure.basis for figure in reply.figures)


@pytest.mark.parametrize(
    ("text", "language"), [("show the growing wholesale target", "en"), ("ターゲット定義を見せて", "ja")]
)
def test_a_definition_brings_persona_exclusions_results_and_lookalikes(ask: Ask, text: str, language: str) -> None:
    reply = ask("study_best_customers", text=text, language=language)
    assert {"whom", "persona", "review"} <= {section.key for section in reply.sections}
    assert any(line.tone == "stop" for section in reply.sections for line in section.lines)
    assert [table.key for table in reply.tables][:2] == ["versions", "best"]
    assert len(reply.tables[0].rows) == 2


@pytest.mark.parametrize("language", ["en", "ja"])
def test_which_definitions_need_a_review_is_answered_with_the_reasons(ask: Ask, language: str) -> None:
    text = "which target definitions need a review" if language == "en" else "ターゲット定義の見直しは必要ですか"
    reply = ask("study_best_customers", text=text, language=language)
    assert "1" in reply.headline
    assert len(reply.sections[0].lines) >= 2


def test_the_pace_of_shared_targets_is_no_question_of_whom_to_aim_at(ask: Ask) -> None:
    assert ask("study_best_customers", text="are we on track for our targets?").intent == "show_metrics"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_winners_said_is_counted_once_there_are_enough(do: Ask, own_demo: Knowledge, language: str) -> None:
    said = ["The proof from similar customers", "導入事例", "the case study", "The price", "Our contact"]
    with own_demo.engine.connect() as connection:
        won = select(Proposal.id).where(Proposal.outcome == "won").order_by(Proposal.id).limit(len(said))
        deals = list(connection.execute(won).scalars())
    answered(own_demo, deals[:2], said[:2])
    assert ("too few" if language == "en" else "足りません") in winners(do("study_best_customers", language=language))
    answered(own_demo, deals[2:], said[2:])
    told = {
        "en": "3 of 5 winners said the proof struck home.",
        "ja": "受注5件のうち3件で、導入事例・実績が決め手でした。",
    }
    assert told[language] in winners(do("study_best_customers", language=language))


def answered(demo: Knowledge, deals: list[int], said: list[str]) -> None:
    common = {"question": "proposal", "answered_at": dt.datetime(2026, 9, 1, tzinfo=dt.UTC)}
    rows = [{**common, "proposal_id": deal, "answer": words} for deal, words in zip(deals, said, strict=True)]
    with demo.engine.begin() as connection:
        connection.execute(insert(WonAnswer), rows)


def winners(reply: Reply) -> str:
    return " ".join(line.text for section in reply.sections if section.key == "winners" for line in section.lines)
