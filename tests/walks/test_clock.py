"""The clock is read in few places, so that a day or a moment asked about holds everywhere behind them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READS = re.compile(r"\b(?:datetime\.now|datetime\.utcnow|date\.today)\(")
READERS = {
    "bot/clock.py",
    "actions/question.py",  # where whoever asks names no moment, as on a stock action server
    "knowledge/knowledge.py",  # the firm's day, where nobody names one
    "knowledge/kernel/database.py",  # the name of the copy that is made before a store is upgraded
    "knowledge/kernel/work_runs.py",  # when a piece of work began and ended
    "knowledge/sync/http.py",  # how old an answer is whose system names no time
}


def test_the_clock_is_read_nowhere_else() -> None:
    files = (path for room in ("bot", "actions", "knowledge") for path in (ROOT / room).rglob("*.py"))
    found = {path.relative_to(ROOT).as_posix() for path in files if READS.search(path.read_text(encoding="utf-8"))}
    assert found == READERS, "take bot.clock.utc_now, or the moment that is handed in"
