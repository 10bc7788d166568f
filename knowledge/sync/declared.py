"""The firm's sources: each a file in ``sources/`` of its folder, checked as it is read."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from knowledge.errors import SourceRefused
from knowledge.firm_folder import firm_folder, firm_part
from knowledge.sync.source_kind import Declaration, OpenedSource, SourceKind

_NAME = re.compile(r"[a-z0-9_]{1,30}")
KINDS = Path(__file__).parent / "sources"


@cache
def load_kinds() -> Mapping[str, SourceKind]:
    """Every kind of source by its name, found by walking their folders."""
    names = sorted(path.parent.name for path in KINDS.glob("*/source.yml"))
    return MappingProxyType({n: importlib.import_module(f"knowledge.sync.sources.{n}").KIND for n in names})


def kind_of(name: str) -> SourceKind:
    """The kind of this name. SourceRefused with those there are."""
    if name not in load_kinds():
        raise SourceRefused(f"there is no kind of source {name!r}; there are {', '.join(load_kinds())}")
    return load_kinds()[name]


@dataclass(frozen=True)
class Source:
    """A declared source. ``name``: its file's stem, under which its rows are told to come."""

    name: str
    kind: SourceKind
    declared: Declaration

    @property
    def mapping(self) -> str | None:
        """The mapping as an import takes it: the path of the firm's own file, or a preset's name."""
        named, folder = self.declared.mapping or self.kind.preset, firm_folder()
        own = folder / named if named and folder else None
        return str(own) if own and own.suffix and own.exists() else named

    @property
    def system(self) -> str:
        """What goes before each id of a table that has our own column names."""
        return self.declared.system or self.name

    @property
    def secret_names(self) -> list[str]:
        """The environment variables that the declaration names."""
        named = self.declared.model_dump()
        return [value for key, value in named.items() if key.endswith("_env") and value]

    def missing_secrets(self) -> list[str]:
        """Those that are not set."""
        return [name for name in self.secret_names if not os.environ.get(name)]

    def open(self) -> OpenedSource:
        """Nothing is connected yet. Raises SourceRefused naming the environment variable that is missing."""
        if missing := self.missing_secrets():
            raise SourceRefused(f"{self.name}: the environment variable {missing[0]} is not set")
        return self.kind.open(self.declared, self.secrets())

    def secrets(self) -> dict[str, str]:
        """What the environment variables that it names hold."""
        return {name: os.environ[name] for name in self.secret_names}


def find_sources(
    names: Sequence[str] = (), *, folder: Path | None = None
) -> tuple[list[Source], dict[str, SourceRefused]]:
    """The declared sources of these names, all where none is named; and for each that cannot be used, why.

    Raises SourceRefused for a name that nobody declared.
    """
    folder = folder or firm_part("sources")
    files = {path.stem: path for path in sorted(folder.glob("*.yml"))} if folder else {}
    if unknown := [name for name in names if name not in files]:
        there = f"there are {', '.join(files)}" if files else "declare it with `osusume connect`"
        raise SourceRefused(f"no source {unknown[0]!r} in the folder sources/; {there}")
    found: list[Source] = []
    broken: dict[str, SourceRefused] = {}
    for name, path in files.items():
        if not names or name in names:
            try:
                found.append(_load(path))
            except SourceRefused as refused:
                broken[name] = refused
    return found, broken


def _load(path: Path) -> Source:
    if not _NAME.fullmatch(path.stem):
        raise SourceRefused(f"sources/{path.name}: is named in small letters, digits and _, at most 30")
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceRefused(f"sources/{path.name}: cannot be read") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise SourceRefused(f"sources/{path.name}{line}: is not valid YAML") from error
    if not isinstance(document, dict) or "kind" not in document:
        raise SourceRefused(f"sources/{path.name}: must say its kind, one of {', '.join(load_kinds())}")
    kind = kind_of(str(document["kind"]))
    try:
        return Source(path.stem, kind, kind.declaration.model_validate(document))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        wrong = "there is no such key" if first["type"] == "extra_forbidden" else first["msg"]
        raise SourceRefused(f"sources/{path.name}: {place}: {wrong}") from error
