import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from knowledge.kernel.database import open_engine
from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import datetime as dt, sys
from pathlib import Path
from knowledge.kernel.database import open_engine
from knowledge.imports.run import import_paths

def wait_in_the_middle(name, done, total, rows):
    if name == "contacts.csv" and rows >= 4000:
        Path(sys.argv[3]).touch()
        import time
        time.sleep(600)

import_paths(open_engine(sys.argv[1]), [Path(sys.argv[2])], as_of=dt.date(2026, 4, 1), progress=wait_in_the_middle)
"""


def test_a_process_killed_in_the_middle_of_a_file_leaves_nothing_of_it(
    store_url: str, write: Write, tmp_path: Path
) -> None:
    open_engine(store_url).dispose()
    folder = write("accounts.csv", "name\nAcme\n").parent
    write("contacts.csv", "account,name\n" + "".join(f"Acme,Person {n}\n" for n in range(6_000)))
    reached = tmp_path / "reached"
    child = subprocess.Popen([sys.executable, "-c", CHILD, store_url, str(folder), str(reached)], cwd=ROOT)
    deadline = time.monotonic() + 60
    while not reached.exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    engine = open_engine(store_url)
    try:
        assert reached.exists()
        assert rows_of(engine, "accounts", "name") == [("Acme",)]  # the file before it stays
        assert rows_of(engine, "contacts", "name") == []
    finally:
        engine.dispose()


def test_a_contradiction_within_one_file_keeps_the_first_row(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    run_import(write("accounts.csv", "name\nAcme\n"))
    contacts = write("contacts.csv", "id,account,name\n1,Acme,Ann\n1,Acme,Ann\n1,Acme,Bob\n")
    for added in (1, 0):
        report = run_import(contacts).files[0]
        assert (report.added, report.changed, report.rejected) == (added, 0, 1)
        assert "other values" in report.reasons[0]
    assert rows_of(engine, "contacts", "name", "source_line") == [("Ann", 2)]


def test_a_later_export_changes_what_differs_and_leaves_the_rest(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    run_import(write("accounts.csv", "id,name,industry\n1,Acme Inc.,Tools\n2,Globex,Energy\n"))
    later = write("accounts.csv", "id,name,industry\n2,Globex,Power\n1,Acme Inc.,\n3,Initech,\n")
    report = run_import(later).files[0]
    assert (report.added, report.changed, report.unchanged) == (1, 1, 1)
    assert rows_of(engine, "accounts", "name", "industry") == [
        ("Acme Inc.", "Tools"),  # an empty cell erases nothing
        ("Globex", "Power"),
        ("Initech", None),
    ]


def test_a_deal_that_is_won_no_more_takes_its_purchase_with_it(
    engine: Engine, run_import: Importer, write: Write
) -> None:
    mapping = write(
        "m.yml",
        "system: crm\ncurrency: JPY\npurchases_from_won_deals: true\nfiles:\n  - match: d.csv\n    rows:\n"
        "      - table: deals\n        columns: {id: no, account: firm, outcome: state, closed_on: day, amount: yen}\n"
        "        create: [accounts]\n"
        "      - table: deal_lines\n        columns: {id: no, deal: no, product: what, amount: yen}\n"
        "        create: [products]\n",
    )
    won = write("d.csv", "no,firm,state,day,what,yen\n7,Acme,won,2026-01-01,Flow,100\n")
    run_import(won, mapping=mapping)
    assert rows_of(engine, "purchases", "amount_minor") == [(100,)]
    won.write_text("no,firm,state,day,what,yen\n7,Acme,won,2026-01-01,Flow,250\n")
    run_import(won, mapping=mapping)
    assert rows_of(engine, "purchases", "amount_minor") == [(250,)]
    won.write_text("no,firm,state,day,what,yen\n7,Acme,lost,2026-01-01,Flow,250\n")
    run_import(won, mapping=mapping)
    assert rows_of(engine, "purchases", "amount_minor") == []
