"""Every phrase that code says is there in both languages, also where its key is built at run time."""

from __future__ import annotations

import re

import pytest

from knowledge.playbook.phrases import find_families, load_family
from tests.walks.phrase_keys import keys_in_code, load_built, values_of

SAID: dict[str, str] = {}
for _key, _where in keys_in_code():
    SAID.setdefault(_key, _where)
BUILT = load_built()
# Strings that look like a key and are none: names of files, columns, acts of the audit trail.
NO_KEYS = {"pages.yml", "checklist.unticked", "handoffs.id", "metrics.rates_file"}


def _texts(key: str) -> dict[str, str] | None:
    family, _, name = key.partition(".")
    return load_family(family).get(name)


@pytest.mark.parametrize("key", sorted(key for key in SAID if "{}" not in key and key not in NO_KEYS))
def test_a_phrase_that_is_said_is_there_in_both_languages(key: str) -> None:
    """A key that only begins some (``half_day`` for ``half_day_morning``) is told by those."""
    family, _, name = key.partition(".")
    begun = [each for each in load_family(family) if each == name or each.startswith(f"{name}_")]
    assert begun, f"{SAID[key]} says {key}, which no phrases file has"
    assert all(set(load_family(family)[each]) == {"en", "ja"} for each in begun), key


@pytest.mark.parametrize("key", sorted(key for key in SAID if "{}" in key))
def test_a_built_key_is_declared_and_each_of_its_phrases_is_there(key: str) -> None:
    assert key in BUILT, f"{SAID[key]} builds {key}: say in tests/walks/built_phrases.yml of what"
    parts = BUILT[key]
    if parts == "one":
        pattern = re.compile(re.escape(key).replace(r"\{\}", ".*"))
        family = key.partition(".")[0]
        assert any(pattern.fullmatch(f"{family}.{name}") for name in load_family(family)), key
        return
    assert not isinstance(parts, str)
    for value in values_of(parts):
        built = key.replace("{}", value, 1)
        assert set(_texts(built) or {}) == {"en", "ja"}, f"{SAID[key]} may say {built}, which no phrases file has"


def test_no_declaration_is_left_over() -> None:
    assert set(BUILT) <= set(SAID), f"built_phrases.yml: nobody builds {sorted(set(BUILT) - set(SAID))}"


def test_no_phrase_is_left_over() -> None:
    patterns = [re.compile(re.escape(key).replace(r"\{\}", ".*")) for key in SAID if "{}" in key]
    patterns += [re.compile(f"{re.escape(key)}_.*") for key in SAID if "{}" not in key]
    keys = {f"{family}.{name}" for family in find_families() for name in load_family(family)}
    unsaid = {
        key for key in keys - set(SAID) if not key.endswith(".name") and not any(p.fullmatch(key) for p in patterns)
    }
    assert unsaid == set(), "nobody says these phrases"
