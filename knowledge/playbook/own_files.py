"""The firm's own playbook files as operations edit them: listed, read, checked line by line, written; no others."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from jinja2 import TemplateSyntaxError
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import PlaybookRefused
from knowledge.firm_folder import firm_part
from knowledge.playbook.articles import OBJECTIONS, Article, Objection, forget_entries, load_articles
from knowledge.playbook.phrases import find_variables, only_names

_NAME = re.compile(r"\w[\w-]{0,60}\.yml")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What pydantic finds, and under which phrase we say it.
_WORDS = (("missing", "missing"), ("extra_forbidden", "no_key"), ("literal_error", "one_of"), ("too_short", "empty"),
          ("string", "must_be_text"),
          ("tuple", "must_be_list"), ("model", "must_be_keys"), ("dict", "must_be_keys"))  # fmt: skip
Where = tuple[str | int, ...]
Entry = Article | Objection


@dataclass(frozen=True)
class Flaw:
    """What is wrong in a line (from 1): ``phrase`` of ``own_playbook.yml`` with its facts."""

    line: int
    phrase: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class CheckedFile:
    """The entries that can be used, by key, and what is wrong with the others."""

    entries: Mapping[str, Article | Objection]
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True)
class OwnFile:
    """A file as it lies there. ``version`` is another one as soon as somebody changes it."""

    name: str
    text: str
    version: str


def is_laid_out() -> bool:
    """Whether the firm has a folder with a playbook in it."""
    return firm_part("playbook") is not None


def list_files() -> tuple[OwnFile, ...]:
    """The files that may be edited, by name."""
    folder = firm_part("playbook")
    paths = sorted(folder.glob("*.yml")) if folder else ()
    return tuple(read_file(path.name) for path in paths if _NAME.fullmatch(path.name) and not path.is_symlink())


def read_file(name: str) -> OwnFile:
    """One of them. PlaybookRefused where there is none of this name, or it is no text."""
    path = _path(name)
    if not path.is_file():
        raise PlaybookRefused("own_playbook.no_file", name=name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookRefused("own_playbook.unreadable", name=name) from error
    return OwnFile(name, text, _version(text))


def check_text(name: str, text: str, *, numbers: Collection[str], questions: Collection[str]) -> CheckedFile:
    """What the file would hold. numbers: what a text may cite of ``config.yml``; questions: intents that there are."""
    kind: type[Article | Objection] = Objection if Path(name).stem == OBJECTIONS else Article
    try:
        told, node = yaml.load(text, _LOADER), yaml.compose(text, _LOADER)  # noqa: S506 - safe, in C
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return CheckedFile({}, (Flaw(mark.line + 1 if mark else 1, "no_yaml", {}),))
    if told is None:
        return CheckedFile({}, ())
    if not isinstance(told, dict):
        return CheckedFile({}, (Flaw(1, "no_entries", {}),))
    entries: dict[str, Article | Objection] = {}
    flaws = [Flaw(_line(node, (key,)), "twice", {"key": key}) for key in _repeated(node)]
    for key, entry in told.items():
        if not isinstance(key, str):
            flaws.append(Flaw(_line(node, (str(key),)), "no_name", {"key": str(key)}))
            continue
        try:
            entries[key] = kind.model_validate(entry)
        except ValidationError as error:
            flaws += [_flaw(node, key, each, kind) for each in error.errors()]
    others = {*entries, *load_articles()}
    for key, entry in entries.items():
        for where, phrase, about in _find_unknown(entry, others, numbers, questions):
            flaws.append(Flaw(_line(node, (key, *where)), phrase, {"key": about}))
    return CheckedFile(entries, tuple(sorted(flaws, key=lambda flaw: flaw.line)))


def save_text(name: str, text: str, *, version: str) -> None:
    """Write it whole or not at all, in force for the next question. version: of the text it was made from; empty: new.

    PlaybookRefused where the file has changed since, or cannot be written.
    """
    path = _path(name)
    there = read_file(name).version if path.exists() else ""
    if there != version:
        raise PlaybookRefused("own_playbook.changed" if there else "own_playbook.gone", name=name)
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".new", delete=False) as new:
            new.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        Path(new.name).chmod(mode)
        Path(new.name).replace(path)
    except OSError as error:
        raise PlaybookRefused("own_playbook.unwritable", name=name) from error
    forget_entries()


def _path(name: str) -> Path:
    """Where a file of this name lies or would lie. PlaybookRefused for any other place, and without a folder."""
    folder = firm_part("playbook")
    if folder is None:
        raise PlaybookRefused("own_playbook.no_folder", name=name)
    path = folder / name
    if not _NAME.fullmatch(name) or path.is_symlink() or path.resolve().parent != folder.resolve():
        raise PlaybookRefused("own_playbook.no_name_of_file", name=name)
    return path


def _version(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _repeated(node: yaml.Node | None) -> list[str]:
    """Keys that stand there twice: YAML would take the last and say nothing."""
    keys = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    return sorted({key for key in keys if keys.count(key) > 1})


def _line(node: yaml.Node | None, where: Sequence[str | int]) -> int:
    """The line of the last part of a place that is there."""
    line = 1
    for part in where:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in reversed(node.value) if key.value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _flaw(node: yaml.Node | None, key: str, error: ErrorDetails, kind: type[Article | Objection]) -> Flaw:
    where = (key, *error["loc"])
    phrase = next((word for part, word in _WORDS if part in error["type"]), "wrong")
    facts = {"where": ".".join(str(part) for part in where), "key": str(where[-1])}
    if phrase == "no_key":
        near = get_close_matches(str(where[-1]), kind.model_fields, n=1, cutoff=0.6)
        facts["near"] = near[0] if near else ""
    if phrase == "one_of":
        facts["choices"] = str(error.get("ctx", {}).get("expected", ""))
    return Flaw(_line(node, where), phrase, facts)


def _find_unknown(
    entry: Article | Objection, others: Collection[str], numbers: Collection[str], questions: Collection[str]
) -> Iterator[tuple[Where, str, str]]:
    """What an entry leads to or cites that there is not: it would stop the answer that tells it."""
    yield from ((("see", place), "no_article", key) for place, key in enumerate(entry.see) if key not in others)
    if not isinstance(entry, Article):
        return
    yield from (
        (("intents", place), "no_question", key) for place, key in enumerate(entry.intents) if key not in questions
    )
    for language in ("en", "ja"):
        try:
            text = entry.answer.of(language)
            unknown = sorted(find_variables(text) - set(numbers))
            is_plain = only_names(text)
        except TemplateSyntaxError:
            yield ("answer", language), "no_template", language
            continue
        yield from ((("answer", language), "no_number", name) for name in unknown)
        if not is_plain:
            yield ("answer", language), "no_code", language
