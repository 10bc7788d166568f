"""Writes accounts: one row of ours for each company, whatever ids and spellings it comes under."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.imports.accounts_batch import TABLE, Plan, carry_out, load_stored
from knowledge.imports.accounts_merge import (
    Directory,
    Known,
    Rule,
    Unclear,
    find_same,
    load_directory,
    may_be_one,
    name_mark,
)
from knowledge.imports.domains import own_domain
from knowledge.imports.firm_forms import strict_form
from knowledge.imports.merged_ids import tie_merged
from knowledge.imports.report import Effect
from knowledge.imports.seen import SeenRows
from knowledge.imports.shapes import Values
from knowledge.imports.telling import tell
from knowledge.imports.upsert import Outcome
from knowledge.imports.varying import Varying, contradiction
from knowledge.terms import NameKind

_LONGEST_NAME_KEY = 150  # letters, so that what tells namesakes apart fits behind it
Row = tuple[int, Values, dt.date | None]  # line, values, the day for which a line of orders tells them


class Tie(NamedTuple):
    """An id that became another system's account, and by which rule."""

    line: int
    name: str
    row_id: str  # empty: none
    kept_name: str
    kept_key: str
    rule: Rule

    def __str__(self) -> str:
        told = {"id": self.row_id or tell("import_notes.without_an_id"), "kept": self.kept_name, "key": self.kept_key}
        rule = tell("import_merges.rule", rule=str(self.rule))
        return tell("import_notes.tie", line=str(self.line), name=self.name, rule=rule, **told)


class AccountWriter:
    """Accounts of one file. A fact is never erased by an empty cell.

    The id under which a company first came rules its facts; what comes under another id only fills in what is empty.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        system: str,
        source: str,
        rules: tuple[str, ...],
        as_of: dt.date,
        varying: Varying | None = None,
    ) -> None:
        self._connection = connection
        self._system = system
        self._source = source
        self._rules = rules
        self._at = dt.datetime.combine(as_of, dt.time(), dt.UTC)
        self._seen = SeenRows(connection, TABLE)  # type: ignore[arg-type]
        self._varying = varying
        self._merged: dict[str, tuple[int, str]] = {}
        self.ties: list[Tie] = []
        self.notes: list[str] = []

    def write(self, rows: Sequence[Row]) -> list[Outcome]:
        """Store a batch; values by column of the store, plus ``id``, ``aliases``, ``reading``, ``merged_into``."""
        for _, values, _ in rows:
            values["normal_name"] = normalise_name(str(values["name"]))
        marks = [(_text(values.get("id")), str(values["normal_name"]), values) for _, values, _ in rows]
        directory = load_directory(self._connection, self._system, marks)
        stored = load_stored(self._connection, directory)
        ids_by_name = {normal: row_id for row_id, normal, _ in marks if row_id}
        plan = Plan()
        outcomes = [self._decide(row, directory, stored, plan, ids_by_name) for row in rows]
        carry_out(self._connection, self._system, plan)
        return outcomes

    def finish(self) -> None:
        """Tie the ids of rows that were merged where they come from to the account that was kept."""
        for row_id, (line, kept) in self._merged.items():
            if tie_merged(self._connection, self._system, row_id, kept, at=self._at):
                told = {"line": str(line), "id": row_id, "kept": kept, "system": self._system}
                self.notes.append(tell("import_notes.merged_there", **told))

    def _decide(
        self,
        row: Row,
        directory: Directory,
        stored: dict[str, Values],
        plan: Plan,
        ids_by_name: dict[str, str],
    ) -> Outcome:
        line, values, _ = row
        row_id, normal = _text(values.pop("id", None)), str(values["normal_name"])
        merged = _text(values.pop("merged_into", None))
        if merged and row_id and merged != row_id:
            self._merged[row_id] = (line, merged)
            return Outcome(Effect.UNCHANGED)
        try:
            same = find_same(directory, self._system, row_id, normal, values, self._rules)
        except Unclear as unclear:
            return Outcome(Effect.REJECTED, str(unclear))
        spellings = _spellings(values)
        values.pop("parent_named", None)
        if same is None:
            known = self._new(line, values, row_id, directory)
            plan.added[id(known)] = values | {"key": known.key, "source": self._source, "source_line": line}
            stored[known.key] = plan.added[id(known)]
            plan.names += [(known, *spelling) for spelling in spellings]
            if row_id:
                self._tie(known, row_id, Rule.OWN, values, directory, plan)
            self._note_day(known, row)
            return Outcome(Effect.ADDED)
        known, rule = same
        if row_id and rule is Rule.OWN and (why := self._used_again(known, row_id, values, stored, ids_by_name)):
            return Outcome(Effect.REJECTED, why)
        if row_id and (row_id not in directory.by_key or known.ruler is None):
            self._tie(known, row_id, rule, values, directory, plan)
            if rule is not Rule.OWN:
                self.ties.append(Tie(line, str(values["name"]), row_id, known.name, known.key, rule))
        elif not row_id and rule is not Rule.OWN and not _was_made_by(normal, known):
            mark, known.has_nameless_tie = name_mark(normal), True
            directory.by_key[mark] = (known, rule)
            plan.keys[mark] = (known, rule, str(values["name"])[:400])
            self.ties.append(Tie(line, str(values["name"]), "", known.name, known.key, rule))
        return self._fill(row, known, spellings, stored=stored, plan=plan, row_id=row_id, directory=directory)

    def _used_again(
        self, known: Known, row_id: str, values: Values, stored: dict[str, Values], ids_by_name: dict[str, str]
    ) -> str | None:
        """Why an id seems to have been given to another firm; None where it may be the same."""
        now = stored[known.key]
        if known.ruler != (self._system, row_id) or now["normal_name"] == values["normal_name"]:
            return None
        website = str(values.get("website") or "")
        if (known.website and website and own_domain(known.website) != own_domain(website)) or (
            ids_by_name.get(str(now["normal_name"]), row_id) != row_id
        ):
            before = ", ".join(filter(None, (str(now["name"]), known.website)))
            here = ", ".join(filter(None, (str(values["name"]), website)))
            return tell("imports.account_used_again", id=row_id, before=before, here=here)
        return None

    def _new(self, line: int, values: Values, row_id: str | None, directory: Directory) -> Known:
        key = f"{self._system}:{row_id}" if row_id else name_mark(str(values["normal_name"]))[:_LONGEST_NAME_KEY]
        if any(known.key == key for known in directory.by_name.get(str(values["normal_name"]), [])):
            apart = values.get("corporate_number") or values.get("website") or strict_form(str(values["name"]))
            key = f"{key}|{apart}"[:190]  # a namesake, not the same firm
        marks = (_text(values.get("website")), _text(values.get("corporate_number")), _text(values.get("country")))
        known = Known(None, key, str(values["name"]), str(values["normal_name"]), *marks)
        directory.learn(known)
        if values.get("is_test"):
            self.notes.append(tell("import_notes.test_account", line=str(line), name=str(values["name"])))
        return known

    def _tie(self, known: Known, row_id: str, rule: Rule, values: Values, directory: Directory, plan: Plan) -> None:
        directory.by_key[row_id] = (known, rule)
        known.systems.add(self._system)
        known.ruler = known.ruler or (self._system, row_id)
        plan.keys[row_id] = (known, rule, str(values["name"])[:400])

    def _fill(
        self,
        row: Row,
        known: Known,
        spellings: list[tuple[str, NameKind]],
        *,
        stored: dict[str, Values],
        plan: Plan,
        row_id: str | None,
        directory: Directory,
    ) -> Outcome:
        line, values, day = row
        now = stored[known.key]
        rules_facts = known.ruler == (self._system, row_id) if row_id else known.ruler is None
        met_before = (known.id is None or self._seen.meet(known.id)) if rules_facts else False
        differing = {
            name: value
            for name, value in values.items()
            if value is not None and now.get(name) != value and (rules_facts or now.get(name) is None)
        }
        contradicting = {name: value for name, value in differing.items() if now.get(name) is not None}
        if met_before and contradicting:
            if self._varying is not None:
                is_later = self._varying.meet(known.key, day, _told(contradicting), now)
                differing = differing if is_later else {n: v for n, v in differing.items() if n not in contradicting}
            elif row_id:
                return Outcome(Effect.REJECTED, contradiction(row_id, now, contradicting))
            else:
                differing = {name: value for name, value in differing.items() if now.get(name) is None}
        else:
            self._note_day(known, row)
        if differing.get("normal_name") and now["name"] != row_id:
            plan.names.append((known, str(now["name"]), NameKind.FORMER))
            if row_id and not may_be_one(str(now["normal_name"]), str(differing["normal_name"])):
                told = {"line": str(line), "id": row_id, "was": str(now["name"]), "now": str(values["name"])}
                self.notes.append(tell("imports.firm_renamed", **told))
        known_names = [spelling if rules_facts else (spelling[0], _alias(spelling[1])) for spelling in spellings]
        plan.names += [(known, *spelling) for spelling in known_names] if not met_before or differing else []
        if not differing:
            return Outcome(Effect.UNCHANGED)
        now.update(differing)
        if "normal_name" in differing or "website" in differing:
            directory.rename(known, str(now["name"]), str(now["normal_name"]), _text(now.get("website")))
        if known.id is not None:
            origin = {"source": self._source, "source_line": line} if rules_facts else {}
            plan.changed.setdefault(known.id, {}).update(differing | origin)
        return Outcome(Effect.CHANGED)

    def _note_day(self, known: Known, row: Row) -> None:
        if self._varying is not None and row[2] is not None:
            self._varying.note(known.key, row[2])


def _was_made_by(normal: str, known: Known) -> bool:
    """Whether the account came from a row without an id of this name in the first place."""
    made = name_mark(normal)[:_LONGEST_NAME_KEY]
    return known.key == made or known.key.startswith(f"{made}|")


def _told(differing: Values) -> Values:
    return {name: value for name, value in differing.items() if name not in {"normal_name", "currency"}}


def _alias(kind: NameKind) -> NameKind:
    return NameKind.ALIAS if kind is NameKind.LEGAL else kind


def _spellings(values: Values) -> list[tuple[str, NameKind]]:
    found = [(str(values["name"]), NameKind.LEGAL)]
    aliases = str(values.pop("aliases", None) or "").replace("；", ";").split(";")
    found += [(alias.strip(), NameKind.ALIAS) for alias in aliases if alias.strip()]
    if reading := values.pop("reading", None):
        found.append((str(reading), NameKind.READING))
    return found


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "") else None
