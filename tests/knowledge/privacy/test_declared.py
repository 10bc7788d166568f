"""Every table says whose data it holds; what it says fits its columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Table

from bot.adapters.privacy import stored_as_markdown
from knowledge.kernel.personal import Holds, Personal
from knowledge.privacy.queries.tables import belongs_to, declared
from knowledge.privacy.rules import RetentionRules
from knowledge.tables import Base

TABLES = sorted(declared().items(), key=lambda pair: pair[0].name)
PAGE = Path(__file__).parents[3] / "docs" / "privacy.md"


def test_every_table_of_the_store_is_declared() -> None:
    undeclared = [mapper.class_.__name__ for mapper in Base.registry.mappers if "personal" not in vars(mapper.class_)]
    assert undeclared == [], "declare `personal = Personal(…)` beside the table: knowledge/kernel/personal.py"
    assert {table.name for table in declared()} == set(Base.metadata.tables)


@pytest.mark.parametrize(("table", "told"), TABLES, ids=[table.name for table, _ in TABLES])
def test_what_a_table_declares_fits_its_columns(table: Table, told: Personal) -> None:
    assert set(told.own) <= set(table.c.keys())
    assert told.aged_by is None or told.aged_by in table.c
    assert (told.kept is None) == (told.aged_by is None)
    assert told.kept is None or f"{told.kept}_days" in RetentionRules.model_fields
    if told.holds is Holds.NOTHING:
        people = {key.column.table.name for key in table.foreign_keys} & {"accounts", "contacts", "people"}
        assert not people, f"{table.name} refers to {people}: it holds somebody's data"
        assert "person_key" not in table.c
    if told.holds is Holds.CUSTOMER:
        assert belongs_to(table, 1) is not None, f"{table.name}: no row of it can be told to be about a customer"


def test_the_page_names_every_table_with_its_reason() -> None:
    told = PAGE.read_text(encoding="utf-8").partition("<!-- stored -->\n")[2].partition("<!-- /stored -->")[0]
    assert told.strip() == stored_as_markdown(), "write it anew: osusume privacy show --markdown"
