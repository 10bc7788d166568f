"""What is to be done once for a source of some kind, and whether it was done right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import SourceRefused
from knowledge.firm_folder import firm_folder
from knowledge.sync.declared import KINDS, find_sources, kind_of, load_kinds
from knowledge.sync.source_kind import first_page


@dataclass(frozen=True)
class Connecting:
    """``steps``: what to do at the other system and here. ``written``: the file that was laid out just now.

    ``missing``: the environment variables that are not set; ``reached``: tables that could be read, ``failures``: why
    others could not.
    """

    path: Path
    steps: tuple[str, ...]
    is_written: bool
    missing: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether all of it can be read."""
        return bool(self.reached) and not self.failures


def describe_kinds(language: str) -> dict[str, str]:
    """Each kind of source with one line on what it is."""
    return {name: _guide(name)["title"][language] for name in load_kinds()}


def connect(kind: str, name: str | None, language: str) -> Connecting:
    """Lay out ``sources/NAME.yml`` where it is not there; where it is, read the first page of each of its tables.

    Raises SourceRefused for a kind that there is not, without a firm's folder, or for a file that cannot be used.
    """
    kind_of(kind)
    name = name or kind
    if (folder := firm_folder()) is None:
        raise SourceRefused(
            "a source is declared in the firm's folder; lay it out with `osusume init FOLDER`, and go there"
        )
    path = folder / "sources" / f"{name}.yml"
    steps = tuple(step[language].format(name=name) for step in _guide(kind)["steps"])
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((KINDS / kind / "source.yml").read_bytes())
        return Connecting(path, steps, is_written=True)
    found, broken = find_sources([name])
    if name in broken:
        raise broken[name]
    (source,) = found
    if missing := source.missing_secrets():
        return Connecting(path, steps, is_written=False, missing=tuple(missing))
    reached: list[str] = []
    failures: list[str] = []
    with source.open() as opened:
        for table in opened.tables:
            try:
                first_page(opened, table)
                reached.append(table)
            except SourceRefused as refused:
                failures.append(str(refused))
    return Connecting(path, steps, is_written=False, reached=tuple(reached), failures=tuple(failures))


def _guide(kind: str) -> dict[str, Any]:
    guide: dict[str, Any] = yaml.safe_load((KINDS / kind / "connect.yml").read_text(encoding="utf-8"))
    return guide
