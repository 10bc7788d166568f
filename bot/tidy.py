"""Texts of the store as they may be shown."""

from __future__ import annotations

import unicodedata

# Marks that turn the direction of what follows: a name holding one would turn our own words round.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


def tidy(text: str) -> str:
    """One line without control characters, so that data cannot break the layout. Empty text becomes a dash."""
    if text.isprintable():  # nearly all: nothing in it that is looked for below
        return text.strip() or "–"
    spaced = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    kept = "".join(sign for sign in spaced if sign not in _TURNING and unicodedata.category(sign) != "Cs")
    return kept.strip() or "–"
