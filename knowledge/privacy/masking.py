"""Finds somebody in words by their names, e-mail and key, and puts a mark in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

ERASED = "[erased]"
_CJK = re.compile("[぀-ヿ㐀-鿿가-힯]")
_FEWEST_LATIN, _FEWEST_CJK = 3, 2  # letters: shorter parts of a name are words of their own


@dataclass(frozen=True)
class Identifiers:
    """How somebody is named.

    ``names``: whole names and e-mails, masked wherever they stand. ``parts``: a surname alone, masked only beside the
    ``places`` (the customer's names) it belongs to. ``keys``: keys and what takes their place, so that what belongs
    together stays together.
    """

    names: tuple[str, ...]
    parts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _whole(self) -> re.Pattern[str] | None:
        return _any_of(self.names)

    @cached_property
    def _near(self) -> re.Pattern[str] | None:
        return _any_of((*self.names, *self.parts))

    @cached_property
    def _places(self) -> re.Pattern[str] | None:
        return _any_of(self.places)

    @cached_property
    def _keys(self) -> re.Pattern[str] | None:
        return re.compile("|".join(map(_key_pattern, self.keys)), re.IGNORECASE) if self.keys else None

    @property
    def hints(self) -> tuple[str, ...]:
        """Short texts of which one stands in every row that may name them: what a database looks for first."""
        longest = (max(re.split(r"[\s　]+", name.strip()), key=len) for name in self.names if name.strip())
        return tuple(dict.fromkeys((*longest, *self.parts, *self.keys)))

    def mask(self, value: Any, *, is_near: bool = False) -> Any:
        """A text, list or object with the mark in their place. ``is_near``: it is about their own customer.

        >>> Identifiers(("Ann Weaver",), ("Weaver",)).mask("Call Ann  Weaver. Weaver is a trade.")
        'Call [erased]. Weaver is a trade.'
        >>> Identifiers(("山田 太郎",)).mask({"said": ["山田太郎様より"]})
        {'said': ['[erased]様より']}
        """
        if isinstance(value, str):
            return self._mask_text(value, is_near=is_near)
        if isinstance(value, Mapping):
            return {self.mask(key, is_near=is_near): self.mask(each, is_near=is_near) for key, each in value.items()}
        if isinstance(value, list):
            return [self.mask(each, is_near=is_near) for each in value]
        return value

    def _mask_text(self, text: str, *, is_near: bool) -> str:
        if self._keys:
            text = self._keys.sub(lambda found: self._replaced(found[0]), text)
        near = is_near or bool(self._places and self._places.search(text))
        pattern = self._near if near else self._whole
        return pattern.sub(ERASED, text) if pattern else text

    def _replaced(self, key: str) -> str:
        return next((new for old, new in self.keys.items() if old.casefold() == key.casefold()), ERASED)


def parts_of(name: str) -> tuple[str, ...]:
    """The parts of a name that may stand for it among people who know each other.

    >>> parts_of("Ann de Weaver"), parts_of("山田 太郎")
    (('Ann', 'Weaver'), ('山田', '太郎'))
    """
    parts = re.split(r"[\s　,]+", name.strip())
    if len(parts) < 2:
        return ()
    return tuple(part for part in parts if _is_long_enough(part))


def _is_long_enough(part: str) -> bool:
    if _CJK.search(part):
        return len(part) >= _FEWEST_CJK
    return len(part) >= _FEWEST_LATIN and not part.islower()


def _key_pattern(key: str) -> str:
    """A key that says where it is from ("hr:17", an e-mail) stands for itself anywhere; a bare one only as a whole."""
    if re.search("[:|@]", key):
        return rf"(?<![A-Za-z0-9_]){re.escape(key)}(?![A-Za-z0-9_])"
    return rf"(?:^|(?<=[:|#])){re.escape(key)}(?=$|[:|#])"


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    written = sorted({form for name in names for form in _forms(name)}, key=len, reverse=True)
    return re.compile("|".join(written), re.IGNORECASE) if written else None


def _forms(name: str) -> list[str]:
    """A name as it is written, with any space between its parts, and the other way round."""
    parts = [part for part in re.split(r"[\s　]+", name.strip()) if part]
    if not parts:
        return []
    gap = r"[\s　]*" if _CJK.search(name) else r"[\s,]+"
    orders = [parts] if len(parts) != 2 else [parts, parts[::-1]]
    return [_bounded(gap.join(map(re.escape, order)), order) for order in orders]


def _bounded(pattern: str, parts: list[str]) -> str:
    """Latin letters end where a word ends: "Ann" is no part of "Annual"."""
    before = r"(?<![A-Za-z0-9_])" if parts[0][:1].isascii() else ""
    after = r"(?![A-Za-z0-9_])" if parts[-1][-1:].isascii() else ""
    return f"{before}{pattern}{after}"
