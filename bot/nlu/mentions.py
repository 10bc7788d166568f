"""Which customers a question names: exact spellings first, then what looks like a misspelt or unknown name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.nlu.name_spans import Span, name_groups, needs_more, overlaps
from bot.nlu.reading import AccountMention
from bot.nlu.unknown_names import could_be_names, goes_on_as_firm

_MOST_UNKNOWN = 4  # names looked up by likeness in one question
_SHORTEST_OWNER = 4  # letters of a name whose possessive may be written without an apostrophe
_NEAR = 75.0  # likeness from which a doubtful word is taken for a misspelt customer
_POSSESSIVE = re.compile(r"(?:'s|’s|s')$", re.IGNORECASE)


@dataclass(frozen=True)
class Naming:
    """The accounts a name may mean, best first, and whether the first may be taken without asking back."""

    matches: tuple[AccountMention, ...] = ()
    is_sure: bool = False


class NameFinder(Protocol):
    """Looks names up in the store, among the accounts that the asker may see."""

    def known(self, spans: Sequence[str], asker: str) -> Mapping[str, Naming]:
        """Of many word groups those that are a spelling of some account, in one look-up."""

    def find(self, mention: str, asker: str) -> Naming:
        """The accounts most like one name."""


@dataclass(frozen=True)
class Mention:
    """A customer's name in a question, ``question[start:end]``. No matches: nobody of that name is known."""

    text: str
    start: int
    end: int
    matches: tuple[AccountMention, ...] = ()
    is_sure: bool = False


@dataclass(frozen=True)
class MentionSpotter:
    """Spots names. ``vocabulary`` holds the ordinary words of questions, which are no names by themselves."""

    names: NameFinder
    vocabulary: Collection[str] = frozenset()

    def spot(self, question: str, asker: str, *, taken: Iterable[Span] = (), cuts: Iterable[int] = ()) -> list[Mention]:
        """The customers named, in the order of the question.

        ``taken`` are places that mean something else (a product, a person, a date); ``cuts`` those at which a word
        begins that may be written on to a name (春日丘運輸未払い). A name that is also an ordinary
        word ("Open", サポート) needs more than the bare word: a capital inside a sentence, quotes, or 様 and さん.
        """
        others = list(taken)
        known = self._known(question, asker, others, cuts)
        unknown = self._unknown(question, asker, [*others, *((one.start, one.end) for one in known)])
        if known:  # beside a customer that is known another word is one only beyond doubt
            unknown = [mention for mention in unknown if mention.is_sure]
        return sorted([*known, *unknown], key=lambda mention: mention.start)

    def _known(self, question: str, asker: str, others: list[Span], cuts: Iterable[int]) -> list[Mention]:
        groups = name_groups(question)
        if places := [*(place for span in others for place in span), *cuts]:
            groups = list(dict.fromkeys([*groups, *name_groups(question, places)]))
        said = {question[start:end] for start, end in groups}
        found = dict(self.names.known(sorted(said | {bare for each in said if (bare := _bare(each))}), asker))
        found |= {each: found[bare] for each in said - found.keys() if (bare := _bare(each)) in found}
        hits = [(start, end) for start, end in groups if question[start:end] in found]
        kept: list[Mention] = []
        for start, end in sorted(hits, key=lambda span: (span[0] - span[1], span[0])):
            blocked = overlaps(
                (start, end), (*((one.start, one.end) for one in kept), *_no_shorter(others, end - start))
            )
            other = goes_on_as_firm(question, (start, end), self.vocabulary)
            if not (blocked or other or needs_more(question, (start, end), self.vocabulary)):
                text = question[start:end]
                kept.append(Mention(text, start, end, found[text].matches, found[text].is_sure))
        return kept

    def _find(self, text: str, asker: str) -> Naming:
        """The name as written, or without the s of a possessive where only so it is somebody's beyond doubt."""
        found, bare = self.names.find(text, asker), _bare(text)
        if not bare or (found.is_sure and not found.matches[0].is_slip):
            return found
        owner = self.names.find(bare, asker)
        return owner if owner.is_sure else found

    def _unknown(self, question: str, asker: str, others: list[Span]) -> list[Mention]:
        apart = _without_days(question, others)
        guesses = [guess for guess in could_be_names(apart, self.vocabulary) if not overlaps(guess.span, others)]
        mentions = []
        for guess in guesses[:_MOST_UNKNOWN]:
            start, end = guess.span
            text = _POSSESSIVE.sub("", question[start:end]) or question[start:end]
            naming = self._find(text, asker)
            if guess.is_likely or (naming.matches and naming.matches[0].score >= _NEAR):
                mentions.append(Mention(text, start, start + len(text), naming.matches, naming.is_sure))
        sure = [mention for mention in mentions if mention.is_sure]
        return sure or mentions[:1]


def _without_days(question: str, taken: Iterable[Span]) -> str:
    """The question, where in a script without blanks what is a day or a product ends no name: 月曜青葉坂."""
    for start, end in taken:
        if not question[start:end].isascii():
            question = f"{question[:start]}{' ' * (end - start)}{question[end:]}"
    return question


def _bare(word: str) -> str:
    """ "Kestrels" is of Kestrel; empty where no possessive may end it."""
    return (
        word[:-1]
        if len(word) > _SHORTEST_OWNER and word[-1] == "s" and word[-2].isascii() and word[-2].isalpha()
        else ""
    )


def _no_shorter(spans: Iterable[Span], length: int) -> list[Span]:
    """Places at least as long as a name: "Analytics Pro" is the product although a customer is called Pro."""
    return [(start, end) for start, end in spans if end - start >= length]
