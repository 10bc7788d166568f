"""What a batch of rows changes of accounts, their ids and their names; loaded and written in a few statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select, update

from knowledge.accounts.names.rows import spell_out
from knowledge.imports.accounts_merge import Directory, Known, Rule
from knowledge.imports.lookups import chunks
from knowledge.imports.shapes import Values
from knowledge.tables import Account, AccountKey, AccountName
from knowledge.terms import NameKind

TABLE = Account.__table__


@dataclass
class Plan:
    """What a batch will write, by the account it is about."""

    added: dict[int, Values] = field(default_factory=dict)  # by the Known's identity
    changed: dict[int, Values] = field(default_factory=dict)
    keys: dict[str, tuple[Known, Rule, str]] = field(default_factory=dict)
    names: list[tuple[Known, str, NameKind]] = field(default_factory=list)


def load_stored(connection: Connection, directory: Directory) -> dict[str, Values]:
    """The accounts that the directory knows, as they are in the store, by key."""
    ids = {known.id for group in directory.by_name.values() for known in group if known.id}
    found: dict[str, Values] = {}
    for portion in chunks(ids):
        for row in connection.execute(select(TABLE).where(TABLE.c.id.in_(portion))).mappings():
            found[row["key"]] = dict(row)
    return found


def carry_out(connection: Connection, system: str, plan: Plan) -> None:
    """Write what a batch was found to change."""
    everybody = {id(known): known for known, *_ in [*plan.keys.values(), *plan.names]}
    for group in _alike(plan.added).values():
        connection.execute(insert(TABLE), [plan.added[which] for which in group])  # type: ignore[arg-type]
    fresh = {known.key: known for known in everybody.values() if known.id is None}
    for portion in chunks(fresh):
        for key, row_id in connection.execute(select(Account.key, Account.id).where(Account.key.in_(portion))):
            fresh[key].id = row_id
    for row_id, values in plan.changed.items():
        connection.execute(update(TABLE).where(TABLE.c.id == row_id).values(**values))  # type: ignore[arg-type]
    _write_keys(connection, system, plan)
    _write_names(connection, plan)


def _write_keys(connection: Connection, system: str, plan: Plan) -> None:
    """New ids; one that so far only was a text that ``create:`` met becomes an id of its own."""
    created: set[str] = set()
    for portion in chunks(plan.keys):
        ours = (AccountKey.system == system, AccountKey.key.in_(portion))
        created |= set(connection.execute(select(AccountKey.key).where(*ours)).scalars())
        connection.execute(update(AccountKey).where(*ours).values(rule=Rule.OWN))
    rows = [
        {"account_id": known.id, "system": system, "key": key, "rule": rule, "name": name}
        for key, (known, rule, name) in plan.keys.items()
        if key not in created
    ]
    if rows:
        connection.execute(insert(AccountKey), rows)


def _write_names(connection: Connection, plan: Plan) -> None:
    wanted = {
        (known.id, normal, kind): spelling
        for known, name, written in plan.names
        for spelling, kind, normal in spell_out(name, written)
    }
    columns = (AccountName.account_id, AccountName.normal, AccountName.kind)
    for portion in chunks({known_id for known_id, *_ in wanted}):
        there = connection.execute(select(*columns).where(AccountName.account_id.in_(portion)))
        for row in there:
            wanted.pop((row[0], row[1], NameKind(row[2])), None)
            if row[2] == NameKind.LEGAL:
                wanted.pop((row[0], row[1], NameKind.ALIAS), None)
    rows = [
        {"account_id": account, "normal": normal, "kind": kind, "name": name}
        for (account, normal, kind), name in wanted.items()
    ]
    if rows:
        connection.execute(insert(AccountName), rows)


def _alike(added: dict[int, Values]) -> dict[frozenset[str], list[int]]:
    """Rows that have the same columns go in by one statement."""
    groups: dict[frozenset[str], list[int]] = {}
    for which, values in added.items():
        groups.setdefault(frozenset(values), []).append(which)
    return groups
