"""An error that ends a command, in the language of whoever ran it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.adapters.health import tell_error
from bot.adapters.open_store import OsusumeError
from bot.nlu.language import Language, detect_language


def tell_in_their_language(error: OsusumeError, arguments: Sequence[str]) -> str:
    """The language is that of ``--lang``, or what a question among the arguments is written in; else English."""
    words = [word for argument in arguments for word in argument.split("=", 1)]
    asked = [value for option, value in pairwise(words) if option == "--lang"]
    read = [language for word in words if (language := detect_language(word)) is not Language.ENGLISH]
    return tell_error(error, next(iter([*asked, *read]), Language.ENGLISH))
