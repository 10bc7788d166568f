"""The playbook answers what it knows, brings the customer's facts, and says when it has nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from actions.presenters.playbook import FOUND_FROM
from actions.registry import asked_intents
from knowledge.errors import SettingsBroken
from knowledge.knowledge import Knowledge
from knowledge.offers.rules import GateRules
from knowledge.playbook.articles import load_articles, load_entries
from knowledge.playbook.phrases import find_variables
from knowledge.playbook.recall import Recall, Told, Vectors, own_encode
from knowledge.playbook.rule_facts import rule_facts
from knowledge.playbook.rules import Rules
from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said

LABELLED = yaml.safe_load((Path(__file__).parent / "playbook_questions.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def articles(demo: Knowledge) -> Recall:
    return demo.articles


def test_every_article_says_the_same_in_both_languages_from_the_firms_own_rules() -> None:
    known = set(rule_facts(Rules()))
    for key, article in load_articles().items():
        english, japanese = find_variables(article.answer.en), find_variables(article.answer.ja)
        assert english == japanese, key
        assert english <= known, key


def test_articles_refer_only_to_articles_and_questions_there_are() -> None:
    entries = load_articles()
    assert len(entries) >= 44
    for key, article in entries.items():
        assert set(article.see) <= set(entries), key
        assert set(article.intents) <= set(asked_intents()), key
        assert set(article.facts) <= {"usage", "needs", "purchases"}, key
        assert len(article.asked.en) >= 4, key
        assert len(article.asked.ja) >= 4, key


def test_nine_in_ten_questions_find_their_article_in_either_language(articles: Recall) -> None:
    asked = [(key, text) for key, texts in LABELLED["articles"].items() for text in texts]
    right = [key for key, text in asked if articles.find(text)[0].key == key]
    assert len(asked) >= 40
    assert len(right) / len(asked) >= 0.9


def test_what_is_off_the_topic_is_refused(articles: Recall) -> None:
    assert len(LABELLED["off_topic"]) >= 15
    assert [text for text in LABELLED["off_topic"] if articles.find(text)[0].likeness >= FOUND_FROM] == []


def test_few_real_questions_are_refused(articles: Recall) -> None:
    asked = [text for texts in LABELLED["articles"].values() for text in texts]
    kept = [text for text in asked if articles.find(text)[0].likeness >= FOUND_FROM]
    assert len(kept) / len(asked) >= 0.85


def test_the_answer_names_its_source_and_what_to_read_next(ask: Ask) -> None:
    reply = ask("ask_playbook", text="what does NRR mean")
    assert reply.headline == "NRR: net revenue retention"
    assert "(opening + expansion − contraction − churn) / opening" in said(reply)
    assert "Source: Formula" in said(reply)
    assert {choice.slots.get("article") for choice in reply.choices} >= {"grr"}


def test_japanese_is_answered_in_japanese(ask: Ask) -> None:
    reply = ask("ask_playbook", text="クロスセルとアップセルの違いは？", language="ja")
    assert reply.headline == "クロスセルとアップセルの使い分け"
    assert "出典" in said(reply)


def test_a_customer_in_the_question_brings_their_facts(ask: Ask) -> None:
    reply = ask("ask_playbook", "Initech", text="how do I talk to an unhappy customer like Initech?")
    assert reply.headline == "Talking to an unhappy customer"
    assert "What this means for Initech" in [section.title for section in reply.sections]
    assert reply.figure("nps").raw == 3


def test_nothing_is_said_to_be_nothing_with_the_nearest_topics(ask: Ask) -> None:
    reply = ask("ask_playbook", text="what is the weather in Osaka tomorrow")
    assert "nothing on that" in reply.headline
    assert [choice.intent for choice in reply.choices] == [*["ask_playbook"] * 3, "list_unanswered"]


def test_a_button_opens_its_article(ask: Ask) -> None:
    assert ask("ask_playbook", article="three_tiers").headline == "Three tiers, the middle one recommended"


def test_a_changed_rule_changes_the_article() -> None:
    rules = Rules(gate=GateRules(cool_off_days=45))
    assert rule_facts(rules)["cool_off_days"] == 45


def test_a_misspelt_key_in_an_article_is_told_with_its_file_and_place(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("greeting:\n  titel: {en: a, ja: b}\n", encoding="utf-8")
    with pytest.raises(SettingsBroken, match=r"own\.yml: greeting\.title"):
        load_entries(tmp_path)


def test_the_ways_of_asking_are_encoded_once_whoever_asks_first(tmp_path: Path) -> None:
    told = {
        "nrr": Told(("what is NRR", "net revenue retention"), "kept revenue"),
        "discount": Told(("may I give a discount", "値引きしていい？"), "price"),
    }
    encoded: list[int] = []

    def encode(texts: Sequence[str]) -> Vectors:
        encoded.append(len(texts))
        return own_encode(texts)

    found = [Recall(told, encode, tmp_path).find("what is NRR")[0] for _ in range(2)]
    assert found[0] == found[1]
    assert found[0].key == "nrr"
    assert sorted(encoded) == [1, 1, 4]
