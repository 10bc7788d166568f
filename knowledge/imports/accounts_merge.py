"""The same company under two ids: found by registry number, domain or name, and the rule that tied them kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.imports.domains import own_domain
from knowledge.imports.firm_forms import forms_conflict, strict_form
from knowledge.imports.lookups import chunks
from knowledge.imports.shapes import Values
from knowledge.imports.telling import either, tell
from knowledge.tables import Account, AccountKey, AccountName
from knowledge.terms import NameKind

_ALIKE = 85  # of 100 (rapidfuzz token_sort_ratio) from which two names on one domain are one firm
_PARTLY_ALIKE = 60  # of 100 (token_set_ratio), where two systems know one firm each on a domain
_NAME_MARK = "name:"
_TYING = (NameKind.LEGAL, NameKind.ALIAS)  # a former name ties nothing: another firm may bear it now


class Rule(StrEnum):
    """What ties a system's id to an account."""

    OWN = "own"
    NUMBER = "corporate_number"
    DOMAIN = "domain"
    NAME = "name"
    CREATED = "created"  # made by ``create:`` from the text of a reference; not an id of its own yet
    MERGED = "merged"  # merged where it comes from, or by one of us
    SPLIT = "split"  # parted by one of us


@dataclass
class Known:
    """What the merge knows of one account, in the store or just read."""

    id: int | None
    key: str
    name: str
    normal: str
    website: str | None
    corporate_number: str | None
    country: str | None
    systems: set[str] = field(default_factory=set)
    ruler: tuple[str, str] | None = None  # the system and id whose rows rule its facts
    has_nameless_tie: bool = False  # a row without an id, of another name, was tied to it

    def is_open_to(self, system: str, row_id: str | None) -> bool:
        """Whether a row may be this account without being known by its id: never against an id of its own system."""
        return row_id is None or system not in self.systems


@dataclass
class Directory:
    """The accounts that a batch of rows may be, by each of their marks."""

    by_key: dict[str, tuple[Known, str]] = field(default_factory=dict)
    by_number: dict[str, list[Known]] = field(default_factory=dict)
    by_domain: dict[str, list[Known]] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=dict)

    def learn(self, known: Known, names: Iterable[str] = ()) -> None:
        """Make an account findable by its marks."""
        for place, mark in ((self.by_number, known.corporate_number), (self.by_domain, known.website)):
            if mark and known not in place.setdefault(mark, []):
                place[mark].append(known)
        for normal in {known.normal, *names}:
            if known not in self.by_name.setdefault(normal, []):
                self.by_name[normal].append(known)

    def rename(self, known: Known, name: str, normal: str, website: str | None) -> None:
        """From now on the account is found by its new name and website only."""
        for place, old in ((self.by_name, known.normal), (self.by_domain, known.website)):
            if old and known in place.get(old, []):
                place[old].remove(known)
        known.name, known.normal, known.website = name, normal, website or known.website
        self.learn(known)


class Unclear(Exception):
    """A row without an id may be one of several accounts; ``str(error)`` names them."""


def name_mark(normal: str) -> str:
    """What stands for the id of a row that has none, where its tie to a system's account is kept."""
    return f"{_NAME_MARK}{normal}"[:200]


def load_directory(connection: Connection, system: str, rows: list[tuple[str | None, str, Values]]) -> Directory:
    """The accounts in the store that share an id, number, domain or name with a batch of (id, normal name, values)."""
    keys = _account_ids_by_key(connection, system, {row_id or name_mark(normal) for row_id, normal, _ in rows})
    names = _names(connection, {normal for _, normal, _ in rows})
    ids = set(keys.values()) | {account for account, _ in names}
    ids |= _ids_by(
        connection,
        Account.corporate_number,
        {str(v["corporate_number"]) for *_, v in rows if v.get("corporate_number")},
    )
    ids |= _ids_by(connection, Account.website, {str(v["website"]) for *_, v in rows if v.get("website")})
    known = _load(connection, ids)
    directory = Directory()
    for account in known.values():
        directory.learn(account)
    for account_id, normal in names:
        directory.learn(known[account_id], [normal])
    directory.by_key = {key: (known[account_id], Rule.OWN) for key, account_id in keys.items()}
    return directory


def find_same(
    directory: Directory, system: str, row_id: str | None, normal: str, values: Values, rules: tuple[str, ...]
) -> tuple[Known, Rule] | None:
    """The account that a row is about, and by which rule; None: a new one. Without an id, the name alone decides.

    Ids of one system rule: two ids are two accounts, whatever they are called. Raises Unclear.
    """
    if (mark := row_id or name_mark(normal)) in directory.by_key:
        return directory.by_key[mark][0], Rule.OWN
    tries: tuple[tuple[Rule, Callable[[], Known | None]], ...] = (
        (Rule.NUMBER, lambda: _by_number(directory, system, row_id, values)),
        (Rule.DOMAIN, lambda: _by_domain(directory, system, row_id, values)),
        (Rule.NAME, lambda: _by_name(directory, system, row_id, normal, values)),
    )
    for rule, attempt in tries:
        if (rule in rules or (rule is Rule.NAME and not row_id)) and (found := attempt()):
            return found, rule
    return None


def _by_number(directory: Directory, system: str, row_id: str | None, values: Values) -> Known | None:
    hits = directory.by_number.get(str(values.get("corporate_number") or ""), [])
    return next((known for known in hits if known.is_open_to(system, row_id)), None)


def _by_domain(directory: Directory, system: str, row_id: str | None, values: Values) -> Known | None:
    """The one firm of that domain whose name is alike, or cannot be compared; branches on one domain stay apart."""
    from rapidfuzz import fuzz

    if values.get("parent_id") or values.get("parent_named"):
        return None
    hits = [
        known
        for known in directory.by_domain.get(str(values.get("website") or ""), [])
        if known.is_open_to(system, row_id) and not _differ(known.corporate_number, values, "corporate_number")
    ]
    name = str(values["normal_name"])
    alike = [known for known in hits if fuzz.token_sort_ratio(known.normal, name) >= _ALIKE]
    if alike:
        return max(alike, key=lambda known: fuzz.ratio(known.normal, name))
    if not row_id:  # a name of its own tells rows without ids apart: one alone is a firm that a system has
        hits = [known for known in hits if known.ruler and not known.has_nameless_tie]
    if len(hits) == 1 and may_be_one(hits[0].normal, name) and not _is_elsewhere(hits[0], values):
        return hits[0]
    return None


def may_be_one(one: str, other: str) -> bool:
    """Whether two names on one domain may be one firm's: alike in part, or in two scripts."""
    from rapidfuzz import fuzz

    return one.isascii() is not other.isascii() or fuzz.token_set_ratio(one, other) >= _PARTLY_ALIKE


def _by_name(directory: Directory, system: str, row_id: str | None, normal: str, values: Values) -> Known | None:
    """Of the same name; not where number, website, country or legal form say that it is another firm."""
    hits = [
        known
        for known in directory.by_name.get(normal, [])
        if known.is_open_to(system, row_id) and not is_another(known, values)
    ]
    if len(hits) > 1:
        hits = [known for known in hits if strict_form(known.name) == strict_form(str(values["name"]))] or hits
    if len(hits) > 1 and row_id is None:
        may_be = either(known.key for known in hits[:3])
        raise Unclear(tell("imports.name_may_be", name=str(values["name"]), may_be=may_be))
    return hits[0] if len(hits) == 1 else None


def is_another(known: Known, values: Values) -> bool:
    """Whether something that both tell says that they are two firms."""
    theirs = str(values.get("website") or "")
    if _differ(known.corporate_number, values, "corporate_number"):
        return True
    if known.website and theirs:
        return own_domain(known.website) != own_domain(theirs)
    return _is_elsewhere(known, values) or forms_conflict(known.name, str(values["name"]))


def _is_elsewhere(known: Known, values: Values) -> bool:
    """Whether both name a country, written alike, and not the same."""
    ours, theirs = known.country or "", str(values.get("country") or "")
    return bool(ours and theirs) and len(ours) == len(theirs) and ours != theirs


def _differ(ours: str | None, values: Values, column: str) -> bool:
    theirs = values.get(column)
    return bool(ours and theirs and ours != theirs)


def _account_ids_by_key(connection: Connection, system: str, keys: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for portion in chunks(keys):
        statement = select(AccountKey.key, AccountKey.account_id)
        rows = connection.execute(statement.where(AccountKey.system == system, AccountKey.key.in_(portion)))
        found |= {row[0]: row[1] for row in rows}
    return found


def _names(connection: Connection, normals: set[str]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for portion in chunks(normals):
        rows = connection.execute(
            select(AccountName.account_id, AccountName.normal).where(
                AccountName.normal.in_(portion), AccountName.kind.in_(_TYING)
            )
        )
        found += [(account_id, normal) for account_id, normal in rows]
    return found


def _ids_by(connection: Connection, column: InstrumentedAttribute[str | None], marks: set[str]) -> set[int]:
    found: set[int] = set()
    for portion in chunks(marks):
        found |= set(connection.execute(select(Account.id).where(column.in_(portion))).scalars())
    return found


def _load(connection: Connection, ids: set[int]) -> dict[int, Known]:
    found: dict[int, Known] = {}
    columns = (Account.id, Account.key, Account.name, Account.normal_name)
    marks = (Account.website, Account.corporate_number, Account.country)
    for portion in chunks(ids):
        for row in connection.execute(select(*columns, *marks).where(Account.id.in_(portion))):
            found[row[0]] = Known(*row)
        keys = select(AccountKey.account_id, AccountKey.system, AccountKey.key).order_by(AccountKey.id)
        keys = keys.where(AccountKey.rule != Rule.CREATED, AccountKey.account_id.in_(portion))
        for account_id, system, key in connection.execute(keys):
            if key.startswith(_NAME_MARK):
                found[account_id].has_nameless_tie = True
                continue
            found[account_id].systems.add(system)
            found[account_id].ruler = found[account_id].ruler or (system, key)
    return found
