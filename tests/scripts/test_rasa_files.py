"""What a Rasa assistant reads says the same as the questions declare."""

from __future__ import annotations

from pathlib import Path

import yaml

from actions.registry import FOLDER, asked_intents, load_specs
from bot.nlu.examples import read_examples, read_file
from scripts.rasa_files import ROOT, write_domain, write_examples, write_rules


def test_the_domain_in_the_repository_is_that_of_the_specs() -> None:
    assert (ROOT / "domain.yml").read_text(encoding="utf-8") == write_domain(), "run `make rasa-files`"


def test_the_rules_in_the_repository_are_those_of_the_specs() -> None:
    assert (ROOT / "data" / "rules.yml").read_text(encoding="utf-8") == write_rules(), "run `make rasa-files`"


def test_every_question_has_its_action_and_every_asked_one_its_rule() -> None:
    domain, rules = yaml.safe_load(write_domain()), yaml.safe_load(write_rules())["rules"]
    assert domain["actions"] == [f"action_{intent}" for intent in load_specs()]
    assert {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules} == {
        intent: f"action_{intent}" for intent in asked_intents()
    }


def test_examples_in_rasas_format_are_the_same_examples(tmp_path: Path) -> None:
    examples = read_examples(FOLDER)
    path = tmp_path / "nlu.yml"
    path.write_text(write_examples(examples), encoding="utf-8")
    assert list(read_file(path)) == examples
