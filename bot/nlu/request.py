"""What a message asks of the store, as data: a query with the words that it leaves out of account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

from bot.nlu.atoms import Named, Pieces, find_atoms
from bot.nlu.compose import Asked, Composed, compose
from bot.nlu.dates import DateSpan
from bot.nlu.phrases import PhraseBook
from bot.nlu.record_parts import before_title
from bot.nlu.steps import without_lead
from bot.nlu.vocabulary import Sense, load_phrase_book
from knowledge.semantic.query import Query

_MARKS = " \t,.;:!?、。！？-–—"
_LAST_LATIN = "\u2fff"  # letters behind it are written without blanks between words
_SHORTEST_NAME = 2  # letters of a loose word that may be somebody's name
_MOST_NAMES = 6  # loose words that are looked up as names


class Person(NamedTuple):
    """Somebody at a customer, under the words that named them."""

    said: str
    name: str
    account_id: int
    account: str


class Contacts(Protocol):
    """Finds people at customers that the asker may see."""

    def __call__(self, spellings: Sequence[str], asker: str) -> Sequence[Person]:
        """Those whose whole or half name is spelt so."""


@dataclass(frozen=True)
class Request:
    """A look-up: the ``query``, and each word that no part of it explains (``unread``).

    ``score``: letters explained less what speaks against this reading; ``explained``: letters explained.
    """

    query: Query
    unread: tuple[str, ...] = ()
    score: float = 0.0
    explained: float = 0.0
    said: frozenset[str] = field(default_factory=frozenset)

    def to_json(self) -> dict[str, Any]:
        """As plain values, for ``osusume parse --json``."""
        return {"act": "ask", "intent": "look_up", "query": self.query.to_json(), "unread": list(self.unread)}


@dataclass
class RequestReader:
    """Reads requests for facts. ``known``: ordinary words, which are no typing errors; ``contacts`` finds people."""

    known: Callable[[], frozenset[str]]
    contacts: Contacts

    @cached_property
    def book(self) -> PhraseBook[Sense]:
        """All phrases, made when the first message is read."""
        return load_phrase_book(self.known())

    def pieces(
        self,
        text: str,
        names: Sequence[Named],
        dates: tuple[Sequence[DateSpan], Sequence[DateSpan]],
        asker: str,
    ) -> Pieces:
        """The message in its atoms; what is left is looked up among people at customers."""
        found = find_atoms(text, self.book, names, *dates)
        people, customers = self._people(found, names, asker)
        if not people:
            return found
        whole = find_atoms(text, self.book, [*names, *people], *dates)
        return replace(whole, customer=customers.pop() if len(customers) == 1 else None)

    def read(self, pieces: Pieces, asked: Asked) -> Request | None:
        """The request that explains most; None where nothing of the catalogue is asked for."""
        composed = compose(pieces, asked)
        return _request(composed) if composed else None

    def places_in_list(self, text: str) -> list[tuple[int, int, int]]:
        """Where the text names a line of a list, and which one."""
        kept: list[tuple[int, int, int]] = []
        for match in sorted(self.book.find(text), key=lambda each: each.start - each.end):
            place = next((int(each.key) for each in match.senses if each.kind == "ordinal"), None)
            orders = any(each.kind in {"order", "top"} for each in match.senses)  # "largest first" names no line
            if (place or orders) and all(match.end <= start or end <= match.start for start, end, _ in kept):
                kept.append((match.start, match.end, place or 0))
        return [each for each in kept if each[2]]

    def word_begins(self, text: str) -> set[int]:
        """Where a word of at least two letters begins in a script without blanks: a name before it ends there."""
        found = self.book.find(text)
        return {each.start for each in found if text[each.start] > _LAST_LATIN and each.end - each.start > 1}

    def pages(self, text: str) -> list[tuple[int, int]]:
        """Where words ask for a page; they name no customer, whatever they look like ("1on1")."""
        found = self.book.find(text)
        return [(match.start, match.end) for match in found if any(each.kind == "page" for each in match.senses)]

    def one_before(self, text: str) -> tuple[int, int] | None:
        """Where the customer is meant of whom the talk was before."""
        meant = (match for match in self.book.find(text) for each in match.senses if _means_before(each.kind, each.key))
        return next(((match.start, match.end) for match in meant), None)

    def sets_aside(self, text: str) -> bool:
        """Whether it begins with words that put off what was asked back."""
        lead = len(text) - len(without_lead(text))
        return any(
            (each.kind, each.key) == ("filler", "aside")
            for match in self.book.find(text)
            if match.start < lead or not text[: match.start].strip(_MARKS)
            for each in match.senses
        )

    def after_drop(self, text: str) -> str | None:
        """What follows words that drop what was asked."""
        text = without_lead(text)
        drops = [
            match
            for match in self.book.find(text)
            if not text[: match.start].strip(_MARKS) and any(each.kind == "drop" for each in match.senses)
        ]
        if not drops:
            return None
        rest = text[max(match.end for match in drops) :]
        if rest and rest[0] not in _MARKS:
            return None
        rest = rest.strip(_MARKS)
        again = self.after_drop(rest) if rest else None
        return rest if again is None else again

    def _people(self, pieces: Pieces, names: Sequence[Named], asker: str) -> tuple[list[Named], set[tuple[int, str]]]:
        """People at customers that loose words name, and the customers that they may be at."""
        spans = [span for span in pieces.loose if span[1] - span[0] >= _SHORTEST_NAME][:_MOST_NAMES]
        pairs = [(a[0], b[1]) for a, b in pairwise(spans) if pieces.text[a[1] : b[0]].isspace()]
        groups = [span for span in (*pairs, *spans) if not pieces.text[slice(*span)].isdigit()]
        said = {form for span in groups for form in _forms(pieces.text[slice(*span)])}
        if not said:
            return [], set()
        here = {one.id for one in names if one.kind == "account"}
        found = [one for one in self.contacts(sorted(said), asker) if not here or one.account_id in here]
        kept: list[Named] = []
        customers: set[tuple[int, str]] = set()
        for start, end in groups:
            forms = _forms(pieces.text[start:end])
            matching = [one for one in found if one.said in forms]
            free = all(end <= other.start or other.end <= start for other in kept)
            if matching and free:
                kept.append(Named(start, end, "contact", matching[0].name, matching[0].account_id))
                customers |= {(one.account_id, one.account) for one in matching}
        return kept, customers


def _forms(text: str) -> set[str]:
    """A name as it may be spelt: without a possessive, without the title written on to it."""
    return {text, text.removesuffix("s"), text.removesuffix("'s"), before_title(text)}


def _request(composed: Composed) -> Request:
    kinds = frozenset(f"{sense.kind}.{sense.key}" for part in composed.parts for sense in part.atom.senses)
    return Request(composed.query, composed.unread, composed.score, composed.explained, kinds)


def _means_before(kind: str, key: str) -> bool:
    return (kind, key) == ("them", "before")
