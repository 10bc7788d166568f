import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.imports.domains import is_shared, own_domain
from knowledge.imports.firm_forms import forms_conflict
from knowledge.imports.merging.merges import split
from knowledge.imports.merging.ties import list_ties
from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]
OTHER = (
    "system: other\nfiles:\n  - match: o.csv\n    table: accounts\n    columns: {id: no, name: firm, website: site}\n"
)


@pytest.mark.parametrize(
    "rows",
    [
        "1,Apex Consulting,apex.example\n2,Apex Consulting,apexohio.example\n",
        "1,Harry Olson,\n2,Harry Olson,\n",
        "1,Lotus Spa,\n2,Lotus LLC,\n",
        "1,Sakura,https://www.instagram.com/sakura\n2,Sakura Osaka,https://instagram.com/osaka\n",
        "1,Harrow Tokyo,harrow.example\n2,Harrow Osaka,harrow.example\n",
    ],
)
def test_two_ids_of_one_system_are_two_customers(engine: Engine, run_import: Importer, write: Write, rows: str) -> None:
    path = write("accounts.csv", f"id,name,website\n{rows}")
    for _ in range(2):
        run_import(path)
        assert len(rows_of(engine, "accounts", "name")) == 2
    assert {rule for (rule,) in rows_of(engine, "account_keys", "rule")} == {"own"}


@pytest.mark.parametrize(
    ("first", "second", "tied_by"),
    [
        ("Harrow Tools Inc.,harrow.example", "HARROW TOOLS,", "name"),
        ("Harrow Tools,harrow.example", "Harrow Tool Works,www.harrow.example", "domain"),
        ("東西商事,tozai.example", "Tozai Trading,tozai.example", "domain"),
        ("Harrow Tools,harrow.example", "Harrow Tools,harrow-ohio.example", None),
        ("Harrow Tools Inc,", "Harrow Tools LLC,", None),
        ("Lotus,lotus@live.com", "Lotus Kitchen,lotus.k@live.com", None),
        ("Harrow Tools,harrow.example", "Zephyr Bank,harrow.example", None),
    ],
)
def test_between_systems_a_tie_is_listed_with_its_rule(
    engine: Engine, run_import: Importer, write: Write, first: str, second: str, tied_by: str | None
) -> None:
    run_import(write("accounts.csv", f"id,name,website\n1,{first}\n"))
    report = run_import(write("o.csv", f"no,firm,site\n7,{second}\n"), mapping=write("m.yml", OTHER))
    assert len(rows_of(engine, "accounts", "name")) == (1 if tied_by else 2)
    assert any(f"by {tied_by}" in note for note in report.files[0].notes) is bool(tied_by)


def test_two_firms_without_ids_whose_legal_forms_differ_stay_two(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    path = write("accounts.csv", "name\nLotus Spa\nLotus LLC\nHarrow Inc\nHarrow Inc.\n")
    for _ in range(2):
        run_import(path)
        names = [name for (name,) in rows_of(engine, "accounts", "name")]
        assert len(names) == 3
    run_import(write("notes.csv", "account,written_on,text\nLotus LLC,2026-04-01,a\nLotus Spa,2026-04-01,b\n"))
    assert rows_of(engine, "notes", "account_id", "text") == [(2, "a"), (1, "b")]


@pytest.mark.parametrize("website", [",website", ""])
def test_an_id_used_again_swallows_nobody(engine: Engine, run_import: Importer, write: Write, website: str) -> None:
    sites = [f",{name}.example" if website else "" for name in ("cedar", "dogwood", "cedar")]
    run_import(write("accounts.csv", f"id,name,industry{website}\n2,Cedar Inn,hotel{sites[0]}\n"))
    report = run_import(
        write("accounts.csv", f"id,name{website}\n2,Dogwood Bank{sites[1]}\n3,Cedar Inn{sites[2]}\n")
    ).files[0]
    assert "id 2 was Cedar Inn" in report.reasons[0]
    names = [name for (name,) in rows_of(engine, "accounts", "name")]
    assert "Dogwood Bank" not in names
    assert "Cedar Inn" in names


def test_a_renamed_firm_keeps_its_id_and_its_old_name(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("accounts.csv", "id,name,website\n2,Cedar Inn,cedar.example\n"))
    run_import(write("accounts.csv", "id,name,website\n2,Cedar Hotel,cedar.example\n"))
    run_import(write("notes.csv", "account,written_on,text\nCedar Inn,2026-04-01,x\n"))
    assert rows_of(engine, "accounts", "name") == [("Cedar Hotel",)]
    assert rows_of(engine, "notes", "account_id") == [(1,)]


def test_two_products_of_one_name_stay_two(engine: Engine, run_import: Importer, write: Write) -> None:
    for head, ids in (("id,name,family", ("C-1,", "H-1,")), ("name,family", ("", ""))):
        path = write("products.csv", f"{head}\n{ids[0]}Standard,CRM\n{ids[1]}Standard,HR\n")
        run_import(path)
        run_import(path)
    families = [family for _, family in rows_of(engine, "products", "name", "family")]
    assert families == ["CRM", "HR"]


def test_two_colleagues_of_one_name_stay_two(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("people.csv", "name,email\nSato,a.sato@us.example\nSato,b.sato@us.example\n"))
    run_import(write("people.csv", "id,name,email\n1,Mori,\n2,Mori,\n"))
    assert len(rows_of(engine, "people", "name")) == 4


def test_all_spellings_of_one_name_create_one_row(engine: Engine, run_import: Importer, write: Write) -> None:
    mapping = write("m.yml", "system: shop\ncurrency: USD\nfiles:\n  - match: o.csv\n    table: purchases\n"
                    "    create: [accounts, products]\n"
                    "    columns: {id: no, account: c, product: p, purchased_on: d}\n")  # fmt: skip
    orders = write("o.csv", "no,c,p,d\n1,Harrow Inc,Nail,2026-04-01\n2,\"HARROW, Inc.\",NAIL,2026-04-02\n"
                   "3,Cedar,nail ,2026-04-03\n")  # fmt: skip
    assert run_import(orders, mapping=mapping).exit_code == 0
    assert len(rows_of(engine, "accounts", "name")) == 2
    assert len(rows_of(engine, "products", "name")) == 1


def test_what_create_made_is_found_again_by_the_id_in_a_later_file(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    mapping = write("m.yml", "system: shop\ncurrency: USD\nfiles:\n  - match: o.csv\n    table: purchases\n"
                    "    create: [accounts, products]\n    columns: {account: c, product: p, purchased_on: d}\n"
                    "  - match: c.csv\n    table: accounts\n    columns: {id: c, name: n}\n"
                    "  - match: p.csv\n    table: products\n    columns: {id: p, name: n}\n")  # fmt: skip
    run_import(write("o.csv", "c,p,d\n17,P-1,2026-04-01\n"), mapping=mapping)
    run_import(write("c.csv", "c,n\n17,Harrow Tools\n"), mapping=mapping)
    run_import(write("p.csv", "p,n\nP-1,Nail\n"), mapping=mapping)
    run_import(write("o.csv", "c,p,d\n17,P-1,2026-04-01\n17,P-1,2026-04-02\n"), mapping=mapping)
    assert rows_of(engine, "accounts", "name") == [("Harrow Tools",)]
    assert rows_of(engine, "products", "name") == [("Nail",)]
    assert len(rows_of(engine, "purchases", "id")) == 2


def test_lines_without_an_id_never_replace_another_files(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("accounts.csv", "name\nHarrow\n"), write("products.csv", "name\nNail\n"))
    head = "account,product,purchased_on,amount,currency\n"
    jan = write("purchases_1.csv", f"{head}Harrow,Nail,2026-01-31,10,USD\nHarrow,Nail,2026-01-31,10,USD\n")
    shop = write("purchases_2.csv", f"{head}Harrow,Nail,2026-01-31,50,USD\n")
    for _ in range(2):
        run_import(jan)
        report = run_import(shop)
    assert sorted(rows_of(engine, "purchases", "amount_minor")) == [(1000,), (1000,), (5000,)]
    assert any("purchases_1.csv" in note for note in report.files[0].notes)


def test_what_varies_in_a_flat_file_is_settled_by_the_latest_date(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    mapping = write("m.yml", "system: s\ncurrency: USD\nfiles:\n  - match: o.csv\n    rows:\n"
                    "      - {table: accounts, columns: {id: c, name: n, region: s}}\n"
                    "      - {table: products, columns: {id: p, name: q}}\n"
                    "      - {table: purchases, columns: {id: r, account: c, product: p,"
                    " purchased_on: d}}\n")  # fmt: skip
    path = write("o.csv", "r,c,n,s,p,q,d\n1,C,Harrow,Texas,P,Nail,2026-02-01\n2,C,Harrow,Ohio,P,Nails,2026-03-01\n"
                 "3,C,Harrow,Utah,P,Nail 10,2026-01-01\n")  # fmt: skip
    report = run_import(path, mapping=mapping)
    assert report.exit_code == 0
    assert rows_of(engine, "accounts", "region") == [("Ohio",)]
    assert rows_of(engine, "products", "name") == [("Nails",)]
    assert len(rows_of(engine, "purchases", "id")) == 3
    assert any("region varies" in note for note in report.files[0].notes)


def test_a_contradiction_names_both_lines_and_the_column(engine: Engine, run_import: Importer, write: Write) -> None:
    report = run_import(write("accounts.csv", "id,name,region\n1,Harrow,TX\n1,Harrow,OH\n")).files[0]
    assert report.reasons == (
        "line 3: id 1 stands in line 2 too, with other values (region TX there, OH here); keep one of them",
    )


def test_an_answer_from_a_providers_domain_is_nobodys(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("accounts.csv", "name,website\nHarrow,btinternet.com\nCedar,shop.cedar.co.jp\n"))
    run_import(write("surveys.csv", "email,kind,score,answered_on\nx@btinternet.com,nps,1,2026-04-01\n"
                     "y@shop.cedar.co.jp,nps,9,2026-04-01\n"))  # fmt: skip
    assert rows_of(engine, "surveys", "account_id", "score") == [(2, 9)]


def test_shared_domains_and_legal_forms() -> None:
    assert all(map(is_shared, ("x.com", "www.tabelog.com", "live.com", "i.softbank.jp", "note.com", "qq.com")))
    assert not any(map(is_shared, ("harrow.example", "harrow.wixsite.com", "acme.co.jp")))
    assert own_domain("shop.acme.co.jp") == "acme.co.jp"
    assert forms_conflict("株式会社さくら", "有限会社さくら")
    assert not forms_conflict("さくら株式会社", "Sakura Co., Ltd.")


def test_an_id_merged_where_it_comes_from_means_the_account_it_was_merged_into(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    accounts = write("Account.csv", "Id,IsDeleted,MasterRecordId,Name,ParentId\n001B,true,001A,Harrow Tooling,\n"
                     "001A,false,,Harrow Tools,\n001C,true,,Zephyr,\n")  # fmt: skip
    deals = write("Opportunity.csv", "Id,AccountId,Name,StageName,CloseDate,IsClosed,IsWon\n"
                  "6,001B,x,#09 WON,2026-04-01,true,true\n7,001A,y,#08,2026-04-01,true,false\n")  # fmt: skip
    report = run_import(accounts, deals)
    assert rows_of(engine, "accounts", "name") == [("Harrow Tools",)]
    assert rows_of(engine, "deals", "account_id", "outcome") == [(1, "won"), (1, "lost")]
    assert report.files[0].left_out_because == {"deleted in Salesforce": 1}


def test_two_accounts_that_were_merged_where_they_come_from_become_one_with_all_that_belongs_to_them(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    header = "Id,IsDeleted,MasterRecordId,Name,ParentId\n"
    deals = write("Opportunity.csv", "Id,AccountId,Name,StageName,CloseDate,IsClosed,IsWon\n"
                  "6,001B,x,#09 WON,2026-04-01,true,true\n7,001A,y,#08,2026-04-01,true,false\n")  # fmt: skip
    before = write("Account.csv", f"{header}001B,false,,Harrow Tooling,\n001A,false,,Harrow Tools,\n")
    run_import(before, deals)
    assert len(rows_of(engine, "accounts", "name")) == 2
    merged = write("Account.csv", f"{header}001B,true,001A,Harrow Tooling,\n001A,false,,Harrow Tools,\n")
    first, again = run_import(merged).files[0], run_import(merged).files[0]
    assert rows_of(engine, "accounts", "name") == [("Harrow Tools",)]
    assert len(set(rows_of(engine, "deals", "account_id"))) == 1
    assert [note for note in first.notes if "merged into" in note] != []
    assert [note for note in again.notes if "merged into" in note] == []
    with engine.begin() as connection:
        split(connection, "accounts", "salesforce:001B", at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC), person=None)
    assert len(rows_of(engine, "accounts", "name")) == 2


def test_a_row_without_an_id_that_is_another_systems_account_is_listed_once_and_kept(
    engine: Engine, run_import: Importer, write: Callable[..., Path]
) -> None:
    run_import(write("Account.csv", "Id,Name,ParentId,Website\n001A0000001aaab,Cedar Inn,,cedar.example\n"))
    rows = write("accounts.csv", "name,website\nCEDAR INN,cedar.example\nLarkfield,\n")
    first, again = run_import(rows).files[0], run_import(rows).files[0]
    told = "CEDAR INN (without an id) is Cedar Inn (salesforce:001A0000001aaabIAA), by domain"
    assert any(told in note for note in first.notes)
    assert not any("is Cedar Inn" in note for note in again.notes)
    with engine.begin() as connection:
        assert [tie["id"] for tie in list_ties(connection, "accounts")] == ["files:name:cedar inn"]
        split(connection, "accounts", "files:name:cedar inn", at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC), person=None)
    run_import(rows)
    assert [name for (name,) in rows_of(engine, "accounts", "name")] == ["Cedar Inn", "Larkfield", "CEDAR INN"]


def test_an_id_that_comes_with_quite_another_name_is_told(
    run_import_sqlite: Importer, write: Callable[..., Path]
) -> None:
    run_import_sqlite(write("accounts.csv", "id,name\n3,Oak Ltd\n4,Elm\n"))
    notes = run_import_sqlite(write("accounts.csv", "id,name\n3,Dogwood Bank\n4,Elm Group\n")).files[0].notes
    assert len(notes) == 1
    assert "3 was Oak Ltd and is Dogwood Bank now" in notes[0]


@pytest.mark.parametrize(
    ("file", "first", "second"),
    [
        ("people.csv", "id,name,email\n1,Ann Lee,ann@firm.example\n", "id,name,email\n1,Bob Ray,bob@firm.example\n"),
        ("products.csv", "id,name,family\n1,Kettle,Kitchen\n", "id,name,family\n1,Payroll Cloud,HR\n"),
        (
            "purchases.csv",
            "id,account,product,purchased_on\n1,A,Tea,2026-01-02\n",
            "id,account,product,purchased_on\n1,B,Mug,2026-01-03\n",
        ),
        ("invoices.csv", "id,account,due_on\n1,A,2026-01-02\n", "id,account,due_on\n1,B,2026-01-03\n"),
        (
            "contacts.csv",
            "id,account,name,email\n1,A,Jo,jo@a.example\n",
            "id,account,name,email\n1,B,Al,al@b.example\n",
        ),
    ],
)
def test_an_id_that_has_become_anothers_is_questioned_and_keeps_its_row(
    engine: Engine, run_import: Importer, write: Write, file: str, first: str, second: str
) -> None:
    run_import(write("accounts.csv", "id,name\nA,Kite\nB,Lark\n"), write("products.csv", "name\nTea\nMug\n"))
    run_import(write(file, first))
    table = file.removesuffix(".csv")
    before = rows_of(engine, table, "key", "source")
    report = run_import(write(f"later/{file}", second)).files[0]
    assert (report.changed, report.rejected) == (0, 1)
    assert "an id used again?" in report.reasons[0]
    assert rows_of(engine, table, "key", "source") == before


@pytest.mark.parametrize(
    "second",
    [
        "1,Ann Smith,ann@firm.example\n",  # married
        "1,Ann Lee,ann.lee@firm.example\n",
        "1,Ann Lee-Smith,ann.lee-smith@firm.example\n",
    ],
)
def test_one_fact_that_changes_is_a_correction(engine: Engine, run_import: Importer, write: Write, second: str) -> None:
    run_import(write("people.csv", "id,name,email\n1,Ann Lee,ann@firm.example\n"))
    assert run_import(write("people.csv", f"id,name,email\n{second}")).files[0].changed == 1


def test_a_product_with_quite_another_name_is_told(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("products.csv", "id,name\nP1,Kettle\n"))
    report = run_import(write("products.csv", "id,name\nP1,Payroll Cloud\n")).files[0]
    assert any("P1 was Kettle and is Payroll Cloud now" in note for note in report.notes)


def test_who_answered_is_found_by_a_name_that_one_contact_has(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    folder = write("accounts.csv", "id,name\nA,Kite\nB,Lark\n").parent
    write("contacts.csv", "id,account,name\n1,A,Jo Lee\n2,A,Al Ray\n3,B,Al Ray\n")
    write("surveys.csv", "id,contact,kind,score,answered_on\n1,Jo Lee,nps,9,2026-01-01\n2,Al Ray,nps,9,2026-01-01\n")
    report = run_import(folder).files[-1]
    assert rows_of(engine, "surveys", "contact_id") == [(1,)]
    assert any("'Al Ray' may be files:2 or files:3" in note for note in report.notes)


def test_an_address_behind_a_name_is_the_address(
    sqlite_engine: Engine, run_import_sqlite: Importer, write: Write
) -> None:
    write("accounts.csv", "id,name\nA,Kite\n")
    folder = write(
        "contacts.csv", 'id,account,name,email\n1,A,Cy,"Cy Lee <cy@x.example>"\n2,A,Di,di＠x.example\n'
    ).parent
    run_import_sqlite(folder)
    assert rows_of(sqlite_engine, "contacts", "email") == [("cy@x.example",), ("di@x.example",)]


def test_a_row_without_an_id_is_the_one_firm_that_a_system_has_on_its_domain(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    run_import(write("o.csv", "no,firm,site\n7,Birchwood Traders,birchwood.example\n"), mapping=write("m.yml", OTHER))
    path = write("accounts.csv", "name,website\nBirchwood,birchwood.example\n")
    report = run_import(path)
    assert any("is Birchwood Traders (other:7), by domain" in note for note in report.files[0].notes)
    assert run_import(path).files[0].unchanged == 1
    run_import(write("surveys.csv", "id,email,kind,score,answered_on\n1,ann@birchwood.example,nps,9,2026-03-01\n"))
    assert rows_of(engine, "accounts", "name") == [("Birchwood Traders",)]
    assert len(rows_of(engine, "surveys", "account_id")) == 1


@pytest.mark.parametrize("together", [True, False])
def test_branches_without_ids_on_one_domain_are_not_all_the_same_firm(
    engine: Engine, run_import: Importer, write: Write, together: bool
) -> None:
    run_import(write("o.csv", "no,firm,site\n7,Birchwood,birchwood.example\n"), mapping=write("m.yml", OTHER))
    rows = ["Birchwood Osaka,birchwood.example\n", "Birchwood Kobe,birchwood.example\n"]
    for number, text in enumerate(["".join(rows)] if together else rows):
        run_import(write(f"{number}/accounts.csv", f"name,website\n{text}"))
    assert [name for (name,) in rows_of(engine, "accounts", "name")] == ["Birchwood", "Birchwood Kobe"]


@pytest.mark.parametrize(("country", "firms"), [("GB", 2), ("JP", 1), ("", 1), ("United Kingdom", 1)])
def test_firms_of_one_group_in_two_countries_stay_two(
    engine: Engine, run_import: Importer, write: Write, country: str, firms: int
) -> None:
    run_import(write("accounts.csv", "id,name,website,country\n1,Birchwood Japan,birchwood.example,JP\n"))
    mapping = write("m.yml", OTHER.replace("site}", "site, country: land}"))
    run_import(write("o.csv", f"no,firm,site,land\n7,Birchwood Europe,birchwood.example,{country}\n"), mapping=mapping)
    assert len(rows_of(engine, "accounts", "name")) == firms


def test_an_answer_under_an_id_used_again_replaces_nothing(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("accounts.csv", "id,name\n1,Harrow\n2,Cedar\n"))
    header = "id,account,kind,score,answered_on\n"
    run_import(write("surveys.csv", f"{header}1,1,nps,3,2025-01-05\n"))
    report = run_import(write("surveys.csv", f"{header}1,2,nps,9,2026-01-05\n"))
    assert "an id used again?" in report.files[0].reasons[0]
    assert run_import(write("surveys.csv", f"{header}1,1,nps,4,2025-01-06\n")).files[0].changed == 1  # a correction
    assert rows_of(engine, "surveys", "score") == [(4,)]
