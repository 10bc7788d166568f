"""`osusume holdout`: says that none runs, and what to set."""

import pytest

from bot.terminal.commands.holdout import run


@pytest.mark.parametrize(("language", "words"), [("en", "No holdout runs"), ("ja", "対照群は設定されていません")])
def test_without_a_holdout_it_says_how_to_begin_one(
    language: str, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    run(store="demo", as_of=None, lang=language, as_json=False)
    assert words in capsys.readouterr().out
