import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import Engine

from tests.knowledge.imports.conftest import Importer, rows_of


def access(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def with_dimension(path: Path, note: str) -> Path:
    """The workbook with another note of the first sheet's size, as some writers leave it."""
    changed = path.with_name("accounts.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.namelist():
            data = old.read(item)
            if item.endswith("sheet1.xml"):
                data = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{note}"'.encode(), data)
            new.writestr(item, data)
    return changed


def test_rows_beyond_a_wrong_note_of_size_come_in(engine: Engine, run_import: Importer, tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "name"], *([n, f"Firm {n}"] for n in range(20))]
    for note in ("A1", "A1:B6"):
        report = run_import(with_dimension(access(tmp_path / "book.xlsx", ("accounts", rows)), note))
        assert report.files[0].read == 20
    assert len(rows_of(engine, "accounts", "name")) == 20


def test_a_formula_without_a_stored_value_is_told(engine: Engine, run_import: Importer, tmp_path: Path) -> None:
    path = access(tmp_path / "accounts.xlsx", ("accounts", [["name", "employees"], ["Harrow", "=1+2"], ["Cedar", 4]]))
    report = run_import(path).files[0]
    assert report.reasons == ("line 2: cell B2 holds a formula without a value; save the file in Excel once",)
    assert rows_of(engine, "accounts", "name") == [("Cedar",)]


def test_a_cell_beyond_the_header_is_told(engine: Engine, run_import: Importer, tmp_path: Path) -> None:
    path = access(tmp_path / "accounts.xlsx", ("x", [["id", "name"], [1, "Harrow", "owes us money"], [2, "Cedar"]]))
    report = run_import(path).files[0]
    assert report.reasons == ("line 2: has 3 cells where the header names 2",)


def test_a_title_above_a_sheet_is_no_header(engine: Engine, run_import: Importer, tmp_path: Path) -> None:
    path = access(
        tmp_path / "accounts.xlsx", ("x", [["Customers 2026"], [], ["id", "name", "region"], [1, "Harrow", "OH"]])
    )
    report = run_import(path).files[0]
    assert report.read_as["header_line"] == "3"
    assert rows_of(engine, "accounts", "name", "region") == [("Harrow", "OH")]
