"""The firm's own playbook for the page in a browser: its files, what is wrong in them, how entries will be told."""

from __future__ import annotations

from dataclasses import dataclass

from actions.presenters.playbook import tell_article
from actions.registry import load_specs
from bot.adapters.office import StoreOffice
from knowledge.errors import PlaybookRefused
from knowledge.language import LANGUAGES
from knowledge.playbook import own_files
from knowledge.playbook.articles import Article
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rule_facts import rule_facts

__all__ = ["ListedFile", "PlaybookRefused", "Preview", "TriedFile", "check_file", "list_own", "read_own", "save_own"]


@dataclass(frozen=True)
class ListedFile:
    """A file, with how many entries of it are used and how many places are to be mended."""

    name: str
    entries: int
    flaws: int


@dataclass(frozen=True)
class Preview:
    """An entry as it will be told, a part a language: title, what finds it, its texts, its source."""

    language: str
    title: str
    asked: str
    texts: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class TriedFile:
    """A text as it would be saved: what is to be mended, a line each, and the entries as they would be told."""

    flaws: tuple[str, ...]
    entries: int
    previews: tuple[Preview, ...]


def list_own(office: StoreOffice) -> tuple[ListedFile, ...] | None:
    """The files; None where the firm has no folder."""
    if not own_files.is_laid_out():
        return None
    listed = []
    for file in own_files.list_files():
        checked = _check(file.name, file.text, office)
        listed.append(ListedFile(file.name, len(checked.entries), len(checked.flaws)))
    return tuple(listed)


def read_own(name: str) -> tuple[str, str]:
    """A file's text and version. PlaybookRefused."""
    file = own_files.read_file(name)
    return file.text, file.version


def check_file(name: str, text: str, office: StoreOffice, language: str) -> TriedFile:
    """What of it is to be mended, in the reader's language, and how the rest would be told in both."""
    say, checked = Phrases(language), _check(name, text, office)
    flaws = tuple(
        say("own_playbook.flaw", line=flaw.line, what=say(f"own_playbook.{flaw.phrase}", **flaw.facts))
        for flaw in checked.flaws
    )
    previews = () if flaws else tuple(_preview(entry, office) for entry in checked.entries.values())
    return TriedFile(flaws, len(checked.entries), tuple(one for both in previews for one in both))


def save_own(name: str, text: str, version: str, office: StoreOffice, language: str) -> TriedFile:
    """Write it, unless something is to be mended. PlaybookRefused."""
    tried = check_file(name, text, office, language)
    if not tried.flaws:
        own_files.save_text(name, text, version=version)
    return tried


def _check(name: str, text: str, office: StoreOffice) -> own_files.CheckedFile:
    return own_files.check_text(name, text, numbers=rule_facts(office.knowledge.rules), questions=load_specs())


def _preview(entry: own_files.Entry, office: StoreOffice) -> tuple[Preview, ...]:
    """Once where both languages say the same."""
    told = []
    for language in LANGUAGES:
        say = Phrases(language)
        if isinstance(entry, Article):
            texts: tuple[str, ...] = (tell_article(entry, office.knowledge.rules, say),)
        else:
            parts = (entry.behind, entry.ask, entry.answer, entry.avoid, entry.start)
            texts = tuple(part.of(language) for part in parts)
        asked = entry.asked.ja if language == "ja" else entry.asked.en
        told.append(
            Preview(
                language,
                entry.title.of(language),
                say("own_playbook.asked", lines=say.join(list(asked))),
                texts,
                say("own_playbook.source", source=entry.source.of(language)),
            )
        )
    return tuple(told)
