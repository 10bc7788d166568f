"""What a person says about an import by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

AskCurrency = Callable[[list[str], str | None], str | None]  # the files, the firm's own; the answer


@dataclass(frozen=True)
class Answers:
    """Holds where neither file nor mapping say. ``ask_currency``: asked once where amounts name no currency."""

    encoding: str | None = None
    currency: str | None = None
    ask_currency: AskCurrency | None = None
