"""Whether a store is whole: its pages, what its rows refer to, and how many there are."""

from __future__ import annotations

from sqlalchemy import Engine, func, inspect, select, text

from knowledge.tables import Base


def count_rows(engine: Engine) -> dict[str, int]:
    """Rows by table, those that hold any; tables that an older store lacks are left out."""
    with engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        counts = {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar() or 0)
            for table in Base.metadata.sorted_tables
            if table.name in there
        }
    return {name: count for name, count in counts.items() if count}


def find_store_damage(engine: Engine) -> str | None:
    """The first thing that is wrong; None where every row can be read and finds what it refers to."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            told = connection.execute(text("PRAGMA integrity_check(1)")).scalar()
            if told != "ok":
                return str(told)
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                parent = key.column.table.alias("parent")
                lost = select(func.count()).select_from(
                    table.outerjoin(parent, key.parent == parent.c[key.column.name])
                )
                lost = lost.where(key.parent.is_not(None), parent.c[key.column.name].is_(None))
                if count := connection.execute(lost).scalar():
                    return f"{table.name}.{key.parent.name}: {count} rows refer to nothing"
    return None
