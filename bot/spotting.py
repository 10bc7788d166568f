"""Finds customers' names in a text by looking up its word groups in the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.understanding.understanding import AccountMention

_WORDS = re.compile(r"[A-Za-z0-9&'._\-]+|[ァ-ヶー・]+|[一-龠々]+|[ぁ-ん]|\S")
_LONGEST = 6

Found = dict[str, tuple[AccountMention, ...]]


@dataclass(frozen=True)
class NameSpotter:
    """``known`` answers which of many word groups are names of customers that the asker may see."""

    known: Callable[[Sequence[str], str], Found]

    def spot(self, text: str, asker: str) -> list[tuple[int, int, tuple[AccountMention, ...]]]:
        """Longest names first, none overlapping, in the order of the text."""
        words = [(match.start(), match.end()) for match in _WORDS.finditer(text)][:200]
        groups = [
            (words[i][0], words[j][1]) for i in range(len(words)) for j in range(i, min(i + _LONGEST, len(words)))
        ]
        found = self.known([text[start:end] for start, end in groups], asker)
        hits = sorted(((s, e) for s, e in groups if text[s:e] in found), key=lambda span: span[0] - span[1])
        taken: list[tuple[int, int]] = []
        for start, end in hits:
            if all(end <= other or start >= until for other, until in taken):
                taken.append((start, end))
        return [(start, end, found[text[start:end]]) for start, end in sorted(taken)]
