"""The walls of the house: each import contract breaks where it should, and the composition root only composes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "actions", "knowledge")
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
]
# Contract → a module that does what it forbids.
PLANTED = {
    "Bot speaks through actions, actions know through knowledge": ("actions/planted_up.py", "import bot.ports"),
    "Only the composition root and its adapters reach from the bot into knowledge": (
        "bot/slack/planted_store.py",
        "import knowledge.tables",
    ),
    "What decides is pure: a domain's own modules know neither its queries nor its commands nor its tables": (
        "knowledge/churn/planted_query.py",
        "import knowledge.churn.queries.history",
    ),
    "SQL lives in tables, queries, commands, imports and the kernel": ("actions/planted_sql.py", "import sqlalchemy"),
    "Actions and knowledge never speak Slack": ("knowledge/handoffs/planted_slack.py", "import slack_sdk"),
    "Nothing but the sync asks other systems over HTTP": ("knowledge/offers/planted_http.py", "import httpx2"),
    "Presenters get data, never a connection": (
        "actions/presenters/planted_access.py",
        "import knowledge.kernel.access",
    ),
}
_LONGEST_ROOT = 150


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Contract → KEPT or BROKEN, in a copy of the house with every bad import planted at once."""
    copy = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("*.yml", "__pycache__", "*.json"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for path, line in PLANTED.values():
        (copy / path).write_text(f"{line}\n", encoding="utf-8")
    said = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    ).stdout
    one_line = re.sub(r"\s+", " ", said)
    return {name: found[1] for name in CONTRACTS if (found := re.search(re.escape(name) + r" (KEPT|BROKEN)", one_line))}


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_bad_import_breaks_its_contract(contract: str, verdicts: dict[str, str]) -> None:
    assert contract in PLANTED, f"plant an import that breaks {contract!r}"
    assert verdicts[contract] == "BROKEN"


def test_the_composition_root_only_composes() -> None:
    lines = (ROOT / "bot" / "app.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= _LONGEST_ROOT, "bot/app.py puts parts together; what they do belongs into their own rooms"
