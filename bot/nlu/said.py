"""What a pattern took from a text: its groups, read by the word lists of their language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.nlu.periods import Today


def _meant(key: str) -> str | int | float:
    """A key of a list: a name, or the number that is written as one."""
    try:
        return int(key)
    except ValueError:
        pass
    try:
        return float(key)
    except ValueError:
        return key


@dataclass(frozen=True)
class WordLists:
    """``words``: for each list what a word of it stands for, in small letters. ``exact`` words count only so written.

    ``digits`` and ``ten`` write numbers in a language's own signs; empty where it has none. ``aliases``: groups that
    are read by a list of another name.
    """

    words: Mapping[str, Mapping[str, Any]]
    exact: frozenset[str]
    digits: str = ""
    ten: str = ""
    aliases: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> WordLists:
        """From ``lists``, ``exact`` and ``numerals`` of a file."""
        words = {
            name: {str(word).casefold(): _meant(value) for value, said in values.items() for word in said}
            for name, values in data["lists"].items()
        }
        signs = data.get("numerals") or {}
        return cls(words, frozenset(data.get("exact") or ()), signs.get("digits", ""), signs.get("ten", ""))

    def pattern(self, name: str) -> str:
        """All words of a list, the longest first."""
        exact = {word.casefold(): word for word in self.exact}
        words = sorted(self.words[name], key=len, reverse=True)
        return "|".join(f"(?-i:{exact[word]})" if word in exact else re.escape(word) for word in words)

    def meaning(self, name: str, word: str) -> Any:
        """What a word of a list stands for; None where it is none of its words."""
        return self.words.get(self.aliases.get(name, name), {}).get(word.casefold())

    def number(self, word: str) -> float | None:
        """What a number in digits or in the language's own signs says; None where it is neither."""
        try:
            return float(word) if not word.isdecimal() else int(word)
        except ValueError:
            return self._written(word)

    def _written(self, word: str) -> int | None:
        if not word or not self.digits or set(word) - set(self.digits + self.ten):
            return None
        tens, ten, ones = word.rpartition(self.ten)
        if not ten:
            return int("".join(str(self.digits.index(sign)) for sign in word))
        return (self.digits.index(tens) if tens else 1) * 10 + (self.digits.index(ones) if ones else 0)


@dataclass(frozen=True)
class Said:
    """One match. A group is read by the list of its name; ``month_before``, ``month_after`` stand in for ``month``."""

    match: re.Match[str]
    lists: WordLists

    def text(self, name: str) -> str:
        """The words of a group, trimmed; empty where it was not said."""
        return (self._group(name) or "").strip()

    def value(self, name: str, otherwise: Any = None) -> Any:
        """What the words of a group stand for in their list, or the number they write."""
        word = self.text(name)
        if not word:
            return otherwise
        found = self.lists.meaning(name, word)
        return self.lists.number(word) if found is None else found

    def whole(self, name: str, otherwise: int | None = None) -> int | None:
        """A group as a whole number. ValueError where its words write none."""
        value = self.value(name, otherwise)
        if value is None and self.text(name):
            digits = re.sub(r"\D", "", self.text(name))
            return int(digits)
        return int(value) if value is not None else otherwise

    def number(self, name: str) -> float:
        """A number that was said; one and a half where a half was said after it. One where none was said."""
        value = self.value(name, 1)
        return float(value) + (0.5 if self.text("and_half") else 0)

    def year(self, today: Today | None = None) -> int | None:
        """The year said, of two or four digits, of the era, or (with ``today``) as next year; None where none was."""
        if today is not None and (shift := self.value("year_shift")) is not None:
            return today.day.year + int(shift)
        if (era := self.value("era_year")) is not None:
            return 2018 + int(era)
        year = self.whole("year")
        return year + 2000 if year is not None and year < 100 else year

    def _group(self, name: str) -> str | None:
        groups = self.match.groupdict()
        places = (name, f"{name}_before", f"{name}_after", f"{name}_alone")
        return next((groups[place] for place in places if groups.get(place)), None)
