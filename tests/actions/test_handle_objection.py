"""An objection gets what is behind it, a question back, an answer, what not to say and a small start."""

from __future__ import annotations

import pytest

from actions.presenters.playbook import OBJECTION_FROM
from knowledge.knowledge import Knowledge
from knowledge.playbook.articles import load_articles, load_objections
from knowledge.playbook.recall import Recall
from tests.actions.conftest import Ask
from tests.actions.test_ask_playbook import LABELLED
from tests.actions.test_recommend_offer import said

PARTS = ["behind", "ask", "answer", "avoid", "start"]


@pytest.fixture(scope="session")
def objections(demo: Knowledge) -> Recall:
    return demo.objections


def test_there_are_the_common_objections_each_with_further_reading() -> None:
    entries = load_objections()
    assert len(entries) >= 14
    assert all(set(entry.see) <= set(load_articles()) for entry in entries.values())


def test_most_words_of_customers_find_their_objection(objections: Recall) -> None:
    asked = [(key, text) for key, texts in LABELLED["objections"].items() for text in texts]
    right = [key for key, text in asked if objections.find(text)[0].key == key]
    assert len(right) / len(asked) >= 0.85


def test_what_is_no_objection_is_not_answered_as_one(objections: Recall) -> None:
    assert all(objections.find(text)[0].likeness < OBJECTION_FROM for text in LABELLED["no_objection"])


@pytest.mark.parametrize(
    ("text", "objection", "language", "headline"),
    [
        ("they say it is too expensive", "too expensive", "en", "When they say “It is too expensive.”"),
        ("高いと言われたらどう返す？", "高い", "ja", "「高い」と言われたら"),
    ],
)
def test_an_objection_is_answered_in_five_parts(
    ask: Ask, text: str, objection: str, language: str, headline: str
) -> None:
    reply = ask("handle_objection", text=text, objection=objection, language=language)
    assert reply.headline == headline
    assert [section.key for section in reply.sections] == [*PARTS, "source"]


def test_a_customer_brings_the_proof_behind_the_advised_offer(ask: Ask) -> None:
    reply = ask("handle_objection", "Acme Corporation", text="Acme thinks it costs too much", objection="too expensive")
    assert reply.headline == "When Acme Corporation says “It is too expensive.”"
    assert "What you can point to at Acme Corporation" in [section.title for section in reply.sections]
    assert "Their own figures: 35 of 40 seats in use." in said(reply)
    assert any(figure.key.startswith("seats") for figure in reply.figures)


def test_a_stated_need_stands_in_the_customers_own_words(ask: Ask) -> None:
    reply = ask("handle_objection", "Northwind Traders", text="they have no time", objection="no time")
    assert "ten passwords" in said(reply)


def test_a_customer_in_trouble_is_not_argued_with(ask: Ask) -> None:
    reply = ask("handle_objection", "Initech", text="Initech says it is too expensive", objection="too expensive")
    assert reply.sections[0].title == "At Initech, do not sell now"
    assert reply.offers == ()


def test_an_unknown_objection_gets_the_principle_and_the_common_ones(ask: Ask) -> None:
    reply = ask("handle_objection", text="the customer has a new dog")
    assert "no answer to that very objection" in reply.headline
    assert "ask one question back" in said(reply)
    assert len(reply.choices) == 5


@pytest.mark.parametrize("text", ["they pushed back, how do I reply", "反論に答えるの手伝って"])
def test_without_the_customers_words_one_is_asked_for_them(ask: Ask, text: str) -> None:
    reply = ask("handle_objection", text=text)
    assert reply.headline.startswith("What do they say?")
    assert len(reply.choices) == 5
