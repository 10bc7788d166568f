"""The pieces of a message that mean something: names, days, numbers, words of the catalogue and those around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.nlu.dates import DateSpan
from bot.nlu.name_spans import Span
from bot.nlu.phrases import Match, PhraseBook, Unit
from bot.nlu.vocabulary import CATALOGUE_KINDS, Sense

NAME, DATE = "name", "date"
_OF_A_STRETCH = {"earlier", "against"}  # words for a time before another, which may be a day of their own as well
_LIGHT = {"filler", "ask", "them", "mine", "ours"}
_NAMES_FIRST, _STRETCHES_FIRST, _DATES_FIRST = 3, 2, 1


@dataclass(frozen=True)
class Atom:
    """``text`` stands at ``start`` in the message and has one of these senses under the thing that is asked about.

    ``numbers`` are those in it; ``date`` how a day or period reads where what comes is asked, ``past`` where what was.
    """

    start: int
    end: int
    text: str
    senses: tuple[Sense, ...]
    numbers: tuple[float, ...] = ()
    date: DateSpan | None = None
    past: DateSpan | None = None

    def sense(self, kind: str) -> Sense | None:
        """Its sense of this kind, if it has one."""
        return next((each for each in self.senses if each.kind == kind), None)

    @property
    def of_catalogue(self) -> tuple[Sense, ...]:
        """What it may name of the catalogue."""
        return tuple(each for each in self.senses if each.kind in CATALOGUE_KINDS)


@dataclass(frozen=True)
class Named:
    """A name that the store knows, where it stands. ``kind``: account, person, product, family, contact, a segment."""

    start: int
    end: int
    kind: str
    name: str
    id: int | None = None


@dataclass(frozen=True)
class Pieces:
    """A message in its atoms, in order, and the words that none of them covers.

    ``customer``: id and name of the customer at whom the people named are, where that is one only.
    """

    text: str
    atoms: tuple[Atom, ...]
    loose: tuple[Span, ...]
    customer: tuple[int, str] | None = None


def find_atoms(
    text: str, book: PhraseBook[Sense], names: Iterable[Named], dates: Sequence[DateSpan], past: Sequence[DateSpan]
) -> Pieces:
    """The text in atoms that do not overlap: names first, then days, then the longest phrases."""
    names = list(names)
    units = book.units(text, names=[(one.start, one.end) for one in names])
    back = {span.at: span for span in past}
    matches = book.find(text, units)
    turns = {(match.start, match.end): match.senses for match in matches if match.senses[0].kind in _OF_A_STRETCH}
    found = [(_NAMES_FIRST, Atom(one.start, one.end, text[one.start : one.end], (_sense_of(one),))) for one in names]
    found += [
        (
            _DATES_FIRST,
            Atom(
                *span.at,
                span.text,
                (Sense(DATE, DATE), *turns.get(span.at, ())),
                date=span,
                past=back.get(span.at, span),
            ),
        )
        for span in dates
    ]
    light = {(match.start, match.end) for match in matches if any(each.kind in _LIGHT for each in match.senses)}
    covered = [(one.start, one.end) for one in names]

    def is_light(unit: Unit) -> bool:
        return (unit.start, unit.end) in light or any(start <= unit.start < end for start, end in covered)

    for first, second, senses in book.find_apart(text, units, is_light):
        if any(match.start <= first.start and second.end <= match.end for match in matches):
            continue  # the words between belong to it: "is it ok to pitch" is no "is ok"
        found.append((_DATES_FIRST, Atom(first.start, first.end, text[first.start : first.end], senses)))
        filler = (Sense("filler", "filler"),)
        found.append((_DATES_FIRST, Atom(second.start, second.end, text[second.start : second.end], filler)))
    found += [(_rank(match), _atom_of(match, text)) for match in matches]
    kept: list[Atom] = []
    for _, atom in sorted(found, key=lambda each: (-each[0], each[1].start - each[1].end, each[1].start)):
        if all(atom.end <= other.start or other.end <= atom.start for other in kept):
            kept.append(atom)
    kept.sort(key=lambda atom: atom.start)
    return Pieces(text, tuple(kept), tuple(_loose(units, kept)))


def _rank(match: Match[Sense]) -> int:
    """ "Within 60 days" is a stretch, of which a day is only the end."""
    return _STRETCHES_FIRST if any(sense.kind in {"within", "back"} for sense in match.senses) else 0


def _sense_of(one: Named) -> Sense:
    return Sense(NAME, one.kind, value=one.name, thing=str(one.id or ""))


def _atom_of(match: Match[Sense], text: str) -> Atom:
    return Atom(match.start, match.end, text[match.start : match.end], match.senses, match.numbers)


def _loose(units: Sequence[Unit], kept: Sequence[Atom]) -> Iterable[Span]:
    """The words that no atom covers; neighbouring Japanese letters are one."""
    last: Span | None = None
    for unit in units:
        if any(atom.start <= unit.start < atom.end for atom in kept):
            continue
        if last and last[1] == unit.start and not unit.is_word:
            last = (last[0], unit.end)
            continue
        if last:
            yield last
        last = (unit.start, unit.end)
    if last:
        yield last
