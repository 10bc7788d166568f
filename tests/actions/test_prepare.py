"""One page of several look-ups: each line has its words in both languages and opens to its rows."""

from __future__ import annotations

import pytest

from actions.reply import Reply
from knowledge.knowledge import Knowledge
from knowledge.playbook.phrases import load_family
from knowledge.semantic.pages import Page, load_pages
from tests.actions.conftest import Ask

ON_PAGES = [(page, line.key) for page, lines in load_pages().items() for line in lines]


def _text(reply: Reply) -> str:
    return "\n".join(line.text for section in reply.sections for line in section.lines)


@pytest.mark.parametrize(("page", "key"), ON_PAGES)
def test_a_line_of_a_page_has_its_words(page: Page, key: str) -> None:
    phrases = load_family("prepare")
    needed = [f"title_{key}"]
    needed += [f"because_{key}"] if page is Page.ATTENTION else [] if page is Page.PREPARE else [f"count_{key}"]
    assert not [name for name in needed if name not in phrases]


@pytest.mark.parametrize("page", [page for page in Page if page is not Page.PREPARE])
@pytest.mark.parametrize("who", ["Daniel Osei", "近藤 誠", "Hannah Reyes"])
def test_each_page_is_told_in_both_languages_to_each_role(page: Page, who: str, ask: Ask) -> None:
    for language in ("en", "ja"):
        reply = ask("prepare", asker=who, page=str(page), language=language)
        assert reply.headline
        for section in reply.sections:
            assert section.key in {figure.key for figure in reply.figures}


def test_what_presses_most_comes_first_with_its_reasons(ask: Ask) -> None:
    reply = ask("prepare", asker="Hannah Reyes", page="attention")
    assert reply.headline.startswith(
        "First: Initech (severe ticket open: Nobody can sign in since this morning and NPS 3)"
    )
    assert "Saltmarsh Textiles (at risk, ¥540,000 a month and ¥1,620,000 overdue)" in reply.headline


def test_the_week_for_a_manager_holds_customers_and_revenue(ask: Ask) -> None:
    reply = ask("prepare", asker="Grace Whitfield", page="summary")
    assert reply.headline.startswith("The week: 62 customers, ¥26,460,200 a month (+¥323,400 in 7 days)")


def test_before_a_meeting_the_customer_is_told_on_one_page(ask: Ask) -> None:
    reply = ask("prepare", "Globex Corporation", asker="Daniel Osei")
    assert reply.headline.startswith("Globex Corporation")
    assert "seats used 50 seats; seats 50 seats" in _text(reply)
    assert "Hank Delgado" in _text(reply)


def test_a_time_without_a_meeting_is_said_to_be_none(ask: Ask) -> None:
    reply = ask("prepare", asker="Daniel Osei", page="prepare", time="10:00")
    assert reply.headline.startswith("No meeting of yours is on record for then. This week: no meeting on record")


def test_operations_are_told_that_they_may_not_see_customers(ask: Ask, demo: Knowledge) -> None:
    assert ask("prepare", asker="Tom Ellery", page="attention").headline.startswith("You may not see customers")
