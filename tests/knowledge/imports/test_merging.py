import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.errors import ImportRefused
from knowledge.imports.merging.merges import merge, split
from knowledge.imports.merging.ties import list_ties
from tests.knowledge.imports.conftest import Importer, rows_of, whole_store

Write = Callable[..., Path]
AT = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


@pytest.fixture
def imported(engine: Engine, run_import: Importer, write: Write) -> Callable[[], None]:
    first = write("accounts.csv", "id,name,created_on\n1,Harrow Tools,2026-01-01\n2,Harrow Tooling,2026-01-02\n")
    folder = first.parent
    write("products.csv", "id,name,family\nA,Nail,Nails\nB,Nails,Nails\n")
    write("purchases.csv", "id,account,product,purchased_on\n1,1,A,2026-04-01\n2,2,B,2026-04-02\n")
    write("notes.csv", "account,written_on,text\nHarrow Tooling,2026-04-01,x\n")  # known by whom they are about

    def again() -> None:
        assert run_import(folder).exit_code == 0

    again()
    return again


@pytest.mark.parametrize(("table", "kept", "gone"), [("accounts", "files:1", "2"), ("products", "A", "Nails")])
def test_a_merge_is_kept_over_later_imports_and_can_be_taken_back(
    engine: Engine, imported: Callable[[], None], table: str, kept: str, gone: str
) -> None:
    if table == "products":
        kept, gone = "files:A", "files:B"
    column = "account_id" if table == "accounts" else "product_id"
    before = whole_store(engine)
    with engine.begin() as connection:
        said = merge(connection, table, kept, gone, at=AT, person=None)
    key = "files:2" if table == "accounts" else "files:B"
    assert key in said
    for _ in range(2):
        assert len(rows_of(engine, table, "id")) == 1
        assert rows_of(engine, "purchases", column) == [(1,), (1,)]
        imported()
    with engine.connect() as connection:
        assert [tie["rule"] for tie in list_ties(connection, table)] == ["merged"]
    with engine.begin() as connection:
        split(connection, table, key, at=AT, person=None)
    imported()
    after = whole_store(engine)
    for name in (table, "purchases", "notes"):
        assert sorted(map(str, after[name])) == sorted(map(str, before[name]))
    assert [act for (act,) in rows_of(engine, "audit", "act")] == [f"merge_{table}", f"split_{table}"]


def test_an_id_that_an_import_tied_can_be_parted_for_good(engine: Engine, run_import: Importer, write: Write) -> None:
    mapping = write("m.yml", "system: bills\nfiles:\n  - match: c.csv\n    table: accounts\n"
                    "    columns: {id: no, name: firm}\n  - match: n.csv\n    table: notes\n"
                    "    columns: {id: no, account: c, written_on: d, text: t}\n")  # fmt: skip
    run_import(write("accounts.csv", "id,name\n1,Harrow Tools\n"))
    theirs = [write("c.csv", "no,firm\n77,HARROW TOOLS\n"), write("n.csv", "no,c,d,t\n5,77,2026-04-01,x\n")]
    run_import(*theirs, mapping=mapping)
    assert rows_of(engine, "notes", "account_id") == [(1,)]
    with engine.begin() as connection:
        split(connection, "accounts", "bills:77", at=AT, person=None)
    for _ in range(2):
        assert rows_of(engine, "accounts", "key") == [("files:1",), ("bills:77",)]
        assert rows_of(engine, "notes", "account_id") == [(2,)]
        run_import(*theirs, mapping=mapping)


def test_what_is_not_sure_is_not_merged(engine: Engine, imported: Callable[[], None]) -> None:
    with engine.connect() as connection:
        with pytest.raises(ImportRefused, match="there is none"):
            merge(connection, "accounts", "files:1", "Zephyr", at=AT, person=None)
        with pytest.raises(ImportRefused, match="are one already"):
            merge(connection, "accounts", "1", "Harrow Tools", at=AT, person=None)
        with pytest.raises(ImportRefused, match="tied to nothing"):
            split(connection, "accounts", "files:1", at=AT, person=None)


THEIRS = {
    "products": ("id,name,family\n1,Standard,CRM\n", "no,title\n77,Standard\n", "{id: no, name: title}"),
    "people": ("id,name\n1,Ann Lee\n", "no,title\n77,Ann Lee\n", "{id: no, name: title}"),
}


@pytest.mark.parametrize(("table", "column"), [("products", "product_id"), ("people", "owner_id")])
def test_a_tied_product_or_colleague_can_be_parted_for_good_and_made_one_again(
    engine: Engine, run_import: Importer, write: Write, table: str, column: str
) -> None:
    ours, their_rows, columns = THEIRS[table]
    deals = "{id: no, account: c, owner: p}" if table == "people" else "{id: no, deal: c, product: p}"
    rules = [("t", table, columns), ("d", "deals" if table == "people" else "deal_lines", deals)]
    rules.append(("h", "deals", "{id: no, account: a}"))
    told = "".join(f"  - match: {name}.csv\n    table: {to}\n    columns: {read}\n" for name, to, read in rules)
    mapping = write("m.yml", f"system: bills\nfiles:\n{told}")
    run_import(write("accounts.csv", "id,name\n1,Harrow Tools\n"), write(f"{table}.csv", ours))
    theirs = [write("t.csv", their_rows)]
    if table == "products":
        theirs.append(write("h.csv", "no,a\nD,Harrow Tools\n"))
    theirs.append(write("d.csv", f"no,c,p\n5,{'Harrow Tools' if table == 'people' else 'D'},77\n"))
    lines = "deals" if table == "people" else "deal_lines"
    run_import(*theirs, mapping=mapping)
    assert rows_of(engine, lines, column)[-1] == (1,)
    with engine.connect() as connection:
        tied = list_ties(connection, table)
    with engine.begin() as connection:
        split(connection, table, "bills:77", at=AT, person=None)
    for _ in range(2):
        assert rows_of(engine, table, "key") == [("files:1",), ("bills:77",)]
        assert rows_of(engine, lines, column)[-1] == (2,)
        assert run_import(*theirs, mapping=mapping).exit_code == 0
    with engine.begin() as connection:
        with pytest.raises(ImportRefused, match="tied to nothing"):
            split(connection, table, "bills:77", at=AT, person=None)
        merge(connection, table, "files:1", "bills:77", at=AT, person=None)
    run_import(*theirs, mapping=mapping)
    assert rows_of(engine, table, "key") == [("files:1",)]
    assert rows_of(engine, lines, column)[-1] == (1,)
    with engine.connect() as connection:
        assert [tie["id"] for tie in list_ties(connection, table)] == [tie["id"] for tie in tied]
    assert [act for (act,) in rows_of(engine, "audit", "act")] == [f"split_{table}", f"merge_{table}"]


def test_a_merge_taken_back_leaves_every_tie_as_it_was(engine: Engine, run_import: Importer, write: Write) -> None:
    mapping = "system: {}\nfiles:\n  - match: {}.csv\n    table: {}\n    columns: {{id: no, name: title}}\n"
    run_import(write("products.csv", "id,name\n1,Nail\n2,Hammer\n"), write("accounts.csv", "id,name\n1,Kite\n2,Lark\n"))
    bills = write("products_b.csv", "no,title\n8,Hammer\n"), write("accounts_b.csv", "no,title\n9,Lark\n")
    for path, table in zip(bills, ("products", "accounts"), strict=True):
        run_import(path, mapping=write(f"{table}.yml", mapping.format("bills", f"{table}_b", table)))
    for table in ("products", "accounts"):
        with engine.connect() as connection:
            before = list_ties(connection, table)
        with engine.begin() as connection:
            merge(connection, table, "files:1", "files:2", at=AT, person=None)
            split(connection, table, "files:2", at=AT, person=None)
            assert list_ties(connection, table) == before
