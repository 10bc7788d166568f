"""Writes what a Rasa assistant reads from what the questions declare: `make rasa-files`.

``domain.yml`` and ``data/rules.yml`` stand in the repository; the examples in Rasa's format are many and go to a folder
that is named. All three say the same as the specs; a test holds the first two against them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from actions.registry import FOLDER, asked_intents, load_specs
from actions.spec import HEARD
from bot.nlu.examples import Example, read_examples

ROOT = Path(__file__).parents[1]
# What Rasa finds in a text by itself once it was trained on the examples; a slot of the same name is filled from it.
ENTITIES = (
    "account",
    "amount",
    "date",
    "language",
    "medium",
    "need",
    "objection",
    "outcome",
    "person",
    "product",
    "reason",
    "seats",
    "tier",
)
_HEAD = 'version: "3.1"\n\n# Written by `make rasa-files` from actions/*/spec.py; change those.\n'


def write_domain() -> str:
    """Intents, entities, slots and actions, for ``domain.yml``."""
    specs = load_specs()
    slots = sorted({slot for spec in specs.values() for slot in spec.reads} | set(HEARD))
    parts = [
        _HEAD,
        _list("intents", asked_intents()),
        _list("entities", ENTITIES),
        "slots:\n" + "".join(_slot(name) for name in slots),
        _list("actions", (f"action_{intent}" for intent in specs)),
    ]
    return "\n".join(parts)


def write_rules() -> str:
    """One rule a question, for ``data/rules.yml``."""
    rules = (
        f"  - rule: {intent}\n    steps:\n      - intent: {intent}\n      - action: action_{intent}\n"
        for intent in asked_intents()
    )
    return f"{_HEAD}rules:\n" + "".join(rules)


def write_examples(examples: Iterable[Example]) -> str:
    """The examples as Rasa's training data, a block for each meaning in each language."""
    blocks = (
        f"  - intent: {intent}\n    metadata: {{seed: {_quoted(seed)}, language: {language}}}\n    examples: |\n"
        + "".join(f"      - {example.annotated}\n" for example in group)
        for (intent, seed, language), group in groupby(examples, lambda each: (each.intent, each.seed, each.language))
    )
    return f"{_HEAD}nlu:\n" + "".join(blocks)


def _list(name: str, items: Iterable[str]) -> str:
    return f"{name}:\n" + "".join(f"  - {item}\n" for item in items)


def _slot(name: str) -> str:
    source = f"from_entity\n        entity: {name}" if name in ENTITIES else "custom"
    return f"  {name}:\n    type: any\n    influence_conversation: false\n    mappings:\n      - type: {source}\n"


def _quoted(seed: str) -> str:
    return "'" + seed.replace("'", "''") + "'"


def main() -> None:
    """Writes domain and rules into the repository, the examples into the folder named, if one is."""
    (ROOT / "domain.yml").write_text(write_domain(), encoding="utf-8")
    (ROOT / "data" / "rules.yml").write_text(write_rules(), encoding="utf-8")
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "nlu.yml").write_text(write_examples(read_examples(FOLDER)), encoding="utf-8")


if __name__ == "__main__":
    main()
