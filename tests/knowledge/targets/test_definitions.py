"""Target definitions as files: what is read, what is refused and how it is said."""

import datetime as dt
from pathlib import Path

import pytest

from knowledge.accounts.traits import Profile, Trait
from knowledge.errors import TargetBroken
from knowledge.targets.definitions import Criteria, list_targets, load_target, next_version, save_target

GOOD = """versions:
  - version: 1
    date: 2026-01-10
    owner: grace@firm.example
    hypothesis: Big wholesalers need both.
    criteria: {industry: [Wholesale], employees_at_least: 50}
    not_to_sell: {phase: [onboarding]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OSUSUME_TARGETS", str(tmp_path))
    (tmp_path / "big.yml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def firm(employees: int | None, *traits: tuple[str, str]) -> Profile:
    return Profile(1, "Firm", 1, employees, True, frozenset(Trait(*each) for each in traits))


def test_the_definitions_that_come_along_can_be_read() -> None:
    assert list_targets()
    for name in list_targets():
        assert load_target(name).current.hypothesis


def test_all_criteria_must_hold_and_what_is_not_known_does_not(folder: Path) -> None:
    version = load_target("big").current
    wholesale = ("industry", "Wholesale")
    assert version.aims_at(firm(50, wholesale))
    assert not version.aims_at(firm(49, wholesale))
    assert not version.aims_at(firm(None, wholesale))
    assert not version.aims_at(firm(50, ("industry", "Retail")))
    assert not version.aims_at(firm(50, wholesale, ("phase", "onboarding")))
    assert version.excludes(firm(50, wholesale, ("phase", "onboarding")))
    assert not Criteria(lacks=("Plan",)).matches(firm(1, ("product", "Plan")))


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "industry:",
            "industri:",
            r"big\.yml: unknown key versions\.0\.criteria\.industri; the nearest .* is industry",
        ),
        ("hypothesis:", "hypotesis:", r"big\.yml: unknown key .*hypotesis|hypothesis: Field required"),
        ("versions:", "version:", r"big\.yml: .*versions?"),
        ("2026-01-10", "soon", r"big\.yml: versions\.0\.date"),
        ("version: 1", "version: 2", r"numbered 1, 2, 3"),
        ("versions:", "versions: [", r"big\.yml, line \d+: not valid YAML"),
    ],
)
def test_a_mistake_is_one_line_that_names_file_and_key(folder: Path, right: str, wrong: str, told: str) -> None:
    (folder / "big.yml").write_text(GOOD.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(TargetBroken, match=told) as broken:
        load_target("big")
    assert "\n" not in str(broken.value)


def test_a_name_nobody_gave_is_told_with_the_nearest(folder: Path) -> None:
    with pytest.raises(TargetBroken, match="Did you mean big"):
        load_target("bigg")


def test_a_new_version_keeps_the_old_one_and_ends_its_days(folder: Path) -> None:
    day = dt.date(2026, 6, 1)
    save_target(next_version(load_target("big"), {"date": day, "criteria": {"industry": ("Retail",)}}))
    target = load_target("big")
    assert [each.criteria.industry for each in target.versions] == [("Wholesale",), ("Retail",)]
    assert target.current.not_to_sell.phase == ("onboarding",)
    assert target.span(target.versions[0], dt.date(2026, 9, 30)) == (dt.date(2026, 1, 10), dt.date(2026, 5, 31))
    assert target.span(target.current, dt.date(2026, 9, 30)) == (day, dt.date(2026, 9, 30))


def test_what_one_writes_lies_with_the_data_and_what_came_along_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OSUSUME_TARGETS", raising=False)
    monkeypatch.setattr("knowledge.targets.definitions.user_data_path", lambda name: tmp_path / name)
    shipped = load_target("growing-wholesale")
    later = next_version(shipped, {"hypothesis": "They grow."})
    assert save_target(later) == tmp_path / "osusume" / "targets" / "growing-wholesale.yml"
    assert load_target("growing-wholesale").current.hypothesis == "They grow."
    (tmp_path / "osusume" / "targets" / "growing-wholesale.yml").unlink()
    assert load_target("growing-wholesale") == shipped
