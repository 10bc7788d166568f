"""What the playbook knows: articles on how to sell, and objections with their answers, as data in both languages.

``articles/<topic>.yml`` and ``objections/<topic>.yml`` hold one entry a key. A firm adds its own beside ours. Texts
are phrases: the numbers of ``config.yml`` come in by name (``rule_facts``), so that advice and rule never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import SettingsBroken
from knowledge.playbook.recall import Told

FOLDER = Path(__file__).parent
GENERAL_OBJECTION = "objections_in_general"  # the article for "help me answer", where no objection is named


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Both(_Entry):
    """A text in both languages."""

    en: str = Field(min_length=1)
    ja: str = Field(min_length=1)

    def of(self, language: str) -> str:
        """The text in this language."""
        return self.ja if language == "ja" else self.en


class Asked(_Entry):
    """How people ask for an entry, in both languages."""

    en: tuple[str, ...] = Field(min_length=1)
    ja: tuple[str, ...] = Field(min_length=1)

    @property
    def lines(self) -> tuple[str, ...]:
        """Every way of asking."""
        return (*self.en, *self.ja)


class Article(_Entry):
    """One topic: a title, an answer a rep can use, and where it comes from.

    ``facts``: which of the four questions about a customer the topic turns on. ``see``: keys of other articles.
    ``stems``: the questions one would ask the assistant next.
    """

    title: Both
    asked: Asked
    answer: Both
    source: Both
    facts: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


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
    """All articles by key. SettingsBroken names the file and the entry that cannot be used."""
    return _load(FOLDER / "articles", Article)


def told_by(entries: Mapping[str, Article] | Mapping[str, Objection]) -> dict[str, Told]:
    """What each entry is recalled by."""
    return {
        key: Told(entry.asked.lines, " ".join([entry.title.en, entry.title.ja, entry.answer.en, entry.answer.ja]))
        for key, entry in entries.items()
    }


@cache
def load_objections() -> dict[str, Objection]:
    """All objections by key. SettingsBroken as for articles."""
    return _load(FOLDER / "objections", Objection)


_Kind = TypeVar("_Kind", bound=_Entry)


def load_entries(folder: Path) -> dict[str, Article]:
    """The articles in one folder, such as a firm's own."""
    return _load(folder, Article)


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
        raise SettingsBroken(f"{path.name}: is not YAML: {error}", file=path.name, key="") from error
    return dict(told or {})


def _check(path: Path, key: str, told: object, kind: type[_Kind]) -> _Kind:
    try:
        return kind.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join([key, *(str(part) for part in first["loc"])])
        raise SettingsBroken(f"{path.name}: {where}: {first['msg']}", file=path.name, key=where) from error


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
