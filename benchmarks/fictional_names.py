"""Fictional firms' names, the same at every run: what `make bench` looks names up among when nobody gives it a list."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent


def coin_names(count: int, chance: random.Random) -> list[str]:
    """Names of two words and more: a coined word, a family or two, or a place; trades; often a legal form."""
    parts = {
        key: words.split()
        for key, words in yaml.safe_load((_FOLDER / "latin_names.yml").read_text(encoding="utf-8")).items()
    }
    names: set[str] = set()
    while len(names) < count:
        trades = chance.sample(parts["trades"], chance.choice([0, 1, 1, 1, 2, 2, 3]))
        form = [chance.choice(parts["forms"])] if chance.random() < 0.6 else []
        words = [*_head(parts, chance), *trades, *form]
        if len(words) > 1:
            names.add(" ".join(words))
    return sorted(names)


def _head(parts: dict[str, list[str]], chance: random.Random) -> list[str]:
    family, kind = chance.choice(parts["families"]), chance.random()
    if kind < 0.6:
        return [_coin(parts, chance)]
    if kind < 0.8:
        return [family] if kind < 0.7 else [family, "&", chance.choice(parts["families"])]
    return [chance.choice(parts["places"]), chance.choice([_coin(parts, chance), chance.choice(parts["trades"])])]


def _coin(parts: dict[str, list[str]], chance: random.Random) -> str:
    syllables = chance.choice([2, 2, 2, 3])
    ends = [at == syllables - 1 or chance.random() < 0.3 for at in range(syllables)]
    letters = (
        chance.choice(parts["onsets"]) + chance.choice(parts["vowels"]) + (chance.choice(parts["codas"]) if end else "")
        for end in ends
    )
    return "".join(letters).capitalize()
