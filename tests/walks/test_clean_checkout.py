"""The check that tests leave nothing in the checkout sees what they would leave."""

from pathlib import Path

from tests.conftest import list_own


def test_a_file_is_seen_unless_git_ignores_it(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(".cache/\n*.pyc\n", encoding="utf-8")
    for name in (".cache", "rejects"):
        (tmp_path / name).mkdir()
    (tmp_path / "left.pyc").touch()
    assert list_own(tmp_path) == {".gitignore", "rejects"}
