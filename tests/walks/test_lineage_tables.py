"""Every table that "why?" shows has its columns named in both languages; a figure names none that is not registered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.kernel.lineage import LineageTable
from knowledge.lineage import find_tables
from knowledge.playbook.phrases import load_family

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("table", [pytest.param(table, id=name) for name, table in find_tables().items()])
def test_the_columns_of_a_table_have_names_in_both_languages(table: LineageTable) -> None:
    named = load_family("columns")
    for column in table.columns:
        assert set(named.get(column, {})) == {"en", "ja"}, f"phrases/columns.yml lacks {column} of {table.name}"


def test_a_figure_leans_on_registered_tables_only() -> None:
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "actions").rglob("*.py")]
    named = {name for text in code for name in re.findall(r'Lineage\(\s*table="(\w+)"', text)}
    assert len(named) > 5
    assert named - set(find_tables()) == {"look_up"}, "a figure leans on a table that no *_rows.py registers"
