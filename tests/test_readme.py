"""What the README shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("home")
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "COLUMNS": "100",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }


def run(arguments: list[str], home: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.terminal", *arguments]
    return subprocess.run(command, env=home, cwd=home["HOME"], capture_output=True, text=True, check=False)


def test_the_answer_shown_first_is_a_real_one(home: dict[str, str]) -> None:
    shown = README.split("```text\n", 1)[1].split("```", 1)[0].splitlines()[2:-1]
    real = run(["ask", "--store", "demo", "what should I offer Acme?"], home)
    assert real.returncode == 0, real.stderr
    assert shown == real.stdout.splitlines()[: len(shown)]


@pytest.mark.parametrize("command", re.findall(r'^ {4}(osusume ask --store demo "[^"]+")', README, re.MULTILINE))
def test_each_question_shown_gets_an_answer(command: str, home: dict[str, str]) -> None:
    question = command.split('"')[1]
    answered = run(["ask", "--store", "demo", question], home)
    assert answered.returncode == 0, answered.stderr
    assert len(answered.stdout.splitlines()) > 5


def test_make_targets_named_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^ {4}make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
