"""One spelling a word in Japanese: every sentence we say keeps to the list in ``data/language/ja/terms.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.language import load_words
from knowledge.playbook.articles import load_articles, load_objections
from knowledge.playbook.phrases import find_families, load_family

TERMS = load_words("ja", "terms")["terms"]
ROOT = Path(__file__).parents[3]
CHECKLISTS, STARTER = ROOT / "knowledge" / "playbook" / "checklists", ROOT / "data" / "starter"


def _japanese(node: Any, place: str) -> Iterator[tuple[str, str]]:
    """Each Japanese text under a key ``ja``, with where it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "ja" and isinstance(value, str):
                yield place, value
            else:
                yield from _japanese(value, f"{place}.{key}")


def sentences() -> Iterator[tuple[str, str]]:
    """All that is said to a reader of Japanese: phrases, playbook, checklists, the frame of a letter."""
    for family in find_families():
        yield from _japanese(load_family(family), family)
    for key, article in load_articles().items():
        yield f"articles.{key}", f"{article.title.of('ja')} {article.answer.of('ja')}"
    for key, objection in load_objections().items():
        yield f"objections.{key}", f"{objection.title.of('ja')} {objection.ask.of('ja')} {objection.answer.of('ja')}"
    for path in sorted(CHECKLISTS.glob("*.yml")):
        yield from _japanese(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)
    yield from _starter()
    for kind, themes in load_words("ja", "themes").items():
        for key, theme in themes.items() if isinstance(themes, dict) else ():
            yield f"themes.{kind}.{key}", f"{theme['called']} {theme['title']}"
    for group, rows in load_words("ja", "letter").items():
        for key, text in rows.items() if isinstance(rows, dict) else ():
            yield f"letter.{group}.{key}", text


def _starter() -> Iterator[tuple[str, str]]:
    """What `osusume init` lays out for a firm, its commented examples too."""
    for path in sorted(STARTER.rglob("*.yml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if found := re.search(r'ja: "(.*)"', line):
                yield f"{path.name}:{number}", found[1]


@pytest.mark.parametrize("term", TERMS, ids=[term["use"] for term in TERMS])
def test_a_word_is_spelt_in_one_way_only(term: dict[str, str]) -> None:
    wrong = re.compile(term["not"])
    strays = [f"{place}: {text}" for place, text in sentences() if wrong.search(re.sub(r"{[{%].*?[%}]}", "", text))]
    assert strays == []


def test_the_list_of_terms_catches_a_stray_spelling() -> None:
    stray = "取引先のシートを下さい。顧客は¥100で1ヶ月、ミーティングは信号次第"
    caught = [term["use"] for term in TERMS if re.search(term["not"], stray)]
    assert caught == ["席", "お客様", "シグナル", "円", "打ち合わせ", "ください", "1か月"]


@pytest.mark.parametrize(
    "kept", ["顧客数 ÷ 期首の顧客数", "既存顧客への提案", "赤信号", "チェックシート", "390,000円", "1か月後"]
)
def test_terms_of_art_and_right_spellings_pass(kept: str) -> None:
    assert [term["use"] for term in TERMS if re.search(term["not"], kept)] == []
