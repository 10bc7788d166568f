"""The firm's own playbook files as they are edited: the line that is wrong, and nothing outside the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import PlaybookRefused
from knowledge.playbook.articles import forget_entries, load_articles
from knowledge.playbook.own_files import check_text, list_files, read_file, save_text

GOOD = """# Ours.
discounts:
  title: {en: Discounts}
  asked: {en: [who approves a discount]}
  answer: {en: "Up to 5 % is yours to give, after {{ asks_cap }} offers."}
  source: {en: "Sales handbook, 1 Oct 2026"}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The playbook of a firm's folder."""
    (tmp_path / "firm" / "playbook").mkdir(parents=True)
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path / "firm"))
    forget_entries()
    yield tmp_path / "firm" / "playbook"
    forget_entries()


def told(text: str, name: str = "policies.yml") -> list[tuple[int, str, str]]:
    """Line, phrase and what it is about, of each flaw."""
    found = check_text(name, text, numbers=("asks_cap",), questions=("recommend_offer",)).flaws
    return [(flaw.line, flaw.phrase, flaw.facts.get("where", flaw.facts.get("key", ""))) for flaw in found]


def test_what_can_be_used_has_no_flaw(folder: Path) -> None:
    checked = check_text("policies.yml", GOOD, numbers=("asks_cap",), questions=())
    assert (list(checked.entries), checked.flaws) == (["discounts"], ())
    assert told("") == []
    assert told("# only remarks\n") == []


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        ("  source: {", "  sorce: {", (2, "missing", "discounts.source")),
        ("  title: {en: Discounts}\n", "", (2, "missing", "discounts.title")),
        ("{en: Discounts}", "{en: ''}", (3, "empty", "discounts.title.en")),
        ("{en: Discounts}", "Discounts", (3, "must_be_keys", "discounts.title")),
        ("[who approves a discount]", "who approves a discount", (4, "must_be_list", "discounts.asked.en")),
        ("[who approves a discount]", "[]", (4, "empty", "discounts.asked.en")),
        ("{{ asks_cap }}", "{{ asks_cups }}", (5, "no_number", "en")),
        ("{{ asks_cap }}", "{{ asks_cap.__class__ }}", (5, "no_code", "en")),
        ("{{ asks_cap }}", "{{ ().__class__.__bases__ }}", (5, "no_code", "en")),
        ("{{ asks_cap }}", "{% for a in 'aaa' %}{{ a }}{% endfor %}", (5, "no_code", "en")),
        ("{{ asks_cap }}", "{{ asks_cap", (5, "no_template", "en")),
        ("# Ours.", "# Ours.\n- a", (3, "no_yaml", "")),
        ("1 Oct 2026\"}", "1 Oct 2026\"}\n  see: [pricing_page]", (7, "no_article", "pricing_page")),
        ("1 Oct 2026\"}", "1 Oct 2026\"}\n  intents: [recommend_offer, sing]", (7, "no_question", "sing")),
        ("1 Oct 2026\"}", "1 Oct 2026\"}\n  audience: me", (7, "one_of", "discounts.audience")),
        ("# Ours.", "7: {}", (1, "no_name", "7")),
    ],
)  # fmt: skip
def test_a_flaw_is_told_with_its_line(folder: Path, old: str, new: str, flaw: tuple[int, str, str]) -> None:
    assert old in GOOD
    found = told(GOOD.replace(old, new, 1))
    assert flaw[:2] in [each[:2] for each in found]
    assert any(each[2] == flaw[2] or flaw[1].startswith(("no_number", "no_yaml")) for each in found)


def test_a_misspelt_key_is_told_with_the_one_that_is_meant(folder: Path) -> None:
    flaws = check_text("policies.yml", GOOD.replace("source:", "sorce:"), numbers=("asks_cap",), questions=()).flaws
    (wrong,) = [flaw for flaw in flaws if flaw.phrase == "no_key"]
    assert (wrong.line, wrong.facts["where"], wrong.facts["near"]) == (6, "discounts.sorce", "source")


def test_an_entry_that_is_there_twice_is_told(folder: Path) -> None:
    assert (7, "twice", "discounts") in told(GOOD + GOOD.partition("\n")[2])


def test_objections_are_checked_as_objections(folder: Path) -> None:
    assert ("missing", "discounts.behind") in [each[1:] for each in told(GOOD, "objections.yml")]


def test_what_is_saved_is_found_at_once_and_whole(folder: Path) -> None:
    assert load_articles()["discounts"].source.en != "Sales handbook, 1 Oct 2026"
    save_text("policies.yml", GOOD, version="")
    assert load_articles()["discounts"].title.ja == "Discounts"
    assert (folder / "policies.yml").read_text(encoding="utf-8") == GOOD
    (file,) = list_files()
    save_text("policies.yml", GOOD.replace("Discounts", "Rebates"), version=file.version)
    assert load_articles()["discounts"].title.en == "Rebates"
    assert [path.name for path in folder.iterdir()] == ["policies.yml"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(folder: Path) -> None:
    save_text("policies.yml", GOOD, version="")
    version = read_file("policies.yml").version
    (folder / "policies.yml").write_text("# theirs\n", encoding="utf-8")
    for stale in (version, ""):
        with pytest.raises(PlaybookRefused, match="changed"):
            save_text("policies.yml", GOOD, version=stale)
    (folder / "policies.yml").unlink()
    with pytest.raises(PlaybookRefused, match="gone"):
        save_text("policies.yml", GOOD, version=version)


OUTSIDE = ("../config.yml", "..", "/etc/passwd", "a/b.yml", "a\\b.yml", "policies.txt")
NO_NAMES = ("", ".yml", ".hidden.yml", "a\0.yml", "x.yml\n")


@pytest.mark.parametrize("name", [*OUTSIDE, *NO_NAMES])
def test_nothing_outside_the_folder_is_read_or_written(folder: Path, name: str) -> None:
    (folder.parent / "config.yml").write_text("firm: {}\n", encoding="utf-8")
    for do in (lambda: read_file(name), lambda: save_text(name, "x", version="")):
        with pytest.raises(PlaybookRefused):
            do()
    assert (folder.parent / "config.yml").read_text(encoding="utf-8") == "firm: {}\n"


def test_a_link_that_leads_elsewhere_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text("secret: 1\n", encoding="utf-8")
    (folder / "linked.yml").symlink_to(tmp_path / "secret.yml")
    assert list_files() == ()
    for do in (lambda: read_file("linked.yml"), lambda: save_text("linked.yml", "x", version="")):
        with pytest.raises(PlaybookRefused):
            do()
    assert (tmp_path / "secret.yml").read_text(encoding="utf-8") == "secret: 1\n"


def test_without_a_folder_there_is_nothing_to_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path / "nowhere"))
    assert list_files() == ()
    with pytest.raises(PlaybookRefused, match="no_folder"):
        save_text("policies.yml", GOOD, version="")
