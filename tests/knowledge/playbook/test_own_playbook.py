"""The firm's own playbook: found without training, put before ours, and never in the way where it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.playbook.articles import Article, Objection, load_articles, load_objections, read_own
from knowledge.playbook.check import find_broken_entries

POLICY = """
returns:
  title: {en: "Returns"}
  asked: {en: ["can a customer send goods back", "what is our returns policy"]}
  answer: {en: "Within 30 days, unopened."}
  source: {en: "Terms of trade, May 2026"}
"""


@pytest.fixture
def playbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "playbook"
    folder.mkdir()
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path))
    load_articles.cache_clear()
    load_objections.cache_clear()
    yield folder
    load_articles.cache_clear()
    load_objections.cache_clear()


def test_a_policy_in_one_language_is_told_in_both(playbook: Path) -> None:
    (playbook / "policies.yml").write_text(POLICY, encoding="utf-8")
    article = load_articles()["returns"]
    assert article.answer.of("ja") == article.answer.of("en") == "Within 30 days, unopened."
    assert next(iter(load_articles())) == "returns"  # before ours


def test_an_own_entry_takes_the_place_of_ours_of_the_same_name(playbook: Path) -> None:
    ours = next(iter(load_articles()))
    load_articles.cache_clear()
    (playbook / "mine.yml").write_text(POLICY.replace("returns:", f"{ours}:"), encoding="utf-8")
    assert load_articles()[ours].title.en == "Returns"


def test_one_wrong_entry_is_named_and_the_others_work(playbook: Path) -> None:
    (playbook / "policies.yml").write_text(POLICY + 'refunds:\n  title: {en: "Refunds"}\n', encoding="utf-8")
    assert "returns" in load_articles()
    assert "refunds" not in load_articles()
    assert find_broken_entries() == ("policies.yml: refunds.asked: Field required",)


def test_a_file_that_is_no_yaml_is_named_with_its_line(playbook: Path) -> None:
    (playbook / "policies.yml").write_text("returns:\n  title: {en: [", encoding="utf-8")
    assert read_own(Article)[1][0].startswith("policies.yml, line ")
    assert load_articles()


def test_objections_stand_in_a_file_of_their_own(playbook: Path) -> None:
    text = """
lead_time:
  title: {en: "It takes too long", ja: "納期が長い"}
  asked: {en: ["your lead time is too long"], ja: ["納期が長すぎる"]}
  behind: {en: "They have a date."}
  ask: {en: "By when do you need it?"}
  answer: {en: "Stock items leave the same day."}
  avoid: {en: "A promise without asking the warehouse."}
  start: {en: "A first partial delivery."}
  source: {en: "Sales handbook"}
"""
    (playbook / "objections.yml").write_text(text, encoding="utf-8")
    assert "lead_time" in load_objections()
    assert "lead_time" not in load_articles()
    assert read_own(Objection)[1] == ()
