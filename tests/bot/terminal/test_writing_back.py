"""Whoever tells something reads in the answer which of the firm's systems it goes to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.terminal.app import build_app
from tests.knowledge.sync.hubspot_far_end import TOKEN, Account, owner, served


@pytest.fixture
def hubspot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """A firm's folder that declares an account of one customer, and was synced once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OSUSUME_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HUBSPOT_TOKEN", TOKEN)
    (tmp_path / "sources").mkdir()
    with served(Account()) as account:
        account.owners = [owner(11, "Hanako", "Sato")]
        account.put("companies", "101", name="Northwind", hubspot_owner_id="11")
        declared = f"kind: hubspot\ntoken_env: HUBSPOT_TOKEN\naddress: {account.url}\ntables: [owners, companies]\n"
        (tmp_path / "sources" / "hubspot.yml").write_text(f"{declared}writes: {{note: note, need: task}}\n")
        assert "what is told from now on goes to hubspot: note as note, need as task" in _run("sync")
        yield account


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(build_app(arguments[:1]), [*arguments, "--store", "sqlite:///s.db"])
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.replace("│", " ").split())


def test_an_answer_says_where_what_was_told_goes_and_of_others_nothing(hubspot: Account) -> None:
    told = ("ask", "--as", "hubspot:11")
    note = _run(*told, "note at Northwind: Ann is on holiday until Monday")
    assert "It goes to hubspot as a note with the next sync; undo takes it back there as well." in note
    need = _run(*told, "--lang", "ja", "メモ Northwind 机を10台希望している")
    assert "次の同期で hubspot にもタスクとして書き込みます" in need
    assert "hubspot" not in _run(*told, "we promised Northwind a quote by friday")
    assert hubspot.timeline("notes") == []
