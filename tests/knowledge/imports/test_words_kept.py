import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.imports.cells.days import read_day
from knowledge.imports.cells.words import read_id, read_salesforce_id
from knowledge.imports.cells.written import read_words
from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]


@pytest.mark.parametrize(
    "text",
    [
        "3½ hours on 10² rows…",
        "①見積 ②承認",
        "Pipe 3¾ Works",
        "㈱さくら",
        "№ 5 at 20 ℃",
        "ｶﾌﾞｼｷ",
        "ＡＢＣ　商事",
        "👨‍👩‍👧 & co",
    ],
)
def test_what_somebody_wrote_is_stored_as_written(text: str) -> None:
    assert read_words(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Johnson &amp; Sons", "Johnson & Sons"), ("O&#039;Brien", "O'Brien"), ("A &amp;amp; B", "A & B"),
        ("R&D", "R&D"), ("AT&T;", "AT&T;"), ("Ha\u200brrow\ufeff", "Harrow"), ("a\xa0b", "a b"),
        ("<p>First<br/>second</p>", "First\nsecond"), ("5 < 6 > 4", "5 < 6 > 4"), ("Cafe\u0301", "Café"),
        ("if a<b and c>d", "if a<b and c>d"), ("x<b>y", "x<b>y"), ("<b>bold</b>", "bold"), ('<a href="x">y</a>', "y"),
        ("See &lt;b&gt; and &lt;/b&gt;", "See <b> and </b>"), ("&lt;p&gt;Hello&lt;br&gt;you&lt;/p&gt;", "Hello\nyou"),
    ],
)  # fmt: skip
def test_what_a_machine_put_around_words_is_taken_off(text: str, meant: str) -> None:
    assert read_words(text) == meant


def test_one_name_in_two_widths_is_still_one_note(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("accounts.csv", "name\nAcme\n"))
    for text in ("①見積", "1見積"):
        run_import(write("notes.csv", f"account,written_on,text\nAcme,2026-04-01,{text}\n"))
    assert rows_of(engine, "notes", "text") == [("1見積",)]


@pytest.mark.parametrize("word", ["#N/A", "#REF!", "#DIV/0!", "NULL", "\\N", "(null)", "NaN", "None", "-"])
def test_a_word_for_nothing_is_no_customer(engine: Engine, run_import: Importer, write: Write, word: str) -> None:
    path = write("accounts.csv", f"id,name,industry\n1,Harrow Tools,{word}\n2,{word},retail\n3,Null Island Ferries,x\n")
    report = run_import(path).files[0]
    assert rows_of(engine, "accounts", "name", "industry") == [("Harrow Tools", None), ("Null Island Ferries", "x")]
    assert report.reasons == (f"line 3: name is empty ({word})",)


def test_what_a_spreadsheet_wraps_around_codes_is_taken_off(engine: Engine, run_import: Importer, write: Write) -> None:
    run_import(write("accounts.csv", 'id,name\n"=""00123""",Harrow\n\'00124,\'Tis Tea\n'))
    assert rows_of(engine, "accounts", "key", "name") == [("files:00123", "Harrow"), ("files:00124", "'Tis Tea")]


@pytest.mark.parametrize("short", ["0015g00000XyZaB", "006AAAAAAAAAAAA"])
def test_both_lengths_of_a_salesforce_id_are_one(short: str) -> None:
    long = read_salesforce_id(short)
    assert len(long) == 18
    assert read_salesforce_id(long) == long
    assert read_salesforce_id("Harrow Tools 15") == "Harrow Tools 15"
    assert read_id(short) == short


@pytest.mark.parametrize(
    "text",
    ["R.08/04/01", "R.8.4.1", "令和8年4月1日(水)", "R8年4月1日", "R080401", "㋿8年4月1日", "April 1, 2026",
     "1 Apr 2026", "Wed, 01 Apr 2026 09:00:00 +0900", "2026-04-01(水)", "2026/4/1 09:30 AM"],
)  # fmt: skip
def test_more_ways_to_write_the_first_of_april(text: str) -> None:
    assert read_day(text, timezone="Asia/Tokyo") == dt.date(2026, 4, 1)


@pytest.mark.parametrize(
    "text",
    ["2026-03-31T20:30:00-05:00", "2026-03-31 20:30:00 -0500", "2026-03-31 20:30:00-05", "2026-03-31 20:30 UTC",
     "2026-03-31 20:30:00 +0000", "2026-03-31T20:30:00.123Z", "2026/03/31 8:30 PM GMT", "2026-03-31 20:30:00 EST",
     "20260331T203000Z".replace("T203000", "T20:30:00")],
)  # fmt: skip
def test_one_moment_is_one_day_however_it_is_written(text: str) -> None:
    assert read_day(text, timezone="Asia/Tokyo") == dt.date(2026, 4, 1)


def test_times_without_a_zone_are_where_the_mapping_says() -> None:
    assert read_day("2026-03-31 20:30", timezone="Asia/Tokyo") == dt.date(2026, 3, 31)
    assert read_day("2026-03-31 20:30", timezone="Asia/Tokyo", written_in="UTC") == dt.date(2026, 4, 1)
    assert read_day("2026-03-31", timezone="Asia/Tokyo", written_in="UTC") == dt.date(2026, 3, 31)


def test_a_column_that_names_its_zone_is_believed(engine: Engine, write: Write, tmp_path: Path) -> None:
    from knowledge.imports.firm import Firm
    from knowledge.imports.run import import_paths

    mapping = write("m.yml", "system: x\nfiles:\n  - match: a.csv\n    table: accounts\n"
                    "    columns: {name: n, created_on: Created (UTC)}\n")  # fmt: skip
    path = write("a.csv", "n,Created (UTC)\nHarrow,2026-03-31 20:30\n")
    firm = Firm("JPY", "Asia/Tokyo", rejects=tmp_path)
    import_paths(engine, [path], as_of=dt.date(2026, 4, 1), mapping=mapping, firm=firm)
    assert rows_of(engine, "accounts", "created_on") == [(dt.date(2026, 4, 1),)]
