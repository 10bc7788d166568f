"""One row for one product or colleague, though several systems have an id of their own for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, insert, select

from knowledge.imports.lookups import plain_name
from knowledge.tables import RowKey

MATCHED_BY = {"products": ("name",), "people": ("email", "name")}  # in this order


@dataclass(frozen=True)
class Placed:
    """The key under which a row is written, and whether it may write: only the first id to come rules the facts."""

    key: str
    may_write: bool


class KnownRows:
    """The products, or the people, of the store; their tables are small."""

    def __init__(self, connection: Connection, table: Table, system: str) -> None:
        self._connection = connection
        self._table = table
        self._system = system
        self._marks = MATCHED_BY[table.name]
        self._keys: set[str] = set()
        self._by_mark: dict[tuple[str, str], str] = {}
        self._emails: dict[str, str] = {}
        columns = (table.c.key, *(table.c[mark] for mark in self._marks))
        for row in connection.execute(select(*columns)):
            self._learn(row[0], dict(zip(self._marks, row[1:], strict=True)))
        self._ties, self._ruled = self._load_ties()

    def place(self, row_id: str | None, values: dict[str, object]) -> Placed:
        """Where a row belongs: under its own id, an id it is known by, its e-mail, its name; else it is new."""
        own = f"{self._system}:{row_id}" if row_id else f"name:{plain_name(str(values['name']))}"
        if row_id and (tied := self._ties.get((self._system, row_id))):
            return Placed(tied, self._ruled.get(tied) == (self._system, row_id))
        if own in self._keys:
            return Placed(own, bool(row_id) or own not in self._ruled)
        same = self._same(values)
        if same is None:
            self._learn(own, values)
            return Placed(own, may_write=True)
        if not row_id:
            return Placed(same, may_write=False)
        return Placed(same, self._tie(same, row_id))

    def _same(self, values: dict[str, object]) -> str | None:
        marks = ((mark, values.get(mark)) for mark in self._marks)
        hits = (self._by_mark.get((mark, plain_name(str(value)))) for mark, value in marks if value)
        hit = next((hit for hit in hits if hit), None)
        email = plain_name(str(values.get("email") or ""))
        is_namesake = bool(hit and email and self._emails.get(hit, email) != email)
        return None if is_namesake else hit

    def _tie(self, key: str, row_id: str) -> bool:
        """Note another id of a known row; it rules where so far only a name was known."""
        self._ties[self._system, row_id] = key
        if is_ruler := key.startswith("name:") and key not in self._ruled:
            self._ruled[key] = (self._system, row_id)
        row = {"table_name": self._table.name, "row_key": key, "system": self._system, "key": row_id}
        self._connection.execute(insert(RowKey), [row])
        return is_ruler

    def _learn(self, key: str, values: dict[str, object]) -> None:
        self._keys.add(key)
        if email := values.get("email"):
            self._emails[key] = plain_name(str(email))
        for mark in self._marks:
            if value := values.get(mark):
                self._by_mark.setdefault((mark, plain_name(str(value))), key)

    def _load_ties(self) -> tuple[dict[tuple[str, str], str], dict[str, tuple[str, str]]]:
        ties: dict[tuple[str, str], str] = {}
        ruled: dict[str, tuple[str, str]] = {}
        columns = select(RowKey.system, RowKey.key, RowKey.row_key).where(RowKey.table_name == self._table.name)
        for system, key, row_key in self._connection.execute(columns.order_by(RowKey.id)):
            ties[system, key] = row_key
            if row_key.startswith("name:"):
                ruled.setdefault(row_key, (system, key))
        return ties, ruled
