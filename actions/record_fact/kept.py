"""What was written down, ready to be said."""

from __future__ import annotations

from dataclasses import dataclass

from actions.reply import Choice, Line


@dataclass(frozen=True)
class Kept:
    """``change`` takes it back; None where nothing was written. ``onward``: buttons for what is told to come next."""

    headline: str
    lines: tuple[Line, ...]
    change: int | None
    onward: tuple[Choice, ...] = ()
