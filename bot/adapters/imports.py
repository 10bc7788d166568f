"""A person's exports on their way into the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.adapters.open_store import address_of
from bot.clock import utc_now
from knowledge.imports.by_rules import (
    Answers,
    FileReport,
    ImportReport,
    Progress,
    Suggestion,
    import_files,
    suggest_files,
)
from knowledge.imports.mapping_files import preset_names
from knowledge.imports.telling import telling_in
from knowledge.playbook.phrases import Phrases
from knowledge.settings import load_rules

__all__ = [
    "Answers",
    "FileReport",
    "ImportReport",
    "Suggestion",
    "import_exports",
    "preset_names",
    "suggest_files",
    "telling",
    "telling_in",
]


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
        as_of=utc_now().date(),
        mapping=mapping,
        dry_run=dry_run,
        progress=progress,
        answers=answers,
    )


def telling(language: str | None) -> Phrases:
    """The phrases of an import, in this language or the firm's."""
    return Phrases(language or load_rules().firm.language)
