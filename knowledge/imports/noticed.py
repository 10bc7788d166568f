"""What was noticed while a file's cells were read, for its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.imports.telling import tell

_MOST_WORDS = 12


class Origin(StrEnum):
    """Where the currency of an amount came from."""

    COLUMN = "column"
    TOLD = "told"
    SIGN = "sign"
    NAME = "name"
    FIRM = "firm"


@dataclass
class Noticed:
    """Counts over one file. ``currencies``: by code and where it came from; ``words``: by column, word, meaning;

    ``unnamed``: by place, how many cells hold something below no column name, and the first."""

    currencies: Counter[tuple[str, Origin]] = field(default_factory=Counter)
    words: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    entities: int = 0
    rounded: int = 0
    mojibake: list[str] = field(default_factory=list)
    zoned_times: int = 0
    bare_times: int = 0
    unclear_zones: Counter[str] = field(default_factory=Counter)
    unnamed: dict[int, tuple[int, str]] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)

    def money(self) -> str | None:
        """``12 in USD (mapping), 3 in EUR (sign in the cell)``."""
        if not self.currencies:
            return None
        told = [
            tell("import_notes.money", count=count, code=code, origin=tell(f"import_notes.money_by_{origin}"))
            for (code, origin), count in self.currencies.most_common()
        ]
        return ", ".join(told[:6])

    def note_unnamed(self, places: Sequence[int], cells: Sequence[str]) -> None:
        """Cells of a line that stand below no column name."""
        for place in places:
            if place < len(cells) and (text := cells[place].strip()):
                count, first = self.unnamed.get(place, (0, text))
                self.unnamed[place] = (count + 1, first)

    def new_words(self) -> Iterator[str]:
        """Words that no mapping names, by the closed set that they were taken into."""
        by_set: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for (column, word, taken), count in self.words.most_common():
            by_set.setdefault((column, taken), []).append((word, count))
        for (column, taken), words in by_set.items():
            shown = ", ".join(f"{word[:60]!r} ({count:,})" for word, count in words[:_MOST_WORDS])
            more = max(len(words) - _MOST_WORDS, 0)
            yield tell("import_notes.new_words", column=column, shown=shown, more=more, taken=taken)
