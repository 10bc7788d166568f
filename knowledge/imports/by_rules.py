"""Import by the firm's rules: its currency, time zone and fiscal year hold where a file says nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from knowledge.imports.answers import Answers
from knowledge.imports.firm import Firm
from knowledge.imports.report import FileReport, ImportReport
from knowledge.imports.run import Progress, import_paths
from knowledge.imports.suggesting.suggest import Suggestion, suggest_mapping
from knowledge.imports.telling import telling_in
from knowledge.kernel.database import open_engine
from knowledge.settings import default_store_url, load_rules

__all__ = [
    "Answers",
    "FileReport",
    "ImportReport",
    "Progress",
    "Suggestion",
    "import_files",
    "suggest_files",
]


def import_files(
    paths: Sequence[Path],
    *,
    store: str | None,
    as_of: dt.date,
    mapping: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    answers: Answers | None = None,
) -> ImportReport:
    """Bring files and folders into the store at this address (None: the user's own); told in the language
    of ``answers``, else the firm's.

    Raises ImportRefused, StoreUnreachable, SettingsBroken; nothing was written then.
    """
    rules = load_rules()
    firm = Firm(rules.firm.currency, rules.firm.timezone, rules.firm.fiscal_year_starts, answers=answers or Answers())
    engine = open_engine(store or default_store_url())
    how = {"as_of": as_of, "mapping": mapping, "dry_run": dry_run, "progress": progress, "firm": firm}
    try:
        with telling_in(firm.answers.language or rules.firm.language):
            return import_paths(engine, paths, **how)  # type: ignore[arg-type]
    finally:
        engine.dispose()


def suggest_files(paths: Sequence[Path], language: str | None = None) -> Suggestion:
    """Look at foreign files and draft a mapping; the firm's currency stands where no file names one.

    Raises ImportRefused, SettingsBroken.
    """
    rules = load_rules()
    with telling_in(language or rules.firm.language):
        return suggest_mapping(paths, currency=rules.firm.currency)
