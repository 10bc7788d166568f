"""Each kind of source is whole: its file can be used as it is laid out, and its guide is in each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.language import LANGUAGES
from knowledge.sync.connecting import connect, describe_kinds
from knowledge.sync.declared import KINDS, find_sources, load_kinds


@pytest.mark.parametrize("kind", load_kinds())
def test_what_connect_lays_out_can_be_used_and_names_each_secret(kind: str, firm: Path) -> None:
    for language in LANGUAGES:
        (firm / "sources" / f"{kind}.yml").unlink(missing_ok=True)
        laid_out = connect(kind, None, language)
        assert laid_out.is_written
        (source,) = find_sources()[0]
        assert source.kind is load_kinds()[kind]
        assert source.secret_names
        assert all(any(name in step for step in laid_out.steps) for name in source.secret_names)
        assert describe_kinds(language)[kind]
    assert connect(kind, None, "en").missing == tuple(source.secret_names)


def test_each_folder_is_a_kind() -> None:
    folders = {path.name for path in KINDS.iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert set(load_kinds()) == folders
