"""One stem per question: each has all its files."""

import importlib
import re
from pathlib import Path

import pytest
import yaml

from bot.dialogue.action_executor import find_action
from bot.nlu.stems import Stem
from knowledge.playbook.phrases import load_family

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("stem", list(Stem))
def test_every_stem_has_its_family_of_files(stem: Stem) -> None:
    assert find_action(stem)(None).name() == f"action_{stem}"
    assert (ROOT / "data" / "nlu" / f"{stem}.yml").exists()
    assert stem in load_family("stems")


def _action_names() -> set[str]:
    """The actions in the room: a module's own class that has a stem."""
    names = [path.parent.name for path in (ROOT / "actions").glob("*/answer.py")]
    modules = [importlib.import_module(f"actions.{name}.answer") for name in names]
    return {
        found.stem
        for module in modules
        for found in vars(module).values()
        if isinstance(found, type) and found.__module__ == module.__name__ and isinstance(vars(found).get("stem"), str)
    }


def _code(room: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / room).rglob("*.py"))


def test_every_stem_has_a_rule_for_a_rasa_assistant() -> None:
    rules = yaml.safe_load((ROOT / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    assert {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules} == {
        str(stem): f"action_{stem}" for stem in Stem
    }


def test_domain_knows_every_slot_that_an_action_reads() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    read = set(re.findall(r'question\.(?:word|number)\("(\w+)"', _code("actions")))
    assert read <= set(domain["slots"])


def test_domain_names_every_intent_and_action() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert set(domain["intents"]) == set(Stem)
    assert set(domain["actions"]) == {f"action_{name}" for name in _action_names()}
