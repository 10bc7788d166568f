"""Writes accounts: one row of ours for each company, whatever ids and spellings it comes under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select, update

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.accounts.names.rows import spell_out
from knowledge.imports.accounts_merge import Directory, Known, Rule, find_same, load_directory
from knowledge.imports.lookups import chunks
from knowledge.imports.report import Effect
from knowledge.imports.seen import SeenRows
from knowledge.imports.shapes import Values
from knowledge.imports.upsert import Outcome
from knowledge.tables import Account, AccountKey, AccountName
from knowledge.terms import NameKind

_TABLE = Account.__table__
_TWICE = "the same id stands in an earlier line of this file with other values; keep one of them"


@dataclass
class _Plan:
    """What a batch will write, by the account it is about."""

    added: dict[int, Values] = field(default_factory=dict)  # by the Known's identity
    changed: dict[int, Values] = field(default_factory=dict)
    keys: list[tuple[Known, str, Rule]] = field(default_factory=list)
    names: list[tuple[Known, str, NameKind]] = field(default_factory=list)


class AccountWriter:
    """Accounts of one file. A fact is never erased by an empty cell.

    The id under which a company first came rules its facts; what comes under another id only fills in what is empty.
    """

    def __init__(self, connection: Connection, *, system: str, source: str, rules: tuple[str, ...]) -> None:
        self._connection = connection
        self._system = system
        self._source = source
        self._rules = rules
        self._seen = SeenRows(connection, _TABLE)  # type: ignore[arg-type]
        self.notes: list[str] = []

    def write(self, rows: Sequence[tuple[int, Values]]) -> list[Outcome]:
        """Store a batch of (line, values by column of the store, plus ``id``, ``aliases``, ``reading``)."""
        for _, values in rows:
            values["normal_name"] = normalise_name(str(values["name"]))
        marks = [(_text(values.get("id")), str(values["normal_name"]), values) for _, values in rows]
        directory = load_directory(self._connection, self._system, marks)
        stored = self._stored(directory)
        plan = _Plan()
        outcomes = [self._decide(line, values, directory, stored, plan) for line, values in rows]
        self._carry_out(plan)
        return outcomes

    def _decide(
        self, line: int, values: Values, directory: Directory, stored: dict[str, Values], plan: _Plan
    ) -> Outcome:
        row_id, normal = _text(values.pop("id", None)), str(values["normal_name"])
        spellings = _spellings(values)
        same = find_same(directory, self._system, row_id, normal, values, self._rules)
        values.pop("parent_named", None)
        if same is None:
            known = self._new(line, values, row_id, directory)
            plan.added[id(known)] = values | {"key": known.key, "source": self._source, "source_line": line}
            stored[known.key] = values
            plan.names += [(known, *spelling) for spelling in spellings]
            if row_id:
                self._tie(known, row_id, Rule.OWN, directory, plan)
            return Outcome(Effect.ADDED)
        known, rule = same
        new_key = bool(row_id and row_id not in directory.by_key)
        if new_key and row_id:
            self._tie(known, row_id, rule, directory, plan)
            self.notes.append(f"line {line}: {values['name']} ({row_id}) is {known.name} ({known.key}), by {rule}")
        return self._fill(line, values, known, spellings, stored=stored, plan=plan, row_id=row_id)

    def _new(self, line: int, values: Values, row_id: str | None, directory: Directory) -> Known:
        key = f"{self._system}:{row_id}" if row_id else f"name:{values['normal_name']}"[:150]
        if any(known.key == key for known in directory.by_name.get(str(values["normal_name"]), [])):
            key += f"|{values.get('corporate_number') or values.get('website')}"  # a namesake, not the same firm
        marks = (_text(values.get("website")), _text(values.get("corporate_number")), _text(values.get("country")))
        known = Known(None, key, str(values["name"]), str(values["normal_name"]), *marks, {self._system})
        directory.learn(known)
        if values.get("is_test"):
            self.notes.append(f"line {line}: {values['name']} is marked as a test account")
        return known

    def _tie(self, known: Known, row_id: str, rule: Rule, directory: Directory, plan: _Plan) -> None:
        directory.by_key[row_id] = (known, rule)
        known.systems.add(self._system)
        known.ruler = known.ruler or (self._system, row_id)
        plan.keys.append((known, row_id, rule))

    def _fill(
        self,
        line: int,
        values: Values,
        known: Known,
        spellings: list[tuple[str, NameKind]],
        *,
        stored: dict[str, Values],
        plan: _Plan,
        row_id: str | None,
    ) -> Outcome:
        now = stored[known.key]
        rules_facts = known.ruler == (self._system, row_id) if row_id else known.ruler is None
        met_before = known.id is None or self._seen.meet(known.id) if rules_facts else False
        differing = {
            name: value
            for name, value in values.items()
            if value is not None and now.get(name) != value and (rules_facts or now.get(name) is None)
        }
        if met_before and row_id and differing:
            return Outcome(Effect.REJECTED, _TWICE)
        if met_before:
            differing = {name: value for name, value in differing.items() if now.get(name) is None}
        if "name" in differing and now["normal_name"] != values["normal_name"]:
            plan.names.append((known, str(now["name"]), NameKind.FORMER))
        known_names = [spelling if rules_facts else (spelling[0], _alias(spelling[1])) for spelling in spellings]
        plan.names += [(known, *spelling) for spelling in known_names]
        if not differing:
            return Outcome(Effect.UNCHANGED)
        now.update(differing)
        if known.id is None:
            plan.added[id(known)].update(differing)
        else:
            origin = {"source": self._source, "source_line": line} if rules_facts else {}
            plan.changed.setdefault(known.id, {}).update(differing | origin)
        return Outcome(Effect.CHANGED)

    def _stored(self, directory: Directory) -> dict[str, Values]:
        ids = {known.id for group in directory.by_name.values() for known in group if known.id}
        found: dict[str, Values] = {}
        for portion in chunks(ids):
            for row in self._connection.execute(select(_TABLE).where(_TABLE.c.id.in_(portion))).mappings():
                found[row["key"]] = dict(row)
        return found

    def _carry_out(self, plan: _Plan) -> None:
        everybody = {id(known): known for known, *_ in [*plan.keys, *plan.names]}
        for group in _alike(plan.added).values():
            self._connection.execute(insert(_TABLE), [plan.added[which] for which in group])  # type: ignore[arg-type]
        fresh = {known.key: known for known in everybody.values() if known.id is None}
        for portion in chunks(fresh):
            for key, row_id in self._connection.execute(
                select(Account.key, Account.id).where(Account.key.in_(portion))
            ):
                fresh[key].id = row_id
        for row_id, values in plan.changed.items():
            self._connection.execute(update(_TABLE).where(_TABLE.c.id == row_id).values(**values))  # type: ignore[arg-type]
        self._write_keys(plan)
        self._write_names(plan)

    def _write_keys(self, plan: _Plan) -> None:
        rows = [
            {"account_id": known.id, "system": self._system, "key": key, "rule": rule} for known, key, rule in plan.keys
        ]
        if rows:
            self._connection.execute(insert(AccountKey), rows)

    def _write_names(self, plan: _Plan) -> None:
        wanted = {
            (known.id, normal, kind): spelling
            for known, name, written in plan.names
            for spelling, kind, normal in spell_out(name, written)
        }
        columns = (AccountName.account_id, AccountName.normal, AccountName.kind)
        for portion in chunks({known_id for known_id, *_ in wanted}):
            there = self._connection.execute(select(*columns).where(AccountName.account_id.in_(portion)))
            for row in there:
                wanted.pop((row[0], row[1], NameKind(row[2])), None)
                if row[2] == NameKind.LEGAL:
                    wanted.pop((row[0], row[1], NameKind.ALIAS), None)
        rows = [
            {"account_id": account, "normal": normal, "kind": kind, "name": name}
            for (account, normal, kind), name in wanted.items()
        ]
        if rows:
            self._connection.execute(insert(AccountName), rows)


def _alias(kind: NameKind) -> NameKind:
    return NameKind.ALIAS if kind is NameKind.LEGAL else kind


def _alike(added: dict[int, Values]) -> dict[frozenset[str], list[int]]:
    """Rows that have the same columns go in by one statement."""
    groups: dict[frozenset[str], list[int]] = {}
    for which, values in added.items():
        groups.setdefault(frozenset(values), []).append(which)
    return groups


def _spellings(values: Values) -> list[tuple[str, NameKind]]:
    found = [(str(values["name"]), NameKind.LEGAL)]
    aliases = str(values.pop("aliases", None) or "").replace("；", ";").split(";")
    found += [(alias.strip(), NameKind.ALIAS) for alias in aliases if alias.strip()]
    if reading := values.pop("reading", None):
        found.append((str(reading), NameKind.READING))
    return found


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "") else None
