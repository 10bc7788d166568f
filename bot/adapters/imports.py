"""A person's exports on their way into the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from bot.adapters.open_store import address_of
from knowledge.imports.by_rules import (
    Answers,
    FileReport,
    ImportReport,
    Progress,
    Suggestion,
    import_files,
    suggest_files,
)

__all__ = ["Answers", "FileReport", "ImportReport", "Suggestion", "import_exports", "suggest_files"]


def import_exports(
    paths: Sequence[Path],
    *,
    store: str | None,
    mapping: str | None,
    dry_run: bool,
    progress: Progress | None,
    answers: Answers | None = None,
) -> ImportReport:
    """Bring a person's exports into the store at this address.

    Raises ImportRefused, StoreUnreachable, SettingsBroken; nothing was written then.
    """
    return import_files(
        paths,
        store=address_of(store),
        as_of=dt.datetime.now(tz=dt.UTC).date(),
        mapping=mapping,
        dry_run=dry_run,
        progress=progress,
        answers=answers,
    )
