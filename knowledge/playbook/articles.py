"""What the playbook knows: articles on how to sell, and objections with their answers, as data in both languages.

``articles/<topic>.yml`` and ``objections/<topic>.yml`` hold one entry a key. A firm's own stand in ``playbook/`` of its
folder: ``policies.yml`` and any other file are articles, ``objections.yml`` objections; they come before ours. Texts
are phrases: the numbers of ``config.yml`` come in by name (``rule_facts``), so that advice and rule never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.errors import SettingsBroken
from knowledge.firm_folder import firm_part
from knowledge.playbook.recall import Told

FOLDER = Path(__file__).parent
OBJECTIONS = "objections"
GENERAL_OBJECTION = "objections_in_general"  # the article for "help me answer", where no objection is named


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Both(_Entry):
    """A text in both languages; a firm may write one, which is then told in both."""

    en: str = Field(min_length=1)
    ja: str = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _one_for_both(cls, told: object) -> object:
        return _fill(told)

    def of(self, language: str) -> str:
        """The text in this language."""
        return self.ja if language == "ja" else self.en


class Asked(_Entry):
    """How people ask for an entry, in both languages."""

    en: tuple[str, ...] = Field(min_length=1)
    ja: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _one_for_both(cls, told: object) -> object:
        return _fill(told)

    @property
    def lines(self) -> tuple[str, ...]:
        """Every way of asking."""
        return (*self.en, *self.ja)


class Article(_Entry):
    """One topic: a title, an answer a rep can use, and where it comes from.

    ``facts``: which of the four questions about a customer the topic turns on. ``see``: keys of other articles.
    ``intents``: the questions one would ask the assistant next. ``audience``: whose daily work it is about.
    """

    title: Both
    asked: Asked
    answer: Both
    source: Both
    facts: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    audience: Literal["everyone", "operations"] = "everyone"


class Objection(_Entry):
    """One thing customers say: what is behind it, what to ask, to answer, to avoid, and the smallest next step."""

    title: Both
    asked: Asked
    behind: Both
    ask: Both
    answer: Both
    avoid: Both
    start: Both
    source: Both
    see: tuple[str, ...] = ()


@cache
def load_articles() -> dict[str, Article]:
    """All articles by key, the firm's own first. SettingsBroken names the entry of ours that cannot be used."""
    return read_own(Article)[0] | _not_own(_load(FOLDER / "articles", Article), Article)


def told_by(entries: Mapping[str, Article] | Mapping[str, Objection]) -> dict[str, Told]:
    """What each entry is recalled by."""
    return {
        key: Told(entry.asked.lines, " ".join([entry.title.en, entry.title.ja, entry.answer.en, entry.answer.ja]))
        for key, entry in entries.items()
    }


@cache
def load_objections() -> dict[str, Objection]:
    """All objections by key. SettingsBroken as for articles."""
    return read_own(Objection)[0] | _not_own(_load(FOLDER / "objections", Objection), Objection)


def forget_entries() -> None:
    """Read the firm's own entries anew at the next question: a file of theirs has changed."""
    load_articles.cache_clear()
    load_objections.cache_clear()


_Kind = TypeVar("_Kind", bound=_Entry)


def load_entries(folder: Path) -> dict[str, Article]:
    """The articles in one folder, such as a firm's own."""
    return _load(folder, Article)


def read_own(kind: type[_Kind]) -> tuple[dict[str, _Kind], tuple[str, ...]]:
    """The firm's own entries that can be used, and a line for each that cannot: file, entry, what to mend."""
    entries: dict[str, _Kind] = {}
    broken: list[str] = []
    folder = firm_part("playbook")
    for path in sorted(folder.glob("*.yml")) if folder else ():
        if (path.stem == OBJECTIONS) is not (kind is Objection):
            continue
        try:
            told = _read(path)
        except SettingsBroken as error:
            broken.append(str(error))
            continue
        for key, entry in told.items():
            try:
                entries[key] = _check(path, key, entry, kind)
            except SettingsBroken as error:
                broken.append(str(error))
    return entries, tuple(broken)


def _not_own(ours: dict[str, _Kind], kind: type[_Kind]) -> dict[str, _Kind]:
    return {key: entry for key, entry in ours.items() if key not in read_own(kind)[0]}


def _fill(told: object) -> object:
    """One language's text for the other, where a firm wrote one."""
    if not isinstance(told, dict) or len(told) != 1:
        return told
    (text,) = told.values()
    return {"en": text, "ja": text, **told}


def _load(folder: Path, kind: type[_Kind]) -> dict[str, _Kind]:
    entries: dict[str, _Kind] = {}
    for path in sorted(folder.glob("*.yml")):
        for key, told in _read(path).items():
            if key in entries:
                raise SettingsBroken(f"{path.name}: {key} is there twice; rename one", file=path.name, key=key)
            entries[key] = _check(path, key, told, kind)
    return entries


def _read(path: Path) -> dict[str, Any]:
    try:
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe, in C
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise SettingsBroken(f"{path.name}{line}: not valid YAML", file=path.name, key="") from error
    if told is not None and not isinstance(told, dict):
        raise SettingsBroken(f"{path.name}: must hold entries by name", file=path.name, key="")
    return dict(told or {})


def _check(path: Path, key: str, told: object, kind: type[_Kind]) -> _Kind:
    try:
        return kind.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join([key, *(str(part) for part in first["loc"])])
        raise SettingsBroken(f"{path.name}: {where}: {first['msg']}", file=path.name, key=where) from error


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
