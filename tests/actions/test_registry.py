"""Every question is declared once, and what it declares is whole."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from actions import registry
from actions.registry import FOLDER, load_specs, spec_of
from actions.spec import HEARD, QuestionSpec
from bot.dialogue.action_executor import find_action
from bot.nlu.steps import read_step
from knowledge.playbook.phrases import find_families, load_family

SPECS = [pytest.param(spec, id=intent) for intent, spec in load_specs().items()]
READERS = {"word", "number", "free", "words"}


def slots_read(path: Path) -> set[str]:
    """The slots that a module reads by name: ``question.word("product")``."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    asked = [
        node.args[0]
        for node in calls
        if isinstance(node.func, ast.Attribute) and node.func.attr in READERS and node.args
    ]
    return {str(name.value) for name in asked if isinstance(name, ast.Constant)}


def test_every_folder_with_an_answer_declares_its_question() -> None:
    for name in ("spec", "answer"):
        for path in FOLDER.glob(f"*/{name}.py"):
            lacking = [each for each in ("__init__.py", "spec.py", "answer.py") if not (path.parent / each).exists()]
            assert not lacking, f"actions/{path.parent.name} lacks {lacking}"


@pytest.mark.parametrize("spec", SPECS)
def test_a_question_has_the_name_of_its_folder(spec: QuestionSpec) -> None:
    assert (FOLDER / spec.intent / "spec.py").exists()


@pytest.mark.parametrize("spec", SPECS)
def test_a_question_declares_each_slot_that_it_reads(spec: QuestionSpec) -> None:
    read = {slot for path in (FOLDER / spec.intent).glob("*.py") for slot in slots_read(path)}
    assert not read - spec.reads, f"{spec.intent}/spec.py: slots= lacks {sorted(read - spec.reads)}"


def test_what_shared_modules_read_is_declared_by_some_question() -> None:
    shared = [*FOLDER.glob("*.py"), *(FOLDER / "presenters").rglob("*.py")]
    declared = {slot for spec in load_specs().values() for slot in spec.reads} | set(HEARD)
    read = {slot for path in shared for slot in slots_read(path)}
    assert not read - declared, f"no spec.py declares {sorted(read - declared)}"


@pytest.mark.parametrize("spec", SPECS)
def test_what_a_question_refers_to_is_there(spec: QuestionSpec) -> None:
    others = {*spec.buttons, *([spec.second_asks] if spec.second_asks else [])}
    strange = others - set(load_specs())
    assert not strange, f"{spec.intent}/spec.py names {sorted(strange)}, questions that nobody has"
    assert set(spec.own_words) | set(spec.keeps) <= spec.reads | set(HEARD), f"{spec.intent}/spec.py: slots= lacks some"
    assert set(spec.takes_back) <= set(spec.steps), f"{spec.intent}/spec.py: steps= lacks what takes a change back"
    assert spec.undated is None or spec.undated in spec.slots
    fields = {field.slot for field in spec.form.fields} if spec.form else set()
    assert fields - {"amount"} <= spec.reads, f"{spec.intent}/spec.py: slots= lacks fields of its form"


@pytest.mark.parametrize("spec", [pytest.param(spec, id=intent) for intent, spec in load_specs().items() if spec.asked])
def test_a_question_that_is_asked_has_a_name_for_its_button(spec: QuestionSpec) -> None:
    told = load_family(spec.intent) if spec.intent in find_families() else {}
    assert "name" in told, f"{spec.intent}/phrases.yml: name: {{en: …, ja: …}}"


@pytest.mark.parametrize("spec", SPECS)
def test_the_answer_of_a_question_is_made_by_its_own_action(spec: QuestionSpec) -> None:
    assert find_action(spec.intent)(None).name() == f"action_{spec.intent}"


def test_a_change_can_be_told_from_what_takes_it_back() -> None:
    assert registry.takes_back("undo", {})
    assert registry.takes_back("set_reminder", {"step": "cancel"})
    assert not registry.takes_back("set_reminder", {"step": "snooze"})
    assert not registry.takes_back("recommend_offer", {"step": "cancel"})
    assert not registry.takes_back(None, {})


def test_only_declared_steps_are_heard() -> None:
    assert read_step("list_handoffs", "I'll take it") in spec_of("list_handoffs").steps
    assert read_step("recommend_offer", "cancel") is None
