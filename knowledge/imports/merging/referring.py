"""Which rows refer to a customer, product or colleague, and moving them to another."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Table, UniqueConstraint, delete, select, update

from knowledge.imports.lookups import chunks
from knowledge.tables import Base

_OWN = frozenset(("account_keys", "account_names", "row_keys", "audit"))  # moved by their own rules, or never
Moved = dict[str, list[int]]


def referring_columns(table: str) -> Iterator[tuple[Table, Column[object]]]:
    """Every column of the store that refers to the table."""
    target = f"{table}.id"
    for other in Base.metadata.sorted_tables:
        if other.name not in _OWN:
            for column in other.columns:
                if any(key.target_fullname == target for key in column.foreign_keys):
                    yield other, column


def move_rows(connection: Connection, table: str, from_id: int, to_id: int, *, system: str | None = None) -> Moved:
    """Let all rows (or those of one system) refer to another; what was moved, by ``table.column``.

    What is computed for each customer and day belongs to nobody else: it is dropped and computed anew.
    """
    moved: Moved = {}
    for other, column in referring_columns(table):
        if "id" not in other.columns:
            if system is None:
                connection.execute(delete(other).where(column == from_id))
            continue
        wanted = select(other.c.id).where(column == from_id)
        if system is not None:
            if "key" not in other.columns:
                continue
            wanted = wanted.where(other.c.key.startswith(f"{system}:", autoescape=True))
        ids: list[int] = list(connection.execute(wanted).scalars())
        if system is None and _is_unique_with(other, column):
            connection.execute(delete(other).where(column == from_id))
        elif ids:
            place_rows(connection, other, column, ids, to_id)
            moved[f"{other.name}.{column.name}"] = ids
    return moved


def place_rows(connection: Connection, other: Table, column: Column[object], ids: list[int], to_id: int) -> None:
    """Let these rows refer to that one."""
    for portion in chunks(set(ids)):
        connection.execute(update(other).where(other.c.id.in_(portion)).values({column.name: to_id}))


def move_back(connection: Connection, moved: Moved, to_id: int) -> None:
    """Undo a move; rows that are gone by now are not missed."""
    for place, ids in moved.items():
        table, _, column = place.partition(".")
        other = Base.metadata.tables[table]
        place_rows(connection, other, other.c[column], ids, to_id)


def rename_keys(connection: Connection, moved: Moved, old: str, new: str) -> None:
    """Rows without an id are known by whom they are about: their keys follow, so that a later import finds them."""
    for place, ids in moved.items():
        other = Base.metadata.tables.get(place.partition(".")[0])
        if other is None or "key" not in other.columns or other.name in _OWN:  # ties have their own keys
            continue
        for portion in chunks(set(ids)):
            rows = connection.execute(select(other.c.id, other.c.key).where(other.c.id.in_(portion))).all()
            for row_id, key in rows:
                wanted = "|".join(new if part == old else part for part in str(key).split("|"))
                if wanted != key and "|" in wanted:  # an id of its own is no such key
                    taken = connection.execute(select(other.c.id).where(other.c.key == wanted)).first()
                    renamed = f"{wanted}#m{row_id}" if taken else wanted
                    connection.execute(update(other).where(other.c.id == row_id).values(key=renamed[:200]))


def _is_unique_with(other: Table, column: Column[object]) -> bool:
    """Whether two rows of one customer may not be alike, such as marks on a checklist."""
    return any(isinstance(rule, UniqueConstraint) and column.name in rule.columns for rule in other.constraints)
