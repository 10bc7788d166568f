"""Which files lie at the paths given, and the names they are reported under."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from knowledge.errors import ImportRefused
from knowledge.imports.rejects import MARK
from knowledge.imports.telling import tell


def find_files(paths: Sequence[Path]) -> list[tuple[Path, str, bool]]:
    """Each file with the name it is reported under, and whether it was named by itself.

    Raises ImportRefused for a path that is missing.
    """
    found: list[tuple[Path, str, bool]] = []
    for path in paths:
        if path.is_dir():
            files = [file for file in sorted(path.rglob("*")) if file.is_file()]
            foreign = [file for file in files if not _is_ours(file.relative_to(path))]
            mended = [file for file in files if MARK in file.name and file.suffix == ".csv"]
            found += [(file, file.relative_to(path).as_posix(), False) for file in foreign or mended]
        elif path.exists():
            found.append((path, path.name, True))
        else:
            raise ImportRefused(tell("import_files.no_such_file", file=str(path)), file=str(path))
    return _told_apart(found)


def _told_apart(files: list[tuple[Path, str, bool]]) -> list[tuple[Path, str, bool]]:
    """Two files of one name get as much of their folders before it as they need."""
    counts = Counter(name for _, name, _ in files)
    unique: list[tuple[Path, str, bool]] = []
    for path, name, is_named in files:
        parts = path.resolve().parts
        length = len(Path(name).parts)
        told = name
        while counts[name] > 1 and length < len(parts) - 1 and told in {name, *(other for _, other, _ in unique)}:
            length += 1
            told = "/".join(parts[-length:])
        unique.append((path, told, is_named))
    return unique


def _is_ours(relative: Path) -> bool:
    """Hidden files, and rejects of an earlier import: those are read when named, or alone in a folder."""
    return any(part.startswith(".") for part in relative.parts) or MARK in relative.name
