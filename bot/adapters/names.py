"""The names in the store, as the understanding of questions asks for them."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bot.clock import utc_now
from bot.nlu.lexicon import Lexicon, Named, NameSpan
from bot.nlu.mentions import Naming
from bot.nlu.reading import AccountMention
from bot.nlu.request import Person
from knowledge.accounts.names.search import NameMatch, find_accounts, is_sure, known_names
from knowledge.accounts.names.sounds import sound_of
from knowledge.accounts.queries.contact_names import find_contacts
from knowledge.accounts.queries.segment_names import load_segment_words
from knowledge.accounts.segment_words import SegmentWords
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.errors import PersonUnknown
from knowledge.kernel.access import open_access
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge
from knowledge.people.queries.people import load_people_names
from knowledge.people.spellings import spell_people

_LEXICON_SECONDS = 60.0
_MOST_ASKERS = 500  # whose segments are kept at a time
_WHOEVER_ASKS = SegmentWords(own_team="mine")  # measured segments, "my team", places that may be without a customer


class StoreNames:
    """The names in the store: customers, as far as the asker may see them, products and people of the firm."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._lexicon: tuple[float, Lexicon] | None = None
        self._anybodys: tuple[float, SegmentWords] | None = None
        self._segments: dict[str, tuple[float, SegmentWords]] = {}

    def known(self, spans: Sequence[str], asker: str) -> dict[str, Naming]:
        """Of many word groups those that are a spelling of some account."""
        try:
            with self._knowledge.access(asker, as_of=utc_now().date()) as access:
                found = known_names(access.connection, spans, visible=access.visible)
        except PersonUnknown:  # a stranger sees no customer; the answer says so
            return {}
        return {span: _naming(matches) for span, matches in found.items()}

    def find(self, mention: str, asker: str) -> Naming:
        """The accounts most like one name."""
        try:
            with self._knowledge.access(asker, as_of=utc_now().date()) as access:
                return _naming(find_accounts(access.connection, mention, visible=access.visible))
        except PersonUnknown:
            return Naming()

    def lexicon(self) -> Lexicon:
        """Products and people, read again once a minute: an import may have brought new ones."""
        now = time.monotonic()
        if self._lexicon is None or now - self._lexicon[0] > _LEXICON_SECONDS:
            self._lexicon = now, self._read_lexicon()
        return self._lexicon[1]

    def segments(self, text: str, asker: str) -> list[NameSpan]:
        """The teams, regions, industries and measured segments named, of those among the asker's customers.

        Most messages name nobody's; whose customers the asker's are is read for the others only.
        """
        if not any(words.find(text) for words in (_WHOEVER_ASKS, self._anybodys_segments())):
            return []
        return [
            NameSpan(span.start, span.end, span.value, str(span.by)) for span in self._segments_of(asker).find(text)
        ]

    def role_of(self, asker: str) -> str | None:
        """Whether a rep, a manager, CS or operations asks; None for a stranger."""
        try:
            return self._knowledge.viewer(asker).role
        except PersonUnknown:
            return None

    def contacts(self, spellings: Sequence[str], asker: str) -> list[Person]:
        """People at the customers that the asker may see."""
        try:
            with self._knowledge.access(asker, as_of=utc_now().date()) as access:
                return [Person(*found) for found in find_contacts(access, spellings)]
        except PersonUnknown:
            return []

    def _anybodys_segments(self) -> SegmentWords:
        """Those of all customers, read again once a minute: to find out whether to look, never to answer with."""
        now = time.monotonic()
        if self._anybodys is None or now - self._anybodys[0] > _LEXICON_SECONDS:
            with open_access(self._knowledge.engine, OPERATOR, self._knowledge.rules, as_of=utc_now().date()) as access:
                self._anybodys = now, load_segment_words(access)
        return self._anybodys[1]

    def _segments_of(self, asker: str) -> SegmentWords:
        """Read again once a minute for each asker; a stranger has none."""
        now = time.monotonic()
        kept = self._segments.get(asker)
        if kept is None or now - kept[0] > _LEXICON_SECONDS:
            if len(self._segments) >= _MOST_ASKERS:
                self._segments.clear()
            try:
                with self._knowledge.access(asker, as_of=utc_now().date()) as access:
                    kept = now, load_segment_words(access)
            except PersonUnknown:
                kept = now, SegmentWords()
            self._segments[asker] = kept
        return kept[1]

    def _read_lexicon(self) -> Lexicon:
        with open_access(self._knowledge.engine, OPERATOR, self._knowledge.rules, as_of=utc_now().date()) as access:
            cards = load_catalogue(access).products.values()
            people = load_people_names(access.connection)
        products = tuple(Named(card.name, _others(card.name_ja)) for card in cards)
        families = {card.family: Named(card.family, _others(card.family_ja)) for card in cards}
        spelt = spell_people(people)
        named = tuple(Named(name, spelt.get(name, ())) for name, _ in people)
        return Lexicon(products, tuple(families.values()), named, sound_of)


def _naming(matches: Sequence[NameMatch]) -> Naming:
    accounts = tuple(AccountMention(match.account_id, match.name, match.score, match.is_slip) for match in matches)
    return Naming(accounts, is_sure(matches))


def _others(spelling: str | None) -> tuple[str, ...]:
    return (spelling,) if spelling else ()
