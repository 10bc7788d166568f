"""All questions, found by walking the folders of this room: adding one touches its own folder only."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from actions.spec import QuestionSpec

FOLDER = Path(__file__).parent


@cache
def load_specs() -> Mapping[str, QuestionSpec]:
    """Every question by its intent, in the order of the folders."""
    names = sorted(path.parent.name for path in FOLDER.glob("*/spec.py"))
    specs = (importlib.import_module(f"actions.{name}.spec").SPEC for name in names)
    return MappingProxyType({spec.intent: spec for spec in specs})


def spec_of(intent: str) -> QuestionSpec:
    """What a question declares. KeyError for a question that nobody has."""
    return load_specs()[intent]


def asked_intents() -> tuple[str, ...]:
    """The questions that people ask in words."""
    return tuple(intent for intent, spec in load_specs().items() if spec.asked)


@cache
def own_words() -> Mapping[str, frozenset[str]]:
    """Slots that only some questions hear, each with those that do."""
    slots = {slot for spec in load_specs().values() for slot in spec.own_words}
    return {slot: frozenset(name for name, spec in load_specs().items() if slot in spec.own_words) for slot in slots}


def takes_back(intent: str | None, slots: Mapping[str, object]) -> bool:
    """Whether a button of this question, saying these slots, takes a change back."""
    spec = load_specs().get(intent or "")
    return spec is not None and (spec.undoes or slots.get("step") in spec.takes_back)
