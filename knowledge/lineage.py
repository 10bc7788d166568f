"""All tables that "why?" shows, found in the domains that own them, and one way to their rows."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from knowledge.kernel.access import AccessContext
from knowledge.kernel.lineage import LineageTable, RowRange, SourceRow

_HERE = Path(__file__).parent


@cache
def find_tables() -> Mapping[str, LineageTable]:
    """Every registered table by its name. ValueError where two have one name."""
    modules = sorted(
        f"knowledge.{path.parent.parent.name}.queries.{path.stem}" for path in _HERE.glob("*/queries/*_rows.py")
    )
    tables: dict[str, LineageTable] = {}
    for module in modules:
        for table in importlib.import_module(module).TABLES:
            if table.name in tables:
                raise ValueError(f"{module}: {table.name} is registered twice")
            tables[table.name] = table
    return MappingProxyType(tables)


def load_rows(access: AccessContext, wanted: RowRange, *, most: int) -> tuple[int, list[SourceRow]]:
    """How many rows there are, and the newest ``most`` of them. Only rows of accounts that the viewer may see.

    KeyError for a table that nobody registered; none where the range lacks what the table needs.
    """
    table = find_tables()[wanted.table]
    if not all(getattr(wanted, field) for field in table.needs):
        return 0, []
    return table.load(access, wanted, most)
