from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]
TWO = [("Harrow Tools", "mfg"), ("Cedar Inn", "hotel")]


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\nid;name;industry\r\n1;Harrow Tools;mfg\r\n2;Cedar Inn;hotel\r\n",
        "\ufeffsep=,\nid,name,industry\n1,Harrow Tools,mfg\n2,Cedar Inn,hotel\n",
        'id,name,"industry\n(as they say)",industry\n1,Harrow Tools,,mfg\n2,Cedar Inn,,hotel\n',
        "Customers by region\n\nid,name,industry\n1,Harrow Tools,mfg\n2,Cedar Inn,hotel\n",
        "Report;;\nAll customers;;\nid;name;industry\n1;Harrow Tools;mfg\n2;Cedar Inn;hotel\n",
        "id|name|industry|region\n1|Harrow Tools|mfg\n2|Cedar Inn|hotel|Osaka\n",
    ],
)
def test_the_names_of_the_columns_are_found_and_short_lines_are_filled(
    engine: Engine, run_import: Importer, write: Write, text: str
) -> None:
    report = run_import(write("accounts.csv", text))
    assert report.exit_code == 0, report.to_dict()
    assert rows_of(engine, "accounts", "name", "industry") == TWO


def test_a_list_of_one_column_has_no_title(engine: Engine, run_import: Importer, write: Write) -> None:
    report = run_import(write("accounts.csv", 'name\nHarrow Tools\n"Cedar Inn, Ltd, and Sons"\n'))
    assert report.exit_code == 0
    assert len(rows_of(engine, "accounts", "name")) == 2


def test_quotes_escaped_by_a_backslash_are_the_quotes_they_mean(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    text = 'id,name,industry\n1,"Harrow \\"The Tool\\" Works",mfg\n2,"Cedar, \\"Inn\\"",hotel\n3,"C:\\",x\n'
    run_import(write("accounts.csv", text))
    assert [name for (name,) in rows_of(engine, "accounts", "name")] == [
        'Harrow "The Tool" Works', 'Cedar, "Inn"', "C:\\",
    ]  # fmt: skip


def test_a_lone_quote_inside_a_quoted_cell_is_rejected_and_swallows_nothing(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    report = run_import(write("accounts.csv", 'id,name\n1,"Harrow "The Tool" Works"\n2,Cedar Inn\n3,5" Pipe Co\n'))
    assert rows_of(engine, "accounts", "name") == [("Cedar Inn",), ('5" Pipe Co',)]
    assert "line 2" in report.files[0].reasons[0]


def test_cells_too_many_are_never_shifted(engine: Engine, run_import: Importer, write: Write) -> None:
    report = run_import(write("accounts.csv", "id,name,region\n1,Harrow Tools,24, Mill Road\n2,Cedar Inn,OH\n"))
    assert rows_of(engine, "accounts", "name") == [("Cedar Inn",)]
    assert "has 4 cells where the header names 3" in report.files[0].reasons[0]


def test_rejects_of_another_file_or_day_are_kept(run_import: Importer, write: Write, tmp_path: Path) -> None:
    run_import(write("accounts.csv", "name\nHarrow Tools\n"))
    header = "id,account,subject,opened_on\n"
    for folder, firm in (("east", "Nobody One"), ("west", "Nobody Two"), ("west", "Nobody Two")):
        run_import(write(f"{folder}/tickets.csv", f"{header}1,Harrow Tools,ok,2026-08-01\n2,{firm},?,2026-08-01\n"))
    kept = sorted((tmp_path / "rejects").iterdir())
    assert [path.name for path in kept] == ["tickets.rejected-2.csv", "tickets.rejected.csv"]
    assert "Nobody Two" in kept[0].read_text()
    assert "Nobody One" in kept[1].read_text()


def test_a_mended_reject_file_keeps_only_what_is_still_bad(
    engine: Engine, run_import: Importer, write: Write, tmp_path: Path
) -> None:
    run_import(write("accounts.csv", "id,name\n,Total\nx,\n"))
    rejected = tmp_path / "rejects" / "accounts.rejected.csv"
    rejected.write_text(rejected.read_text(encoding="utf-8-sig").replace(",x,", ",x,Harrow Tools"), encoding="utf-8")
    report = run_import(rejected)
    assert (report.files[0].added, report.files[0].rejected) == (1, 1)
    assert "Total" in rejected.read_text()
    assert "Harrow" not in rejected.read_text()
    assert ("Harrow Tools",) in rows_of(engine, "accounts", "name")
