"""The words that requests are made of: those of the catalogue, and those around them, as ``data/language`` says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.nlu.phrases import PhraseBook, Stemmer
from bot.nlu.templates import expand
from knowledge.language import LANGUAGES, load_words
from knowledge.semantic.catalogue import Catalogue, TermKind
from knowledge.semantic.loading import load_catalogue

CATALOGUE_KINDS = frozenset(map(str, TermKind))
_FILES = ("requests", "acts")
ABOUT = "about"
"""Words that say what is asked about without naming it: "what did Priya do" asks for contacts made."""

AFTER = "after"
"""Words that name a field only where one beside it was just told: "and used?" after the seats."""


@dataclass(frozen=True)
class Sense:
    """One meaning of a phrase: of the catalogue ``thing``, ``key``, ``value``; else ``kind``, ``key`` of the data."""

    kind: str
    key: str
    thing: str = ""
    value: str = ""


def _rival(sense: Sense, typed: str) -> object:
    """Fields and values of one thing are rivals for a word; for several all meanings: "gave us" is no "give us"."""
    if " " in typed:
        return None
    return sense.thing if sense.kind in {TermKind.FIELD, TermKind.VALUE} else sense


def build_phrase_book(catalogue: Catalogue, known: Iterable[str] = ()) -> PhraseBook[Sense]:
    """All phrases of both languages. ``known``: ordinary words beside them, which are no typing errors."""
    numbers = {str(w): float(n) for each in LANGUAGES for w, n in load_words(each, _FILES[0])["numbers"].items()}
    book: PhraseBook[Sense] = PhraseBook(load_stemmer(), known, numbers, _rival)
    for language in LANGUAGES:
        for term in catalogue.terms(language):
            sense = Sense(str(term.kind), term.key, term.thing, term.value or "")
            book.add(term.words, sense)
            if term.kind is TermKind.FIELD:
                book.add_apart(term.words, sense)
        for thing in catalogue.things.values():
            for field in thing.fields.values():
                for words in field.after.get(language, ()):
                    book.add(words, Sense(AFTER, field.key, thing.key))
        for file in _FILES:
            told = load_words(language, file)
            for name, templates in told["words"].items():
                kind, _, key = name.partition(".")
                for template in templates:
                    for phrase in expand(str(template), told["rules"]):
                        book.add(phrase, Sense(kind, key, key if kind == TermKind.THING else ""))
                        if kind == ABOUT:
                            book.add_apart(phrase, Sense(kind, key))
    return book


@cache
def load_phrase_book(known: frozenset[str]) -> PhraseBook[Sense]:
    """The phrase book of this process, made when the first message is read and shared by all conversations."""
    return build_phrase_book(load_catalogue(), known)


@cache
def load_stemmer() -> Stemmer:
    """The endings of all languages; none of them meets a word of another's letters."""
    told = [load_words(language, "inflection") for language in LANGUAGES]
    endings = tuple((str(a), str(b), int(least)) for each in told for a, b, least in each["endings"])
    irregular = {str(word): str(stem) for each in told for word, stem in each["irregular"].items()}
    return Stemmer(endings, irregular)
