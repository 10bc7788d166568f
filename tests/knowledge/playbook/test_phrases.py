"""English and Japanese side by side: the same phrases, the same facts, nothing computed, no surface's marks."""

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from knowledge.playbook.phrases import PhraseMissing, Phrases, find_families, find_variables, load_family

FAMILIES = find_families()
# The greeting of a Japanese letter names both firms; an English one names the reader only.
GREETINGS = {("talk_track", "email_greeting"), ("talk_track", "email_greeting_unnamed")}
# Japanese names what it counts before the number; English after it, within the number's own words.
COUNTS = {("look_up", "counted")}
# What Japanese sentences write in Latin letters.
NAMES = re.compile(r"\b(NPS|CSAT|CS|CRM|SSO|API|Slack|ARPA|LTV|NRR|GRR|CAC|RFM|csv|yml|config|offers|AI|English)\b")


@pytest.mark.parametrize("family", FAMILIES)
def test_both_languages_say_the_same_facts(family: str) -> None:
    assert [key for key, told in load_family(family).items() if set(told) != {"en", "ja"}] == []
    assert [
        key
        for key, told in load_family(family).items()
        if (family, key) not in GREETINGS | COUNTS and find_variables(told["en"]) != find_variables(told["ja"])
    ] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_phrases_compute_nothing_and_know_no_surface(family: str) -> None:
    for text in (text for told in load_family(family).values() for text in told.values()):
        inside = " ".join(re.findall(r"{[{%](.*?)[%}]}", text))
        assert not re.search(r"[+*/%]|\|(?!\|)| - ", inside), text
        assert "<" not in text, "a link or mention belongs to the surface"
        assert ":white_check_mark:" not in text


@pytest.mark.parametrize("family", FAMILIES)
def test_japanese_is_written_in_japanese(family: str) -> None:
    for told in load_family(family).values():
        text = re.sub(r"{[{%].*?[%}]}|`[^`]*`", "", told["ja"])
        if re.search(r"[A-Za-z]{3,}", NAMES.sub("", text)):
            assert re.search(r"[ぁ-んァ-ヶ一-龠]", text), text


def test_a_missing_fact_is_an_error_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        Phrases("en")("ask_back.unknown_account")


def test_a_missing_phrase_names_itself() -> None:
    with pytest.raises(PhraseMissing, match="nobody_wrote_this"):
        Phrases("ja")("gate.nobody_wrote_this")


def test_every_phrase_file_is_a_family_somebody_says() -> None:
    rooms = [Path(__file__).parents[3] / room for room in ("actions", "knowledge", "bot")]
    code = "".join(path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py"))
    for family in FAMILIES:
        assert f"{family}." in code or f'"{family}"' in code, f"phrases/{family}.yml is said nowhere"
