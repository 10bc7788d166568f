"""What one question costs: nothing is imported that it does not need."""

import os
import subprocess
import sys
from pathlib import Path

from tests.ready_stores import place_demo

ROOT = Path(__file__).parents[3]
HEAVY = (
    "pandas",
    "scipy",
    "sklearn",
    "alembic",
    "slack_bolt",
    "slack_sdk",
    "dbos",
    "openpyxl",
    "matplotlib",
)
ASK = f"""
import sys
from bot.terminal.app import main

sys.argv = ["osusume", "ask", "--store", "demo", "what should I offer Acme?"]
try:
    main()
finally:
    sys.stderr.write(" ".join(name for name in {HEAVY} if name in sys.modules))
"""


def test_one_answer_from_a_filled_store_imports_no_heavy_library(tmp_path: Path, demo_file: Path) -> None:
    place_demo(demo_file, tmp_path)
    home = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    for _ in range(2):  # the first learns to understand
        asked = subprocess.run(
            [sys.executable, "-c", ASK], cwd=ROOT, env=home, capture_output=True, text=True, check=True
        )
    assert "Acme Corporation" in asked.stdout
    assert asked.stderr == ""
