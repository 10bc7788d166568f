"""What a person says about an import by hand."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.errors import ImportRefused
from knowledge.imports.cells.currencies import read_currency
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.telling import tell

AskCurrency = Callable[[list[str], str | None], str | None]  # the files, the firm's own; the answer


@dataclass(frozen=True)
class Answers:
    """Holds where neither file nor mapping say. ``ask_currency``: asked once where amounts name no currency;

    ``language``: what the import says is said in it, else in the firm's.

    Raises ImportRefused for a currency or encoding that there is not.
    """

    encoding: str | None = None
    currency: str | None = None
    ask_currency: AskCurrency | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        try:
            if self.currency:
                read_currency(self.currency)
            codecs.lookup(self.encoding or "utf-8")
        except CellUnclear as unclear:
            raise ImportRefused(str(unclear), currency=self.currency) from unclear
        except LookupError as error:
            raise ImportRefused(tell("imports.no_encoding", encoding=self.encoding), encoding=self.encoding) from error
