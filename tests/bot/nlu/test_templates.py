"""Sentences as data become phrases."""

import pytest

from bot.nlu.phrases import PhraseBook, Stemmer
from bot.nlu.templates import expand


@pytest.mark.parametrize(
    ("template", "phrases"),
    [
        ("list", ("list",)),
        ("(show|give) [me] all", ("show me all", "show all", "give me all", "give all")),
        ("<top> #", ("best #", "top #")),
        ("#日[(間|以内)]", ("#日間", "#日以内", "#日")),
    ],
)
def test_a_template_stands_for_its_phrases(template: str, phrases: tuple[str, ...]) -> None:
    assert expand(template, {"top": "best|top"}) == phrases


@pytest.mark.parametrize("template", ["(a|b", "a)", "[a", "(a|b)" * 12])
def test_a_template_whose_brackets_do_not_match_or_that_never_ends_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|phrases"):
        expand(template)


@pytest.fixture
def access() -> PhraseBook[str]:
    stemmer = Stemmer((("ies", "y", 2), ("s", "", 2), ("ing", "", 3)), {"bought": "buy"})
    access: PhraseBook[str] = PhraseBook(stemmer, known=["customs"])
    for phrase in ("customer", "renew", "buy", "top #", "更新", "更新日", "last contact"):
        access.add(phrase, phrase)
    return access


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Customers renewing", ["customer", "renew"]),
        ("what they bought", ["buy"]),
        ("custommers", ["customer"]),
        ("customs", []),
        ("the TOP 12", ["top #"]),
        ("更新日は", ["更新", "更新日"]),
        ("last  contact", ["last contact"]),
        ("lastcontact", []),
    ],
)
def test_a_phrase_is_found_in_any_ending_and_with_one_wrong_letter(
    access: PhraseBook[str], text: str, found: list[str]
) -> None:
    assert sorted({sense for match in access.find(text) for sense in match.senses}) == sorted(found)


def test_a_number_in_a_phrase_is_kept_with_it(access: PhraseBook[str]) -> None:
    assert [match.numbers for match in access.find("top 1,200")] == [(1200.0,)]
