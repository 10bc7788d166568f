"""The names that the firm itself gives: its products, their tiers, its people; with every way of writing them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_BRACKETED = re.compile(r"^(?P<long>.+?)\s*[((](?P<short>[^))]+)[))]$")
_EXTRA = re.compile(r"(?<=\S)\s*(?:option|add-on|オプション|アドオン)$", re.IGNORECASE)
_OPTION = re.compile(r"\s(?:\S+\s+(?:option|add-on)|\S+(?:オプション|アドオン))$", re.IGNORECASE)
_TIER_NAMES = """
Basic Pro Starter Enterprise Standard Premium Plus Lite Full Gold Silver Team Business Essentials Advanced
ベーシック プロ スターター エンタープライズ スタンダード プレミアム プラス ライト フル ゴールド シルバー チーム ビジネス
エッセンシャル アドバンスト アドバンス
"""
_TIERS = _TIER_NAMES.split()


class NameSpan(NamedTuple):
    """``text[start:end]`` is ``name``, one of a ``kind`` (product, family, tier, person)."""

    start: int
    end: int
    name: str
    kind: str


@dataclass(frozen=True)
class Named:
    """One thing under its own name, and how else it is written."""

    name: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """Products and families as the catalogue names them, people of our own firm."""

    products: tuple[Named, ...] = ()
    families: tuple[Named, ...] = ()
    people: tuple[Named, ...] = ()

    def find(self, text: str) -> list[NameSpan]:
        """Every name in the text, the longest where they overlap, in order."""
        found = [
            NameSpan(match.start(), match.end(), names[_plain(match[0])], kind)
            for kind, pattern, names in self._patterns
            for match in pattern.finditer(text)
        ]
        return longest(found)

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str], dict[str, str]]]:
        tiers = [Named(tier) for tier in _TIERS]
        short = _initials(self.families)
        products = [*self.products, *_without_family(self.products), *_of_short_family(self.products, short)]
        families = [*self.families, *(Named(name, (letters,)) for name, letters in short.items())]
        groups = {"product": products, "family": families, "person": self.people, "tier": tiers}
        return [(kind, *_compile(named, is_person=kind == "person")) for kind, named in groups.items() if named]


def longest(found: Iterable[NameSpan]) -> list[NameSpan]:
    """Of names that overlap the longest, in the order of the text."""
    kept: list[NameSpan] = []
    for span in sorted(found, key=lambda span: (span.start - span.end, span.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept)


def _without_family(products: Iterable[Named]) -> list[Named]:
    """SFA Mobile Option is also Mobile Option, where no other product's option is called so."""
    owners: dict[str, set[str]] = {}
    for one in products:
        for spelling in (one.name, *one.spellings):
            if tail := _OPTION.search(unicodedata.normalize("NFKC", spelling)):
                owners.setdefault(tail[0].strip(), set()).add(one.name)
    return [Named(name, (tail,)) for tail, names in owners.items() if len(names) == 1 for name in names]


def _initials(families: Iterable[Named]) -> dict[str, str]:
    """Support Desk is also SD, where no other family has these first letters."""
    short = {one.name: "".join(word[0] for word in one.name.split()).upper() for one in families}
    taken = list(short.values())
    return {name: letters for name, letters in short.items() if len(letters) > 1 and taken.count(letters) == 1}


def _of_short_family(products: Iterable[Named], short: dict[str, str]) -> list[Named]:
    """Support Desk Enterprise is also SD Enterprise."""
    return [
        Named(one.name, (letters + one.name[len(family) :],))
        for one in products
        for family, letters in short.items()
        if one.name.startswith(f"{family} ")
    ]


def _compile(named: Iterable[Named], *, is_person: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    names: dict[str, str] = {}
    for one in named:
        for spelling in (one.name, *one.spellings):
            for way in _ways(spelling, is_person=is_person):
                names.setdefault(_plain(way), one.name)
    by_first: dict[str, set[str]] = {}
    for plain in names:
        by_first.setdefault(plain[0], set()).add(_rest(plain, is_person=is_person))
    forms = [
        f"{_begin(first)}(?:{'|'.join(sorted(rests, key=len, reverse=True))})" for first, rests in by_first.items()
    ]
    return re.compile("|".join(forms) or r"(?!)", re.IGNORECASE), names


def _ways(spelling: str, *, is_person: bool) -> Iterable[str]:
    """営業支援（SFA） is also 営業支援 and SFA; Cloud Backup Option is also Cloud Backup; 田辺 優希 is also 田辺."""
    spelling = unicodedata.normalize("NFKC", spelling)
    yield spelling
    if (bare := _EXTRA.sub("", spelling)) != spelling:
        yield bare
    if bracketed := _BRACKETED.match(spelling):
        yield from (bracketed["long"], bracketed["short"])
    if is_person and len(parts := spelling.split()) > 1:
        yield from parts if spelling.isascii() else parts[:1]


def _plain(text: str) -> str:
    return re.sub(r"[\s・]+", "", text.casefold())


def _begin(first: str) -> str:
    """A Latin name is a whole word. Names are told apart by their first letter: trying each one everywhere is slow."""
    before = r"(?<![A-Za-z0-9])" if first.isascii() else r"(?<![ァ-ヴー])" if re.match("[ァ-ヴー]", first) else ""
    return f"{before}{re.escape(first)}"


def _rest(plain: str, *, is_person: bool) -> str:
    """Spaces may stand anywhere between Japanese and Latin words; "daniels customers" are those of Daniel."""
    ends = r"(?=s?(?![A-Za-z0-9]))" if is_person and plain[-1] != "s" else r"(?![A-Za-z0-9])"
    after = ends if plain[-1].isascii() else r"(?![ァ-ヴー])" if re.match("[ァ-ヴー]", plain[-1]) else ""
    return "".join(rf"[\s・]*{re.escape(letter)}" for letter in plain[1:]) + after
