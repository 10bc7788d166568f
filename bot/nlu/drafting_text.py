"""A message that asks for a text, of which each part that is understood is taken away: what is left is unread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.nlu.drafting_words import DraftingWords, load_drafting_words, matches
from bot.nlu.language import language_of_names
from knowledge.language import LANGUAGES

NAME = "@@"  # stands where a customer's name stood
_HAS_OWN_WORDS = re.compile(r"[^\W_]{2,}")
Span = tuple[int, int]


class DraftingText:
    """One message while it is read: its words, what of it is taken, and the slots found.

    ``others`` are the places of products and dates in small letters; ``colleagues`` and ``products`` the words in it
    that name one of our own, and what we sell.
    """

    def __init__(
        self,
        text: str,
        names: Sequence[Span],
        others: Sequence[Span],
        *,
        colleagues: Sequence[str],
        products: Sequence[str],
    ) -> None:
        blanked = _blank(text, names, NAME)
        self.words: DraftingWords = load_drafting_words(language_of_names(blanked, otherwise=LANGUAGES[0]))
        self.raw = self.words.correct(blanked)
        self.text = self.raw.lower()
        self.others = [text[start:end].lower() for start, end in others]
        self.colleagues = colleagues
        self.products = [name.lower() for name in products]
        self.taken: list[Span] = []
        self.slots: dict[str, str] = {}

    def says(self, name: str) -> bool:
        """Whether a pattern of this list stands in the message."""
        return matches(self.words.lists[name], self.text)

    def find(self, name: str) -> list[Span]:
        """Where patterns of this list stand; they count as understood."""
        spans = [match.span() for pattern in self.words.lists[name] for match in pattern.finditer(self.text)]
        self.taken += spans
        return spans

    def choose(
        self,
        slot: str,
        group: str,
        *,
        within: str | None = None,
        several: bool = False,
        hides: Sequence[str] = (),
    ) -> None:
        """Fill a slot with the first of a group that is named, or all of them."""
        text = self.rest() if within is None else within.lower()
        for hidden in hides:
            text = text.replace(hidden, " " * len(hidden))
        places = self._places(group, text)
        found = [key for key, spans in places.items() if spans]
        chosen = [key for key in found if not _lies_within(key, places)] if several else found[:1]
        if not chosen:
            return
        self.slots[slot] = ",".join(chosen)
        if within is None:
            self.taken += [span for key in (found if several else chosen) for span in places[key]]

    def keys_of(self, group: str, text: str) -> list[str]:
        """All of a group that these words name, but for what lies within a longer one."""
        places = self._places(group, text)
        return [key for key, spans in places.items() if spans and not _lies_within(key, places)]

    def _places(self, group: str, text: str) -> dict[str, list[Span]]:
        return {
            key: [match.span() for pattern in patterns for match in pattern.finditer(text)]
            for key, patterns in self.words.groups[group].items()
        }

    def is_taken(self, span: Span) -> bool:
        """Whether a part that is understood already lies in this place."""
        return any(overlap(span, taken) for taken in self.taken)

    def has_own_words(self, what: str) -> bool:
        """Whether more than fillers stands in it."""
        return _HAS_OWN_WORDS.search(self.words.filler.sub(" ", what)) is not None

    def consists_of(self, others: Sequence[str], what: str) -> bool:
        """Whether the words are nothing but these, such as a date or a product; seats are a matter of their own."""
        rest = what
        for other in others:
            rest = rest.replace(other, " ") if other else rest
        return rest != what and not self.has_own_words(rest) and not matches(self.words.groups["topics"]["seats"], what)

    def rest(self) -> str:
        """The message with all that is understood blanked out."""
        return _blank(self.text, self.taken, None)

    def left(self) -> str:
        """The words that no part of the reading explains."""
        rest = self.rest().replace(NAME, "  ")
        for other in self.others:
            rest = rest.replace(other, " ")
        for pattern in (*self.words.lists["writes"], *self.words.lists["wants"], *self.words.lists["briefs"]):
            rest = pattern.sub(" ", rest)
        rest = self.words.filler.sub(" ", rest)
        words = re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", rest)
        return " ".join(word for word in words if not self.words.endings.fullmatch(word))


def _lies_within(key: str, places: dict[str, list[Span]]) -> bool:
    """Whether each place of these words is part of a longer one that says another thing: "formal" in "too formal"."""
    longer = [span for other, spans in places.items() if other != key for span in spans]
    return all(any(a <= start and end <= b and b - a > end - start for a, b in longer) for start, end in places[key])


def overlap(one: Span, other: Span) -> bool:
    """Whether two places of a text share a letter."""
    return one[0] < other[1] and other[0] < one[1]


def _blank(text: str, spans: Iterable[Span], mark: str | None) -> str:
    """The text with these places taken out: as ``mark``, or as blanks of the same length."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{mark if mark is not None else ' ' * (end - start)}{text[end:]}"
    return text
