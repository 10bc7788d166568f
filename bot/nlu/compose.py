"""Puts a request for facts together: for each thing that may be asked about a query; the best explained one wins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.nlu.atoms import DATE, NAME, Pieces
from bot.nlu.draft import Draft
from bot.nlu.parts import FIELD, FILLER, MEASURE, THING, VALUE, Part, is_light, parts_under
from bot.nlu.vocabulary import ABOUT, AFTER
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Query

_ACCOUNTED = "customer"
_OF_TWO = ("deal",)  # what two colleagues are held against each other by where nothing else is named
_USUAL = 2.0  # letters that it is worth to be what most questions are about
_LOOSE = 2.0  # a letter that nothing explains weighs so much against a reading
_OF_NUMBER = 6  # letters that a number left over counts for at least
_FAR = 2.5  # letters that each link costs
_IDLE = 0.5  # what a word counts that names something of another thing, and is only a word here
_CATALOGUE = {FIELD, VALUE, THING, MEASURE}
_UNNAMED = 6.0  # letters that it costs where every word for it may as well be said of a customer
_HEADED = 4.0  # letters that it is worth to be named as what is asked about


@dataclass(frozen=True)
class Asked:
    """Who asks when: ``role`` decides what "my" means; ``account_id`` is the customer that "they" means here.

    ``last_first``: the language puts what is asked about last. ``is_fragment``: the message only changes a request.
    """

    today: dt.date
    role: str | None = None
    account_id: int | None = None
    last_first: bool = False
    is_fragment: bool = False


@dataclass(frozen=True)
class Composed:
    """A query, the words that it leaves unexplained, and how much of what was said it explains (letters)."""

    query: Query
    unread: tuple[str, ...]
    score: float
    explained: float
    parts: tuple[Part, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every word that says something is taken into account."""
        return not self.unread


def compose_under(head: str, pieces: Pieces, asked: Asked) -> Composed | None:
    """What a message that changes a request says about the same thing; None where it says nothing."""
    return _under(head, pieces, replace(asked, is_fragment=True))


def compose(pieces: Pieces, asked: Asked) -> Composed | None:
    """The request that explains most; None where nothing of the catalogue is asked for."""
    found = [each for head in _heads(pieces) if (each := _under(head, pieces, asked))]
    return max(found, key=lambda each: each.score, default=None)


def _heads(pieces: Pieces) -> list[str]:
    """The things that words of the message belong to; customers always."""
    named = [sense.thing for atom in pieces.atoms for sense in atom.of_catalogue]
    about = [sense.key for atom in pieces.atoms for sense in atom.senses if sense.kind == ABOUT]
    people = {
        sense.value for atom in pieces.atoms for sense in atom.senses if (sense.kind, sense.key) == (NAME, "person")
    }
    return list(dict.fromkeys([*named, *about, *(_OF_TWO if len(people) > 1 else ()), _ACCOUNTED]))


def _under(head: str, pieces: Pieces, asked: Asked) -> Composed | None:
    parts = parts_under(head, pieces)
    draft = Draft(
        head,
        parts,
        asked.today,
        role=asked.role,
        account_id=asked.account_id,
        last_first=asked.last_first,
        is_fragment=asked.is_fragment,
    )
    query = draft.build()
    if query is None:
        return None
    if not (asked.is_fragment or query.compare or draft.about or _is_meant(head, pieces, parts)):
        return None
    unread = _unread(pieces, parts, draft)
    explained = sum(_weight(part) for part in parts if part.atom in draft.used)
    score = explained - _LOOSE * sum(map(_weight_left, unread)) - draft.penalty
    score -= _FAR * sum(part.cost for part in parts if part.atom in draft.used)
    score += _HEADED * _is_headed(head, parts, last_first=asked.last_first) + _USUAL * (head == _ACCOUNTED)
    score += _HEADED * draft.about
    score -= _UNNAMED * (not asked.is_fragment and (not _is_named(head, pieces) or _is_theirs(head, pieces, asked)))
    return Composed(query, unread, score, explained, parts)


def _unread(pieces: Pieces, parts: Sequence[Part], draft: Draft) -> tuple[str, ...]:
    loose = [(start, pieces.text[start:end]) for start, end in pieces.loose]
    idle = [
        (part.atom.start, part.atom.text)
        for before, part in zip((None, *parts), parts, strict=False)
        if part.atom not in draft.used and (_says_something(part) or (_is_unreachable(part) and not _is_title(before)))
    ]
    return tuple(text for _, text in sorted([*loose, *idle]))


def _says_something(part: Part) -> bool:
    if part.kind in {NAME, DATE, MEASURE, VALUE}:
        return True
    return (
        part.kind in {FIELD, THING, AFTER, "against", "number", "within", "back", "not", "top", "mine"}
        and not part.is_soft
    )


def _is_unreachable(part: Part) -> bool:
    """Whether its word names something that cannot be reached from what is asked about."""
    return not part.kind and bool(part.atom.of_catalogue)


def _is_title(before: Part | None) -> bool:
    """Whether a word stands behind somebody's name, as 課長 in 水野課長."""
    return before is not None and before.kind == NAME and before.key in {"contact", "person"}


def _weight(part: Part) -> float:
    if part.kind in {FILLER, ""}:
        return 0.0
    idle = part.kind not in _CATALOGUE and _names_one_thing(part)
    return letters_of(part.atom.text) * (_IDLE if idle else 1.0)


def _names_one_thing(part: Part) -> bool:
    """Whether a word that is only a word here says what is so of another thing (受注額), and not just "how much"."""
    fields = (
        load_catalogue().thing(sense.thing).fields.get(sense.key)
        for sense in part.atom.of_catalogue
        if sense.kind == FIELD
    )
    return not part.atom.sense(FILLER) and any(field and field.type is FieldType.FLAG for field in fields)


def _weight_left(text: str) -> int:
    """Letters of what is left over; a number is never a small matter."""
    return max(letters_of(text), _OF_NUMBER if any(map(str.isdecimal, text)) else 0)


def letters_of(text: str) -> int:
    """Letters; a Japanese one says as much as two Latin ones."""
    return sum(2 if letter > "\u2fff" else 1 for letter in text if letter.isalnum())


def _is_named(head: str, pieces: Pieces) -> bool:
    """Whether a word names this thing, or something that a customer does not have."""
    if head == _ACCOUNTED:
        return True
    return any(
        any(sense.kind == ABOUT and sense.key == head for sense in atom.senses)
        or (any(sense.thing == head for sense in atom.of_catalogue) and _carries_name(head, atom.text))
        or (
            any(sense.thing == head for sense in atom.of_catalogue)
            and (
                any(sense.thing == head and sense.kind == THING for sense in atom.of_catalogue)
                or not (is_light(atom) or any(sense.thing == _ACCOUNTED for sense in atom.of_catalogue))
            )
        )
        for atom in pieces.atoms
    )


def _carries_name(head: str, text: str) -> bool:
    """ "Open tickets": a field's words that end with the thing whose rows it tells apart."""
    words = load_catalogue().thing(head).words.values()
    return head != _ACCOUNTED and any(text.casefold().endswith(word.casefold()) for each in words for word in each)


def _is_meant(head: str, pieces: Pieces, parts: Sequence[Part]) -> bool:
    """Whether more than a "who" or "when" speaks for a thing that nobody named."""
    if head == _ACCOUNTED or _is_named(head, pieces):
        return True
    own = [part for part in parts if part.kind in _CATALOGUE and not part.cost and part.path != _ACCOUNTED]
    return any(not is_light(part.atom) for part in own)


def _is_theirs(head: str, pieces: Pieces, asked: Asked) -> bool:
    """ "Who's the rep?" said of a customer: whoever is theirs, rather than one of all colleagues."""
    if head != "person" or asked.account_id is None:
        return False
    owners = {(_ACCOUNTED, "owner"), (_ACCOUNTED, "csm")}
    return any((sense.thing, sense.key) in owners for atom in pieces.atoms for sense in atom.of_catalogue)


def _is_headed(head: str, parts: Sequence[Part], *, last_first: bool) -> bool:
    """Whether the first word for a thing (in Japanese the last) names this one."""
    named = [part for part in parts if part.atom.sense(THING) and not part.is_soft]
    if not named:
        return any(part.kind == FIELD and not part.cost and _carries_name(head, part.atom.text) for part in parts)
    first = named[-1] if last_first else named[0]
    return any(sense.kind == THING and sense.thing == head for sense in first.atom.senses)
