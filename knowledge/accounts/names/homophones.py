"""Names written with other letters of the same sound, as an input method offers them: 紹介 in place of 商会."""

from __future__ import annotations

from functools import cache

from knowledge.language import load_words


def homophones(mention: str) -> list[str]:
    """The mention with each of its words that sounds like another one written as that; empty where none does.

    >>> homophones("橘浜紹介"), homophones("Acme")
    (['橘浜商会', '橘浜照会', '橘浜商海'], [])
    """
    return [
        mention.replace(said, other)
        for group in _groups()
        for said in sorted(group, key=len, reverse=True)
        if said in mention
        for other in group
        if other != said
    ]


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    """Words of one sound, side by side, that of firms' names first; only Japanese is written so."""
    return tuple(tuple(map(str, group)) for group in load_words("ja", "homophones")["groups"])
