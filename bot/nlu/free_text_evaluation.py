"""How well a need, an objection or a reason is kept in the words used: `make eval-words`."""

from __future__ import annotations

import datetime as dt
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from bot.nlu.entities import Asking, find_entities
from bot.nlu.examples import Example, read_file
from bot.nlu.free_text import without_article
from bot.nlu.lexicon import Lexicon

_ROOT = Path(__file__).parents[2]
_FILES = (
    "understanding_free_text.yml",
    "understanding_heldout.yml",
    "understanding_blind.yml",
    "understanding_blind_harder.yml",
)
_KINDS = ("need", "objection", "reason")
_NEARLY = 0.8  # likeness of the kept words and those wanted, 0-1
_DAY = dt.datetime(2026, 9, 30, 10, tzinfo=dt.UTC)


class Kept(NamedTuple):
    """One line: which words should be kept, and which were."""

    example: Example
    kind: str
    wanted: str
    kept: str

    @property
    def exactly(self) -> bool:
        """The same words; case, marks and an article before them do not count."""
        return _plain(self.wanted) == _plain(self.kept)

    @property
    def nearly(self) -> bool:
        """At least four fifths alike: a word too many or too few."""
        return SequenceMatcher(None, _plain(self.wanted), _plain(self.kept)).ratio() >= _NEARLY


def read_kept(path: Path) -> Iterator[Kept]:
    """Every line of a file that says which words should be kept."""
    for example in read_file(path):
        wanted = [span for span in example.spans if span.kind in _KINDS]
        if len(wanted) != 1:
            continue
        start, end, kind = wanted[0]
        customers = [(one.start, one.end) for one in example.spans if one.kind == "account"]
        folded = unicodedata.normalize("NFKC", example.text)
        text = folded if len(folded) == len(example.text) else example.text
        entities = find_entities(text, lexicon=Lexicon(), asking=Asking(_DAY), names=customers)
        kept = entities.to_slots(example.intent).get(kind, "")
        yield Kept(example, kind, example.text[start:end], str(kept))


def main() -> None:
    """Prints a table for the files named, or the held-out ones; with ``--misses`` each line not kept exactly."""
    from rich.console import Console
    from rich.table import Table

    lines: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    paths = [Path(arg) for arg in sys.argv[1:] if not arg.startswith("-")] or [
        _ROOT / "tests" / name for name in _FILES
    ]
    for path in paths:
        for kept in read_kept(path):
            lines[kept.example.intent, kept.example.language].append(kept)
    table = Table("words kept of", "language", "lines", "exactly", "nearly", title="A customer's own words")
    everything = [kept for group in lines.values() for kept in group]
    for (intent, language), group in [*sorted(lines.items()), (("all", ""), everything)]:
        exactly, nearly = sum(kept.exactly for kept in group), sum(kept.nearly for kept in group)
        table.add_row(intent, language, str(len(group)), f"{exactly / len(group):.2f}", f"{nearly / len(group):.2f}")
    Console().print(table)
    if "--misses" in sys.argv:
        for kept in everything:
            if not kept.exactly:
                mark = "~" if kept.nearly else "×"
                Console().print(
                    f"{mark} {kept.example.text}\n   wanted {kept.wanted}\n   kept   {kept.kept}", markup=False
                )


def _plain(text: str) -> str:
    bare = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
    return without_article(bare)


if __name__ == "__main__":
    main()
