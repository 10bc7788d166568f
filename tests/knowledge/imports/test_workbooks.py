import datetime as dt
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook, load_workbook
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


def test_hidden_sheets_and_merged_cells_are_told(run_import: Importer, tmp_path: Path) -> None:
    import openpyxl

    path = access(tmp_path / "firm.xlsx", ("accounts", [["id", "name"], [1, "Harrow"], [2, "Cedar"]]),
                  ("products", [["id", "name"], [1, "Filter"]]))  # fmt: skip
    book = openpyxl.load_workbook(path)
    book["products"].sheet_state = "hidden"
    book["accounts"].merge_cells("C2:C3")
    book.save(path)
    notes = {file.name: " ".join(file.notes) for file in run_import(path).files}
    assert "hidden" in notes["firm.xlsx#products"]
    assert "fill_down" in notes["firm.xlsx#accounts"]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
ODD = {
    "_rels/.rels": f'{RELATED}<Relationship Id="r" Target="/xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="List" r:id="a"/></sheets>
</workbook>""",
    "xl/_rels/workbook.xml.rels": f"""{RELATED}<Relationship Id="a" Target="/xl/worksheets/one.xml"/>
<Relationship Id="b" Target="sharedStrings.xml"/></Relationships>""",
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><r><t>Ced</t></r><r><t>ar_x000D_</t></r></si></sst>',
    "xl/worksheets/one.xml": f"""<x:worksheet xmlns:x="{MAIN}"><x:sheetData>
<x:row><x:c t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c>
<x:c t="inlineStr"><x:is><x:r><x:t>na</x:t></x:r><x:r><x:t>me</x:t></x:r></x:is></x:c>
<x:c t="str"><x:v>created_on</x:v></x:c></x:row>
<x:row><x:c><x:v>7</x:v></x:c><x:c t="inlineStr"><x:is><x:t>東西</x:t><x:rPh><x:t>トウザイ</x:t></x:rPh></x:is></x:c>
<x:c t="d"><x:v>2026-04-01</x:v></x:c></x:row>
<x:row><x:c><x:v>8</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c><x:c t="str"><x:f>""</x:f><x:v></x:v></x:c></x:row>
</x:sheetData></x:worksheet>""",
}


def test_a_workbook_that_another_program_wrote_in_its_own_way_is_read(
    sqlite_engine: Engine, run_import_sqlite: Importer, tmp_path: Path
) -> None:
    """Prefixed names, no references, texts in parts with readings, no styles, absolute targets, an empty text."""
    path = tmp_path / "accounts.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in ODD.items():
            archive.writestr(name, text)
    assert run_import_sqlite(path).exit_code == 0
    stored = rows_of(sqlite_engine, "accounts", "key", "name", "created_on")
    assert stored == [("files:7", "東西", dt.date(2026, 4, 1)), ("files:8", "Cedar", None)]


def test_rows_hidden_by_a_filter_come_in_and_are_told(engine: Engine, run_import: Importer, tmp_path: Path) -> None:
    path = access(
        tmp_path / "accounts.xlsx", ("accounts ", [["id", "name"], [1, "Harrow"], [2, "Cedar"]]), ("accounts", [])
    )
    made = load_workbook(path)
    made["accounts "].row_dimensions[3].hidden = True
    made.save(path)
    report = run_import(path).files[0]
    assert "rows hidden in the sheet: 1; they are read like the others" in report.notes
    assert len(rows_of(engine, "accounts", "name")) == 2


def test_a_blank_behind_a_sheets_name_does_not_matter(engine: Engine, run_import: Importer, tmp_path: Path) -> None:
    sheets = ("accounts ", [["id", "name"], [1, "Harrow"]]), (" products", [["id", "name"], ["T", "Tea"]])
    run_import(access(tmp_path / "book.xlsx", *sheets))  # type: ignore[arg-type]
    assert len(rows_of(engine, "accounts", "name")) == len(rows_of(engine, "products", "name")) == 1
