import re

import pytest

from bot.nlu.date_builders import BUILDERS
from bot.nlu.date_rules import load_date_rules
from knowledge.language import LANGUAGES, load_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_names_a_builder_and_every_list_is_used(language: str) -> None:
    data = load_words(language, "dates")
    used = {rule["is"] for rule in (*data["rules"], *data["times"])}
    assert used <= set(BUILDERS)
    patterns = " ".join([*(rule["said"] for rule in (*data["rules"], *data["times"])), *data["expansions"].values()])
    assert {name for name in data["lists"] if not re.search(rf"<{name}\b", patterns)} == set()


def test_every_builder_is_used_by_some_language() -> None:
    used = {
        rule["is"]
        for language in LANGUAGES
        for part in ("rules", "times")
        for rule in load_words(language, "dates")[part]
    }
    assert used == set(BUILDERS)


def test_no_rule_fits_nothing() -> None:
    rules = [rule for language in load_date_rules() for rule in (*language.rules, *language.times)]
    assert [rule.pattern.pattern for rule in rules if rule.pattern.match("")] == []
