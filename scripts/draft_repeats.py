"""How alike drafts are: which sentences a reader of two letters would know again, whatever names are in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from actions.reply import Reply
from knowledge.knowledge import Knowledge
from knowledge.language import load_words
from knowledge.playbook.reported_speech import is_japanese
from knowledge.playbook.romaji import name_of_address, to_romaji
from knowledge.tables import Account, AccountName, Contact, Person
from scripts.draft_facts import load_vocabulary

MOST_SHARE = 1 / 3
_FEWEST_DRAFTS = 9  # fewer say nothing about what is repeated
# What one says to one's own people or to each customer alike: greeting, close, signature.
_FRAME = re.compile(
    r"^(?:Hello|Dear|Hi|Kind regards|Yours sincerely|With warm regards|Best|Regards)\b.*,$"
    r"|^You may remember us: this is |^This is .* of |^It has been a while\.$|^I am .* look after |と申します。$"
    r"|お世話になっております|ご無沙汰しております|お世話になりました|でございます。$|引き立てを賜り|よろしくお願い"
    r"|^敬具$|Osusume Demo KK$"
)
# Neither a heading, a name, nor an item of a list, such as a date: a line that ends as sentences do, or a subject.
_IS_SENTENCE = re.compile(r"^(?![–・]).*[.!?:。？：]$|^(?:Subject: |件名：)")
_MASK = "…"
_FIGURES = re.compile(
    r"[¥\d](?:[\d,.]*\d)?(?:%|円|席|名様?|分|日間?|年|月)*|（[月火水木金土日]）"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)


@dataclass(frozen=True)
class Drafted:
    """One draft of one purpose in one language, whole."""

    purpose: str
    language: str
    account: str
    headline: str
    text: str
    reply: Reply


def body_of(reply: Reply) -> str:
    """The text to copy; empty where the answer is a talk track."""
    return next((section.lines[0].text for section in reply.sections if section.key == "body"), "")


def sentences_of(text: str) -> list[str]:
    """The sentences of a draft without greeting, close and signature, and without the headings of a page."""
    lines = [line for line in text.splitlines() if _IS_SENTENCE.search(line)]
    parts = [part.strip() for line in lines for part in re.split(r"(?<=[.!?。？])\s*(?=\S)", line)]
    return [part for part in parts if len(part) > 1 and not _FRAME.search(part)]


def count_repeats(drafts: list[Drafted], names: tuple[str, ...] = ()) -> dict[tuple[str, str], list[tuple[float, str]]]:
    """By purpose and language: sentences in more than a third of the drafts with their share, most frequent first.

    ``names``: those and all numbers are taken out of it first, so that what is left is the same for any customer.
    """
    found = {}
    by_kind: dict[tuple[str, str], list[Drafted]] = defaultdict(list)
    for draft in drafts:
        by_kind[draft.purpose, draft.language].append(draft)
    for kind, members in by_kind.items():
        counts = count_sentences(members, names)
        if len(members) >= _FEWEST_DRAFTS:
            found[kind] = [
                (count / len(members), sentence)
                for sentence, count in counts.most_common()
                if count / len(members) > MOST_SHARE
            ]
    return found


def count_sentences(drafts: list[Drafted], names: tuple[str, ...]) -> Counter[str]:
    """In how many of these drafts each sentence stands."""
    pattern = re.compile("|".join(map(re.escape, names))) if names else None
    return Counter(
        told for draft in drafts for told in set(sentences_of(mask(draft.text, pattern) if pattern else draft.text))
    )


def mask(text: str, names: re.Pattern[str]) -> str:
    """A text with every name and number of the store out of it."""
    return re.sub(rf"{_MASK}(?:[ の（）]*{_MASK})+", _MASK, _FIGURES.sub(_MASK, names.sub(_MASK, text)))


def load_names(knowledge: Knowledge) -> tuple[str, ...]:
    """All names of the store as letters write them: products, people and customers; the longest first."""
    vocabulary = load_vocabulary(knowledge)
    forms = "|".join(re.escape(form) for form in load_words("ja", "letter")["legal_forms"])
    with knowledge.engine.connect() as connection:
        accounts = {
            *connection.execute(select(Account.name)).scalars(),
            *connection.execute(select(AccountName.name)).scalars(),
        }
        readings = connection.execute(select(Contact.reading).where(Contact.reading.is_not(None))).scalars()
        people = connection.execute(select(Person.name, Person.email)).all()
    bare = {re.sub(rf"^(?:{forms})|(?:{forms})$", "", name).strip() for name in accounts}
    called = {name_of_address(row.email or "") for row in people}
    called |= {" ".join(to_romaji(part) for part in reversed(reading.split())) for reading in readings}
    families = {name.split()[0] for name in (*vocabulary.people, *(row.name for row in people)) if is_japanese(name)}
    return tuple(
        sorted(
            {*vocabulary.products, *vocabulary.people, *accounts, *bare, *called, *families} - {""},
            key=len,
            reverse=True,
        )
    )
