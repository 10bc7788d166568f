from pathlib import Path

import pytest

from knowledge.imports.canonical import TABLES, Table
from knowledge.imports.mapping_files import load_mapping
from knowledge.tables import Base
from scripts.import_page import fill_page

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def test_the_page_lists_the_columns_and_the_systems_that_the_importer_reads() -> None:
    lacking = set(fill_page(PAGE).splitlines()) ^ set(PAGE.splitlines())
    assert fill_page(PAGE) == PAGE, f"docs/import.md: run `make reference`: {sorted(lacking)}"


def test_the_page_shows_the_mapping_that_ships() -> None:
    shipped = ROOT / "data" / "mappings" / "maven_crm.yml"
    assert shipped.read_text(encoding="utf-8").rstrip() in PAGE
    assert load_mapping(shipped).system == "maven_crm"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_has_its_place_in_the_store(table: Table) -> None:
    stored = Base.metadata.tables[table.name].columns.keys()
    read = [column.stored_as for column in table.columns if not column.is_helper and column.name != "id"]
    lacking = [name for name in read if name not in stored]
    assert not lacking, f"no table class keeps {table.name}.{lacking}: knowledge/*/tables.py, then `make migration`"
