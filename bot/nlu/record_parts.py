"""The parts of what is told about a customer: name, title, e-mail and phone of somebody, severity, score, head count.

They are found whatever sentence they stand in; the words are data (``data/language/<language>/record_parts.yml``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.nlu.word_patterns import compile_words
from knowledge.language import LANGUAGES, load_words

Span = tuple[int, int]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DIGITS = r"(?P<phone>\+?\(?\d[\d ()./-]{2,18}\d)"
_BARE_PHONE = re.compile(r"(?<![\w.])(?P<phone>\+\d[\d ()/-]{6,18}\d|0\d{1,4}[ -]\d{1,4}[ -]\d{3,4})(?![\w])")
_WORD = re.compile(r"[A-Za-zÀ-ž][\w.'’-]*")
_MOST_DIGITS = 7  # of a number of people: no firm has more
_LONGEST_NAME = 3  # words
_LOWER_NAME = 2  # words that a name in small letters has, or more: one such word alone may be anything


@dataclass(frozen=True)
class _Words:
    title: re.Pattern[str]
    phone: re.Pattern[str]
    no_name: re.Pattern[str]
    name: re.Pattern[str] | None
    section: re.Pattern[str] | None
    severity: tuple[tuple[str, re.Pattern[str]], ...]
    csat: re.Pattern[str]
    score: re.Pattern[str]
    employees: re.Pattern[str]


@dataclass(frozen=True)
class Told:
    """A text in which something is told, with the places of ``customers``, and of colleagues, products, days.

    ``contacts``: people at customers who are known and named in it; ``colleague``: one of ours. ``is_known``: whether
    a word is an ordinary one.
    """

    text: str
    customers: Sequence[Span] = ()
    named: Sequence[Span] = ()
    contacts: Sequence[str] = ()
    colleague: str | None = None
    is_known: Callable[[str], bool] = lambda _word: False

    @property
    def taken(self) -> tuple[Span, ...]:
        """All places that name something else."""
        return (*self.customers, *self.named)


def before_title(text: str) -> str:
    """A name without the title or honorific that is written on to it: 大西部長 is 大西; others stay as they are."""
    for words in _languages():
        for match in words.name.finditer(text) if words.name else ():
            if match.start() == 0 and match.end() == len(text):
                return str(match["name"] or match["name_katakana"])
    return text


def find_parts(fact: str, told: Told, said: Mapping[str, str]) -> dict[str, str]:
    """The parts of a fact by name; what the sentence itself names (``said``) stays."""
    if all(map(told.is_known, _WORD.findall(said.get("contact", "").casefold()))) and said.get("contact", "").isascii():
        said = {name: value for name, value in said.items() if name != "contact"}  # "remind me" is nobody's name
    found = _FINDERS[fact](told, said) if fact in _FINDERS else {}
    parts = {**found, **said}
    return {**parts, "contact": _written(parts["contact"])} if "contact" in parts else parts


def _contact(told: Told, said: Mapping[str, str], *, changes: bool = False) -> dict[str, str]:
    """Who it is and what is told of them; where something changes, the last title is the new one."""
    text, parts = told.text, {}
    if email := _EMAIL.search(text):
        parts["email"] = email[0].rstrip(".")
    spared = _blank(text, [email.span()] if email else [])
    if phone := _phone(spared, told.taken):
        parts["phone"] = phone[0]
        spared = _blank(spared, [phone[1]])
    spared = _blank(spared, told.taken)
    titles = [match for words in _languages() for match in words.title.finditer(spared)]
    name = next(iter(told.contacts), None) or _name(spared, told, [match.span() for match in titles])
    if name and "contact" not in said:
        parts["contact"] = name
    if title := _title(spared, titles, changes=changes):
        parts["title"] = title
    return parts


def _changed(told: Told, said: Mapping[str, str]) -> dict[str, str]:
    return _contact(told, said, changes=True)


def _left(told: Told, said: Mapping[str, str]) -> dict[str, str]:
    who = _contact(told, said).get("contact")
    return {"contact": who} if who else {}


def _phone(text: str, taken: Sequence[Span]) -> tuple[str, Span] | None:
    for words in _languages():
        if match := words.phone.search(text):
            return match["phone"].strip(), match.span("phone")
    match = _BARE_PHONE.search(text)
    if match is None or any(start < match.end() and match.start() < end for start, end in taken):
        return None
    return match["phone"].strip(), match.span("phone")


def _title(text: str, titles: Sequence[re.Match[str]], *, changes: bool) -> str | None:
    """The title; a section that stands before the name is part of it: 総務部の中村課長 is 総務部課長."""
    if not titles:
        return None
    title = (titles[-1] if changes else titles[0])[0].strip()
    for words in _languages():
        if words.section and (found := words.section.search(text)) and found["section"] not in title:
            section = found["section"]
            return section + (title[1:] if title[:1] == section[-1:] else title)
    return title


def _name(text: str, told: Told, titles: Sequence[Span]) -> str | None:
    """Somebody who is not known yet: before a title or an honorific in Japanese, else words that mean nothing else."""
    for words in _languages():
        for match in words.name.finditer(text) if words.name else ():
            name = match["name"] or match["name_katakana"]
            if not words.no_name.match(name):
                return str(name)
    return _latin_name(_blank(text, titles), told)


def _latin_name(text: str, told: Told) -> str | None:
    runs: list[list[re.Match[str]]] = [[]]
    for word in _WORD.finditer(text):
        last = runs[-1][-1] if runs[-1] else None
        if last and text[last.end() : word.start()] != " ":
            runs.append([])
        if _is_name(word[0], told):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    whole = [run[:_LONGEST_NAME] for run in runs if run]
    named = [run for run in whole if run[0][0][:1].isupper()] or [run for run in whole if len(run) >= _LOWER_NAME]
    if not named:
        return None
    best = max(named, key=len)
    return " ".join(word[0] for word in best).rstrip(".,'’")


def _written(name: str) -> str:
    """A name in small letters as names are written."""
    return " ".join(word.capitalize() for word in name.split()) if name.islower() else name


def _is_name(word: str, told: Told) -> bool:
    bare = word.rstrip(".'’")
    if any(words.no_name.match(bare.casefold()) for words in _languages()):
        return False
    return not told.is_known(bare.casefold())


def _owner(told: Told, said: Mapping[str, str]) -> dict[str, str]:
    del said
    return {"owner": told.colleague} if told.colleague else {}


def _problem(told: Told, said: Mapping[str, str]) -> dict[str, str]:
    del said
    for words in _languages():
        for severity, pattern in words.severity:
            if pattern.search(told.text):
                return {"severity": severity}
    return {}


def _survey(told: Told, said: Mapping[str, str]) -> dict[str, str]:
    del said
    text = _blank(told.text, told.customers)
    kind = {"survey_kind": "csat"} if any(words.csat.search(text) for words in _languages()) else {}
    return {**kind, **_number(text, "score")}


def _employees(told: Told, said: Mapping[str, str]) -> dict[str, str]:
    del said
    return _number(told.text, "employees")


def _number(text: str, name: str) -> dict[str, str]:
    for words in _languages():
        if match := getattr(words, name).search(text):
            number = next(value for value in match.groupdict().values() if value)
            digits = number.replace(",", "")
            return {name: digits} if len(digits) <= _MOST_DIGITS else {}
    return {}


_FINDERS: Mapping[str, Callable[[Told, Mapping[str, str]], dict[str, str]]] = {
    "contact_new": _contact,
    "contact_changed": _changed,
    "contact_left": _left,
    "owner": _owner,
    "problem": _problem,
    "survey": _survey,
    "account_changed": _employees,
}


def _blank(text: str, places: Sequence[Span]) -> str:
    """The text with these places empty, so that everything else stays where it is."""
    for start, end in places:
        text = f"{text[:start]}{'|' * (end - start)}{text[end:]}"
    return text


@cache
def _languages() -> tuple[_Words, ...]:
    return tuple(_read(load_words(language, "record_parts")) for language in LANGUAGES)


def _read(data: Mapping[str, Any]) -> _Words:
    def compiled(pattern: str) -> re.Pattern[str]:
        return compile_words(pattern, data["expansions"])

    return _Words(
        title=compiled(rf"(?<![a-z]){data['title']}"),
        phone=compiled(rf"{data['phone']}[^\d+]{{0,16}}{_DIGITS}"),
        no_name=compiled(data["no_name"]),
        name=compiled(data["name"]) if "name" in data else None,
        section=compiled(data["section"]) if "section" in data else None,
        severity=tuple((name, compiled(said)) for each in data["severity"] for name, said in each.items()),
        csat=compiled(data["survey_kind"]["csat"]),
        score=compiled(data["score"]),
        employees=compiled(data["employees"]),
    )
