"""What was noticed while a file's cells were read, for its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_MOST_WORDS = 12


@dataclass
class Noticed:
    """Counts over one file. ``currencies``: by code and where it came from; ``words``: by column, word, meaning."""

    currencies: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    entities: int = 0
    rounded: int = 0
    mojibake: list[str] = field(default_factory=list)
    zoned_times: int = 0
    bare_times: int = 0
    unclear_zones: Counter[str] = field(default_factory=Counter)

    def money(self) -> str | None:
        """``12 in USD (mapping), 3 in EUR (sign in the cell)``."""
        if not self.currencies:
            return None
        told = [f"{count:,} in {code} ({origin})" for (code, origin), count in self.currencies.most_common()]
        return ", ".join(told[:6])

    def new_words(self) -> Iterator[str]:
        """Words that no mapping names, by the closed set that they were taken into."""
        by_set: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for (column, word, taken), count in self.words.most_common():
            by_set.setdefault((column, taken), []).append((word, count))
        for (column, taken), words in by_set.items():
            shown = ", ".join(f"{word[:60]!r} ({count:,})" for word, count in words[:_MOST_WORDS])
            more = f" and {len(words) - _MOST_WORDS} more" if len(words) > _MOST_WORDS else ""
            yield f"{column}: {shown}{more} taken as {taken}; if that is wrong, name them under values: in a mapping"
