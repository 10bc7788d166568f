"""What is read at run time is found in an installation as in a checkout."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_nobody_but_the_settings_knows_where_data_lies() -> None:
    """A wheel has ``data`` elsewhere than a checkout; ``knowledge.settings.ROOT`` says where."""
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for room in ("actions", "bot", "knowledge")
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"parents?\b.*\bdata\b", line) and "__file__" in line
    ]
    assert wrong == []
