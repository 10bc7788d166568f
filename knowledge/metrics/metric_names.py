"""Which figures a question asks for, by whom and by what time: words as data, both languages side by side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from knowledge.metrics.metric import Metric
from knowledge.metrics.periods import Grain
from knowledge.terms import SegmentBy

_FILE = Path(__file__).with_name("metric_names.yml")


def read_metrics(text: str) -> tuple[Metric, ...]:
    """The figures named, in the order of the text; none: the overview.

    >>> [str(metric) for metric in read_metrics("NRR and GRR this quarter?")]
    ['nrr', 'grr']
    """
    return tuple(Metric(name) for name in find_words(text, _names()["metrics"]))


def read_unmeasured(text: str) -> tuple[str, tuple[Metric, ...]] | None:
    """A figure of the field that is none of ours, as it is written in the text, and ours that come nearest.

    >>> name, nearest = read_unmeasured("what's our LTV to CAC ratio?")
    >>> name, [str(metric) for metric in nearest]
    ('LTV to CAC', ['ltv', 'cac'])
    """
    plain = unicodedata.normalize("NFKC", text)
    kinds = {str(at): [word.casefold() for word in one["words"]] for at, one in enumerate(_names()["unmeasured"])}
    if not (found := find_words(text, kinds)):
        return None
    words = sorted(kinds[found[0]], key=len, reverse=True)
    name = next(match[0] for word in words if (match := re.search(_pattern(word), plain, re.IGNORECASE)))
    return name, tuple(Metric(metric) for metric in _names()["unmeasured"][int(found[0])]["nearest"])


def read_split(text: str) -> SegmentBy | Literal["product"] | None:
    """What the figures shall be split by, None where nothing says so."""
    found = find_words(text, _names()["splits"])
    if not found:
        return None
    return "product" if found[0] == "product" else SegmentBy(found[0])


def read_grain(text: str) -> Grain | None:
    """Month, quarter or year, where a trend by one is asked for."""
    found = find_words(text, _names()["grains"])
    return found[0] if found else None  # type: ignore[return-value]


def asks_for_targets(text: str) -> bool:
    """Whether progress against a target is asked for."""
    return bool(find_words(text, {"targets": _names()["targets"]}))


@cache
def _names() -> Any:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def find_words(text: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """The names whose words stand in the text; a place belongs to the longest word that covers it."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = sorted(((word.casefold(), name) for name, all_words in names.items() for word in all_words), key=_longest)
    found: dict[int, str] = {}
    taken: set[int] = set()
    for word, name in words:
        for match in re.finditer(_pattern(word), plain):
            place = set(range(*match.span()))
            if not place & taken:
                taken |= place
                found[match.start()] = name
    return list(dict.fromkeys(found[at] for at in sorted(found)))


def _longest(word: tuple[str, str]) -> int:
    return -len(word[0])


def _pattern(word: str) -> str:
    """A Latin word counts whole only; Japanese has no gaps between words."""
    escaped = re.escape(word)
    return rf"(?<![a-z0-9]){escaped}(?![a-z0-9])" if word.isascii() else escaped
