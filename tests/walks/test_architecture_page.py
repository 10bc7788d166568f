"""The page about how it is built names what is there, and nothing else."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:bot|actions|knowledge|data|tests)/[\w/.]+)`", PAGE)))


@pytest.mark.parametrize("path", NAMED)
def test_what_the_page_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_page_knows_as_many_contracts_as_there_are() -> None:
    count = (ROOT / "pyproject.toml").read_text(encoding="utf-8").count("[[tool.importlinter.contracts]]")
    assert {7: "Seven"}.get(count, str(count)) in PAGE
    assert len(NAMED) > 40
