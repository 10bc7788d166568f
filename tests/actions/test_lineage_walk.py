"""Each table that "why?" shows, loaded on real rows: its cells are the columns that it declares."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest
from sqlalchemy import select

from knowledge.demo import DEMO_DAY
from knowledge.kernel.access import AccessContext
from knowledge.kernel.lineage import LineageTable, RowRange, SourceRow
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge
from knowledge.lineage import find_tables
from knowledge.tables import Account, Product

# Of these the demo company has none: it is no trader, counts no leads and no costs, and ran no backtest yet.
WITHOUT_ROWS = {"leads", "costs", "reliability", "take_up_refill", "take_up_regain"}
A_COLUMN_A_PRODUCT = {"follow_ons"}


def find_rows(table: LineageTable, access: AccessContext) -> list[SourceRow]:
    """Rows of the first range that has any: the last two years of one customer after another, or of products."""
    accounts = access.connection.execute(select(Account.id).order_by(Account.id)).scalars().all()
    products = access.connection.execute(select(Product.id).order_by(Product.id)).scalars().all()
    ranges: list[dict[str, object]] = [{"account_id": account_id} for account_id in accounts]
    if "product_ids" in table.needs:
        ranges = [{"product_ids": ids} for ids in [*permutations(products, 2), *((each,) for each in products)]]
    span = {"since": DEMO_DAY - dt.timedelta(days=730), "until": DEMO_DAY}
    for wanted in ranges:
        count, rows = table.load(access, RowRange(table.name, **span, **wanted), 3)  # type: ignore[arg-type]
        if count:
            return rows
    return []


@pytest.mark.parametrize("table", [pytest.param(table, id=name) for name, table in find_tables().items()])
def test_the_cells_of_a_row_are_the_columns_declared(table: LineageTable, demo: Knowledge) -> None:
    with demo.access(OPERATOR.key, as_of=DEMO_DAY) as access:
        check(table, [] if table.name in WITHOUT_ROWS else find_rows(table, access))


def check(table: LineageTable, rows: list[SourceRow]) -> None:
    """Whether a table's rows are as it declares."""
    assert rows or table.name in WITHOUT_ROWS, f"{table.name}: no row of the demo company is found for it"
    for row in rows:
        named = set(row.cells)
        if table.name in A_COLUMN_A_PRODUCT:
            named &= set(table.columns)
        assert named == set(table.columns), f"{table.name}: cells {sorted(named)}, columns {sorted(table.columns)}"
        assert row.source, f"{table.name}: a row without the file or system it came from"


def test_a_table_that_loads_other_cells_is_found() -> None:
    planted = LineageTable("planted", ("opened_on", "subject"), lambda access, wanted, most: (0, []))
    with pytest.raises(AssertionError, match="planted: cells"):
        check(planted, [SourceRow("tickets.csv", 2, {"opened_on": DEMO_DAY})])
    with pytest.raises(AssertionError, match="no row"):
        check(planted, [])
