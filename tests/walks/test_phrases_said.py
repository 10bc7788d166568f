"""Every phrase that code says is there in both languages, also where its key is built at run time."""

from __future__ import annotations

import re

import pytest

from knowledge.playbook.phrases import find_families, load_family
from tests.walks.phrase_keys import keys_in_code, load_built, values_of

BUILT = load_built()
# Strings that look like a key and are none: names of files, columns, acts of the audit trail.
NO_KEYS = {"pages.yml", "checklist.unticked", "handoffs.id", "metrics.rates_file", "web.issuer", "web.client_id"}


def _texts(key: str) -> dict[str, str] | None:
    family, _, name = key.partition(".")
    return load_family(family).get(name)


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Each key with the first place that says it."""
    found: dict[str, str] = {}
    for key, where in keys_in_code():
        found.setdefault(key, where)
    return found


def test_each_family_of_phrases_that_is_said_has_its_file(said: dict[str, str]) -> None:
    lacking = {
        f"{where} says {key}, and there is no phrases file {key.partition('.')[0]}"
        for key, where in said.items()
        if key.partition(".")[0] not in find_families() and key not in NO_KEYS
    }
    assert sorted(lacking) == []


@pytest.mark.parametrize("family", find_families())
def test_a_phrase_that_is_said_is_there_in_both_languages(said: dict[str, str], family: str) -> None:
    """A key that only begins some (``half_day`` for ``half_day_morning``) is told by those."""
    for key in sorted(key for key in said.keys() - NO_KEYS if key.startswith(f"{family}.") and "{}" not in key):
        name = key.partition(".")[2]
        begun = [each for each in load_family(family) if each == name or each.startswith(f"{name}_")]
        assert begun, f"{said[key]} says {key}, which no phrases file has"
        assert all(set(load_family(family)[each]) == {"en", "ja"} for each in begun), key


@pytest.mark.parametrize("family", find_families())
def test_a_built_key_is_declared_and_each_of_its_phrases_is_there(said: dict[str, str], family: str) -> None:
    for key in sorted(key for key in said if key.startswith(f"{family}.") and "{}" in key):
        assert key in BUILT, f"{said[key]} builds {key}: say in tests/walks/built_phrases.yml of what"
        parts = BUILT[key]
        if parts == "one":
            pattern = re.compile(re.escape(key).replace(r"\{\}", ".*"))
            assert any(pattern.fullmatch(f"{family}.{name}") for name in load_family(family)), key
            continue
        assert not isinstance(parts, str)
        for value in values_of(parts):
            built = key.replace("{}", value, 1)
            assert set(_texts(built) or {}) == {"en", "ja"}, f"{said[key]} may say {built}, which no phrases file has"


def test_no_declaration_is_left_over(said: dict[str, str]) -> None:
    assert set(BUILT) <= set(said), f"built_phrases.yml: nobody builds {sorted(set(BUILT) - set(said))}"


def test_no_phrase_is_left_over(said: dict[str, str]) -> None:
    patterns = [re.compile(re.escape(key).replace(r"\{\}", ".*")) for key in said if "{}" in key]
    patterns += [re.compile(f"{re.escape(key)}_.*") for key in said if "{}" not in key]
    keys = {f"{family}.{name}" for family in find_families() for name in load_family(family)}
    unsaid = {
        key for key in keys - set(said) if not key.endswith(".name") and not any(p.fullmatch(key) for p in patterns)
    }
    assert unsaid == set(), "nobody says these phrases"


@pytest.mark.parametrize("family", find_families())
def test_a_phrase_that_is_there_is_said(said: dict[str, str], family: str) -> None:
    """The ``name`` of a question is said under its intent."""
    built = [re.compile(re.escape(key).replace(r"\{\}", ".*")) for key in said if "{}" in key]
    plain = [key for key in said if "{}" not in key]
    for name in load_family(family):
        key = f"{family}.{name}"
        begun = any(key == each or key.startswith(f"{each}_") for each in plain)
        assert begun or name == "name" or any(each.fullmatch(key) for each in built), f"nothing says {key}"
