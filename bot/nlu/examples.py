"""The hand-written questions that the classifier learns from, in Rasa's format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.nlu.masking import NameSpan, mask_names

_ENTITY = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<kind>\w+)\)")


@dataclass(frozen=True)
class Example:
    """One question as typed, with its names located; lines of one seed mean the same in other words."""

    text: str
    intent: str
    seed: str
    language: str
    spans: tuple[NameSpan, ...]

    @property
    def nameless(self) -> str:
        """The question with its names cut out."""
        text = self.text
        for start, end, _ in sorted(self.spans, reverse=True):
            text = f"{text[:start]} {text[end:]}"
        return text

    @property
    def masked(self) -> str:
        """The question as the classifier sees it."""
        return mask_names(self.text, self.spans)


def read_examples(data_dir: Path) -> list[Example]:
    """Every example of every intent's file, in a stable order."""
    return [example for path in sorted(data_dir.glob("*.yml")) for example in read_file(path)]


def read_file(path: Path) -> Iterator[Example]:
    """The examples of one file: blocks of an intent, each with `metadata: {seed: …, language: …}`."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is there
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506  a safe loader
    for block in content["nlu"]:
        for line in block["examples"].splitlines():
            text, spans = locate_entities(line.removeprefix("- ").strip())
            yield Example(text, str(block["intent"]), block["metadata"]["seed"], block["metadata"]["language"], spans)


def locate_entities(annotated: str) -> tuple[str, tuple[NameSpan, ...]]:
    """Plain text and spans of a line with entities in Rasa's notation.

    >>> locate_entities("call [Acme](account) now")
    ('call Acme now', (NameSpan(start=5, end=9, kind='account'),))
    """
    plain, spans, cursor = "", [], 0
    for found in _ENTITY.finditer(annotated):
        plain += annotated[cursor : found.start()]
        spans.append(NameSpan(len(plain), len(plain) + len(found["text"]), found["kind"]))
        plain, cursor = plain + found["text"], found.end()
    return plain + annotated[cursor:], tuple(spans)
