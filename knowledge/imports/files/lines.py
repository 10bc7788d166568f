"""One shape for every kind of file: a header, then numbered lines of text cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_INSIDE_JAPANESE = re.compile(r"(?<=[ぁ-鿿]) (?=[ぁ-鿿])")


class Line(NamedTuple):
    """One record. ``broken``: why it cannot be read as a record; the cells are then what stood there."""

    number: int
    cells: list[str]
    broken: str | None = None


@dataclass(frozen=True)
class Layout:
    """What a mapping says of a file as a text. ``header``: the names of a file that has no line with names.

    ``header_row``: the line with the names, counted from 1; ``skip_lines``: lines above it; ``skip_last``: a footer's.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    header: tuple[str, ...] = ()
    skip_lines: int = 0
    skip_last: int = 0


@dataclass(frozen=True)
class ReadAs:
    """How a file turned out to be written, for the summary. ``notes``: what of that is in doubt."""

    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One readable table of a file (a sheet, for XLSX).

    ``name`` is what rows are told to come from; ``stem`` is what mappings match; ``lines`` starts a fresh pass
    and tells how many bytes were read so far.
    """

    path: Path
    name: str
    stem: str
    header: list[str]
    bytes_total: int
    lines: Callable[[Callable[[int], None]], Iterator[Line]]
    read_as: ReadAs = ReadAs()


def header_key(name: str) -> str:
    """The form under which column names are compared: NFKC, lower case, single spaces, none inside Japanese.

    >>> header_key(" Deal　Name ") == header_key("deal name"), header_key("会社\\n名") == header_key("会社名")
    (True, True)
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).replace("\ufeff", "").casefold().split())
    return plain if plain.isascii() else _INSIDE_JAPANESE.sub("", plain)


def places_of(header: Sequence[str]) -> dict[str, int]:
    """Where each column stands, by its key; of several with one name the first."""
    return {header_key(name): place for place, name in reversed(list(enumerate(header)))}
