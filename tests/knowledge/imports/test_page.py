from pathlib import Path

from knowledge.imports.canonical import TABLES
from knowledge.imports.canonical.page import BEGIN, END, build_page
from knowledge.imports.mapping_files import load_mapping
from knowledge.tables import Base

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def test_the_page_lists_the_columns_the_importer_reads() -> None:
    assert PAGE.split(BEGIN)[1].split(END)[0].strip() == build_page()


def test_the_page_shows_the_mapping_that_ships() -> None:
    shipped = ROOT / "data" / "mappings" / "maven_crm.yml"
    assert shipped.read_text(encoding="utf-8").rstrip() in PAGE
    assert load_mapping(shipped).system == "maven_crm"


def test_every_column_has_its_place_in_the_store() -> None:
    for table in TABLES.values():
        stored = Base.metadata.tables[table.name].columns.keys()
        assert not [c.name for c in table.columns if not c.is_helper and c.name != "id" and c.stored_as not in stored]
