"""Personal data for the terminal: found, handed out, erased, and dropped when its time is over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.open_store import opened, store_address
from bot.clock import utc_now
from bot.jobs.database import work_url
from bot.jobs.queue import SCHEMA
from knowledge.imports.rejects import rejects_folder
from knowledge.kernel.backups import find_backups
from knowledge.knowledge import Knowledge
from knowledge.privacy.commands.erase import erase, settle
from knowledge.privacy.commands.requests import PrivacyRequest, list_requests
from knowledge.privacy.commands.retention import count_aged, drop_aged
from knowledge.privacy.commands.work import is_work_there, mask_work, settle_work
from knowledge.privacy.files import clear_caches, mask_rejects
from knowledge.privacy.queries.export import Rows, export_rows
from knowledge.privacy.queries.rows import count_linked, count_own, find_mentions
from knowledge.privacy.queries.subjects import find_subject
from knowledge.privacy.queries.tables import declared
from knowledge.privacy.subject import Subject
from knowledge.settings import cache_folder, load_rules
from knowledge.sync.staging import staging_root

Counts = dict[str, int]


@dataclass(frozen=True)
class Findings:
    """Who is meant, and how many rows and lines are kept of them."""

    subject: Subject
    own: Counts
    linked: Counts
    named: Counts
    beside: Counts

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept at all."""
        return not (self.own or self.linked or self.named or self.beside)


@dataclass(frozen=True)
class Erased:
    """Rows and lines changed, by place; whether the write-ahead log was emptied; backups that still hold it."""

    rows: Counts
    log_cleared: bool
    is_server: bool
    backups: tuple[str, ...]


@dataclass(frozen=True)
class Stored:
    """One table: whose data, why, and how many days it is kept; None: until it is erased."""

    table: str
    holds: str
    why: str
    days: int | None


def list_stored() -> tuple[Stored, ...]:
    """What is stored where and why, as each table declares it."""
    rules = load_rules().retention
    return tuple(
        Stored(table.name, told.holds, told.why, rules.days_of(told.kept) if told.kept else None)
        for table, told in sorted(declared().items(), key=lambda pair: pair[0].name)
    )


def stored_as_markdown() -> str:
    """The table of docs/privacy.md."""
    rows = [f"| `{one.table}` | {one.holds} | {one.why} |" for one in list_stored()]
    return "\n".join(["| table | whose | why |", "|---|---|---|", *rows])


def find_personal(store: str | None, said: str, rejects: Path | None, *, schema: str = SCHEMA) -> Findings:
    """What is kept of whoever is meant. SubjectUnclear."""
    with opened(store, is_filled=False) as knowledge, knowledge.engine.connect() as connection:
        subject = find_subject(connection, said)
        own = count_own(connection, subject)
        named = Counter(found.table.name for found in find_mentions(connection, subject))
        linked = count_linked(connection, subject)
    return Findings(subject, own, linked, dict(named), _beside(store, subject, rejects, schema, changes=False))


def export_personal(store: str | None, said: str) -> tuple[Subject, Rows]:
    """All rows of whoever is meant, by table."""
    with opened(store, is_filled=False) as knowledge, knowledge.engine.connect() as connection:
        subject = find_subject(connection, said)
        return subject, export_rows(connection, subject)


def erase_personal(store: str | None, subject: Subject, rejects: Path | None, *, schema: str = SCHEMA) -> Erased:
    """Erase the subject everywhere we write; ``schema``: where durable work is kept on PostgreSQL."""
    with opened(store, is_filled=False) as knowledge:
        rows = Counter(erase(knowledge.engine, subject, now=utc_now(), today=knowledge.today()))
        rows.update(_beside(store, subject, rejects, schema, changes=True))
        cleared = _settle(knowledge, store, schema)
        is_server = knowledge.engine.dialect.name != "sqlite"
    backups = tuple(str(each.path) for each in find_backups(store_address(store)))
    return Erased(dict(rows), cleared, is_server, backups)


def find_requests(store: str | None) -> tuple[PrivacyRequest, ...]:
    """What was passed on to operations."""
    with opened(store, is_filled=False) as knowledge, knowledge.engine.connect() as connection:
        return list_requests(connection)


def settle_store(store: str | None, *, schema: str = SCHEMA) -> bool:
    """Write freed pages of store and durable work anew and empty their logs; False where others still read."""
    with opened(store, is_filled=False) as knowledge:
        return _settle(knowledge, store, schema)


def _settle(knowledge: Knowledge, store: str | None, schema: str) -> bool:
    url = work_url(store_address(store))
    is_settled = settle(knowledge.engine)
    return (settle_work(url, schema) if is_work_there(url, schema) else True) and is_settled


def count_over(store: str | None) -> Counts:
    """Rows whose time is over."""
    with opened(store, is_filled=False) as knowledge, knowledge.engine.connect() as connection:
        return count_aged(connection, knowledge.rules.retention, now=utc_now())


def drop_over(store: str | None) -> Counts:
    """Drop them."""
    with opened(store, is_filled=False) as knowledge, knowledge.engine.begin() as connection:
        return drop_aged(connection, knowledge.rules.retention, now=utc_now())


def _beside(store: str | None, subject: Subject, rejects: Path | None, schema: str, *, changes: bool) -> Counts:
    """Durable work, rejects of imports, what a sync has pulled and not loaded, caches."""
    url, identifiers = work_url(store_address(store)), subject.identifiers
    work = mask_work(url, schema, identifiers, changes=changes) if is_work_there(url, schema) else 0
    counts = {
        "durable work": work,
        "rejects": mask_rejects(rejects or rejects_folder(), identifiers, changes=changes),
        "staged rows of a sync": clear_caches(staging_root(), identifiers, changes=changes),
        "cache": clear_caches(cache_folder(), identifiers, changes=changes),
    }
    return {name: count for name, count in counts.items() if count}
