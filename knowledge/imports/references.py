"""Finds the rows that a file refers to: by the system's id, then by name in any spelling."""

from __future__ import annotations

from sqlalchemy import Connection, Table, insert, select

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.rows import name_rows
from knowledge.imports.accounts_merge import Rule
from knowledge.imports.cells.written import is_nothing, read_words
from knowledge.imports.lookups import LOOKUPS, NAMED, Found, compared, plain_name
from knowledge.imports.telling import either, tell
from knowledge.tables import Account, AccountKey, AccountName, Person, Product, RowKey
from knowledge.terms import Role

_MOST_REMEMBERED = 50_000
_MOST_NAMES_COMPARED = 200_000
_MOST_UNKNOWN_EXPLAINED = 300  # distinct names whose nearest are searched for; a file may hold a million
_NEAR_ENOUGH = 60  # of 100; below it a name shown as "nearest" only confuses
_WHAT = {
    "accounts": "account",
    "products": "product",
    "people": "person",
    "deals": "deal",
    "contacts": "contact",
    "tickets": "ticket",
}


class NotFound(Exception):
    """No row, or more than one; ``str(error)`` says so with the nearest names."""


class References:
    """Look-ups of one file in one transaction, remembered up to a bound."""

    def __init__(self, connection: Connection, system: str, source: str) -> None:
        self._connection = connection
        self._system = system
        self._source = source
        self._known: dict[str, dict[str, list[Found]]] = {}
        self._made: dict[str, dict[str, Found]] = {}
        self._explained: dict[tuple[str, str], str] = {}

    def prime(self, table: str, texts: set[str]) -> None:
        """Look up all texts that are not remembered yet, in few statements."""
        known = self._known.setdefault(table, {})
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        lacking = {text for text in texts if text not in known}
        for lookup in LOOKUPS[table]:
            if lacking:
                hits = lookup(self._connection, self._system, lacking)
                known.update(hits)
                lacking -= hits.keys()
        known.update((text, []) for text in lacking)

    def find(self, table: str, text: str) -> Found:
        """The row of a primed text. Raises NotFound."""
        found = self._known[table].get(text, [])
        if len(found) == 1:
            return found[0]
        raise NotFound(self._explain(table, text, found))

    def find_or_create(self, table: str, name: str, line: int) -> Found:
        """The row of a primed name, made where there is none."""
        if not self._known[table].get(name):
            key = _name_key(table, name)
            made = self._made.setdefault(table, {})
            if key not in made:
                made[key] = _create(
                    self._connection, table, name, key, system=self._system, source=self._source, line=line
                )
            self._known[table][name] = [made[key]]
        return self.find(table, name)

    def forget(self, table: str) -> None:
        """Look up anew what was not found: rows of that table were written."""
        known = self._known.get(table, {})
        for text in [text for text, found in known.items() if len(found) != 1]:
            del known[text]

    def _explain(self, table: str, text: str, found: list[Found]) -> str:
        what = tell(f"imports.thing_{_WHAT[table]}")
        if found:
            return tell("imports.several", text=text, may_be=either(row.key for row in found[:3]), what=what)
        if (table, text) not in self._explained and len(self._explained) < _MOST_UNKNOWN_EXPLAINED:
            near = _nearest(self._connection, table, text)
            self._explained[table, text] = ", ".join(near)
        return tell("imports.not_in_store", text=text, what=what, nearest=self._explained.get((table, text), ""))


def _nearest(connection: Connection, table: str, text: str) -> list[str]:
    """The three names nearest to a text."""
    from rapidfuzz import fuzz, process

    if table not in NAMED:
        return []
    form = normalise_name if table == "accounts" else plain_name
    names = connection.execute(select(NAMED[table]).limit(_MOST_NAMES_COMPARED)).scalars()
    forms = {name: form(name) for name in names}
    hits = process.extract(form(text), forms, scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR_ENOUGH)
    return [name for _, _, name in hits]


def _name_key(table: str, name: str) -> str:
    """The key of a row made from a name; all its spellings have one."""
    normal = normalise_name(name) if table == "accounts" else plain_name(name)
    return f"name:{normal}"[:190]


def _create(connection: Connection, table: str, name: str, key: str, *, system: str, source: str, line: int) -> Found:
    """A row known by nothing but a text. The text may be its id in the system, so that is kept beside the name."""
    if is_nothing(name) or key == "name:":
        raise NotFound(tell("imports.no_name_to_create", name=name, table=table))
    row = {"key": key, "name": read_words(name)[:400], "source": source, "source_line": line}
    tie = {"system": system, "key": compared(name)[:200], "rule": Rule.CREATED, "name": name[:400]}
    if table == "accounts":
        normal = normalise_name(name)
        found = _inserted(connection, Account.__table__, row | {"normal_name": normal})  # type: ignore[arg-type]
        connection.execute(insert(AccountName), name_rows(found.id, name))
        connection.execute(insert(AccountKey), [tie | {"account_id": found.id}])
        return found
    if table == "people":
        found = _inserted(connection, Person.__table__, row | {"role": Role.REP})  # type: ignore[arg-type]
    else:
        found = _inserted(connection, Product.__table__, row | {"family": name})  # type: ignore[arg-type]
    connection.execute(insert(RowKey), [tie | {"table_name": table, "row_key": key}])
    return found


def _inserted(connection: Connection, table: Table, row: dict[str, object]) -> Found:
    return Found(connection.execute(insert(table).returning(table.c.id), row).scalar_one(), str(row["key"]))
