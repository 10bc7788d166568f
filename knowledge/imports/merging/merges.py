"""Makes two rows one, or parts them again; every step can be taken back and stands in the audit."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, Table, delete, insert, select, update

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.rows import name_rows
from knowledge.errors import ImportRefused
from knowledge.imports.accounts_merge import Rule
from knowledge.imports.lookups import plain_name
from knowledge.imports.merging.finding import find_row
from knowledge.imports.merging.referring import move_back, move_rows, rename_keys
from knowledge.imports.telling import tell
from knowledge.kernel.audit import append_audit
from knowledge.tables import Account, AccountKey, AccountName, Base, Merge, RowKey
from knowledge.terms import Role

_RULE = "rule:"  # before the rule that ids had, among what a merge moved
_BY_NAME = "name"  # the "system" of a row that has no id: its name stands for it


def merge(connection: Connection, table: str, kept: str, gone: str, *, at: dt.datetime, person: str | None) -> str:
    """Let the second be the first from now on, also in later imports; what was done, as a sentence."""
    kept_id, kept_key, kept_name = find_row(connection, table, kept)
    gone_id, gone_key, gone_name = find_row(connection, table, gone)
    if kept_id == gone_id:
        raise ImportRefused(tell("import_merges.one_already", kept=kept, gone=gone, key=kept_key))
    stored = Base.metadata.tables[table]
    row = {
        name: value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value
        for name, value in connection.execute(select(stored).where(stored.c.id == gone_id)).mappings().one().items()
    }
    moved = move_rows(connection, table, gone_id, kept_id)
    ties = _tie_account if table == "accounts" else _tie_row
    ties(connection, table, (gone_id, gone_key, gone_name), (kept_id, kept_key), moved)
    connection.execute(delete(stored).where(stored.c.id == gone_id))
    rename_keys(connection, moved, gone_key, kept_key)
    made = {
        "table_name": table,
        "kept_key": kept_key,
        "merged_key": gone_key,
        "row": row,
        "moved": moved,
        "made_at": at,
    }
    connection.execute(insert(Merge), [made])
    _note(connection, f"merge_{table}", f"{gone_key} into {kept_key}", at=at, person=person, of=(table, kept_id))
    told = {"gone": gone_name, "gone_key": gone_key, "kept": kept_name, "kept_key": kept_key, "table": table}
    return tell("import_merges.is_one_now", **told)


def split(connection: Connection, table: str, mention: str, *, at: dt.datetime, person: str | None) -> str:
    """Take the merge of this key back; or part an id that an import had tied, such as ``billing:77``."""
    merges = select(Merge).where(Merge.table_name == table, Merge.merged_key == mention, Merge.undone_at.is_(None))
    made = connection.execute(merges.order_by(Merge.id.desc())).mappings().first()
    if made is None:
        part_id = _part_account if table == "accounts" else _part_row
        return part_id(connection, table, mention, at=at, person=person)
    stored = Base.metadata.tables[table]
    row = {name: _read(stored, name, value) for name, value in made["row"].items()}
    connection.execute(insert(stored), [row])
    moved = dict(made["moved"])
    keys, names = moved.pop("account_keys", []), moved.pop("account_names", [])
    rows, tied = moved.pop("row_keys", []), moved.pop("row_ties", [])
    rules = {name: moved.pop(name) for name in list(moved) if name.startswith(_RULE)}
    move_back(connection, moved, int(str(row["id"])))
    rename_keys(connection, moved, str(made["kept_key"]), mention)
    if table == "accounts":
        connection.execute(
            update(AccountKey).where(AccountKey.id.in_(keys)).values(account_id=row["id"], rule=Rule.OWN)
        )
        for name, ids in rules.items():
            connection.execute(
                update(AccountKey).where(AccountKey.id.in_(ids)).values(rule=Rule(name.removeprefix(_RULE)))
            )
        connection.execute(update(AccountName).where(AccountName.id.in_(names)).values(account_id=row["id"]))
    else:
        connection.execute(delete(RowKey).where(RowKey.id.in_(rows)))
        connection.execute(update(RowKey).where(RowKey.id.in_(tied)).values(row_key=mention))
    connection.execute(update(Merge).where(Merge.id == made["id"]).values(undone_at=at))
    _note(connection, f"split_{table}", mention, at=at, person=person, of=(table, int(str(row["id"]))))
    return tell("import_merges.by_itself_again", name=row["name"], mention=mention)


def _tie_account(
    connection: Connection, _table: str, gone: tuple[int, str, str], kept: tuple[int, str], moved: dict[str, list[int]]
) -> None:
    """Ids and spellings of the one mean the other."""
    there = {tuple(r) for r in connection.execute(_spellings(kept[0]))}
    names = connection.execute(
        select(AccountName.id, AccountName.normal, AccountName.kind).where(AccountName.account_id == gone[0])
    ).all()
    moved["account_names"] = [int(row[0]) for row in names if (row[1], row[2]) not in there]
    connection.execute(update(AccountName).where(AccountName.id.in_(moved["account_names"])).values(account_id=kept[0]))
    connection.execute(delete(AccountName).where(AccountName.account_id == gone[0]))
    keys = connection.execute(select(AccountKey.id, AccountKey.rule).where(AccountKey.account_id == gone[0])).all()
    moved["account_keys"] = [int(row_id) for row_id, _ in keys]
    for row_id, rule in keys:
        if rule != Rule.OWN:
            moved.setdefault(f"{_RULE}{rule}", []).append(int(row_id))
    ours = AccountKey.id.in_(moved["account_keys"])
    connection.execute(update(AccountKey).where(ours).values(account_id=kept[0], rule=Rule.MERGED))


def _spellings(account_id: int):  # type: ignore[no-untyped-def] # a statement of two columns
    return select(AccountName.normal, AccountName.kind).where(AccountName.account_id == account_id)


def _tie_row(
    connection: Connection, table: str, gone: tuple[int, str, str], kept: tuple[int, str], moved: dict[str, list[int]]
) -> None:
    system, _, row_id = gone[1].partition(":")
    system, row_id = (_BY_NAME, plain_name(gone[2])) if system == "name" else (system, row_id)
    ties = select(RowKey.id, RowKey.system, RowKey.key).where(RowKey.table_name == table, RowKey.row_key == gone[1])
    tied = connection.execute(ties).all()
    own = [int(tie[0]) for tie in tied if (tie[1], tie[2]) == (system, row_id)]  # parted before: it is tied anew
    connection.execute(delete(RowKey).where(RowKey.id.in_(own)))
    moved["row_ties"] = [int(tie[0]) for tie in tied if int(tie[0]) not in own]
    connection.execute(update(RowKey).where(RowKey.id.in_(moved["row_ties"])).values(row_key=kept[1]))
    row = {"table_name": table, "row_key": kept[1], "system": system, "key": row_id[:200], "rule": Rule.MERGED}
    added = connection.execute(insert(RowKey).returning(RowKey.id), row | {"name": gone[2]}).scalar_one()
    moved["row_keys"] = [int(added)]


def _part_row(connection: Connection, table: str, mention: str, *, at: dt.datetime, person: str | None) -> str:
    """A product or colleague of its own for one id, with the rows that came under ids of its system."""
    system, _, row_id = mention.partition(":")
    found = select(RowKey).where(RowKey.table_name == table, RowKey.system == system, RowKey.key == row_id)
    tied = connection.execute(found).mappings().first()
    if tied is None or tied["rule"] in {Rule.CREATED, Rule.SPLIT} or tied["row_key"] == mention:
        raise ImportRefused(tell("import_merges.tied_to_nothing", mention=mention, table=table))
    stored, name = Base.metadata.tables[table], tied["name"] or row_id
    from_id: int = connection.execute(select(stored.c.id).where(stored.c.key == tied["row_key"])).scalar_one()
    own = {"role": Role.REP} if table == "people" else {"family": name}
    values = {"key": mention, "name": name, "source": "split"} | own
    new_id: int = connection.execute(insert(stored).returning(stored.c.id), values).scalar_one()
    connection.execute(update(RowKey).where(RowKey.id == tied["id"]).values(row_key=mention, rule=Rule.SPLIT))
    moved = move_rows(connection, table, from_id, new_id, system=system)
    count = sum(map(len, moved.values()))
    _note(connection, f"split_{table}", mention, at=at, person=person, of=(table, new_id))
    return tell("import_merges.of_its_own", name=name, mention=mention, count=count)


def _part_account(connection: Connection, table: str, mention: str, *, at: dt.datetime, person: str | None) -> str:
    """An account of its own for one id, with the rows that came under ids of its system."""
    system, _, row_id = mention.partition(":")
    tied = (
        connection.execute(select(AccountKey).where(AccountKey.system == system, AccountKey.key == row_id))
        .mappings()
        .first()
    )
    if tied is None or tied["rule"] == Rule.OWN:
        raise ImportRefused(tell("import_merges.tied_to_nothing", mention=mention, table=table))
    name = tied["name"] or row_id
    values = {"key": mention, "name": name, "normal_name": normalise_name(name), "source": "split"}
    account_id = connection.execute(insert(Account).returning(Account.id), values).scalar_one()
    connection.execute(insert(AccountName), name_rows(account_id, name))
    connection.execute(
        update(AccountKey).where(AccountKey.id == tied["id"]).values(account_id=account_id, rule=Rule.SPLIT)
    )
    moved = move_rows(connection, "accounts", tied["account_id"], account_id, system=system)
    count = sum(map(len, moved.values()))
    _note(connection, "split_accounts", mention, at=at, person=person, of=("accounts", account_id))
    return tell("import_merges.of_its_own", name=name, mention=mention, count=count)


def _note(
    connection: Connection, act: str, text: str, *, at: dt.datetime, person: str | None, of: tuple[str, int]
) -> None:
    account = of[1] if of[0] == "accounts" else None
    append_audit(connection, at=at, person_key=person, place="terminal", act=act, account_id=account, text=text)


def _read(stored: Table, name: str, value: object) -> object:
    """A value of the kept row as the column has it: days were kept as text."""
    kind = stored.c[name].type.python_type
    return dt.date.fromisoformat(value) if kind is dt.date and isinstance(value, str) else value
