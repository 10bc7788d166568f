"""The firm's own folder: settings, playbook, targets, mappings, words and drafts, which no upgrade touches."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PARTS = ("playbook", "targets", "mappings", "sources", "words", "drafts")


def firm_folder() -> Path | None:
    """``OSUSUME_HOME``, or the working folder where ``osusume init`` laid it out; None where a firm has none.

    A working folder counts when it holds both ``config.yml`` and ``playbook/``, as ``osusume init`` leaves it.
    """
    named = os.environ.get("OSUSUME_HOME")
    if named:
        return Path(named).expanduser()
    here = Path.cwd()
    return here if (here / "config.yml").is_file() and (here / "playbook").is_dir() else None


def firm_part(name: str) -> Path | None:
    """One part of the firm's folder ("playbook", "targets", …), where it is there."""
    folder = firm_folder()
    return folder / name if folder and (folder / name).is_dir() else None


def lay_over(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped settings with the firm's laid over, section by section.

    >>> lay_over({"gate": {"asks_cap": 2, "asks_window_days": 90}}, {"gate": {"asks_cap": 3}})
    {'gate': {'asks_cap': 3, 'asks_window_days': 90}}
    """
    merged = dict(ours)
    for key, value in theirs.items():
        below = merged.get(key)
        merged[key] = lay_over(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return merged
