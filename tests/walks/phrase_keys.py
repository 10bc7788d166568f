"""The phrase keys that code says: whole ones, and those built at run time, with where each stands."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import yaml

from knowledge.playbook.phrases import find_families

ROOT = Path(__file__).parents[2]
BUILT = Path(__file__).with_name("built_phrases.yml")
_SAID_IN_TEMPLATE = re.compile(r"""\b(?:say|phrases\(\w+\))\("([a-z_]+\.[a-z0-9_]+)"(?: (~))?""")
_KEY = re.compile(r"([a-z_]+)\.[a-z0-9_{}.]+")


def keys_in_code() -> Iterator[tuple[str, str]]:
    """Each key with its file and line; a part that is built stands as ``{}``."""
    families = {*find_families(), *(path.parent.name for path in (ROOT / "actions").glob("*/spec.py"))}
    for path in sorted(path for room in ("actions", "bot", "knowledge") for path in (ROOT / room).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in _strings(ast.parse(path.read_text(encoding="utf-8"))):
            found = _KEY.fullmatch(text := _text(node))
            if found and found[1] in families:
                yield text, f"{path.relative_to(ROOT)}:{node.lineno}"
    for path in sorted((ROOT / "bot").rglob("templates/*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for name, more in _SAID_IN_TEMPLATE.findall(line):
                yield f"{name}{'{}' if more else ''}", f"{path.relative_to(ROOT)}:{number}"


def load_built() -> dict[str, list[str] | str]:
    """What each built key is declared to be built of."""
    declared: dict[str, list[str] | str] = yaml.safe_load(BUILT.read_text(encoding="utf-8"))
    return declared


def values_of(parts: list[str]) -> list[str]:
    """The words that a key may be built of: enums by their members, words as they are."""
    return [value for part in parts for value in (_members(str(part)) if ":" in str(part) else [str(part)])]


def _members(name: str) -> list[str]:
    module, _, kind = name.partition(":")
    found: type[Enum] = getattr(importlib.import_module(module), kind)
    return [str(member.value) for member in found]


def _strings(tree: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """String literals; of an f-string the whole, not its parts."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            yield node
            inside = (
                [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
                if isinstance(node, ast.JoinedStr)
                else []
            )
            for part in inside:
                yield from _strings(part)
        else:
            yield from _strings(node)


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
