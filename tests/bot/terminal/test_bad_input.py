"""What a person gets who makes a mistake: one line that says what and where, no traceback, an exit code."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ready_stores import place_demo

ROOT = Path(__file__).parents[3]
Home = dict[str, str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("home")
    names = {"HOME": folder, "XDG_DATA_HOME": folder / "data", "XDG_CACHE_HOME": folder / "cache", "PYTHONPATH": ROOT}
    return {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "COLUMNS": "200", **{k: str(v) for k, v in names.items()}}


def run(arguments: list[str], home: Home) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.terminal", *arguments]
    return subprocess.run(command, env=home, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "hi"], "The customer store is empty"),
        (["ask", "--store", "postgresql://u:secret@127.0.0.1:1/x", "hi"], "refused"),
        (["ask", "--store", "nonsense", "hi"], "not a store address"),
        (["import", "/nowhere/at/all"], "no such file or folder"),
    ],
)
def test_a_store_or_path_that_cannot_be_used_is_one_line(arguments: list[str], says: str, home: Home) -> None:
    result = run(arguments, home)
    assert result.returncode == 2
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "secret" not in result.stderr


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("gate: {asks_cap: many}", "gate.asks_cap: Input should be a valid integer"),
        ("gaet: {asks_cap: 2}", "gaet: there is no such key"),
        ("a: [", "line 2: not valid YAML"),
    ],
)
def test_a_broken_config_names_the_key(config: str, says: str, home: Home, tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(config + "\n", encoding="utf-8")
    result = run(["ask", "hi"], {**home, "OSUSUME_CONFIG": str(tmp_path / "config.yml")})
    assert result.returncode == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_a_mapping_with_an_unknown_key_names_it(home: Home, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("name\nFoo\n", encoding="utf-8")
    (tmp_path / "m.yml").write_text("files:\n  - match: accounts.csv\n    tabel: accounts\n", encoding="utf-8")
    arguments = ["import", str(tmp_path / "accounts.csv"), "--mapping", str(tmp_path / "m.yml")]
    result = run([*arguments, "--store", f"sqlite:///{tmp_path / 's.db'}"], home)
    assert result.returncode == 2
    assert "m.yml" in result.stderr
    assert "tabel" in result.stderr


def test_somebody_nobody_knows_gets_a_polite_refusal(home: Home, demo_file: Path) -> None:
    place_demo(demo_file, Path(home["XDG_DATA_HOME"]))
    result = run(["ask", "--store", "demo", "--as", "Nobody", "what should I offer Acme?"], home)
    assert result.returncode == 1
    assert "I know nobody called Nobody" in result.stdout
    assert "Acme" not in result.stdout
