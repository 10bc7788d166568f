"""What each piece of a message is when one thing is asked about: a field, a value, a name, a number, a word between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.nlu.atoms import DATE, NAME, Atom, Pieces
from bot.nlu.paths import Way, ways_from
from bot.nlu.vocabulary import AFTER, Sense
from knowledge.semantic.catalogue import Field, FieldType, TermKind
from knowledge.semantic.loading import load_catalogue

FIELD, VALUE, THING, MEASURE = (
    str(kind) for kind in (TermKind.FIELD, TermKind.VALUE, TermKind.THING, TermKind.MEASURE)
)
FILLER = "filler"
_CATALOGUE = {FIELD, VALUE, THING, MEASURE}
_LIGHT = {FILLER, "also", "them"}  # what they may name of the catalogue is not meant where they stand alone
_LIGHT_ASKS = {"list", "who", "where", "when", "yes", "why"}
_NEVER_ALONE = {
    "ask",
    "filler",
    "them",
    "also",
    "all",
    "by",
    "order",
    "grain",
    "without",
    "mine",
    "ours",
}  # words that stay words beside a far field


@dataclass(frozen=True)
class Part:
    """One atom under a head. ``path`` leads to the ``field``; ``key`` is what the word means where it is no field.

    ``is_soft``: the word is common, and means the field only where nothing else does. ``cost``: links away.
    """

    atom: Atom
    kind: str
    key: str = ""
    path: str = ""
    field: Field | None = None
    value: str = ""
    id: int | None = None
    cost: int = 0
    is_soft: bool = False
    word: Sense | None = None

    @property
    def type(self) -> FieldType | None:
        """The type of its field."""
        return self.field.type if self.field else None

    def says(self, kind: str, *keys: str) -> bool:
        """Whether its word, beside or instead of a field, is of this kind (and one of these keys)."""
        return any(
            each.kind == kind and (not keys or each.key in keys)
            for each in ((Sense(self.kind, self.key), self.word) if self.word else (Sense(self.kind, self.key),))
        )


def parts_under(head: str, pieces: Pieces) -> tuple[Part, ...]:
    """The atoms as parts under this head, in their order; a light word names something only beside a firm one."""
    ways = ways_from(head)
    things = [frozenset(sense.thing for sense in atom.of_catalogue) for atom in pieces.atoms]
    named = Counter(thing for each in things for thing in each)
    parts = tuple(
        Part(atom, AFTER, key=key)
        if (key := _goes_on(head, atom, pieces))
        else _part(atom, ways, {thing for thing in own if named[thing] > 1})
        for atom, own in zip(pieces.atoms, things, strict=True)
    )
    if any(part.kind in _CATALOGUE and not is_light(part.atom) for part in parts):
        return parts
    return tuple(_as_word(part) if part.kind in _CATALOGUE else part for part in parts)


def _goes_on(head: str, atom: Atom, pieces: Pieces) -> str | None:
    """The field that a word means beside one that is named: 残ってる after 席 is of seats, and not of open deals."""
    keys = [sense.key for sense in atom.senses if (sense.kind, sense.thing) == (AFTER, head)]
    if not keys or any(sense.thing == head for sense in atom.of_catalogue):
        return None
    fields = load_catalogue().thing(head).fields
    named = {s.key for other in pieces.atoms if other is not atom for s in other.of_catalogue if s.thing == head}
    return next((key for key in keys if named & {key, *fields[key].beside}), None)


def is_light(atom: Atom) -> bool:
    """Whether its word says something only beside others, such as "who", "there": it names nothing alone."""
    return any(each.kind in _LIGHT or (each.kind == "ask" and each.key in _LIGHT_ASKS) for each in atom.senses)


def _as_word(part: Part) -> Part:
    word = _word_of(part.atom)
    return Part(part.atom, word.kind if word else "", key=word.key if word else "")


def _word_of(atom: Atom) -> Sense | None:
    """What it says where it names nothing of the catalogue."""
    words = [each for each in atom.senses if each not in atom.of_catalogue]
    return next((each for each in words if each.kind != FILLER), words[0] if words else None)


def _part(atom: Atom, ways: dict[str, Way], beside: set[str]) -> Part:
    """``beside``: things of which other words speak, too: of two that a word may belong to, one of them is meant."""
    if name := atom.sense(NAME):
        return Part(atom, NAME, key=name.key, value=name.value, id=int(name.thing) if name.thing else None)
    if atom.sense(DATE):
        return Part(atom, DATE, key=DATE)
    words = [each for each in atom.senses if each not in atom.of_catalogue]
    word = _word_of(atom)
    reachable = list(_reachable(atom.of_catalogue, ways))
    best = min(
        reachable,
        key=lambda found: (not _is_figure(found, atom.text), found[0], found[1].thing not in beside, *_rank(found)),
        default=None,
    )
    if best is None:
        return Part(atom, word.kind if word else "", key=word.key if word else "")
    cost, sense, path = best
    if word and cost and (word.kind in _NEVER_ALONE or atom.sense("order")):
        return Part(atom, word.kind, key=word.key)
    field = load_catalogue().thing(sense.thing).fields.get(sense.key) if sense.kind in {FIELD, VALUE} else None
    return Part(
        atom,
        sense.kind,
        key=sense.key,
        path=path,
        field=field,
        value=sense.value,
        cost=cost,
        is_soft=any(each.kind == FILLER for each in words),
        word=word,
    )


def _reachable(senses: Iterable[Sense], ways: dict[str, Way]) -> Iterable[tuple[int, Sense, str]]:
    for sense in senses:
        way = ways.get(sense.thing)
        if way is None or (sense.kind == MEASURE and way.cost) or (sense.kind == VALUE and "." in way.path):
            continue
        path = way.path if sense.kind == THING else f"{way.path}.{sense.key}".lstrip(".")
        yield way.cost, sense, path


def _is_figure(found: tuple[int, Sense, str], text: str) -> bool:
    """Whether the very word names a figure of what is asked about: "churn" is no "churned"."""
    _, sense, _ = found
    if sense.kind != MEASURE:
        return False
    words = load_catalogue().thing(sense.thing).measures[sense.key].words
    return any(text.casefold() == word.casefold() for each in words.values() for word in each)


def _rank(found: tuple[int, Sense, str]) -> tuple[int, int]:
    """The nearest; of one thing a flag before a value, a value before another field, the thing itself last."""
    cost, sense, _ = found
    if sense.kind in {FIELD, VALUE}:
        field = load_catalogue().thing(sense.thing).fields[sense.key]
        if sense.kind == VALUE:
            return cost, 1
        return cost, 0 if field.type is FieldType.FLAG else 3 if field.is_many else 2
    return cost, 1 if sense.kind == MEASURE else 4
