"""Two people of one name are asked about, and what belongs to them is never added up."""

from collections.abc import Callable

import pytest

from knowledge.accounts.queries.segments import load_segments
from knowledge.terms import SegmentBy
from tests.firms.firm import DAY, ImportedFirm, words_of

Open = Callable[[str], ImportedFirm]


@pytest.fixture
def studio(open_firm: Open) -> ImportedFirm:
    return open_firm("deals_only")


@pytest.mark.parametrize("intent", ["rank_accounts", "show_metrics", "list_churn_risks"])
@pytest.mark.parametrize(("language", "asked"), [("en", "Which one do you mean?"), ("ja", "どなたのことですか？")])
def test_which_of_the_two_is_asked_with_the_team(studio: ImportedFirm, intent: str, language: str, asked: str) -> None:
    reply = studio.run(intent, person="Jun Castor", language=language)
    assert asked in reply.headline
    assert [choice.label for choice in reply.choices] == ["Jun Castor (East)", "Jun Castor (West)"]
    assert [choice.slots["person"] for choice in reply.choices] == ["Jun Castor (East)", "Jun Castor (West)"]


def test_the_one_chosen_is_told_alone(studio: ImportedFirm) -> None:
    rate = studio.run(
        "show_metrics", person="Jun Castor (West)", metric="win_rate", date="2026-07-01", date_end="2026-09-30"
    )
    assert rate.figure("win_rate").raw == 0
    both = studio.run("show_metrics", metric="win_rate", date="2024-01-01", date_end="2026-09-30")
    assert "Jun Castor (West)" in words_of(rate)
    assert both.figure("win_rate").raw > 0.9


def test_a_name_that_is_nobody_elses_is_not_asked_about(studio: ImportedFirm) -> None:
    assert "Which one" not in studio.run("rank_accounts", person="Emi Flores").headline


def test_customers_by_owner_are_kept_apart(studio: ImportedFirm) -> None:
    with studio.knowledge.access("operator", as_of=DAY) as access:
        owners = set(load_segments(access, SegmentBy.OWNER).values())
    assert owners == {"Jun Castor (East)", "Jun Castor (West)", "Emi Flores"}


@pytest.mark.parametrize(
    "question",
    ["who should Jun Castor call this week?", "who should Jun Castor call?", "whom should Jun Castor visit?"],
)
def test_whom_a_colleague_should_call_is_advice_and_no_list_of_contacts(studio: ImportedFirm, question: str) -> None:
    reply = studio.ask(question)
    assert reply.intent == "rank_accounts"
    assert [choice.label for choice in reply.choices] == ["Jun Castor (East)", "Jun Castor (West)"]


@pytest.mark.parametrize("question", ["how many customers has Jun Castor?", "open deals of Jun Castor"])
def test_a_list_or_count_of_one_name_asks_whose_and_then_tells_that_ones(studio: ImportedFirm, question: str) -> None:
    asked = studio.ask(question)
    assert [choice.label for choice in asked.choices] == ["Jun Castor (East)", "Jun Castor (West)"]
    told = [studio.run("look_up", **choice.slots) for choice in asked.choices]
    assert told[0].headline != told[1].headline
