"""Keeps the replies to questions of both languages, and compares them later: did moving walls change an answer?

    python -m benchmarks.replies keep before.json     # three questions of each intent and language, the demo company
    python -m benchmarks.replies compare before.json  # asks the same again and prints what differs

The questions are the first of each intent's examples, with the demo company's own names in place of those that stand
there. Each stands in a thread of its own, all in one fresh copy of the demo company, so that what is written down is
the same both times.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from actions.registry import FOLDER, asked_intents
from bot.app import open_conversation
from bot.dialogue.message import Message
from bot.terminal.as_json import turn_as_json
from knowledge.demo import build_demo
from knowledge.kernel.database import open_engine

_LANGUAGES = ("en", "ja")
_MARKED = re.compile(r"\[([^]]*)\]\((\w+)\)")
_NAMES = {
    ("account", "en"): ("Acme", "Globex", "Initech", "Hooli", "Northwind"),
    ("account", "ja"): ("アクメ", "みらい商事", "東海物流", "北斗電機", "丸山工業"),
    ("product", "en"): ("Marketing Automation", "Support Desk"),
    ("product", "ja"): ("マーケティングオートメーション", "サポートデスク"),
}
_TIME_OF_DAY = re.compile(r"\b\d{1,2}:\d{2}\b")  # the machine's own; a demo company's day stands still


def questions(each: int) -> Iterator[tuple[str, str]]:
    """Language and question; so many a language of each intent that is asked."""
    for intent in asked_intents():
        for language in _LANGUAGES:
            path = FOLDER / intent / f"examples.{language}.yml"
            groups: Mapping[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
            for number, lines in enumerate(list(groups.values())[:each]):
                yield language, _named(lines.splitlines()[0], language, number)


def ask_all(each: int) -> dict[str, Any]:
    """Question → the turn as JSON, on a fresh demo company."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'demo.db'}"
        engine = open_engine(address)
        build_demo(engine)
        engine.dispose()
        conversation = open_conversation(address)
        told = {}
        for number, (language, text) in enumerate(questions(each)):
            message = Message("operator", thread=f"thread-{number}", text=text)
            told[f"{number:03d} {language} {text}"] = _without_clock(turn_as_json(conversation.reply_to(message)))
        return told


def differing(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """Each place where two replies differ, a line a place."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            yield from differing(before.get(key), after.get(key), f"{path}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differing(one, other, f"{path}[{place}]")
    elif before != after:
        yield f"{path}: {before!r} → {after!r}"


def main(arguments: list[str] | None = None) -> int:
    """Keep or compare; 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=("keep", "compare"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--each", type=int, default=3, help="questions an intent and language")
    given = parser.parse_args(arguments)
    told = ask_all(given.each)
    if given.act == "keep":
        given.file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        print(f"kept the replies to {len(told)} questions")
        return 0
    before = _without_clock(json.loads(given.file.read_text(encoding="utf-8")))
    changed = {key: list(differing(before.get(key), told.get(key))) for key in before.keys() | told.keys()}
    changed = {key: places for key, places in sorted(changed.items()) if places}
    for key, places in changed.items():
        print(key, *places, sep="\n    ")
    print(f"{len(changed)} of {len(before)} replies differ")
    return 1 if changed else 0


def _named(line: str, language: str, number: int) -> str:
    def name(found: re.Match[str]) -> str:
        names = _NAMES.get((found[2], language))
        return names[number % len(names)] if names else found[1]

    return _MARKED.sub(name, line)


def _without_clock(told: Any) -> Any:
    text = _TIME_OF_DAY.sub("hh:mm", json.dumps(told, ensure_ascii=False))
    return json.loads(text)


if __name__ == "__main__":
    sys.exit(main())
