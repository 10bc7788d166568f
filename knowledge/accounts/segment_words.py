"""Which segments a question names: teams, regions, industries of the store, and the measured ones, in any words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from babel import Locale
from rapidfuzz.distance import OSA

from knowledge.terms import SegmentBy

_FILE = Path(__file__).with_name("segment_names.yml")
_LANGUAGES = ("en", "ja")
_TEAM_BEFORE = r"(?:team|group|チーム)\s*"
_TEAM_AFTER = r"(?:[\s-]*(?:team|group)\b|(?:の)?(?:チーム|営業部|営業|支社|支店|グループ))"
# What may follow a Japanese name without being part of a longer one: 東京エリア, 製造業界, but not 東京電力.
_JAPANESE_TAIL = (
    r"(?:地区|地域|地方|エリア|支社|支店|支部|圏|方面|都|府|県|市|管内|営業|担当|界|系|企業|顧客|各社|会社|向け|内|中|全体"
    r"|側|先|層|期|セグメント|チーム|リージョン)"
)
# After two capitals, which may be a department as well ("IT"): nothing but that segment is meant.
_SAID_ALONE = (
    r"(?=(?:だけ|のみ|のほう|の方|以外|系|業)|(?:、|の|で).{0,12}(?:大き|でか|デカ|小さ|多い|少な|高い|低い|どっち|どちら|比べ)"
    r"|(?:は|も|で|に)?[?？。、\s]*$|\s(?:only|ones|customers|firms)\b)"
)
_SHORTEST_NAME = 2  # capitals of which a country's name is made: "US", which in small letters is another word
_LONG_WORD = re.compile(r"(?<![A-Za-z'’])[A-Za-z]{8,}(?![A-Za-z'’])")  # of shorter ones another word is one letter away
_IN_JAPANESE = re.compile("[ぁ-ゖァ-ヴ一-龠]")
_KANJI, _KATAKANA = "一-龠々", "ァ-ヴー"
_OTHER_NAME_AFTER = re.compile(
    r"\s+(?!Team|Region|Area|Office|Sales|Customers?|Accounts?|Segment|And|Or|In|By|On\b)[A-Z][a-z]"
)
_OTHER_NAME_BEFORE = re.compile(r"(?<=[\w,] )(?!Team|Region|The|In|For|And|Or|Area|Our|My\b)[A-Z][\w&]*\s+$")


class SegmentSpan(NamedTuple):
    """``text[start:end]`` names the segment ``value`` of those that ``by`` divides."""

    start: int
    end: int
    by: SegmentBy
    value: str


@dataclass(frozen=True)
class SegmentWords:
    """The segments that one person may name. ``stored``: what the store holds by kind; ``own_team``: the asker's."""

    stored: tuple[tuple[SegmentBy, str], ...] = ()
    own_team: str | None = None

    def find(self, text: str) -> list[SegmentSpan]:
        """Every segment named, the longest where they overlap, in order; what is part of a longer name is none."""
        found = [
            SegmentSpan(*match.span("name"), by, value)
            for pattern, by, value in self._patterns
            for match in pattern.finditer(text)
            if not _is_part_of_name(text, *match.span("name"))
        ] or self._with_a_slip(text)
        kept: list[SegmentSpan] = []
        for span in sorted(found, key=lambda span: (span.start - span.end, _RANKS.index(span.by), span.start)):
            if all(span.end <= other.start or other.end <= span.start for other in kept):
                kept.append(span)
        return sorted(kept)

    def _with_a_slip(self, text: str) -> list[SegmentSpan]:
        """Long names of the store with one slip of the fingers: "constuction"."""
        words = [match for match in _LONG_WORD.finditer(text) if match[0].casefold() not in self._long_names]
        return [
            SegmentSpan(*match.span(), by, value)
            for match in words
            for name, (by, value) in self._long_names.items()
            if match[0][0].casefold() == name[0] and OSA.distance(match[0].casefold(), name, score_cutoff=1) == 1
        ]

    @cached_property
    def _long_names(self) -> Mapping[str, tuple[SegmentBy, str]]:
        return {
            word.casefold(): (by, value)
            for by, value in self.stored
            if by is not SegmentBy.TEAM
            for word in _spellings(by, value)
            if _LONG_WORD.fullmatch(word)
        }

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], SegmentBy, str]]:
        measured = [(by, value, words) for by, values in _measured().items() for value, words in values.items()]
        stored = [(by, value, _spellings(by, value)) for by, value in self.stored]
        patterns = [(_whole(words), by, value) for by, value, words in (*measured, *stored) if words]
        patterns += [(pattern, by, value) for by, value in self.stored if (pattern := _alone(by, value))]
        patterns += [(_beside_place(line), SegmentBy.REGION, line[0]) for line in self._elsewhere]
        teams = [(_beside_team(value), SegmentBy.TEAM, value) for by, value in self.stored if by is SegmentBy.TEAM]
        own = [(_whole(_names()["mine"]), SegmentBy.TEAM, self.own_team)] if self.own_team else []
        return [*patterns, *((pattern, by, value) for pattern, by, value in teams if pattern), *own]

    @property
    def _elsewhere(self) -> list[list[str]]:
        """Places without a customer: "at risk in Boston" is about nobody, rather than about everybody."""
        here = {value.casefold() for by, value in self.stored if by in {SegmentBy.REGION, SegmentBy.TEAM}}
        return [line for line in _names()["same"]["region"] if not here & {word.casefold() for word in line}]


@cache
def segments_in_japanese() -> Mapping[str, str]:
    """What a Japanese reader calls an industry or a region that the store has in Latin letters."""
    told: dict[str, str] = {}
    for by in (SegmentBy.INDUSTRY, SegmentBy.REGION):
        for name, *words in _names()["same"].get(by, ()):
            spelt = [word for word in words if _IN_JAPANESE.search(word)]
            if spelt and name.isascii():
                told[name] = min(spelt, key=len) if by is SegmentBy.REGION else spelt[0]
    return told


def read_segments(text: str, words: SegmentWords) -> dict[SegmentBy, tuple[str, ...]]:
    """The segments of each kind that a raw text names, each once."""
    found: dict[SegmentBy, tuple[str, ...]] = {}
    for span in words.find(unicodedata.normalize("NFKC", text)):
        found[span.by] = tuple(dict.fromkeys((*found.get(span.by, ()), span.value)))
    return found


_RANKS = list(SegmentBy)


@cache
def _names() -> Any:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


@cache
def _measured() -> Mapping[SegmentBy, Mapping[str, list[str]]]:
    return {SegmentBy(by): values for by, values in _names()["measured"].items()}


def _spellings(by: SegmentBy, value: str) -> list[str]:
    """The name itself, and the words that mean the same."""
    if by is SegmentBy.COUNTRY:
        return _countries(value)
    return [value, *(word for word in _same_as(by, value) if not _is_short(word))]


def _same_as(by: SegmentBy, value: str) -> list[str]:
    """The words that mean the same as what the store holds."""
    plain, lines = value.casefold(), _names()["same"].get(by, ())
    return next((line for line in lines if plain in {word.casefold() for word in line}), [])


def _is_short(word: str) -> bool:
    """Two capitals, which may be another word as well: "IT"."""
    return word.isupper() and word.isascii() and len(word) <= _SHORTEST_NAME


def _alone(by: SegmentBy, value: str) -> re.Pattern[str] | None:
    """Two capitals of which nothing more is said: ITだけ, 福岡のIT."""
    words = [] if by is SegmentBy.COUNTRY else [word for word in _same_as(by, value) if _is_short(word)]
    forms = "|".join(map(re.escape, words))
    return re.compile(rf"(?<![A-Za-z0-9])(?P<name>{forms}){_SAID_ALONE}") if words else None


def _countries(code: str) -> list[str]:
    named = [Locale(language).territories.get(code.upper()) for language in _LANGUAGES]
    own = _names()["same"]["country"].get(code.upper(), [])
    return [*(name for name in named if name), *own] or ([code] if len(code) > 2 else [])


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    forms = sorted({_form(word) for word in words}, key=len, reverse=True)
    return re.compile(rf"(?P<name>{'|'.join(forms)})", re.IGNORECASE)


def _beside_place(words: Iterable[str]) -> re.Pattern[str]:
    """ "in Boston", ボストンの…: where a place stands, so that a customer called so is still one."""
    forms = "|".join(sorted(map(_form, words), key=len, reverse=True))
    after = "で|の|エリア|地区|地域|支社"
    return re.compile(rf"(?:(?<=\bin )|(?=(?:{forms})(?:{after})))(?P<name>{forms})", re.IGNORECASE)


def _beside_team(value: str) -> re.Pattern[str] | None:
    """ "the Tokyo team", チーム東京: a team's name without its ending counts only beside that word."""
    endings = "|".join(re.escape(ending) for ending in _names()["team_endings"])
    bare = re.sub(rf"\s*(?:{endings})$", "", unicodedata.normalize("NFKC", value), flags=re.IGNORECASE)
    if len(bare) < 2:
        return None
    forms = "|".join({_form(bare), *(_form(word) for word in _spellings(SegmentBy.REGION, bare))})
    return re.compile(rf"(?P<name>{_TEAM_BEFORE}(?:{forms})|(?:{forms}){_TEAM_AFTER})", re.IGNORECASE)


def _form(word: str) -> str:
    """A Latin word counts whole, a Japanese one where no longer name goes on."""
    plain = re.escape(unicodedata.normalize("NFKC", word)).replace(r"\ ", r"\s+")
    if word.isascii():
        as_written = f"(?-i:{plain})" if _is_short(word) else plain
        return rf"(?<![A-Za-z0-9]){as_written}(?![A-Za-z0-9])"
    first, last = (_KANJI if re.match(f"[{_KANJI}]", letter) else _KATAKANA for letter in (word[0], word[-1]))
    return rf"(?<![{first}]){plain}(?=[^{last}]|{_JAPANESE_TAIL}|$)"


def _is_part_of_name(text: str, start: int, end: int) -> bool:
    """Whether a Latin word stands in a longer name: Tokyo Electric, Umbra Retail."""
    if not text[start:end].isascii() or not text[start].isupper():
        return False
    return bool(_OTHER_NAME_AFTER.match(text, end) or _OTHER_NAME_BEFORE.search(text, 0, start))
