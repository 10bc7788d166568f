"""The names that the firm itself gives: its products, their tiers, its people; with every way of writing them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from bot.nlu.word_patterns import load_patterns
from knowledge.language import LANGUAGES, load_words

_BRACKETED = re.compile(r"^(?P<long>.+?)\s*[((](?P<short>[^))]+)[))]$")
_SHORTEST_PART = 3  # letters
_SOLD = {"product", "family"}


class NameSpan(NamedTuple):
    """``text[start:end]`` is ``name``, one of a ``kind`` (product, family, tier, person)."""

    start: int
    end: int
    name: str
    kind: str


@dataclass(frozen=True)
class Named:
    """One thing under its own name, and how else it is written; somebody in kana as the ``spellings`` sound."""

    name: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """Products and families as the catalogue names them, people of our own firm.

    ``sound_of``: one key for kana and Latin letters that sound alike.
    """

    products: tuple[Named, ...] = ()
    families: tuple[Named, ...] = ()
    people: tuple[Named, ...] = ()
    sound_of: Callable[[str], str | None] = lambda _written: None

    def find(self, text: str) -> list[NameSpan]:
        """Every name in the text, the longest where they overlap, in order."""
        found = [
            NameSpan(match.start(), match.end(), names[_plain(match[0])], kind)
            for kind, pattern, names in self._patterns
            for match in pattern.finditer(text)
            if not _names_plans(match)
        ]
        found += self._parts_of_families(text)
        found += self._joined_parts(text, [span for span in found if span.kind in _SOLD])
        found += self._people_in_kana(text)
        return longest(found)

    def _people_in_kana(self, text: str) -> Iterator[NameSpan]:
        """けんじさん, as people are spoken of: bare kana may be any words."""
        for match in _spoken_of().finditer(text) if self._sounds else ():
            run = match["name"]
            starts = (at for at in range(len(run) - 1) if (self.sound_of(run[at:]) or "") in self._sounds)
            if (at := next(starts, None)) is not None:
                name = self._sounds[str(self.sound_of(run[at:]))]
                yield NameSpan(match.start("name") + at, match.end("name"), name, "person")

    @cached_property
    def _sounds(self) -> dict[str, str]:
        return {sound: one.name for one in self.people for part in one.spellings if (sound := self.sound_of(part))}

    def _parts_of_families(self, text: str) -> Iterator[NameSpan]:
        """One word of a family's name, where what stands beside it is said of a product: "cloud seats", デスクの席."""
        patterns, names = self._family_parts
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield NameSpan(*match.span("part"), names[_plain(match["part"])], "family")

    def _joined_parts(self, text: str, beside: list[NameSpan]) -> Iterator[NameSpan]:
        """One word of a family's name joined to another product: "sfa but no desk", SFAとデスク."""
        if not beside:
            return
        part, joins, names = self._joined
        for match in part.finditer(text):
            between = [text[one.end : match.start()] for one in beside if one.end <= match.start()]
            between += [text[match.end() : one.start] for one in beside if match.end() <= one.start]
            if any(joins.fullmatch(each) for each in between):
                yield NameSpan(*match.span(), names[_plain(match[0])], "family")

    @cached_property
    def _joined(self) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
        parts = _single_words(self.families)
        beside = [load_words(language, "product_parts") for language in LANGUAGES]
        word = "|".join(sorted(map(re.escape, parts), key=len, reverse=True)) or "(?!)"
        forms = (f"{words['before']}(?:{word}){words['after']}" for words in beside)
        joins = "|".join(words["joins"] for words in beside)
        return re.compile("|".join(forms), re.IGNORECASE), re.compile(joins, re.IGNORECASE), parts

    @cached_property
    def _family_parts(self) -> tuple[list[re.Pattern[str]], dict[str, str]]:
        parts = _single_words(self.families)
        if not parts:
            return [], {}
        part = f"(?P<part>{'|'.join(sorted(map(re.escape, parts), key=len, reverse=True))})"
        beside = [load_words(language, "product_parts") for language in LANGUAGES]
        forms = [
            *(f"{words['before']}{part}(?={words['follows']})" for words in beside),
            *(f"(?:{words['precedes']}){part}{words['after']}" for words in beside),
        ]
        return [re.compile(form, re.IGNORECASE) for form in forms], parts

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str], dict[str, str]]]:
        tiers = [Named(tier) for tier in _words().tiers]
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
            if tail := _words().option.search(unicodedata.normalize("NFKC", spelling)):
                owners.setdefault(tail[0].strip(), set()).add(one.name)
    return [Named(name, (tail,)) for tail, names in owners.items() if len(names) == 1 for name in names]


def _single_words(families: Iterable[Named]) -> dict[str, str]:
    """Each word, or run of katakana, of which one family alone is made, in plain letters: "cloud", クラウド."""
    owners: dict[str, set[str]] = {}
    for one in families:
        for spelling in (one.name, *one.spellings):
            parts = spelling.split()
            for word in parts if len(parts) > 1 else ():
                owners.setdefault(_plain(word), set()).add(one.name)
    return {word: names.pop() for word, names in owners.items() if len(names) == 1 and len(word) >= _SHORTEST_PART}


def _initials(families: Iterable[Named]) -> dict[str, str]:
    """Support Desk is also SD, where no other family has these first letters; Inlagd Sill is never IS, a word."""
    short = {one.name: "".join(word[0] for word in one.name.split()).upper() for one in families}
    taken, words = list(short.values()), {each for listed in _words().no_initials for each in listed.upper().split("|")}
    return {
        name: letters
        for name, letters in short.items()
        if len(letters) > 1 and taken.count(letters) == 1 and letters not in words
    }


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
    if (bare := _words().extra.sub("", spelling)) != spelling:
        yield bare
        yield from (f"{bare} {word}" for word in _words().option_words)
    if bracketed := _BRACKETED.match(spelling):
        yield from (bracketed["long"], bracketed["short"])
    if not is_person and not spelling.isascii():  # セキュアアクセスのアドバンスト
        yield from (spelling.replace(" ", joiner) for joiner in _joiners() if " " in spelling)
    if is_person and len(parts := spelling.split()) > 1:
        yield from parts if spelling.isascii() else parts[:1]


def _plain(text: str) -> str:
    return re.sub(r"[\s・]+", "", text.casefold())


def _begin(first: str) -> str:
    """A Latin name is a whole word. Names are told apart by their first letter: trying each one everywhere is slow."""
    foreign = _foreign()
    before = r"(?<![A-Za-z0-9])" if first.isascii() else f"(?<!{foreign})" if re.match(foreign, first) else ""
    return f"{before}{re.escape(first)}"


def _rest(plain: str, *, is_person: bool) -> str:
    """Spaces may stand anywhere between Japanese and Latin words; "daniels customers" are those of Daniel."""
    ends = r"(?=s?(?![A-Za-z0-9]))" if is_person and plain[-1] != "s" else r"(?![A-Za-z0-9])"
    foreign = _foreign()
    after = ends if plain[-1].isascii() else f"(?!{foreign})" if re.match(foreign, plain[-1]) else ""
    return "".join(rf"[\s・]*{re.escape(letter)}" for letter in plain[1:]) + after


@cache
def _spoken_of() -> re.Pattern[str]:
    """Kana with what is put behind a name."""
    kana = "".join(letters for language in LANGUAGES for letters in load_words(language, "script")["grammar"])
    behind = [word for language in LANGUAGES for word in load_words(language, "people")["honorifics"]]
    return re.compile(f"(?P<name>[{kana}]{{2,12}}?)(?={'|'.join(map(re.escape, behind))})")


@dataclass(frozen=True)
class _Words:
    extra: re.Pattern[str]
    option: re.Pattern[str]
    option_words: tuple[str, ...]
    tiers: tuple[str, ...]
    no_initials: tuple[str, ...]


@cache
def _words() -> _Words:
    return load_patterns(_Words, "product_names")


def _names_plans(match: re.Match[str]) -> bool:
    """MAのベーシックとスタンダード: two plans of one family, rather than a product and another word."""
    joined = any(letter in match[0] for letter in _joiners())
    return joined and _joins().match(match.string, match.end()) is not None


@cache
def _joins() -> re.Pattern[str]:
    told = [load_words(language, "product_parts")["joins"] for language in LANGUAGES]
    return re.compile(f"(?:{'|'.join(f'(?:{joins})' for joins in told)})(?:{_foreign()}|[A-Za-z])", re.IGNORECASE)


@cache
def _joiners() -> tuple[str, ...]:
    """Letters that only join two nouns."""
    return tuple(letter for language in LANGUAGES for letter in load_words(language, "script").get("joiners", ()))


@cache
def _foreign() -> str:
    """A letter of names written in a script of their own, in which a name goes on as long as the letters do."""
    letters = "".join(letter for language in LANGUAGES for letter in load_words(language, "script")["foreign"])
    return f"[{letters}]"
