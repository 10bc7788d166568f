"""To whom it goes: a contact by name, title or role; where nobody fits, the name is left open and that is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.draft_talk_track.request import DraftRequest, ReaderRole
from knowledge.accounts.history import ContactCard
from knowledge.language import LANGUAGES, load_words, remove_honorific
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.reported_speech import is_japanese
from knowledge.playbook.romaji import to_romaji
from knowledge.terms import DraftPurpose

_ALL = "all"


@dataclass(frozen=True)
class Addressee:
    """Whom the text addresses. Without a ``name`` it addresses a department. ``reading``: in kana, where known.

    ``others``: those whom it addresses in the same breath.
    """

    name: str = ""
    title: str = ""
    role: ReaderRole = ReaderRole.OTHER
    reading: str = ""
    others: tuple[Addressee, ...] = ()

    @property
    def everybody(self) -> tuple[Addressee, ...]:
        """This person and those beside them."""
        return (self, *self.others)

    def called(self, language: str) -> str:
        """How they are called in a greeting: the family name in Japanese, the given name in English."""
        family, _, given = self.name.partition(" ")
        if language == "ja":
            return family if is_japanese(self.name) and given else self.name
        if is_japanese(self.name):
            return f"{to_romaji(self.reading.split()[0])}-san" if self.reading else ""
        return family

    def whole(self, language: str) -> str:
        """The whole name, in letters that the language's reader can read."""
        if language == "en" and is_japanese(self.name) and self.reading:
            family, _, given = self.reading.partition(" ")
            return f"{to_romaji(given)} {to_romaji(family)}".strip()
        return self.name


def find_addressee(
    request: DraftRequest, contacts: Sequence[ContactCard], readings: dict[int, str], *, account: str, say: Phrases
) -> tuple[Addressee, list[str]]:
    """The contact meant, else the champion or whoever is there; and what must be said about the choice."""
    here = [contact for contact in contacts if contact.left_on is None]
    gone = [contact for contact in contacts if contact.left_on is not None]
    if request.addressee is None:
        usual = _usual(request, here)
        return (_of(usual, readings) if usual else Addressee()), []
    if request.role == _ALL:
        people = [_of(contact, readings) for contact in here]
        return (replace(people[0], others=tuple(people[1:])) if people else Addressee()), []
    names = request.addressee.split("|")
    if len(names) > 1:
        return _several(request, names, contacts, readings, account=account, say=say)
    return _one(request.addressee, request.role, here, gone, readings, account=account, say=say)


def _usual(request: DraftRequest, here: Sequence[ContactCard]) -> ContactCard | None:
    """Who reads it where nobody is named: of a payment whoever keeps the books, else the champion."""
    books = [each for each in here if role_of(each.title or "") is ReaderRole.FINANCE]
    return next(iter([*(books if request.purpose is DraftPurpose.PAYMENT else ()), *here]), None)


def _several(
    request: DraftRequest,
    names: Sequence[str],
    contacts: Sequence[ContactCard],
    readings: dict[int, str],
    *,
    account: str,
    say: Phrases,
) -> tuple[Addressee, list[str]]:
    """Those of the people named who are there, each once; who is not is said."""
    found: dict[str, Addressee] = {}
    notes: list[str] = []
    for name in names:
        role = role_of(name)
        one = replace(request, addressee=name, role=None if role is ReaderRole.OTHER else str(role))
        person, said = find_addressee(one, contacts, readings, account=account, say=say)
        notes += said
        if person.name:
            found.setdefault(person.name, person)
    people = list(found.values())
    return (replace(people[0], others=tuple(people[1:])) if people else Addressee()), notes


def _one(
    who: str,
    said_role: str | None,
    here: Sequence[ContactCard],
    gone: Sequence[ContactCard],
    readings: dict[int, str],
    *,
    account: str,
    say: Phrases,
) -> tuple[Addressee, list[str]]:
    found = _matching(who, said_role, here, readings)
    if found:
        notes = []
        if len(found) > 1:
            notes.append(
                say("draft_frame.several_contacts", count=len(found), account=account, who=who, other=found[0].name)
            )
        return _of(found[0], readings), notes
    if left := _matching(who, None, gone, readings):
        name, note = left[0].name, "contact_gone_other" if here else "contact_left"
        facts = {"who": name, "account": account} | ({"other": here[0].name} if here else {})
        return (_of(here[0], readings) if here else Addressee()), [say(f"draft_frame.{note}", **facts)]
    role = ReaderRole(said_role) if said_role in set(ReaderRole) else role_of(who)
    return Addressee(role=role), [say("draft_frame.no_such_contact", who=who, account=account)]


def role_of(title: str) -> ReaderRole:
    """What somebody of this title cares for; from the same words as the request's."""
    plain = title.lower()
    for language in LANGUAGES:
        for role, patterns in load_words(language, "drafting")["roles"].items():
            if role in set(ReaderRole) and any(re.search(pattern, plain) for pattern in patterns):
                return ReaderRole(role)
    return ReaderRole.OTHER


def _matching(
    who: str, role: str | None, contacts: Sequence[ContactCard], readings: dict[int, str]
) -> list[ContactCard]:
    plain = _plain(remove_honorific(who))
    named = [contact for contact in contacts if _names(plain, contact, readings.get(contact.id, ""))]
    if named:
        return named
    if role == "champion":
        return [contact for contact in contacts if contact.is_champion]
    if role == "decider":
        return [contact for contact in contacts if role_of(contact.title or "") is ReaderRole.OWNER]
    return [contact for contact in contacts if role is not None and role_of(contact.title or "") == role]


def _names(plain: str, contact: ContactCard, reading: str) -> bool:
    """Whether the words name this person: a part of the name, with or without title, or the title itself."""
    titles = re.compile(load_words("ja", "drafting")["titles"])
    family = titles.sub("", plain)
    parts = [_plain(part) for name in (contact.name, reading) for part in name.split()]
    parts += [to_romaji(part).lower() for part in reading.split()]
    title = _plain(contact.title or "")
    if plain and set(plain.removesuffix("-san").split()) <= set(parts):
        return True
    if plain == _plain(contact.name) or plain in parts or (family and family in parts):
        return True
    if any(plain.startswith(part) and titles.fullmatch(plain, len(part)) for part in parts):  # 山本 + 部長, not 本部長
        return True
    if is_japanese(plain):
        said_title = (titles.search(plain) or [""])[0]
        return (plain and plain in title) or bool(said_title and not family and said_title in title)
    return bool(plain) and (plain == title or (len(plain.split()) > 1 and plain in title))


def _of(contact: ContactCard, readings: dict[int, str]) -> Addressee:
    title = contact.title or ""
    return Addressee(contact.name, title, role_of(title), readings.get(contact.id, ""))


def _plain(text: str) -> str:
    return re.sub(r"[\s.]+", " ", text.replace("　", " ")).strip().lower()
