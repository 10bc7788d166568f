"""How fast files come in, and how much memory that takes: part of ``make bench``.

Usage: python -m benchmarks.speed.imports [--rows 100000] [--gigabytes 2] [--store URL]

Purchases with ids, one table a line, from each kind of file; then lines of orders that make a customer, a product and a
purchase each; then the same files again, which change nothing. Rows a second of wall time and of CPU, and the most
memory the process held. The aim on SQLite is 20,000 rows a second of CPU for one table a line, 10,000 for three; the
memory must not grow with the rows, which ``--gigabytes`` tries with one large file of notes. Each kind of file runs in
a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gc
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from knowledge.imports.firm import Firm
from knowledge.imports.run import import_paths
from knowledge.kernel.database import open_engine

TODAY = dt.date(2026, 4, 1)
_CUSTOMERS, _PRODUCTS = 2_000, 200
_FEW_COLLECTIONS = 50_000  # as the command line sets it
_KINDS = ("csv", "jsonl", "parquet", "xlsx", "orders.csv")
_LARGE = "notes.csv"
_LETTERS = 400  # of a note, as a call is usually written down
_SHARE = {"xlsx": 4}  # a sheet is slow to read: fewer rows
_MAPPING = """system: bench
currency: USD
files:
  - match: orders
    rows:
      - {table: accounts, columns: {id: Customer ID, name: Customer, region: Region}}
      - {table: products, columns: {id: Product ID, name: Product, family: Category}}
      - table: purchases
        columns:
          {id: Row, account: Customer ID, product: Product ID, purchased_on: Day, quantity: Quantity, amount: Sales}
"""
Row = dict[str, str | int]


def main() -> None:
    """Measure each kind in a process of its own and tell."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rows", type=int, default=100_000)
    given.add_argument("--store", default="", help="an empty store; without it a SQLite file that is thrown away")
    given.add_argument("--gigabytes", type=float, help="one file of notes of this size instead")
    given.add_argument("--kind", choices=(*_KINDS, _LARGE))
    asked = given.parse_args()
    if asked.kind:
        print(json.dumps(measure(asked.kind, asked.rows, asked.store)))
        return
    table = Table("file", "rows", "rows/s, CPU (wall)", "again, CPU (wall)", "most memory", title="import")
    large = {_LARGE: round((asked.gigabytes or 0) * 1e9 / (_LETTERS + 50))}
    for kind, rows in (large if asked.gigabytes else {k: asked.rows // _SHARE.get(k, 1) for k in _KINDS}).items():
        command = [sys.executable, "-m", "benchmarks.speed.imports", "--kind", kind, "--rows", str(rows)]
        said = subprocess.run([*command, "--store", asked.store], check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
        table.add_row(kind, f"{rows:,}", *json.loads(said.stdout))
    Console().print(table)


def measure(kind: str, rows: int, store: str) -> list[str]:
    """Rows a second at first and again, and the most memory in MB."""
    gc.set_threshold(_FEW_COLLECTIONS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = _write(folder, kind, rows)
        mapping = folder / "mapping.yml" if kind == "orders.csv" else None
        if mapping:
            mapping.write_text(_MAPPING, encoding="utf-8")
        engine = open_engine(store or f"sqlite:///{folder / 'bench.db'}")
        files = [path] if mapping else [*_write_masters(folder), path]
        first, again = (_run(engine, files, mapping, folder / "rejects") for _ in range(2))
        engine.dispose()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024
    return [first, again, f"{most} MB"]


def _run(engine: object, files: list[Path], mapping: Path | None, rejects: Path) -> str:
    cpu = time.process_time()
    firm = Firm("USD", rejects=rejects)
    report = import_paths(engine, files, as_of=TODAY, mapping=mapping, firm=firm)  # type: ignore[arg-type]
    if report.exit_code:
        raise SystemExit(f"not all came in: {report.files[-1].reasons or report.skipped}")
    file = report.files[-1]
    return f"{file.read / (time.process_time() - cpu):,.0f} ({file.rows_per_second:,})"


def _write_masters(folder: Path) -> Iterator[Path]:
    for name, mark, count in (("accounts", "C", _CUSTOMERS), ("products", "P", _PRODUCTS)):
        path = folder / f"{name}.csv"
        lines = "".join(f"{mark}{place},{name} {place} trading\n" for place in range(count))
        path.write_text(f"id,name\n{lines}", encoding="utf-8")
        yield path


def _write(folder: Path, kind: str, rows: int) -> Path:
    if kind.endswith(".csv"):
        return _write_csv(folder / kind, _orders(rows) if kind == "orders.csv" else _notes(rows))
    made = _purchases(rows)
    if kind == "csv":
        return _write_csv(folder / "purchases.csv", made)
    path = folder / f"purchases.{kind}"
    if kind == "jsonl":
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in made)
    elif kind == "parquet":
        import duckdb

        source = _write_csv(folder / "source.csv", made)
        duckdb.read_csv(str(source)).write_parquet(str(path))
    else:
        import openpyxl

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("purchases")
        for place, row in enumerate(made):
            if not place:
                sheet.append(list(row))
            sheet.append(list(row.values()))
        book.save(path)
    return path


def _write_csv(path: Path, rows: Iterator[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        first = next(rows)
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)
    return path


def _purchases(rows: int) -> Iterator[Row]:
    for place, (customer, product, day, amount) in enumerate(_facts(rows)):
        yield {
            "id": place, "account": f"C{customer}", "product": f"P{product}", "purchased_on": day, "quantity": 2,
            "amount": amount, "currency": "USD",
        }  # fmt: skip


def _orders(rows: int) -> Iterator[Row]:
    for place, (customer, product, day, amount) in enumerate(_facts(rows)):
        yield {
            "Row": place, "Day": day, "Customer ID": f"C{customer}", "Customer": f"Customer {customer} Trading",
            "Region": f"R{customer % 7}", "Product ID": f"P{product}", "Product": f"Product {product}",
            "Category": f"Category {product % 9}", "Quantity": 2, "Sales": amount,
        }  # fmt: skip


def _notes(rows: int) -> Iterator[Row]:
    for place, (customer, product, day, amount) in enumerate(_facts(rows)):
        said = f"Called about product {product}, {amount} in all. "
        yield {
            "id": place, "account": f"C{customer}", "written_on": day, "text": (said * 9)[:_LETTERS],
        }  # fmt: skip


def _facts(rows: int) -> Iterator[tuple[int, int, str, str]]:
    dice = random.Random(15)  # noqa: S311 - not a secret
    for _ in range(rows):
        day = TODAY - dt.timedelta(days=dice.randrange(1, 700))
        amount = f"{dice.randrange(100, 99_999) / 100:.2f}"
        yield dice.randrange(_CUSTOMERS), dice.randrange(_PRODUCTS), day.isoformat(), amount


if __name__ == "__main__":
    main()
