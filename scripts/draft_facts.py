"""What stands in a draft without a figure behind it: numbers, days, people, products."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from actions.reply import Reply
from knowledge.demo import DEMO_DAY
from knowledge.kernel.visibility import OPERATOR
from knowledge.knowledge import Knowledge
from knowledge.tables import Contact, Person, Product

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SCALES = frozenset({"10", "100", "1", "9"})  # out of 10, of 100; headings


@dataclass(frozen=True)
class Vocabulary:
    """The names of the store, and the numbers that the catalogue and the rules bring into any draft."""

    people: tuple[str, ...]
    products: tuple[str, ...]
    firm_wide: frozenset[str]


@dataclass(frozen=True)
class Facts:
    """What one draft names, by kind, and what of it no figure backs."""

    named: dict[str, int]
    strays: dict[str, list[str]]


def load_vocabulary(knowledge: Knowledge) -> Vocabulary:
    """Every person, contact and product by name; what products give, in numbers."""
    with knowledge.engine.connect() as connection:
        people = {
            *connection.execute(select(Person.name)).scalars(),
            *connection.execute(select(Contact.name)).scalars(),
        }
        rows = connection.execute(
            select(
                Product.name, Product.name_ja, Product.gives_en, Product.gives_ja, Product.value_en, Product.value_ja
            )
        ).all()
    with knowledge.access(OPERATOR.key, as_of=DEMO_DAY) as access:
        drafts = access.rules.drafts
    gives = " ".join(f"{row.gives_en} {row.gives_ja} {row.value_en} {row.value_ja}" for row in rows)
    promised = {str(n) for n in (drafts.trial_days, drafts.first_people, drafts.talk_minutes)}
    names = {name for row in rows for name in (row.name, row.name_ja) if name}
    return Vocabulary(_longest_first(people), _longest_first(names), frozenset(numbers_in(gives) | promised))


def check_facts(text: str, reply: Reply, account: str, vocabulary: Vocabulary) -> Facts:
    """Each number, person and product of ``text`` against the figures of its reply."""
    told = " ".join(f"{f.label} {f.value} {f.basis} {f.formula} {f.raw} {f.as_of}" for f in reply.figures)
    bare = text.replace(account, " ")
    numbers = numbers_in(bare)
    known = numbers_in(told) | days_known(reply) | vocabulary.firm_wide | numbers_in(account) | _SCALES
    people, products = _named(bare, vocabulary.people), _named(bare, vocabulary.products)
    return Facts(
        named={"numbers and days": len(numbers), "people": len(people), "products": len(products)},
        strays={
            "numbers and days": sorted(numbers - known),
            "people": [name for name in people if name not in told],
            "products": [name for name in products if name not in told],
        },
    )


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, without commas; kanji numerals are words."""
    plain = unicodedata.normalize("NFKC", text)
    return {found.replace(",", "") for found in _NUMBER.findall(plain)}


def days_known(reply: Reply) -> set[str]:
    """Day, month and year of every date behind the figures, also where a month is written as a word."""
    found: set[str] = set()
    for figure in reply.figures:
        texts = f"{figure.value} {figure.basis} {figure.raw} {figure.as_of}"
        for year, month, day in re.findall(r"(\d{4})-(\d\d)-(\d\d)", texts):
            found |= {year, str(int(month)), str(int(day))}
    return found | {str(DEMO_DAY.year), str(DEMO_DAY.month), str(DEMO_DAY.day)}


def _named(text: str, names: tuple[str, ...]) -> list[str]:
    """The names in a text; a longer one hides the shorter ones in it."""
    found = []
    for name in names:
        if name in text:
            found.append(name)
            text = text.replace(name, " ")
    return found


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=len, reverse=True))
