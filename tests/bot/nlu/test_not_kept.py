"""Every topic of what is kept nowhere has words in both languages, and a phrase that says so."""

from __future__ import annotations

from bot.nlu.not_kept import topic_not_kept
from knowledge.language import LANGUAGES, load_words
from knowledge.playbook.phrases import load_family


def test_the_topics_are_the_same_in_each_language_and_each_is_told() -> None:
    topics = [set(load_words(language, "not_kept")["topics"]) for language in LANGUAGES]
    told = {key.removeprefix("not_kept_") for key in load_family("out_of_scope") if key.startswith("not_kept_")}
    assert all(each == told for each in topics)


def test_a_word_of_a_topic_within_another_word_is_none() -> None:
    assert topic_not_kept("who is our issuer") is None
    assert topic_not_kept("the marginal cases") is None
    assert topic_not_kept("do they pay in yen") is None
