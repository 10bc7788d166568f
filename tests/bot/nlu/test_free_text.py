"""A customer's own words are kept, without what a colleague put around them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.free_text import find_need, find_objection, find_reason
from bot.nlu.free_text_evaluation import Kept, read_kept
from bot.nlu.name_letters import mark_names, restore_names

LINES = list(read_kept(Path(__file__).parents[2] / "understanding_free_text.yml"))
LEAST_EXACT = 0.9  # of lines that say what a rep types; `make eval-words SHOW=--misses` names those that miss


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("intent", ["record_need", "handle_objection", "log_outcome", "hold_account"])
def test_the_words_of_a_customer_are_kept(intent: str, language: str) -> None:
    lines = [kept for kept in LINES if (kept.example.intent, kept.example.language) == (intent, language)]
    missed = [kept for kept in lines if not kept.exactly]
    assert len(lines) >= 8
    assert 1 - len(missed) / len(lines) >= LEAST_EXACT - 1 / len(lines), missed


def test_both_languages_have_their_lines() -> None:
    assert len(LINES) >= 120
    japanese = sum(kept.example.language == "ja" for kept in LINES)
    assert 0.45 <= japanese / len(LINES) <= 0.55


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("hand Globex to sales, they want SSO for 200 people", "SSO for 200 people"),
        ("Globex to sales please, urgent: they need an audit log", "an audit log"),
        ("hand Globex to CS", None),
        ("Globexを営業に引き継いで。在庫も見たいそうです", "在庫も見たい"),
        ("Globexが帳票を増やしたいそうなので営業に渡してください", "帳票を増やしたい"),
        ("Globexを営業に引き継いで", None),
        ("Globex wants to connect it to Globex Japan's system", "to connect it to Globex Japan's system"),
    ],
)
def test_the_order_to_hand_over_is_no_need(text: str, need: str | None) -> None:
    places = [(0, 6)] if text.startswith("Globex") else [(text.index("Globex"), text.index("Globex") + 6)]
    marked, names = mark_names(text, places, [])
    assert restore_names(find_need(marked), names) == need


@pytest.mark.parametrize("text", ["what do I say?", "どう返せばいい？", "help please", "any ideas?"])
def test_a_question_alone_is_no_objection(text: str) -> None:
    assert find_objection(text) is None


@pytest.mark.parametrize("text", ["hold it until Friday", "月末まで提案を止めて", "we lost it", "失注しました", "won!"])
def test_an_order_or_outcome_alone_has_no_reason(text: str) -> None:
    assert find_reason(text) is None


def test_a_line_counts_as_kept_by_its_words_alone() -> None:
    kept = Kept(LINES[0].example, "need", "an Excel export", "Excel export.")
    assert kept.exactly
    assert not kept._replace(kept="they keep asking for an Excel export").exactly


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_text_is_peeled_without_an_error(text: str) -> None:
    for find in (find_need, find_objection, find_reason):
        find(text)
