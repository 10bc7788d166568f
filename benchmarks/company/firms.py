"""Invented customers: name, size, place, and who of us looks after them."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from benchmarks.company.calendar import HISTORY_DAYS, days_ago
from benchmarks.company.facts import Facts
from benchmarks.company.lives import Firm, Person
from knowledge.demo import DEMO_DAY
from knowledge.terms import NameKind

_JAPANESE_SHARE = 0.6
_SPREAD = 1_229  # prime, so that it divides no number of pairs
_Names = tuple[str, tuple[tuple[str, NameKind], ...]]


def invent_firm(number: int, chance: Random, facts: Facts) -> Firm:
    """The customer of that number; no two numbers share a name."""
    language = "ja" if chance.random() < _JAPANESE_SHARE else "en"
    industries = facts.market["industries"]
    industry = chance.choices(list(industries), [each["share"] for each in industries.values()])[0]
    name, names = (_japanese_name if language == "ja" else _english_name)(number, industry, chance, facts.names)
    country, city = _place(language, chance, facts)
    created = days_ago(int(20 + (HISTORY_DAYS - 20) * chance.random() ** 0.5))
    onboarded = created + dt.timedelta(days=chance.randint(25, 80))
    return Firm(
        f"c{number}",
        name,
        names,
        industry,
        employees=max(5, int(chance.lognormvariate(4.7, 1.1))),
        country=country,
        city=city,
        language=language,
        created=created,
        owner=_one_of_us("rep", language, chance, facts),
        csm=_one_of_us("cs", language, chance, facts),
        onboarded=onboarded if onboarded <= DEMO_DAY else None,
    )


def invent_contacts(firm: Firm, chance: Random, facts: Facts, *, drifting: bool) -> tuple[Person, ...]:
    """Two or three people; the first is the champion, who often leaves before the customer does."""
    voice = facts.voices[firm.language]
    readings = voice.get("readings", [None] * len(voice["people"]))
    found = chance.sample(list(zip(voice["people"], readings, strict=True)), chance.randint(2, 3))
    titles = chance.sample(voice["titles"], len(found))
    left = days_ago(chance.randint(5, 120)) if chance.random() < (0.4 if drifting else 0.03) else None
    return tuple(
        Person(name, title, reading, is_champion=place == 0, left_on=left if place == 0 else None)
        for place, ((name, reading), title) in enumerate(zip(found, titles, strict=True))
    )


def _english_name(number: int, industry: str, chance: Random, parts: dict[str, Any]) -> _Names:
    english = parts["en"]
    head, tail, more = _places(number, len(english["first"]), len(english["second"]))
    words = [english["first"][head] + english["second"][tail], *_more(more, english["first"])]
    words += [chance.choice(english["trade"][industry]), chance.choice(english["suffix"])]
    name = " ".join(word for word in words if word)
    return name, ((name, NameKind.LEGAL),)


def _japanese_name(number: int, industry: str, chance: Random, parts: dict[str, Any]) -> _Names:
    japanese = parts["ja"]
    head, tail, more = _places(number, len(japanese["first"]), len(japanese["second"]))
    trade = chance.choice(japanese["trade"][industry])
    chosen = [japanese["first"][head], japanese["second"][tail], *_more(more, japanese["first"])]
    plain, reading, roman = ("".join(part[form] for part in chosen) for form in range(3))
    prefix = chance.choice(japanese["prefix"])
    plain += trade[0]
    name = plain + prefix if prefix == "株式会社" and chance.random() < 0.4 else prefix + plain
    alias = f"{roman.capitalize()} {trade[2]}"
    return name, ((name, NameKind.LEGAL), (reading + trade[1], NameKind.READING), (alias, NameKind.ALIAS))


def _places(number: int, heads: int, tails: int) -> tuple[int, int, int]:
    """Which head and tail a number gets, one to one and well spread, and how often all were used before."""
    more, place = divmod(number, heads * tails)
    tail, head = divmod(place * _SPREAD % (heads * tails), heads)
    return head, tail, more


def _more(more: int, first: list[Any]) -> list[Any]:
    """A further part, once the plain pairs are used up."""
    return [first[part] for part in _digits(more, len(first))]


def _digits(number: int, base: int) -> list[int]:
    digits = []
    while number:
        number, digit = divmod(number - 1, base)
        digits.append(digit)
    return digits


def _place(language: str, chance: Random, facts: Facts) -> tuple[str, str]:
    if language == "ja":
        return "JP", chance.choice(facts.names["places"]["ja"])
    country, city = chance.choice(facts.names["places"]["en"])
    return country, city


def _one_of_us(role: str, language: str, chance: Random, facts: Facts) -> str:
    return chance.choice(
        [str(one["key"]) for one in facts.people if one["role"] == role and one["language"] == language]
    )
