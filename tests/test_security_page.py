"""Each line of the security page is held by a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LINES = [line for line in PAGE.splitlines() if line.startswith("|") and not line.startswith(("|---", "| threat"))]
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("line", LINES)
def test_every_threat_names_a_test_that_there_is(line: str) -> None:
    named = re.findall(r"`(test_\w+)`", line)
    assert named
    assert set(named) <= TESTS
