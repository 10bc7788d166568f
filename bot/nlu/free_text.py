"""A customer's own words in a message: a need, an objection, a reason, freed of what a colleague put around them.

The message is cut into clauses; those that are orders, questions or outcomes fall away, and from the ends of what
is left the frame is peeled as long as one fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeAlias

from bot.nlu.frames import Frame, load_frame
from bot.nlu.language import language_of_names
from bot.nlu.name_letters import CUSTOMER, PERSON
from bot.nlu.reasons import is_outcome, is_pause, reasons_in, says_little
from bot.nlu.word_patterns import load_patterns
from knowledge.language import LANGUAGES

_QUOTED = re.compile(r"[\"“](?P<a>[^\"”]{3,})[\"”]|[「『](?P<b>[^」』]{2,})[」』]")
_MARKS = " \t,.;:!?、。-–—「」『』\"“”'"
_MOST_PEELS = 8
Around: TypeAlias = tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]
"""What of a frame is taken off the words: before them, and behind them."""


@dataclass(frozen=True)
class _Words:
    """``clause_starts`` behind a comma; ``articles``: what two ways of saying the same need differ in."""

    clause_starts: str
    handed: re.Pattern[str]
    after_name: str
    before_name: str
    articles: str

    @cached_property
    def cuts(self) -> re.Pattern[str]:
        """Where one clause ends and the next begins."""
        marks = r"(?<=[.!?])\s+|\s+[-–—]+\s+|;\s*|(?<!\d):\s*|(?<!\d),\s+"
        return re.compile(rf"({marks}|,\s+(?={self.clause_starts})|[。!?]\s*|[、:]\s*)")

    @cached_property
    def name_at_end(self) -> re.Pattern[str]:
        """A customer's or a colleague's name at either end, with what belongs to it."""
        first = rf"^(?:{CUSTOMER}|{PERSON})(?:{self.after_name})?\s*"
        return re.compile(rf"{first}|\s*(?:[,:–—-]|{self.before_name})\s*{CUSTOMER}$")

    @cached_property
    def article(self) -> re.Pattern[str]:
        """An article at the beginning."""
        return re.compile(rf"^(?:{self.articles})\s+")


def find_need(marked: str) -> str | None:
    """What a customer needs, in the words used."""
    return _quoted(marked) or _free(marked, _around_need)


def find_objection(marked: str) -> str | None:
    """What a customer holds against an offer, in the words used."""
    return _quoted(marked) or _free(marked, _around_objection)


def find_reason(marked: str) -> str | None:
    """Why a proposal ended so, or why a customer is to be left alone, in the words used."""
    if said := next((bare for given in reasons_in(marked) if (bare := _trim(_peel(given, _around_saying)))), None):
        return said
    clauses = [clause for clause, _ in _clauses(marked)]
    ended = [clause for clause in clauses if is_outcome(clause) or is_pause(clause)]
    left = [clause for clause in clauses if clause not in ended[:1] and not (says_little(clause) or _is_noise(clause))]
    if len(left) == len(clauses):
        return None
    return next((said for clause in left if (said := _trim(_peel(clause, _around_saying)))), None)


def without_article(text: str) -> str:
    """The words without an article before them, which two ways of noting the same need differ in."""
    return _words().article.sub("", text)


def _quoted(marked: str) -> str | None:
    found = [match["a"] or match["b"] for match in _QUOTED.finditer(marked)]
    return max(found, key=len).strip(_MARKS) if found else None


def _free(marked: str, around: Callable[[Frame], Around]) -> str | None:
    """The clauses from the first to the last that say something, the frame peeled off both ends."""
    clauses = [(_peel(clause, around), clause, cut) for clause, cut in _clauses(marked)]
    said = [place for place, (bare, clause, _) in enumerate(clauses) if _trim(bare) and not _is_noise(clause)]
    if not said:
        return None
    whole = "".join(clause + cut for _, clause, cut in clauses[said[0] : said[-1] + 1])
    return _trim(_peel(whole.strip(_MARKS), around)) or None


def _clauses(marked: str) -> list[tuple[str, str]]:
    parts = _words().cuts.split(marked)
    pairs = zip(parts[::2], [*parts[1::2], ""], strict=False)
    return [(clause.strip(), cut) for clause, cut in pairs if clause.strip(_MARKS)]


def _is_noise(clause: str) -> bool:
    bare = clause.strip(_MARKS)
    says_nothing = any(load_frame(language).noise.fullmatch(bare) for language in LANGUAGES)
    return says_nothing or bool(_words().handed.match(bare))


def _around_need(frame: Frame) -> Around:
    return (*frame.leads, *frame.wants, *frame.wanting), (*frame.tails, *frame.wanted)


def _around_objection(frame: Frame) -> Around:
    return (*frame.answered, *frame.leads, *frame.wants), frame.tails


def _around_saying(frame: Frame) -> Around:
    return frame.leads, frame.tails


def _peel(text: str, around: Callable[[Frame], Around]) -> str:
    leads, tails = around(load_frame(language_of_names(text, otherwise=LANGUAGES[0])))
    for _ in range(_MOST_PEELS):
        before = text
        for lead in leads:
            text = lead.sub("", text, count=1).lstrip(_MARKS)
        for tail in tails:
            text = tail.sub("", text.rstrip(_MARKS), count=1)
        if text == before:
            break
    return text


def _trim(text: str) -> str:
    """Without marks and a customer's name at the ends; what is left inside reads as it was written."""
    bare = _words().name_at_end.sub("", text.strip(_MARKS))
    bare = bare.strip(_MARKS)
    return bare if len(re.sub(r"\W", "", bare)) > 1 else ""


@cache
def _words() -> _Words:
    return load_patterns(_Words, "own_words")
