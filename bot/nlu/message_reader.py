"""From a text to what it asks: the questions in it, the customer, the things named, the intent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from actions.registry import spec_of
from actions.spec import AccountUse
from bot.nlu.articles_asked import asks_meaning
from bot.nlu.atoms import NAME, Named, Pieces
from bot.nlu.classifier import IntentClassifier, IntentVerdict, keep_ours
from bot.nlu.compose import Asked
from bot.nlu.dates import find_dates
from bot.nlu.drafting import is_one_text
from bot.nlu.encoder import Encoder
from bot.nlu.entities import Asking, Entities, find_entities
from bot.nlu.figures_named import field_words
from bot.nlu.language import asks_last, language_of_names, spoken_language
from bot.nlu.lexicon import Lexicon, NameSpan, longest
from bot.nlu.masking import mask_names
from bot.nlu.mentions import Mention, MentionSpotter, NameFinder
from bot.nlu.name_spans import overlaps
from bot.nlu.putting_together import handed_over, put_together
from bot.nlu.questions import are_two, for_each_customer, joints, questions_in
from bot.nlu.reading import NearArticle, Reading
from bot.nlu.request import Contacts, RequestReader
from bot.nlu.sayings import find_medium
from bot.nlu.searched_words import KIND as SEARCHED
from bot.nlu.searched_words import find_searched
from bot.nlu.shorts import as_meant, in_whole_words
from bot.nlu.spelling import Speller
from bot.nlu.steps import asks_something, is_order
from bot.nlu.telling import Teller
from bot.nlu.text import clean_text
from bot.nlu.told import is_reason_of, may_tell, tells, with_hearsay, with_parts, with_tale
from bot.nlu.told_apart import KEPT_WHOLE, cuts, tell_two
from bot.nlu.training import load_classifier, load_teller, load_vocabulary

_NAMED = {"person", "product", "family", "team", "industry", "region", "country"}
_CLEARER = 0.1  # probability by which a product must make more sense than a customer (measured on unknown names)
_LISTS = {"ask.who", "ask.list", "ask.count", "ask.sum", "ask.where"}
_NEAR = 75.0  # likeness, 0-100, from which an unknown name is somebody's, misspelt


@dataclass(frozen=True)
class Firm:
    """What reading needs to know of the firm: its names, its money, its year, its clock, its own language.

    ``segments`` finds the teams, regions, industries and the like that an asker may name in a text, ``article`` the
    nearest one of the playbook.
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
    article: Callable[[str, str], NearArticle | None] = lambda _text, _asker: None


@dataclass(frozen=True)
class Hearing:
    """Who asks, and when. ``language`` is the one to answer in; without it the words tell, else the ``thread``.

    ``account_id``: the customer that the thread is about. ``article``: the title of the article told last.
    """

    asker: str
    today: dt.date | None
    language: str | None = None
    thread: str | None = None
    account_id: int | None = None
    article: str | None = None


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
    def _teller(self) -> Teller:
        return load_teller(self._cache_dir, self._questions, self._encoder, self._trained)

    @cached_property
    def _words(self) -> frozenset[str]:
        return load_vocabulary(self._cache_dir, self._questions)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._words)

    @cached_property
    def _spotter(self) -> MentionSpotter:
        return MentionSpotter(self._firm.names, self._words | field_words())

    @cached_property
    def _requests(self) -> RequestReader:
        return RequestReader(lambda: self._words, self._firm.contacts)

    def places_in_list(self, text: str) -> list[tuple[int, int, int]]:
        """Where the text names a line of a list, and which (from 1; negative from the end): "the second one", 2番目."""
        return self._requests.places_in_list(text)

    def with_one_before(self, text: str, name: str) -> str | None:
        """ "Not that one, the one before" as that customer's name, a question of them with it; None where unsaid."""
        asks, found = asks_something(text) or text.rstrip().endswith("?"), self._requests.one_before(text)
        return (f"{text[: found[0]]}{name}{text[found[1] :]}" if asks else name) if found else None

    @property
    def names(self) -> NameFinder:
        """Finds customers by what they are called."""
        return self._firm.names

    def after_drop(self, text: str) -> str | None:
        """What follows words that drop what was asked; empty where that is all, None where nothing is dropped."""
        return self._requests.after_drop(text)

    def sets_aside(self, text: str) -> bool:
        """ "First show me their seats", その前にNPSは: asked before what was asked back is answered."""
        return asks_something(text) and self._requests.sets_aside(text)

    def understand(self, text: str, hearing: Hearing, *, split: bool = True) -> tuple[Reading, ...]:
        """One understanding for each question in the text; none where nothing is said, unless ``split`` is off."""
        said = as_meant(clean_text(text))
        if not said and split:
            return ()
        said = said if may_tell(said) else in_whole_words(said)
        if not split:
            return (self._read(said, hearing),)
        parts = questions_in(said)
        if len(parts) > 1 and (told := self._told(said, parts, hearing)):
            return (told,)
        heard: tuple[Reading, ...] = ()
        for part in parts:
            heard += self._read_parts(part, _after(heard, hearing))
        return tuple(one for one in heard if _says_anything(one)) or heard[:1] if len(heard) > 1 else heard

    def _told(self, text: str, parts: Sequence[str], hearing: Hearing) -> Reading | None:
        """Several sentences that tell one thing to be kept, unless one of them asks or orders something."""
        if any(asks_something(part) or is_order(part, names_customer=True) for part in parts[1:]):
            return None
        whole = self._read(text, hearing)
        return whole if whole.record else None

    def _read_parts(self, text: str, hearing: Hearing) -> tuple[Reading, ...]:
        """The one question of a text, or the two and more that an "and" joins."""
        whole = self._read(text, hearing)
        for joint in joints(text):
            if any(start < joint.end < end for start, end in whole.spans):  # the と of みなと joins nothing
                continue
            if is_one_text(text[: joint.end], text[joint.start :]):
                continue
            first, second = self._read(text[: joint.end], hearing), self._read(text[joint.start :], hearing)
            if are_two(first, second, joint):
                return (*for_each_customer(first), *self._read_parts(text[joint.start :], _after((first,), hearing)))
        if (tells(whole) or whole.record) and whole.record.get("fact") not in KEPT_WHOLE:
            for cut in cuts(text):
                if is_one_text(text[: cut.end], text[cut.start :]):
                    continue
                first = self._read(text[: cut.end], hearing)
                second = self._read(text[cut.start :], _after((first,), hearing))
                if asked := handed_over(second, first, text):
                    return (asked,)
                if tell_two(first, second) and not is_reason_of(first, whole):
                    before = self._read_parts(text[: cut.end], hearing)
                    return (*before, *self._read_parts(text[cut.start :], _after(before, hearing)))
        return for_each_customer(whole)

    def _read(self, text: str, hearing: Hearing) -> Reading:
        lexicon, firm = self._firm.lexicon(), self._firm
        asking = Asking(firm.now(hearing.today), firm.fiscal_year_starts, firm.currency)
        dates = find_dates(text, now=asking.now, fiscal_year_starts=asking.fiscal_year_starts)
        segments = firm.segments(text, hearing.asker)
        taken = [span[:2] for span in (*lexicon.find(text), *segments)] + [date.at for date in dates]
        taken += [found[1] for found in (find_medium(text),) if found] + self._requests.pages(text)  # no customers
        mentions = self._spotter.spot(text, hearing.asker, taken=taken, cuts=self._requests.word_begins(text))
        places = [(one.start, one.end) for one in mentions]
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
        heard = put_together(text, language, verdict, mentions, entities)
        pieces = self._pieces(text, hearing, mentions, segments, entities)
        if heard.mention and not heard.account and _is_contact(heard, pieces):
            heard = replace(heard, mention=None, accounts=(), candidates=())
        role, last_first = firm.role_of(hearing.asker), asks_last(language)
        asked = Asked(asking.now.date(), role, hearing.account_id, last_first=last_first)
        heard = replace(heard, pieces=pieces, asked=asked, request=self._requests.read(pieces, asked))
        if may_tell(text):
            masked = mask_names(text, [*((*place, "account") for place in heard.spans), *entities.spans])
            heard = with_tale(heard, self._teller.read(masked), entities)
        if _may_ask_for_article(heard):
            heard = replace(heard, article=self._firm.article(text, hearing.asker))
            if hearing.article:
                heard = replace(heard, read_on=self._firm.article(f"{hearing.article} {text}", hearing.asker))
        return with_parts(with_hearsay(heard), self._is_word)

    def _is_word(self, word: str) -> bool:
        return word in self._words or self._requests.book.knows(word)

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
        named = [*customers, *others]
        searched = find_searched(text, [(one.start, one.end) for one in named], [each.at for each in entities.dates])
        if searched:
            named.append(Named(*searched, SEARCHED, text[slice(*searched)]))
        return self._requests.pieces(text, named, dates, hearing.asker)

    def _classify(
        self, text: str, entities: Entities, named: list[tuple[int, int, str]], language: str
    ) -> IntentVerdict:
        masked = mask_names(text, [*named, *entities.spans])
        return self._classifier.classify(self._speller.mend(masked), language=language)

    def _language(self, text: str, hearing: Hearing, names: list[tuple[int, int]]) -> str:
        heard = hearing.language or spoken_language(text, names) or hearing.thread
        return str(heard or language_of_names(text, otherwise=self._firm.language))


def _says_anything(heard: Reading) -> bool:
    """Whether a part of a message asks or tells something, and is more than a courtesy beside the rest."""
    asks = heard.request is not None and not heard.request.unread  # facts, whatever the classifier makes of them
    return bool(heard.record) or asks or not (heard.refused or spec_of(heard.intent).courtesy)


def _may_ask_for_article(heard: Reading) -> bool:
    """Whether the playbook is worth the look, of some milliseconds: nobody is named, and no facts are asked for."""
    request, of_whom = heard.request, spec_of(heard.intent).account is AccountUse.NEEDED
    reads_all = request is not None and not request.unread
    lists = request is not None and bool(request.said & _LISTS)  # "who uses more than 90 % of their seats"
    asks_facts = reads_all and (lists or not of_whom) and not asks_meaning(heard.text)
    return not heard.account and not heard.candidates and not asks_facts and not heard.record


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
