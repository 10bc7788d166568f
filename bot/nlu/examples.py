"""The hand-written questions that the classifier learns from: each question's own, one file a language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    def annotated(self) -> str:
        """The question with its names marked as the file marks them."""
        text = self.text
        for start, end, kind in sorted(self.spans, reverse=True):
            text = f"{text[:start]}[{text[start:end]}]({kind}){text[end:]}"
        return text

    @property
    def masked(self) -> str:
        """The question as the classifier sees it."""
        return mask_names(self.text, self.spans)


def example_files(folder: Path) -> list[Path]:
    """``examples.<language>.yml`` of every question in ``folder``, in a stable order."""
    return sorted(folder.glob("*/examples.*.yml"))


def read_examples(folder: Path) -> list[Example]:
    """Every example of every question in ``folder``, in a stable order."""
    return [example for path in example_files(folder) for example in _read_own(path)]


def told_files(folder: Path) -> list[Path]:
    """``told.<language>.yml`` of the question that keeps what is told, in a stable order."""
    return sorted(folder.glob("*/told.*.yml"))


def read_told_examples(folder: Path) -> Iterator[Example]:
    """The sentences that tell something, each under the label of what it tells."""
    for path in told_files(folder):
        for example in _read_own(path):
            yield replace(example, intent=example.seed)


def read_file(path: Path) -> Iterator[Example]:
    """The examples of a file in Rasa's format: blocks of an intent, each with `metadata: {seed: …, language: …}`."""
    content: dict[str, Any] = _load(path)
    for block in content["nlu"]:
        for line in block["examples"].splitlines():
            text, spans = locate_entities(line.removeprefix("- ").strip())
            yield Example(text, str(block["intent"]), block["metadata"]["seed"], block["metadata"]["language"], spans)


def _read_own(path: Path) -> Iterator[Example]:
    """The lines of one question in one language, by what they mean."""
    language = path.name.split(".")[1]
    for seed, lines in _load(path).items():
        for line in lines.splitlines():
            text, spans = locate_entities(line.strip())
            yield Example(text, path.parent.name, str(seed), language, spans)


def _load(path: Path) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is there
    return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506  a safe loader


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
