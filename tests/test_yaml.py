"""YAML says what its writer meant: PyYAML takes a bare ``no``, ``on`` or ``2026-07-01`` for no words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
NOT_OURS = {"node_modules", ".venv", ".cache", ".git", ".github"}  # GitHub wants its bare "on"
FILES = sorted(
    path
    for end in ("yml", "yaml")
    for path in ROOT.rglob(f"*.{end}")
    if not NOT_OURS & set(path.relative_to(ROOT).parts) and path.parent.name != "templates"  # Helm's, no YAML yet
)
_WORDS, _TRUTH = "tag:yaml.org,2002:str", "tag:yaml.org,2002:bool"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_is_a_word_and_every_truth_is_meant(path: Path) -> None:
    documents = yaml.compose_all(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert [slip for document in documents for slip in misread(document)] == []


@pytest.mark.parametrize("slip", ["on: a", "a: {NO: b}", "- [yes]", "a: Off", "2026-07-01: a", "1: a", "~: a"])
def test_a_word_that_would_be_misread_is_found(slip: str) -> None:
    assert list(misread(yaml.compose(slip, Loader=yaml.SafeLoader)))


def misread(node: yaml.Node | None) -> Iterator[str]:
    """The line and text of each key that is no string, and of each truth not written as true or false."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.tag != _WORDS:
                yield f"line {key.start_mark.line + 1}: key {key.value!r}"
            yield from misread(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from misread(item)
    elif node is not None and node.tag == _TRUTH and node.value not in {"true", "false"}:
        yield f"line {node.start_mark.line + 1}: value {node.value!r}"
