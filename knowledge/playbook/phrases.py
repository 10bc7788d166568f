"""Sentences as data: ``phrases/<family>.yml`` holds English and Japanese side by side; a question's own lie beside it.

    headline_now:
      en: "Offer {{ account }} {{ product }} now."
      ja: "{{ account }}様には、いま{{ product }}をご提案できます。"

A phrase is a Jinja template with strict variables, the same variables in both languages, no arithmetic and no
mark-up of any surface. Values are written for the reader by ``formats``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import yaml
from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined, Template, meta, nodes

from knowledge.playbook.formats import write_value
from knowledge.playbook.number_agreement import agree_in_number
from knowledge.settings import cache_folder

SHARED = Path(__file__).parent / "phrases"
# A question's sentences are read from its folder; the rooms above are files here, nothing that is imported.
QUESTIONS = Path(__file__).parents[2] / "actions"


class PhraseMissing(KeyError):
    """A phrase, or its text in one language, is not in the playbook: a mistake of ours, not of the asker."""


class Phrases:
    """Says things in one language. ``say("recommend_offer.headline_now", account="Acme")``."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, name: str, /, **facts: object) -> str:
        """The sentence ``family.phrase`` with these facts, written for this language's reader."""
        said = _template(name, self.language).render(facts).strip()
        return agree_in_number(said, self.language)

    def has(self, name: str) -> bool:
        """Whether the playbook has this phrase."""
        family, _, key = name.partition(".")
        return key in load_family(family)

    def join(self, parts: list[str]) -> str:
        """A list as one phrase: "a, b and c" / 「a、b、c」."""
        if self.language == "ja":
            return "、".join(parts)
        return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 2 else parts)


def find_families() -> list[str]:
    """The names of all families."""
    shared = [path.stem for path in SHARED.glob("*.yml")]
    return sorted([*shared, *(path.parent.name for path in QUESTIONS.glob("*/phrases.yml"))])


@cache
def load_family(family: str) -> dict[str, dict[str, str]]:
    """All phrases of one family, by key and language. KeyError PhraseMissing when there is no such file."""
    path = next(
        (path for path in (SHARED / f"{family}.yml", QUESTIONS / family / "phrases.yml") if path.exists()), None
    )
    if path is None:
        raise PhraseMissing(family)
    loaded: dict[str, dict[str, str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe, in C
    return loaded


def write_text(source: str, language: str, facts: Mapping[str, object]) -> str:
    """A text of the playbook with these facts, under the same rules as a phrase."""
    return _environment(language).from_string(source).render(facts).strip()


@cache
def find_variables(source: str) -> frozenset[str]:
    """The free variables of one phrase."""
    return frozenset(meta.find_undeclared_variables(_environment("en").parse(source)))


def only_names(source: str) -> bool:
    """Whether a text cites values by name and asks whether they are there, and does nothing else.

    Whoever may write a text may thereby run no code.
    """
    return all(isinstance(node, _PLAIN) for node in _environment("en").parse(source).find_all(nodes.Node))


_PLAIN = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Const, nodes.Compare, nodes.Operand,
          nodes.Not, nodes.And, nodes.Or)  # fmt: skip


@cache
def _template(name: str, language: str) -> Template:
    return _environment(language).get_template(name)


def _source(name: str, language: str) -> str:
    family, _, key = name.partition(".")
    try:
        return load_family(family)[key][language]
    except KeyError as error:
        raise PhraseMissing(f"{name} ({language})") from error


@cache
def _environment(language: str) -> Environment:
    """Plain text, which each surface escapes for itself; values are written for the reader on the way out.

    Compiled phrases are kept from run to run, each under the sum of its text: compiling costs half of a first answer.
    """
    environment = Environment(
        loader=FunctionLoader(lambda name: _source(name, language)),
        bytecode_cache=_compiled(language),
        auto_reload=False,
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: write_value(value, language),
    )
    environment.globals.clear()  # phrases call nothing; laying them under the facts costs half of saying one
    return environment


def _compiled(language: str) -> FileSystemBytecodeCache | None:
    folder = cache_folder() / "phrases"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return FileSystemBytecodeCache(str(folder), f"{language}-%s")
    except OSError:  # nowhere to keep them: they are compiled anew
        return None


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
