"""The language of a question is told from its letters."""

import pytest

from bot.nlu.language import Language, detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what should I offer Acme?", "en"),
        ("Acmeって次なに提案すればいい？", "ja"),
        ("what should I offer 山田製作所 next", "en"),
        ("Northwind Traders の購入履歴", "ja"),
        ("購入履歴", "ja"),
        ("ｱｸﾒ", "ja"),
        ("Analytics Pro CRM Starter どう違う", "ja"),
        ("解約 risk?", "ja"),
    ],
)
def test_a_name_in_the_other_language_does_not_change_the_language(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_text_without_letters_keeps_the_language_of_the_thread() -> None:
    assert detect_language("👍 ?", otherwise=Language.JAPANESE) is Language.JAPANESE
