"""What a language puts around a customer's words: who said so, the order to note it, the question what to answer.

The words are data (``data/language/<language>/frames.yml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.nlu.word_patterns import load_patterns


@dataclass(frozen=True)
class Frame:
    """One language's frame. ``leads`` and ``tails`` stand around whatever was said.

    ``wants`` stand before a need and an objection, ``wanting`` before a need, ``wanted`` behind one, ``answered``
    before an objection; ``noise`` is a clause that says nothing of the customer's own.
    """

    leads: tuple[re.Pattern[str], ...]
    tails: tuple[re.Pattern[str], ...]
    wants: tuple[re.Pattern[str], ...]
    wanting: tuple[re.Pattern[str], ...]
    wanted: tuple[re.Pattern[str], ...]
    answered: tuple[re.Pattern[str], ...]
    noise: re.Pattern[str]


@cache
def load_frame(language: str) -> Frame:
    """The frame of one language."""
    return load_patterns(Frame, "frames", (language,))
