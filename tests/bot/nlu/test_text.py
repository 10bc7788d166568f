import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.text import LONGEST, clean_text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<@U123ABC> what should I offer *Acme*?", "what should I offer Acme?"),
        ("look at <https://acme.example/x|Acme's page> pls", "look at Acme's page pls"),
        ("see <https://acme.example/x>", "see https://acme.example/x"),
        ("mail <mailto:jo@acme.example|jo@acme.example>", "mail jo@acme.example"),
        ("Procter &amp; Gamble &lt;3", "Procter & Gamble <3"),
        ("＊急ぎ＊ Ａｃｍｅに何を提案？", "*急ぎ* Acmeに何を提案?"),
        ("_why_ ~not~ `now`", "why not now"),
        ("snake_case_name stays, 2*3*4 too", "snake_case_name stays, 2*3*4 too"),
        ("thanks :+1: 🎉👍🏽", "thanks"),
        ("they said no\n> what about the price?\n> please answer", "they said no"),
        ("remind me\n\nOn Mon, 1 Jun 2026 at 10:00 Jo <jo@x.example> wrote:\nbla", "remind me"),
        ("確認お願いします\n-----元のメッセージ-----\n本文", "確認お願いします"),
        ("> only quoted", "only quoted"),
        ("<@U123ABC>", ""),
        ("", ""),
        (" \n\t ", ""),
        ("ｻｸﾗ商事㈱の\n状況は", "サクラ商事(株)の 状況は"),
    ],
)
def test_marks_go_and_words_stay(raw: str, words: str) -> None:
    assert clean_text(raw) == words


def test_a_pasted_book_is_cut_at_its_beginning() -> None:
    assert clean_text("what should I offer Acme? " + "x " * 50_000).startswith("what should I offer Acme?")
    assert len(clean_text("あ" * 50_000)) == LONGEST


@given(st.text(alphabet=st.characters(), max_size=400))
@settings(deadline=None)
def test_any_text_becomes_one_clean_line(raw: str) -> None:
    words = clean_text(raw)
    assert "\n" not in words
    assert words == words.strip()
    assert len(words) <= LONGEST


@given(st.text(alphabet="<>@#!|*_~`:&;\n Uab1>あ", max_size=200))
@settings(deadline=None)
def test_broken_slack_marks_never_raise(raw: str) -> None:
    clean_text(raw)
