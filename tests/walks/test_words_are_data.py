"""What a language says lies in ``data/language``: no module that reads or leads a talk holds wording of its own."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot/nlu", "bot/dialogue")
# Kana and kanji; marks such as 、 and ・ are nobody's words.
_JAPANESE = re.compile("[ぁ-ゖァ-ヺー一-龠々〆]")
# In a pattern: two words of which one may stand ("please|thanks"), or one that stands by itself (r"\bplease\b").
_ALTERNATION = re.compile(r"[a-z]{2,}\)?\??\)?\|[(?:\\b]*[a-z]{2,}|\\b[(?:]*[a-z]{2,}|[a-z]{2,}[?)]*\\b", re.IGNORECASE)
EXCEPTIONS: dict[str, str] = {}


def _modules() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def wording_in(code: str) -> Iterator[tuple[int, str]]:
    """Line and text of each string that holds wording; docstrings and comments are none."""
    tree = ast.parse(code)
    docstrings = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for each in ast.walk(tree):
        is_text = isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in docstrings
        if is_text and (_JAPANESE.search(each.value) or _ALTERNATION.search(each.value)):
            yield each.lineno, each.value


def test_no_module_holds_wording() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text.strip()[:60]!r} belongs in data/language/<language>/<topic>.yml"
        for path in _modules()
        if str(path.relative_to(ROOT)) not in EXCEPTIONS
        for line, text in wording_in(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_what_is_excepted_still_holds_wording() -> None:
    idle = [path for path in EXCEPTIONS if not list(wording_in((ROOT / path).read_text(encoding="utf-8")))]
    assert not idle, f"needs no exception any more: {idle}"


@pytest.mark.parametrize(
    "code",
    [
        'X = re.compile(r"^(?:please|thanks)$")',
        'X = re.compile(r"\\bremind me\\b")',
        'X = re.compile(rf"{NAME}(?:さん|様)")',
        'return "営業" if japanese else side',
        'if "より" in text: pass',
    ],
)
def test_planted_wording_is_found_with_its_line(code: str) -> None:
    assert [
        line for line, _ in wording_in(f'"""Says please|thanks, 営業."""\n\n# 様\n{code}'.replace("return ", "X = "))
    ] == [4]


def test_words_of_every_module_load() -> None:
    """A key that no language has, or that nobody reads, is named here rather than at the first message."""
    loaders = [
        loader
        for path in _modules()
        if "load_patterns" in path.read_text(encoding="utf-8") and path.stem != "word_patterns"
        for module in [importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))]
        for name in ("_words", "_script")
        if (loader := getattr(module, name, None))
    ]
    assert len(loaders) > 15
    for loader in loaders:
        loader()
