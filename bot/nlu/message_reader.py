"""From a text to what it asks: the questions in it, the customer, the things named, the intent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from actions.registry import spec_of
from bot.nlu.atoms import NAME, Named, Pieces
from bot.nlu.classifier import IntentClassifier, IntentVerdict, keep_ours
from bot.nlu.compose import Asked
from bot.nlu.dates import find_dates
from bot.nlu.encoder import Encoder
from bot.nlu.entities import Asking, Entities, find_entities
from bot.nlu.figures_named import FIELD_WORDS
from bot.nlu.language import Language, language_of_names, spoken_language
from bot.nlu.lexicon import Lexicon, NameSpan, longest
from bot.nlu.masking import mask_names
from bot.nlu.mentions import Mention, MentionSpotter, NameFinder
from bot.nlu.name_spans import overlaps
from bot.nlu.questions import are_two, for_each_customer, joints, questions_in
from bot.nlu.reading import AccountMention, IntentChoice, Reading
from bot.nlu.request import Contacts, RequestReader
from bot.nlu.sayings import MEDIA, first_saying
from bot.nlu.steps import asks_something, is_order
from bot.nlu.text import clean_text
from bot.nlu.training import load_classifier, load_vocabulary

_NAMED = {"person", "product", "family", "team", "industry", "region", "country"}
_OWN_WORDS = ("need", "objection", "reason", "avoid", "contact", "before", "title", "deputy", "text")
_CLEARER = 0.1  # probability by which a product must make more sense than a customer (measured on unknown names)
_NEAR = 75.0  # likeness, 0-100, from which an unknown name is somebody's, misspelt
_ALIKE = 90.0  # names this alike but without a clear first: ask which; below it: "did you mean"


@dataclass(frozen=True)
class Firm:
    """What reading needs to know of the firm: its names, its money, its year, its clock, its own language.

    ``segments`` finds the teams, regions, industries and the like that an asker may name in a text.
    """

    names: NameFinder
    lexicon: Callable[[], Lexicon]
    segments: Callable[[str, str], list[NameSpan]]
    now: Callable[[dt.date | None], dt.datetime]
    fiscal_year_starts: int
    currency: str
    language: str = "en"
    role_of: Callable[[str], str | None] = lambda _asker: None
    contacts: Contacts = lambda _spellings, _asker: ()


@dataclass(frozen=True)
class Hearing:
    """Who asks, and when. ``language`` is the one to answer in; without it the words tell, else the ``thread``.

    ``account_id``: the customer that the thread is about.
    """

    asker: str
    today: dt.date | None
    language: str | None = None
    thread: str | None = None
    account_id: int | None = None


class MessageReader:
    """Reads messages; the classifier is trained or loaded at the first one."""

    def __init__(
        self, firm: Firm, *, questions: Path, trained: Path, cache_dir: Path, encoder: Encoder | None = None
    ) -> None:
        self._firm, self._encoder = firm, encoder
        self._questions, self._trained, self._cache_dir = questions, trained, cache_dir

    @cached_property
    def _classifier(self) -> IntentClassifier:
        return load_classifier(self._cache_dir, self._questions, self._encoder, self._trained)

    @cached_property
    def _spotter(self) -> MentionSpotter:
        return MentionSpotter(self._firm.names, load_vocabulary(self._cache_dir, self._questions) | FIELD_WORDS)

    @cached_property
    def _requests(self) -> RequestReader:
        return RequestReader(lambda: load_vocabulary(self._cache_dir, self._questions), self._firm.contacts)

    def places_in_list(self, text: str) -> list[tuple[int, int, int]]:
        """Where the text names a line of a list, and which (from 1; negative from the end): "the second one", 2番目."""
        return self._requests.places_in_list(text)

    def names_one_before(self, text: str) -> bool:
        """ "Not that one, the one before"."""
        return self._requests.names_one_before(text)

    def after_drop(self, text: str) -> str | None:
        """What follows words that drop what was asked; empty where that is all, None where nothing is dropped."""
        return self._requests.after_drop(text)

    def understand(self, text: str, hearing: Hearing, *, split: bool = True) -> tuple[Reading, ...]:
        """One understanding for each question in the text; none where nothing is said, unless ``split`` is off."""
        said = clean_text(text)
        if not said and split:
            return ()
        if not split:
            return (self._read(said, hearing),)
        parts = questions_in(said)
        if len(parts) > 1 and (told := self._told(said, parts, hearing)):
            return (told,)
        heard: tuple[Reading, ...] = ()
        for part in parts:
            heard += self._read_parts(part, _after(heard, hearing))
        if len(heard) > 1 and any(one.refused or spec_of(one.intent).courtesy for one in heard):
            heard = tuple(one for one in heard if not one.refused and not spec_of(one.intent).courtesy) or heard[:1]
        return heard

    def _told(self, text: str, parts: Sequence[str], hearing: Hearing) -> Reading | None:
        """Several sentences that tell one thing to be kept, unless one of them asks or orders something."""
        if any(asks_something(part) or is_order(part, names_customer=True) for part in parts[1:]):
            return None
        whole = self._read(text, hearing)
        return whole if whole.record else None

    def _read_parts(self, text: str, hearing: Hearing) -> tuple[Reading, ...]:
        """The one question of a text, or the two and more that an "and" joins."""
        for joint in joints(text):
            first, second = self._read(text[: joint.end], hearing), self._read(text[joint.start :], hearing)
            if are_two(first, second, joint):
                return (*for_each_customer(first), *self._read_parts(text[joint.start :], _after((first,), hearing)))
        return for_each_customer(self._read(text, hearing))

    def _read(self, text: str, hearing: Hearing) -> Reading:
        lexicon, firm = self._firm.lexicon(), self._firm
        asking = Asking(firm.now(hearing.today), firm.fiscal_year_starts, firm.currency)
        dates = find_dates(text, now=asking.now, fiscal_year_starts=asking.fiscal_year_starts)
        segments = firm.segments(text, hearing.asker)
        taken = [span[:2] for span in (*lexicon.find(text), *segments)] + [date.at for date in dates]
        taken += [found[1] for found in (first_saying(text, MEDIA),) if found]  # "Slackで" names no customer
        mentions = self._spotter.spot(text, hearing.asker, taken=taken)
        places = [(mention.start, mention.end) for mention in mentions]
        entities = find_entities(text, lexicon=lexicon, asking=asking, names=places, segments=segments)
        language = self._language(text, hearing, [*places, *(span[:2] for span in entities.spans)])
        verdict = self._classify(text, entities, [(*place, "account") for place in places], language)
        unknown = [mention for mention in mentions if not mention.matches or mention.matches[0].score < _NEAR]
        if len(unknown) == len(mentions) == 1:
            as_product = self._classify(text, entities, [(*places[0], "product")], language)
            if _is_about_product(as_product, verdict):
                verdict, mentions = as_product, []
                entities = replace(entities, products=(unknown[0].text,))
        elif segments or entities.products or any(mention.is_sure for mention in mentions):
            verdict = keep_ours(verdict)
        heard = _put_together(text, language, verdict, mentions, entities)
        pieces = self._pieces(text, hearing, mentions, segments, entities)
        if heard.mention and not heard.account and _is_contact(heard, pieces):
            heard = replace(heard, mention=None, accounts=(), candidates=())
        asked = Asked(
            asking.now.date(), firm.role_of(hearing.asker), hearing.account_id, last_first=language == Language.JAPANESE
        )
        return replace(heard, pieces=pieces, asked=asked, request=self._requests.read(pieces, asked))

    def _pieces(
        self,
        text: str,
        hearing: Hearing,
        mentions: list[Mention],
        segments: list[NameSpan],
        entities: Entities,
    ) -> Pieces:
        customers = [
            Named(one.start, _whole_name(text, one), "account", one.matches[0].name, one.matches[0].id)
            for one in mentions
            if one.is_sure
        ]
        others = [
            Named(span.start, span.end, str(span.kind), span.name)
            for span in longest([*self._firm.lexicon().find(text), *segments])
            if span.kind in _NAMED and not overlaps((span.start, span.end), [(one.start, one.end) for one in customers])
        ]
        dates = entities.dates, entities.past_dates
        return self._requests.pieces(text, [*customers, *others], dates, hearing.asker)

    def _classify(
        self, text: str, entities: Entities, named: list[tuple[int, int, str]], language: str
    ) -> IntentVerdict:
        return self._classifier.classify(mask_names(text, [*named, *entities.spans]), language=language)

    def _language(self, text: str, hearing: Hearing, names: list[tuple[int, int]]) -> str:
        heard = hearing.language or spoken_language(text, names) or hearing.thread
        return str(heard or language_of_names(text, otherwise=self._firm.language))


def _is_contact(heard: Reading, pieces: Pieces) -> bool:
    """Whether what looks like an unknown customer is somebody who works at one."""
    contacts = [atom for atom in pieces.atoms for sense in atom.senses if (sense.kind, sense.key) == (NAME, "contact")]
    return any(start < atom.end and atom.start < end for atom in contacts for start, end in heard.spans)


def _after(heard: tuple[Reading, ...], hearing: Hearing) -> Hearing:
    """How the next question of a message is read: about the customer that the one before named."""
    named = next((one.account.id for one in reversed(heard) if one.account), None)
    return hearing if named is None else replace(hearing, account_id=named)


def _whole_name(text: str, mention: Mention) -> int:
    """Where the name ends: "quarry lane" is Quarry Lane Builders, of which one word was enough to find it."""
    end, name = mention.end, mention.matches[0].name.casefold().split()
    while (following := re.match(r"\s+([^\W\d_]+)", text[end:])) and following[1].casefold() in name:
        end += following.end()
    return end


def _is_about_product(as_product: IntentVerdict, as_customer: IntentVerdict) -> bool:
    """Whether a name that nobody has makes more sense as a product's: "what is Zentrix?"."""
    best, other = as_product.guesses[0], as_customer.guesses[0]
    return spec_of(best.intent).about_products and best.confidence >= other.confidence + _CLEARER


def _put_together(
    text: str, language: str, verdict: IntentVerdict, mentions: list[Mention], entities: Entities
) -> Reading:
    best = verdict.guesses[0]
    intent = "out_of_scope" if verdict.refused else str(best.intent)
    slots = entities.to_slots(intent)
    mentions = [mention for mention in mentions if not _is_in_words(mention, {**slots, **entities.record})]
    first = mentions[0] if mentions else None
    sure, candidates, nearest = _accounts(first)
    others = tuple(mention.matches[0] for mention in mentions[1:] if mention.is_sure)
    return Reading(
        text=text,
        intent=intent,
        confidence=best.confidence,
        language=language,
        alternatives=tuple(IntentChoice(str(guess.intent), guess.confidence) for guess in verdict.guesses),
        account=sure,
        accounts=((sure,) if sure else nearest) + others,
        candidates=candidates,
        mention=first.text if first else None,
        entities=slots,
        looking_back=entities.looking_back(),
        refused=verdict.refused,
        close=verdict.ambiguous,
        spans=tuple((mention.start, mention.end) for mention in mentions),
        narrowing=tuple((start, end) for start, end, kind in entities.spans if kind != "tier"),
        record=entities.record,
        loose_date=entities.dates[0].loose if entities.dates else None,
        named=tuple((start, end) for start, end, _ in entities.spans),
    )


def _is_in_words(mention: Mention, slots: Mapping[str, Any]) -> bool:
    """Whether what looks like an unknown customer is part of a customer's own words: "they already have HubSpot"."""
    return not mention.is_sure and any(mention.text in str(slots.get(name, "")) for name in _OWN_WORDS)


def _accounts(
    mention: Mention | None,
) -> tuple[AccountMention | None, tuple[AccountMention, ...], tuple[AccountMention, ...]]:
    """The account meant beyond doubt, those between which to ask, those that only come near."""
    if mention is None or not mention.matches:
        return None, (), ()
    if mention.is_sure:
        return mention.matches[0], (), ()
    alike = tuple(match for match in mention.matches if match.score >= _ALIKE)
    return (None, alike[:3], ()) if len(alike) > 1 else (None, (), mention.matches[:3])
