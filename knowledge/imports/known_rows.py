"""One row for one product or colleague, though several systems have an id of their own for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, insert, select

from knowledge.imports.lookups import plain_name
from knowledge.imports.telling import tell
from knowledge.tables import RowKey

MATCHED_BY = {"products": ("name",), "people": ("email", "name")}  # in this order
APART_BY = {"products": ("family",), "people": ("email",)}  # what tells namesakes apart


@dataclass(frozen=True)
class Placed:
    """The key under which a row is written, and whether it may write: only the first id to come rules the facts."""

    key: str
    may_write: bool


class KnownRows:
    """The products, or the people, of the store; their tables are small.

    Ids of one system rule: a name ties only ids of different systems, or a row without an id.
    """

    def __init__(self, connection: Connection, table: Table, system: str) -> None:
        self._connection = connection
        self._table = table
        self._system = system
        self._marks = MATCHED_BY[table.name]
        self._apart = APART_BY[table.name]
        self._keys: set[str] = set()
        self._by_mark: dict[tuple[str, str], list[str]] = {}
        self._values: dict[str, dict[str, str]] = {}
        self.ties: list[str] = []
        told = (*dict.fromkeys((*self._marks, *self._apart)),)
        self._ties, self._ruled, self._systems = self._load_ties()
        for row in connection.execute(select(table.c.key, *(table.c[mark] for mark in told))):
            self._learn(row[0], dict(zip(told, row[1:], strict=True)))

    def place(self, line: int, row_id: str | None, values: dict[str, object]) -> Placed:
        """Where a row belongs: under its own id, an id it is known by, its e-mail, its name; else it is new."""
        own = f"{self._system}:{row_id}" if row_id else f"name:{plain_name(str(values['name']))}"
        if row_id and (tied := self._ties.get((self._system, row_id))):
            if tied == own:  # parted by hand
                return Placed(own, may_write=True)
            if tied.startswith("name:"):
                self._ruled.setdefault(tied, (self._system, row_id))
            self._systems.setdefault(tied, set()).add(self._system)
            return Placed(tied, self._ruled.get(tied) == (self._system, row_id))
        if not row_id and (merged := self._ties.get(("name", plain_name(str(values["name"]))))):
            return Placed(merged, may_write=False)
        if own in self._keys and (row_id or not self._is_another(own, values)):
            return Placed(own, bool(row_id) or own not in self._ruled)
        same = self._same(row_id, values)
        if same is None:
            if own in self._keys:  # a namesake without an id
                own = f"{own}|{'|'.join(plain_name(str(values.get(mark) or '')) for mark in self._apart)}"
            self._learn(own, values)
            if row_id:
                self._systems.setdefault(own, set()).add(self._system)
            return Placed(own, may_write=True)
        if not row_id:
            return Placed(same, may_write=False)
        told = {"line": str(line), "name": str(values["name"]), "id": row_id, "kept": "", "key": same}
        rule = tell("import_merges.rule", rule=self._rule(same, values))
        self.ties.append(tell("import_notes.tie", rule=rule, **told))
        return Placed(same, self._tie(same, row_id, values))

    def _same(self, row_id: str | None, values: dict[str, object]) -> str | None:
        for mark in self._marks:
            if value := values.get(mark):
                hits = self._by_mark.get((mark, plain_name(str(value))), [])
                fitting = [key for key in hits if not (row_id and self._system in self._systems.get(key, ()))]
                fitting = [key for key in fitting if not self._is_another(key, values)]
                if len(fitting) == 1:
                    return fitting[0]
        return None

    def _is_another(self, key: str, values: dict[str, object]) -> bool:
        """Whether both tell something, such as e-mail or family, that says that they are two."""
        known = self._values.get(key, {})
        for mark in self._apart:
            ours, theirs = known.get(mark, ""), plain_name(str(values.get(mark) or ""))
            named = plain_name(str(values.get("name") or ""))
            if ours and theirs and ours != theirs and not {ours, theirs} & {named, known.get("name", "")}:
                return True
        return False

    def _rule(self, key: str, values: dict[str, object]) -> str:
        known = self._values.get(key, {})
        return next((m for m in self._marks if values.get(m) and known.get(m) == plain_name(str(values[m]))), "name")

    def _tie(self, key: str, row_id: str, values: dict[str, object]) -> bool:
        """Note another id of a known row; it rules where so far only a name was known."""
        self._ties[self._system, row_id] = key
        self._systems.setdefault(key, set()).add(self._system)
        if is_ruler := key.startswith("name:") and key not in self._ruled:
            self._ruled[key] = (self._system, row_id)
        row = {"table_name": self._table.name, "row_key": key, "system": self._system, "key": row_id}
        told = {"rule": self._rule(key, values), "name": str(values["name"])[:400]}
        self._connection.execute(insert(RowKey), [row | told])
        return is_ruler

    def _learn(self, key: str, values: dict[str, object]) -> None:
        self._keys.add(key)
        told = dict.fromkeys(("name", *self._marks, *self._apart))
        self._values[key] = {mark: plain_name(str(values.get(mark) or "")) for mark in told}
        if not key.startswith(("name:", "won:")):
            self._systems.setdefault(key, set()).add(key.partition(":")[0])
        for mark in self._marks:
            if value := values.get(mark):
                keys = self._by_mark.setdefault((mark, plain_name(str(value))), [])
                if key not in keys:
                    keys.append(key)

    def _load_ties(
        self,
    ) -> tuple[dict[tuple[str, str], str], dict[str, tuple[str, str]], dict[str, set[str]]]:
        ties: dict[tuple[str, str], str] = {}
        ruled: dict[str, tuple[str, str]] = {}
        systems: dict[str, set[str]] = {}
        columns = select(RowKey.system, RowKey.key, RowKey.row_key, RowKey.rule)
        found = self._connection.execute(columns.where(RowKey.table_name == self._table.name).order_by(RowKey.id))
        for system, key, row_key, rule in found:
            ties[system, key] = row_key
            if rule == "created":  # the text that ``create:`` met: perhaps an id, perhaps a name
                continue
            systems.setdefault(row_key, set()).add(system)
            if row_key.startswith("name:"):
                ruled.setdefault(row_key, (system, key))
        return ties, ruled, systems
