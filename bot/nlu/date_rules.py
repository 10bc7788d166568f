"""The rules of dates, as ``data/language/<language>/dates.yml`` states them: patterns, and what builds the day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeAlias

from bot.nlu.date_builders import BUILDERS
from bot.nlu.periods import Period, Today
from bot.nlu.said import Said, WordLists
from knowledge.language import LANGUAGES, load_words

Build: TypeAlias = Callable[[Said, Today], Period | None]
_NAME = re.compile(r"(?<!\?P)<(?P<name>[a-z_]+)(?P<kept>:[a-z_]*)?>")
_I = re.IGNORECASE


@dataclass(frozen=True)
class Rule:
    """``pattern`` finds the words, ``build`` makes days of them. ValueError where no calendar has such a day."""

    pattern: re.Pattern[str]
    build: Build
    lists: WordLists

    def read(self, match: re.Match[str], today: Today) -> Period | None:
        """The days or the time that the words found mean."""
        return self.build(Said(match, self.lists), today)


@dataclass(frozen=True)
class Role:
    """Words before or after a date that tell "since Monday" from "on Monday".

    ``sure``: only these of the words before it tell; the others merely belong to it. Words after it always tell.
    """

    name: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    sure: str


@dataclass(frozen=True)
class DateRules:
    """One language's rules; ``alone`` are words that mean a time of day only beside a day."""

    rules: tuple[Rule, ...]
    times: tuple[Rule, ...]
    alone: re.Pattern[str]
    gaps: Mapping[str, re.Pattern[str]]
    roles: tuple[Role, ...]
    left_whole: re.Pattern[str]
    left_before: re.Pattern[str]
    left_after: re.Pattern[str]
    impossible: tuple[Rule, ...]


@cache
def load_date_rules() -> tuple[DateRules, ...]:
    """The rules of every language there is; a text is read by all of them."""
    return tuple(_read(load_words(language, "dates")) for language in LANGUAGES)


def _read(data: Mapping[str, Any]) -> DateRules:
    lists = WordLists.read(data)
    write = _Writer(data, lists)
    left = data["left_over"]
    return DateRules(
        rules=tuple(write.rule(rule) for rule in data["rules"]),
        times=tuple(write.rule(rule) for rule in data["times"]),
        alone=re.compile(data["alone"] or r"(?!)", _I),
        gaps={name: re.compile(pattern, _I) for name, pattern in data["gaps"].items()},
        roles=tuple(_role(name, words) for name, words in data["roles"].items()),
        left_whole=re.compile(left["whole"], _I),
        left_before=re.compile(write.expand(left["before"]), _I),
        left_after=re.compile(write.expand(left["after"]), _I),
        impossible=tuple(Rule(re.compile(write.expand(said), _I), _nothing, lists) for said in data["impossible"]),
    )


def _role(name: str, words: Mapping[str, str]) -> Role:
    before, after = (re.compile(words[side], _I) if side in words else None for side in ("before", "after"))
    return Role(name, before, after, words.get("sure", ""))


def _nothing(_said: Said, _today: Today) -> None:
    """Words that no calendar has are found, not built."""


class _Writer:
    """Writes out the patterns of one file."""

    def __init__(self, data: Mapping[str, Any], lists: WordLists) -> None:
        self._around, self._lists, self._expansions = data["around"], lists, data["expansions"]

    def rule(self, rule: Mapping[str, Any]) -> Rule:
        given = {name: value for name, value in rule.items() if name not in {"said", "is"}}
        build = partial(BUILDERS[rule["is"]], **given) if given else BUILDERS[rule["is"]]
        pattern = self._around.replace("{}", self.expand(rule["said"]))
        return Rule(re.compile(pattern, _I), build, self._lists)

    def expand(self, pattern: str) -> str:
        """The pattern with lists and named expansions written out. KeyError names what is declared nowhere."""
        return _NAME.sub(self._named, pattern)

    def _named(self, match: re.Match[str]) -> str:
        name, kept = match["name"], match["kept"]
        if name not in self._lists.words:
            return f"(?:{self.expand(self._expansions[name])})" if not kept else self._renamed(name, kept[1:])
        words = self._lists.pattern(name)
        if kept == ":":
            return f"(?:{words})"
        group = kept[1:] if kept else name
        if group != name:
            self._lists.aliases[group] = name
        return f"(?P<{group}>{words})"

    def _renamed(self, name: str, suffix: str) -> str:
        """An expansion that stands in a pattern a second time, its group under another name."""
        return re.sub(r"\(\?P<[a-z_]+>", f"(?P<{suffix}>", self.expand(self._expansions[name]), count=1)
