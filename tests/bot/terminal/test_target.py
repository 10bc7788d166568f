"""`osusume target`: written, changed, shown with results, reviewed; a broken file is one clear line."""

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.app import open_dispatcher
from bot.terminal.app import build_app
from knowledge.demo import build_demo
from knowledge.errors import TargetBroken
from knowledge.kernel.database import open_engine

OWNER = "grace.whitfield@osusume-demo.example"
DAY = dt.date(2026, 9, 30)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("targets") / "demo.db"
    engine = open_engine(f"sqlite:///{path}")
    build_demo(engine)
    engine.dispose()
    return path


@pytest.fixture
def store(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("OSUSUME_TARGETS", str(tmp_path / "targets"))
    with sqlite3.connect(filled) as source, sqlite3.connect(tmp_path / "own.db") as own:
        source.backup(own)
    own.close()
    source.close()
    return f"sqlite:///{tmp_path / 'own.db'}"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(build_app(["target"]), ["target", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def begin(name: str = "wholesale") -> None:
    run(
        "new",
        name,
        "--owner",
        OWNER,
        "--hypothesis",
        "They need both.",
        "--industry",
        "Wholesale",
        "--as-of",
        "2026-09-01",
    )


def test_a_definition_is_written_changed_and_listed(store: str) -> None:
    begin()
    run("edit", "wholesale", "--hypothesis", "Only the larger ones.", "--employees-at-least", "50")
    told = run("list", "--lang", "en")
    assert "wholesale" in told
    assert "2 of" in told


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", ["aims at", "50 employees or more", "Win rate", "LTV"]), ("ja", ["現在", "従業員50名以上", "受注率"])],
)
def test_each_version_is_shown_with_its_results(
    store: str, language: str, says: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    folder = tmp_path / "targets"
    folder.mkdir()
    (folder / "big.yml").write_text(
        "versions:\n"
        f"  - {{version: 1, date: 2025-10-01, owner: {OWNER}, hypothesis: A., criteria: {{industry: [Wholesale]}}}}\n"
        f"  - {{version: 2, date: 2026-04-01, owner: {OWNER}, hypothesis: B.,"
        " criteria: {industry: [Wholesale], employees_at_least: 50}}\n"
    )
    told = run("show", "big", "--store", store, "--lang", language)
    for words in says:
        assert words in told


def test_a_note_by_hand_reaches_the_owner_once(store: str) -> None:
    begin()
    for _ in range(2):
        run("review", "wholesale", "--note", "A rival has cut prices.", "--store", store)
    assert "Grace Whitfield" in run("review", "wholesale", "--store", store, "--lang", "en")
    told: list[tuple[str, str]] = []
    day_after = dt.datetime.combine(DAY, dt.time(15), tzinfo=dt.UTC) + dt.timedelta(days=1)
    dispatcher = replace(open_dispatcher(store, as_of=DAY), clock=lambda: day_after)
    for _ in range(2):
        dispatcher.bring(
            lambda person, reply, *, key, again: told.append((person, reply.sections[0].lines[0].text)),
            person_key=dispatcher.key_of(OWNER),
        )
    assert [line for person, line in told if "rival" in line] == ["Competitor, 30 Sep 2026: A rival has cut prices."]


def test_a_misspelt_key_names_the_nearest(store: str, tmp_path: Path) -> None:
    begin()
    path = tmp_path / "targets" / "wholesale.yml"
    path.write_text(path.read_text().replace("hypothesis", "hypotesis"))
    with pytest.raises(TargetBroken, match=r"wholesale.yml: .*hypotesis; the nearest valid key is hypothesis"):
        run("show", "wholesale", "--store", store)


def test_a_name_that_is_taken_or_is_none_is_refused(store: str) -> None:
    begin()
    with pytest.raises(TargetBroken, match="there already"):
        begin()
    with pytest.raises(TargetBroken, match="no name for a file"):
        begin("../elsewhere")


def test_a_missing_rate_is_one_line_and_the_other_reasons_are_told(store: str, tmp_path: Path) -> None:
    folder = tmp_path / "targets"
    folder.mkdir()
    for name, industry in (("wholesale", "Wholesale"), ("care", "Healthcare")):
        (folder / f"{name}.yml").write_text(
            f"versions:\n  - {{version: 1, date: 2026-01-05, owner: {OWNER}, hypothesis: A.,"
            f" criteria: {{industry: [{industry}]}}}}\n"
        )
    with sqlite3.connect(tmp_path / "own.db") as own:
        own.execute(
            "UPDATE subscriptions SET currency = 'USD'"
            " WHERE account_id IN (SELECT id FROM accounts WHERE industry = 'Wholesale')"
        )
    own.close()
    told = run("review", "--store", store, "--lang", "en")
    assert "There is no rate from USD to JPY" in told
    assert told.count("268 days old") == 2
